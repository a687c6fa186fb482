// The report of a run: every item counted once, by the first outcome that holds. Plain data for people,
// scripts and the store.
import type { Written } from './model.ts';
import { type Change, type Conflict, isMaking, type PlanTally } from './plan/plan.ts';

/** What came of one change that was sent. */
export type Outcome =
  | ({
      ref: string;
      state: 'written';
      id: string;
      rev: number;
      updatedAt: string;
      /** Somebody else saved the fact sheet too: what is known of it is out of date. */
      isMixed?: boolean;
      /** Fields of the change that somebody else had changed: they were left alone. */
      left?: readonly string[];
      /** Relations that were left out: the fact sheets they lead to could not be made. */
      waits?: readonly string[];
    } & Pick<Written, 'relations' | 'made' | 'isSealed'>)
  | { ref: string; state: 'conflict'; code: string; message: string }
  | { ref: string; state: 'failed'; code: string; message: string };

export interface Counts {
  items: number;
  created: number;
  updated: number;
  linked: number;
  unchanged: number;
  skipped: number;
  conflict: number;
  failed: number;
}

export interface Problem {
  code: string;
  message: string;
}

export interface Report {
  counts: Counts;
  /** Fact sheets whose life was ended because their item is gone; no item stands behind them. */
  retired: number;
  /** Fact sheets put away, and pairs dissolved, because the run that made them was taken back. */
  archived: number;
  unlinked: number;
  /** What the changes needed and no item stands behind: fact sheets to relate to, tags. */
  prepared: number;
  /** Fact sheets brought back from where we put them; their items are counted as updated. */
  recovered: number;
  /** Linked items missing from the source for the first time. */
  missing: number;
  failures: readonly ({ item: string } & Problem)[];
  conflicts: readonly Conflict[];
  skipped: Readonly<Record<string, number>>;
  notes: readonly string[];
}

/** Collects outcomes change by change, so that a large plan need not be held at once. */
export interface Tally {
  add(change: Change, outcome: Outcome | undefined): void;
  report(): Report;
}

/** A change without an outcome was not attempted: its item counts as skipped. */
const notAttempted = 'NOT_ATTEMPTED';

export function startTally(plan: {
  tally: PlanTally;
  conflicts: readonly Conflict[];
  notes: readonly string[];
}): Tally {
  const conflicts = [...plan.conflicts];
  const inConflict = new Set(conflicts.flatMap(({ item, isReview }) => (isReview ? [] : [item])));
  const failures: ({ item: string } & Problem)[] = [];
  const skipped: Record<string, number> = { ...plan.tally.skipped };
  const done = { created: 0, updated: 0, linked: 0 };
  const apart = { retired: 0, archived: 0, unlinked: 0, prepared: 0, recovered: 0 };
  let failed = 0;

  return {
    add(change, outcome) {
      if (isCountedApart(change)) {
        if (outcome?.state === 'written') apart[apartAs[change.op]] += 1;
        // No item was pulled for it: its failure is listed and not counted.
        if (outcome?.state === 'failed') failures.push(failureOf(change, outcome));
        if (outcome?.state === 'conflict') conflicts.push(conflictOf(change, outcome));
        return;
      }
      if (outcome?.state === 'failed') {
        inConflict.delete(change.item);
        failures.push(failureOf(change, outcome));
        failed += 1;
      } else if (outcome?.state === 'conflict') {
        inConflict.add(change.item);
        conflicts.push(conflictOf(change, outcome));
      } else if (outcome?.left !== undefined && outcome.left.length > 0) {
        inConflict.add(change.item);
        conflicts.push(...outcome.left.map((key) => ({ ...conflictOf(change, leftAlone), key })));
      } else if (!inConflict.has(change.item)) {
        if (outcome === undefined) skipped[notAttempted] = (skipped[notAttempted] ?? 0) + 1;
        else {
          done[doneAs[change.op]] += 1;
          if (change.op === 'recover') apart.recovered += 1;
        }
      }
    },
    report: () => {
      return {
        counts: {
          items: plan.tally.items,
          ...done,
          unchanged: plan.tally.unchanged,
          skipped: Object.values(skipped).reduce((sum, count) => sum + count, 0),
          conflict: inConflict.size,
          failed,
        },
        ...apart,
        missing: plan.tally.missing,
        failures,
        conflicts,
        skipped,
        notes: plan.notes,
      };
    },
  };
}

const leftAlone: Problem = {
  code: 'LX_REVISION_CLASH',
  message: 'Somebody changed the field while the run was under way; that value was left.',
};

const doneAs = { create: 'created', update: 'updated', link: 'linked', recover: 'updated' } as const;
const apartAs = {
  retire: 'retired',
  archive: 'archived',
  unlink: 'unlinked',
  prepare: 'prepared',
} as const;

/** Changes that are not about an item of the source. */
export function isCountedApart(change: Change): change is Extract<Change, { op: keyof typeof apartAs }> {
  return change.op in apartAs;
}

function conflictOf(change: Change, { message }: Problem): Conflict {
  const factSheetId = isMaking(change) ? '' : change.factSheetId;
  return { item: change.item, factSheetId, name: change.name, key: '', message };
}

function failureOf(change: Change, { code, message }: Problem): { item: string } & Problem {
  return { item: change.item, code, message };
}

/** The report of a run that ended before it had a plan: what was pulled stays as it is. */
export function emptyReport(pulled: number): Report {
  return {
    counts: {
      items: pulled,
      created: 0,
      updated: 0,
      linked: 0,
      unchanged: 0,
      skipped: pulled,
      conflict: 0,
      failed: 0,
    },
    retired: 0,
    archived: 0,
    unlinked: 0,
    prepared: 0,
    recovered: 0,
    missing: 0,
    failures: [],
    conflicts: [],
    skipped: pulled === 0 ? {} : { [notAttempted]: pulled },
    notes: [],
  };
}
