// Laws tried on the same examples every time: whether a change of the code is noticed must not depend on chance.
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 4711, numRuns: 40 });
