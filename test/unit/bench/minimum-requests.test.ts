import { describe, expect, it } from 'vitest';
import { minimumRequests } from '../../../cli/output/minimum-requests.ts';
import { runJson } from '../../../cli/output/run-json.ts';
import { emptyReport } from '../../../shared/core/report.ts';

function least(items: number, written: number, factSheets: number, isFirst: boolean, retired = 0): number {
  const report = emptyReport(items);
  const counts = { ...report.counts, created: written };
  const run = {
    id: 'r',
    flow: 'landscape',
    kind: 'sync',
    retentionMs: 0,
    state: 'done',
    step: 'report',
    startedAt: '',
    pulls: {},
    requests: {},
  } as const;
  return minimumRequests({ json: runJson(run, { ...report, counts, retired }), factSheets, isFirst });
}

describe('the least number of requests', () => {
  // performance.md section 2: tokens + data model + landscape with its empty page + fact sheets + writes
  it.each([
    [100, 100, 300, 2 + 1 + 2 + 1 + 2],
    [1_000, 1_000, 2_000, 2 + 1 + 3 + 4 + 20],
    [10_000, 10_000, 20_000, 2 + 1 + 21 + 40 + 200],
  ])('of a first run of %i objects is the published sum', (items, written, factSheets, sum) => {
    expect(least(items, written, factSheets, true)).toBe(sum);
  });

  it('of a run that finds nothing changed is the landscape and one look at LeanIX', () => {
    expect(least(1_000, 0, 2_000, false)).toBe(3 + 1);
  });

  it('of a night with changes has the data model and the batches too, retired ones among them', () => {
    expect(least(1_000, 51, 2_000, false)).toBe(3 + 1 + 1 + 2);
    expect(least(1_000, 50, 2_000, false, 1)).toBe(3 + 1 + 1 + 2);
  });
});
