// A tenant of the size that has a budget (performance.md 2): 2,000 flows in 200 packages. It takes as long as the
// limit of design time makes it, 10 requests a second in each of two nights, and little of the machine meanwhile.
import { expect, it } from 'vitest';
import { openIFlows } from '../../support/iflows.ts';
import { writesOf } from '../../support/world.ts';

it('2,000 flows in 200 packages are read and written with the least requests, below the limits, and a second night writes nothing', {
  timeout: 240_000,
}, async () => {
  const world = await openIFlows([], { iflows: 2000, packages: 200, latencyMs: 1 });
  const deployed = [...world.tenant.deployed.values()];
  const failed = deployed.filter(({ Status }) => Status === 'ERROR').length;
  const source = Math.ceil(deployed.length / 1000) + 1 + 200 + 2 * failed;

  const first = await world.sync();
  expect(first.run.state).toBe('done');
  const { created, linked } = first.report.counts;
  expect(created + linked).toBeGreaterThan(1700);
  expect(first.ledger.filter((line) => line.includes('oauth'))).toHaveLength(2);
  // Both tokens, the data model, a page of each of three types, fifty changes a request.
  const target = 2 + 1 + 3 + Math.ceil((created + linked) / 50);
  expect(first.ledger.length).toBeLessThanOrEqual(1.1 * (source + target));
  expect(world.simulator.ledger().filter(({ status }) => status === 429)).toEqual([]);

  const second = await world.sync();
  expect(second.run.state).toBe('done');
  expect(writesOf(second.ledger)).toEqual([]);
  expect(second.report.counts.unchanged).toBe(created + linked);
  expect(second.ledger.length).toBeLessThanOrEqual(1.1 * (source + 1));
});
