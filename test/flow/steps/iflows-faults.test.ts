// A tenant that answers badly now and then: what comes of a night is the same.
import { expect, it } from 'vitest';
import { openIFlows } from '../../support/iflows.ts';

it.each([
  ['429', '500', 'reset'],
  ['429-bare', '503', 'torn-page'],
  ['html', 'expired-token'],
])('a night with %s and others comes to the same interfaces', async (...faults) => {
  const [quiet, struck] = [
    await openIFlows([], { iflows: 60, packages: 12 }),
    await openIFlows([], { iflows: 60, packages: 12, faults: faults.filter(Boolean) }),
  ];
  await quiet.sync();
  const { run } = await struck.sync();
  expect(run).toMatchObject({ state: 'done', pulls: { 'example-cpi': { state: 'complete' } } });
  expect(struck.simulator.ledger().some(({ status }) => status !== 200)).toBe(true);
  struck.simulator.setFaults([]);
  const namesOf = async (world: typeof quiet) => (await world.interfaces()).map(({ name }) => name).sort();
  expect(await namesOf(struck)).toEqual(await namesOf(quiet));
});
