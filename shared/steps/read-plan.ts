// The whole plan of a run, out of the store.
import type { Change, Conflict, Plan } from '../core/plan/plan.ts';
import { readRecords } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import type { PlanHead } from './run.ts';
import { trusted } from './trusted.ts';

export type { Change, Plan } from '../core/plan/plan.ts';
export { withoutInverse } from '../core/plan/without-inverse.ts';

export async function readPlan(store: Store, { changes, conflicts, tally, notes }: PlanHead): Promise<Plan> {
  return {
    changes: await Array.fromAsync(readRecords(store, changes), (record) => trusted<Change>(record)),
    conflicts: await Array.fromAsync(readRecords(store, conflicts), (record) => trusted<Conflict>(record)),
    tally,
    notes,
  };
}
