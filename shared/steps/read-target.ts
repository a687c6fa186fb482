// The fact sheets of a flow as they are now, for whoever compares them with what was written: in one request,
// where nothing is due for a full read.
import { isDocument } from '../core/map/documents.ts';
import { phaseIn } from '../core/map/phases.ts';
import { isRelation } from '../core/map/relations.ts';
import { isSubscription } from '../core/map/subscriptions.ts';
import { mappedTagsKey } from '../core/map/tags.ts';
import { type Target, targetOf } from '../core/map/target.ts';
import { LandbridgeError } from '../errors.ts';
import type { Burst, StepContext } from './context.ts';
import { knownDataModel } from './data-model.ts';
import { type Inventory, readInventory, selectionOf } from './inventory.ts';

export interface TargetNow {
  inventory: Inventory;
  /** Whether the inventory shows this key of plans and links. */
  canSee(key: string): boolean;
}

const always: ReadonlySet<string> = new Set([
  'name',
  'category',
  'status',
  'externalId',
  'tags',
  mappedTagsKey,
]);

/** The workspace that the bindings lead to. @throws CFG_WORKSPACE when the configuration is meant for another */
export async function pinnedWorkspaceOf({ leanIx, pinnedWorkspace }: StepContext): Promise<string> {
  const { id, name } = await leanIx.workspace();
  if (pinnedWorkspace !== undefined && pinnedWorkspace !== id) {
    throw new LandbridgeError('CFG_WORKSPACE', { configured: pinnedWorkspace, workspace: id, name });
  }
  return id;
}

export async function readTargetNow(
  context: StepContext,
  place: { workspaceId: string; flow: string },
  { ensureHeld }: Pick<Burst, 'ensureHeld'>,
): Promise<TargetNow> {
  const { model } = await knownDataModel(context, place.workspaceId);
  const target = targetOf(context.rules, model);
  const { relations, keepsDocuments, keepsSubscriptions } = target;
  const isWhole = Object.keys(relations).length > 0 || keepsDocuments || keepsSubscriptions;
  const inventory = await readInventory(context, place, selectionOf(target), ensureHeld, { isWhole });
  return { inventory, canSee: (key) => isSeen(target, key) };
}

function isSeen(
  { hasLifecycle, fieldKeys, relations, keepsDocuments, keepsSubscriptions }: Target,
  key: string,
): boolean {
  if (isRelation(key)) return relations[key] !== undefined;
  if (isDocument(key)) return keepsDocuments;
  if (isSubscription(key)) return keepsSubscriptions;
  if (key === 'lifecycle' || phaseIn(key) !== undefined) return hasLifecycle;
  return always.has(key) || fieldKeys.includes(key);
}
