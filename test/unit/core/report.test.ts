import { describe, expect, it } from 'vitest';
import type { Change, Conflict } from '../../../shared/core/plan/plan.ts';
import { emptyReport, type Outcome, startTally } from '../../../shared/core/report.ts';

const existing = { factSheetId: 'fs-1', rev: 1, name: 'x', fields: [] };
const create: Change = { op: 'create', item: 'made', type: 'Application', name: 'x', fields: [] };
const update: Change = { op: 'update', item: 'moved', ...existing };
const link: Change = { op: 'link', item: 'found', by: 'name', confirmed: {}, ...existing };
const retire: Change = { op: 'retire', item: 'gone', before: '', ...existing };
const conflict: Conflict = { item: 'moved', factSheetId: 'fs-1', key: 'description', message: 'both' };

function written(ref: string): Outcome {
  return { ref, state: 'written', id: 'fs-1', rev: 2, updatedAt: '' };
}

function refused(ref: string, state: 'failed' | 'conflict'): Outcome {
  return { ref, state, code: 'LX_REFUSED', message: 'no' };
}

function reportOf(
  outcomes: readonly (readonly [Change, Outcome | undefined])[],
  conflicts: readonly Conflict[] = [],
) {
  const tally = startTally({
    tally: { items: 6, unchanged: 1, skipped: { NO_NAME: 2 }, missing: 4, freedNames: 0 },
    conflicts,
    notes: ['n'],
  });
  for (const [change, outcome] of outcomes) tally.add(change, outcome);
  return tally.report();
}

describe('the report', () => {
  it('counts each item by what came of it, and the retired apart', () => {
    const all = [create, update, link, retire].map((change) => [change, written(change.item)] as const);
    expect(reportOf(all)).toEqual({
      counts: {
        items: 6,
        created: 1,
        updated: 1,
        linked: 1,
        unchanged: 1,
        skipped: 2,
        conflict: 0,
        failed: 0,
      },
      retired: 1,
      archived: 0,
      unlinked: 0,
      prepared: 0,
      recovered: 0,
      missing: 4,
      failures: [],
      conflicts: [],
      skipped: { NO_NAME: 2 },
      notes: ['n'],
    });
  });

  it('counts an item in conflict as that, though its other fields were written', () => {
    const { counts } = reportOf([[update, written('moved')]], [conflict]);
    expect(counts).toMatchObject({ updated: 0, conflict: 1 });
  });

  it('counts an item that failed as that, though it was in conflict too', () => {
    const { counts, failures } = reportOf([[update, refused('moved', 'failed')]], [conflict]);
    expect(counts).toMatchObject({ conflict: 0, failed: 1 });
    expect(failures).toEqual([{ item: 'moved', code: 'LX_REFUSED', message: 'no' }]);
  });

  it('counts an item whose revision clashed once, beside the conflict of its field', () => {
    const { counts, conflicts } = reportOf([[update, refused('moved', 'conflict')]], [conflict]);
    expect(counts.conflict).toBe(1);
    expect(conflicts).toEqual([
      conflict,
      { item: 'moved', factSheetId: 'fs-1', name: 'x', key: '', message: 'no' },
    ]);
  });

  it('counts what was not attempted as skipped', () => {
    const { counts, skipped } = reportOf([
      [create, undefined],
      [link, undefined],
    ]);
    expect([counts.skipped, skipped]).toEqual([4, { NO_NAME: 2, NOT_ATTEMPTED: 2 }]);
  });

  it('shows a retirement that failed without counting an item: none was pulled', () => {
    const { counts, retired, failures } = reportOf([[retire, refused('gone', 'failed')]]);
    expect([counts.failed, retired, failures.length]).toEqual([0, 0, 1]);
    expect(reportOf([[retire, refused('gone', 'conflict')]])).toMatchObject({
      counts: { conflict: 0 },
      retired: 0,
    });
    expect(reportOf([[retire, undefined]])).toMatchObject({ counts: { skipped: 2 }, retired: 0 });
  });

  it('of a run without a plan skips everything that was pulled', () => {
    expect(emptyReport(7)).toMatchObject({ counts: { items: 7, skipped: 7 }, skipped: { NOT_ATTEMPTED: 7 } });
    expect(emptyReport(0)).toMatchObject({ counts: { items: 0, skipped: 0 }, skipped: {} });
  });
});
