// The long lists of a run, for a person who wants to know what became of single items.
import type { Change, Skip } from '../core/plan/plan.ts';
import type { Outcome } from '../core/report.ts';
import { readRecords } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import { readOutcomes } from './journal.ts';
import { outcomeOf } from './outcomes.ts';
import { keptInStore } from './report.ts';
import { type Run, readRun } from './run.ts';
import { trusted } from './trusted.ts';

export interface ChangeSeen {
  change: Change;
  /** `planned` where it was never sent. */
  outcome: Outcome['state'] | 'planned';
}

export async function readChanges(store: Store, run: Run): Promise<ChangeSeen[]> {
  if (run.plan === undefined) return [];
  const outcomes = await readOutcomes(store, run.id);
  return Array.fromAsync(readRecords(store, run.plan.changes), (record) => {
    const change = trusted<Change>(record);
    return { change, outcome: (outcomeOf(change, outcomes) ?? keptInStore(change, run))?.state ?? 'planned' };
  });
}

/** Of a quiet night those of the run before that looked; undefined when that one is forgotten. */
export async function readSkips(store: Store, run: Run): Promise<Skip[] | undefined> {
  const { skips, lookedAt } = run.plan ?? {};
  if (skips !== undefined) return Array.fromAsync(readRecords(store, skips), trusted<Skip>);
  const other = lookedAt === undefined ? undefined : await readRun(store, lookedAt);
  const kept = other?.plan?.skips;
  return kept && Array.fromAsync(readRecords(store, kept), trusted<Skip>);
}
