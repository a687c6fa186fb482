// `npm test`: the checks, then the tests whether or not the checks passed. The last line, alone, is the count.
import { runChecks } from './checks/run-checks.ts';
import { countTests, renderCount } from './count-tests.ts';
import { runVitest } from './run-vitest.ts';

const root = process.cwd();
const checksPassed = await runChecks(root, console.log);
const count = countTests({ ...(await runVitest({ root })), checksPassed });

process.exitCode = count.failed === 0 ? 0 : 1;
console.log(renderCount(count));
