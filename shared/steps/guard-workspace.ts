// Stops a flow that is about to fill another workspace than the one it kept until now: whoever exchanged the binding
// may not have meant that. A workspace that the configuration names is meant.
import { LandbridgeError } from '../errors.ts';
import type { StepContext } from './context.ts';
import { countLinks, listLinkPlaces } from './links.ts';

/** @throws PLAN_WORKSPACE_CHANGED */
export async function guardWorkspace(
  { store, pinnedWorkspace }: Pick<StepContext, 'store' | 'pinnedWorkspace'>,
  { workspaceId, flow }: { workspaceId: string; flow: string },
  changes: number,
): Promise<void> {
  if (changes === 0 || pinnedWorkspace === workspaceId) return;
  if ((await countLinks(store, workspaceId, flow)) > 0) return;
  for (const place of await listLinkPlaces(store)) {
    if (place.flow !== flow) continue;
    const linked = await countLinks(store, place.workspaceId, flow);
    if (linked === 0) continue;
    throw new LandbridgeError('PLAN_WORKSPACE_CHANGED', {
      before: place.workspaceId,
      linked,
      workspace: workspaceId,
      changes,
    });
  }
}
