// Compares LeanIX with what was written last. Reads as little as a quiet night does, writes nothing and is no run.
import { findDrift as compare, type Drift } from '../core/drift.ts';
import type { Workspace } from '../core/model.ts';
import { LandbridgeError } from '../errors.ts';
import type { StepContext } from './context.ts';
import { readLinks } from './links.ts';
import { pinnedWorkspaceOf, readTargetNow } from './read-target.ts';
import { readLastRun } from './run.ts';
import { isTakenUp, isUnfinished } from './start.ts';
import { withFlow } from './with-flow.ts';

export type { Drift } from '../core/drift.ts';

export interface DriftFound {
  flow: string;
  workspace: Workspace;
  /** Linked fact sheets that were compared. */
  compared: number;
  drift: readonly Drift[];
  requests: Readonly<Record<string, number>>;
}

/** @throws PLAN_UNFINISHED, PLAN_FLOW_HELD, CFG_WORKSPACE */
export async function findDrift(context: StepContext, flow: string): Promise<DriftFound> {
  const { store, leanIx, meter } = context;
  const last = await readLastRun(store, flow);
  // What a half written run wrote is not in the links yet: it would look like somebody else's.
  if (last !== undefined && isUnfinished(last) && isTakenUp(context, last)) {
    throw new LandbridgeError('PLAN_UNFINISHED', { flow, run: last.id });
  }
  return withFlow(context, flow, async (burst) => {
    const workspaceId = await pinnedWorkspaceOf(context);
    const links = await readLinks(store, workspaceId, flow);
    const { inventory, canSee } = await readTargetNow(context, { workspaceId, flow }, burst);
    const rows = await inventory.rows();
    const drift = compare({ links: links.values(), inventory: rows, canSee, library: inventory.tags });
    const requests = Object.entries(meter.drain()).map(([system, traffic]) => [system, traffic.requests]);
    return {
      flow,
      workspace: await leanIx.workspace(),
      compared: links.size,
      drift,
      requests: Object.fromEntries(requests),
    };
  });
}
