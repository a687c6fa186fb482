// Puts a plan into the store: what may be long as blobs of its run, the rest in the head.
import { countByOp, type Plan, type Skip } from '../core/plan/plan.ts';
import { wavesOf } from '../core/plan/waves.ts';
import { writeRecords } from '../store/blobs.ts';
import type { StepContext } from './context.ts';
import { ownerOf, type PlanHead, type Run } from './run.ts';

export interface MadePlan {
  plan: Plan;
  /** Absent where the items were not looked at: `lookedAt` is the run that did. */
  skips?: readonly Skip[];
  lookedAt?: string | undefined;
  basis?: PlanHead['basis'];
  hash: string;
  rulesVersion: string;
  /** ISO 8601. */
  madeAt: string;
}

export async function savePlan(
  { store, pace }: Pick<StepContext, 'store' | 'pace'>,
  { id, retentionMs: ttlMs }: Pick<Run, 'id' | 'retentionMs'>,
  { plan, skips, lookedAt, basis, hash, rulesVersion, madeAt }: MadePlan,
): Promise<PlanHead> {
  const { changes, conflicts, tally, notes } = plan;
  const waves = changes.reduce((most, change) => Math.max(most, wavesOf(change)), 1);
  return {
    // By name: whoever made the plan may hand over more, and a head is small.
    hash,
    rulesVersion,
    madeAt,
    batchSize: pace.changesPerRequest,
    ...(waves > 1 && { waves }),
    changes: await writeRecords(store, ownerOf(id), changes, { ttlMs }),
    conflicts: await writeRecords(store, ownerOf(id), conflicts, { ttlMs }),
    ...(skips !== undefined && { skips: await writeRecords(store, ownerOf(id), skips, { ttlMs }) }),
    ...(lookedAt !== undefined && { lookedAt }),
    ...(basis !== undefined && { basis }),
    byOp: countByOp(changes),
    tally,
    notes,
  };
}
