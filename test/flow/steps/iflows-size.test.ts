// The least number of requests (performance.md 2), at a size that CI can afford; `npm run bench -- iflows` measures
// 2,000 flows in 200 packages.
import { expect, it } from 'vitest';
import { leastIFlowRequests } from '../../../cli/output/minimum-requests.ts';
import { openIFlows } from '../../support/iflows.ts';
import { writesOf } from '../../support/world.ts';

it('120 flows in 12 packages are read and written with the least requests, below the limits, and a second night writes nothing', async () => {
  const world = await openIFlows([], { iflows: 120, packages: 12, latencyMs: 1 });
  const source = leastIFlowRequests(world.tenant);
  const first = await world.sync();
  expect(first.run.state).toBe('done');
  const { created, linked } = first.report.counts;
  expect(created + linked).toBeGreaterThan(100);
  // Both tokens, the data model, a page of each of three types, the tenant, fifty changes a request.
  expect(first.ledger).toHaveLength(source + 2 + 1 + 3 + 1 + Math.ceil((created + linked) / 50));
  expect(world.simulator.ledger().filter(({ status }) => status === 429)).toEqual([]);

  const again = leastIFlowRequests(world.tenant);
  const second = await world.sync();
  expect(second.run.state).toBe('done');
  expect(writesOf(second.ledger)).toEqual([]);
  expect(second.report.counts.unchanged).toBe(created + linked);
  // A day later neither token holds any more.
  expect(second.ledger).toHaveLength(again + 2 + 1);
});
