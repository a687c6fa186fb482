// Makes sure that the plan in the store is the plan that was made, before anything of it is written.
import { startPlanHash } from '../core/plan/hash.ts';
import type { Change, Conflict } from '../core/plan/plan.ts';
import { LandbridgeError } from '../errors.ts';
import { readRecords } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import type { PlanHead, Run } from './run.ts';
import { trusted } from './trusted.ts';

/** @throws PLAN_DAMAGED, PLAN_STALE */
export async function checkPlan(
  store: Store,
  run: Run,
  scope: { workspaceId: string; rulesVersion: string },
): Promise<PlanHead> {
  const { plan } = run;
  if (plan === undefined) throw new LandbridgeError('PLAN_DAMAGED', { run: run.id });
  // The configuration was changed since: what it wants now is another plan.
  if (plan.rulesVersion !== scope.rulesVersion) throw new LandbridgeError('PLAN_STALE', { run: run.id });
  const hash = startPlanHash({ flow: run.flow, ...scope });
  for await (const change of readRecords(store, plan.changes)) hash.add(trusted<Change>(change));
  const conflicts: Conflict[] = [];
  for await (const conflict of readRecords(store, plan.conflicts))
    conflicts.push(trusted<Conflict>(conflict));
  const { tally, notes } = plan;
  if (hash.end({ conflicts, tally, notes }) !== plan.hash) {
    throw new LandbridgeError('PLAN_DAMAGED', { run: run.id });
  }
  return plan;
}
