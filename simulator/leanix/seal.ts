// The quality seal (leanix-api 1.2, 2.9): who may set it, whose edits break it, what a new fact sheet has.
import { refuseByModel, refusePermission } from './errors.ts';
import type { FactSheet } from './fact-sheet.ts';
import type { LeanixSettings } from './settings.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

/** leanix-api 2.3 */
export const sealStates: readonly string[] = ['APPROVED', 'BROKEN_QUALITY_SEAL', 'DRAFT', 'REJECTED'];

/** leanix-api 2.9 */
export function stateOfNew({ drafts, qualitySeal }: LeanixSettings): string {
  if (drafts) return 'DRAFT';
  return qualitySeal ? 'BROKEN_QUALITY_SEAL' : 'APPROVED';
}

/** assumption: a state that is not enabled in the workspace is refused by the model. */
export function checkState({ drafts, qualitySeal }: LeanixSettings, state: string): void {
  const isEnabled = state === 'APPROVED' || (state === 'BROKEN_QUALITY_SEAL' ? qualitySeal : drafts);
  if (!isEnabled) throw refuseByModel(`SIMULATED: state '${state}' is not enabled in this workspace`);
}

/** assumption: the seal is set by those whose edits do not break it. */
export function checkMaySeal(workspace: Workspace, user: User, row: FactSheet): void {
  if (!keepsSeal(workspace, user, row.id)) {
    throw refusePermission(`no permission to set the quality seal of fact sheet '${row.id}'`);
  }
}

/**
 * What an edit leaves of the seal; assumption: fields, tags and relations of the edited fact sheet count,
 * documents and its being archived do not.
 */
export function stateAfterEdit(workspace: Workspace, user: User, before: FactSheet): string {
  const { id, lxState } = before;
  if (!workspace.settings.qualitySeal || lxState !== 'APPROVED') return lxState;
  return keepsSeal(workspace, user, id) ? lxState : 'BROKEN_QUALITY_SEAL';
}

/** leanix-api 1.2: admins, and who is subscribed as responsible or accountable. */
function keepsSeal(workspace: Workspace, user: User, factSheetId: string): boolean {
  if (user.role === 'admin') return true;
  return workspace.subscriptions
    .of(factSheetId)
    .some(({ userId, type }) => userId === user.id && type !== 'OBSERVER');
}
