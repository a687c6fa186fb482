import { describe, expect, it } from 'vitest';
import { guardChanges, guardRemovals, guardSource } from '../../../../shared/core/plan/guard.ts';
import type { Change, Plan } from '../../../../shared/core/plan/plan.ts';
import type { FlowRules } from '../../../../shared/core/rules.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';

function source(count: number, previousCount?: number, shrinkLimitPercent = 20) {
  const history = {
    tenant: 't',
    count,
    complete: true,
    ...(previousCount !== undefined && { previousCount }),
  };
  return () => guardSource(history, { ...landscape, shrinkLimitPercent });
}

function changes(count: number, isFirstRun: boolean, settings: Partial<FlowRules>) {
  const change: Change = { op: 'create', item: 'new', type: 'Application', name: 'x', fields: [] };
  const plan: Plan = {
    changes: Array.from({ length: count }, () => change),
    conflicts: [],
    tally: { items: 0, unchanged: 0, skipped: {}, missing: 0, freedNames: 0 },
    notes: [],
  };
  return () => guardChanges(plan, isFirstRun, { ...landscape, ...settings });
}

function removals(retired: number, linked: number) {
  const existing = { factSheetId: 'fs-1', rev: 1, name: 'x', before: '', fields: [] };
  const changes = Array.from(
    { length: retired },
    (_, index): Change => ({ op: 'retire', item: `${index}`, ...existing }),
  );
  const created: Change = { op: 'create', item: 'new', type: 'Application', name: 'x', fields: [] };
  const plan: Plan = {
    changes: [created, created, ...changes],
    conflicts: [],
    tally: { items: 0, unchanged: 0, skipped: {}, missing: 0, freedNames: 0 },
    notes: [],
  };
  return () => guardRemovals(plan, linked, landscape);
}

describe('guardSource', () => {
  it('stops on an empty source, on the first run too', () => {
    expect(source(0)).toThrow(
      expect.objectContaining({ code: 'PLAN_SOURCE_EMPTY', facts: { tenant: 't', objects: 0, before: 0 } }),
    );
    expect(source(0, 300)).toThrow(expect.objectContaining({ code: 'PLAN_SOURCE_EMPTY' }));
  });

  it('passes a first pull and one that grew', () => {
    expect(source(1)).not.toThrow();
    expect(source(500, 300)).not.toThrow();
  });

  it('passes the loss of a fifth and stops on one object more', () => {
    for (const before of [5, 35, 300, 10_000]) {
      expect(source(before * 0.8, before)).not.toThrow();
      expect(source(before * 0.8 - 1, before)).toThrow(
        expect.objectContaining({ code: 'PLAN_SOURCE_SHRUNKEN' }),
      );
    }
    expect(source(3, 4)).toThrow(expect.objectContaining({ code: 'PLAN_SOURCE_SHRUNKEN' }));
  });

  it('counts exactly at any limit', () => {
    expect(source(41, 50, 18)).not.toThrow();
    expect(source(40, 50, 18)).toThrow();
  });

  it('lets a partial pull pass: from it nothing is retired anyway', () => {
    const partial = { tenant: 't', count: 10, complete: false, previousCount: 300 };
    expect(() => guardSource(partial, landscape)).not.toThrow();
  });

  it('stops on a partial pull, an empty one too, where that is wanted', () => {
    for (const count of [0, 10]) {
      const partial = { tenant: 't', count, complete: false, previousCount: 300 };
      expect(() => guardSource(partial, { ...landscape, stopsPartialPull: true })).toThrow(
        expect.objectContaining({ code: 'PLAN_SOURCE_PARTIAL', facts: { tenant: 't', objects: count } }),
      );
    }
  });
});

describe('guardRemovals', () => {
  it('passes five of a hundred and stops on the sixth', () => {
    expect(removals(5, 100)).not.toThrow();
    expect(removals(6, 100)).toThrow(
      expect.objectContaining({
        code: 'PLAN_REMOVAL_LIMIT',
        facts: { retired: 6, linked: 100, limitPercent: 5 },
      }),
    );
  });

  it('rounds down, but never to none: one system may go from the smallest landscape', () => {
    expect(removals(2, 40)).not.toThrow();
    expect(removals(2, 39)).toThrow(expect.objectContaining({ code: 'PLAN_REMOVAL_LIMIT' }));
    expect(removals(1, 2)).not.toThrow();
  });

  it('passes a plan that retires nothing, without any link too', () => {
    expect(removals(0, 0)).not.toThrow();
  });
});

describe('guardChanges', () => {
  it('passes any plan where nothing is configured', () => {
    expect(changes(100_000, true, {})).not.toThrow();
  });

  it('passes as many changes as the cap and stops on one more', () => {
    expect(changes(200, false, { maxChanges: 200 })).not.toThrow();
    expect(changes(201, false, { maxChanges: 200 })).toThrow(
      expect.objectContaining({ code: 'PLAN_CHANGE_LIMIT', facts: { changes: 201, maxChanges: 200 } }),
    );
  });

  it('stops a first run that would write, and no later one', () => {
    const stops = { stopsFirstRun: true };
    expect(changes(1, true, stops)).toThrow(
      expect.objectContaining({ code: 'PLAN_FIRST_RUN', facts: { changes: 1 } }),
    );
    expect(changes(1, false, stops)).not.toThrow();
    expect(changes(0, true, stops)).not.toThrow();
  });
});
