// Puts a plan into the store: what may be long as blobs of its run, the rest in the head.
import { countByOp, type Plan } from '../core/plan/plan.ts';
import { writeRecords } from '../store/blobs.ts';
import type { StepContext } from './context.ts';
import { ownerOf, type PlanHead, type Run } from './run.ts';

export interface MadePlan {
  plan: Plan;
  hash: string;
  rulesVersion: string;
  /** ISO 8601. */
  madeAt: string;
}

export async function savePlan(
  { store, pace }: Pick<StepContext, 'store' | 'pace'>,
  { id, retentionMs: ttlMs }: Pick<Run, 'id' | 'retentionMs'>,
  { plan, ...made }: MadePlan,
): Promise<PlanHead> {
  const { changes, conflicts, tally, notes } = plan;
  return {
    ...made,
    batchSize: pace.changesPerRequest,
    changes: await writeRecords(store, ownerOf(id), changes, { ttlMs }),
    conflicts: await writeRecords(store, ownerOf(id), conflicts, { ttlMs }),
    byOp: countByOp(changes),
    tally,
    notes,
  };
}
