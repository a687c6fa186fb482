// Fact sheets of other types that relations may lead to: their names and ids, kept from run to run like those of the
// flow's own type.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { canCarryExternalId, type Target } from '../core/map/target.ts';
import type { DataModel } from '../core/model.ts';
import { LandbridgeError } from '../errors.ts';
import type { StepContext } from './context.ts';
import { type Inventory, readInventories, readInventoryHash, selectionOf } from './inventory.ts';
import { type InventoryPlace, relatedTo } from './inventory-store.ts';

export type Related = ReadonlyMap<string, Inventory>;

/** Types at the other ends of the flow's relations, its own not among them. */
function relatedTypes({ relations, type }: Target, { types }: DataModel): string[] {
  const all = new Set(Object.values(relations).map(({ targetType }) => targetType));
  return [...all].filter((other) => other !== type && types[other] !== undefined).sort();
}

/** The fact sheets of the flow's own type and of those that relations may lead to, as they are now. */
export async function readWithRelated(
  context: StepContext,
  place: InventoryPlace,
  { target, model }: { target: Target; model: DataModel },
  ensureHeld: () => void,
): Promise<{ inventory: Inventory; related: Related }> {
  const types = relatedTypes(target, model);
  const own = { place, selection: selectionOf(target) };
  const others = types.map((type) => ({
    place: placeOf(place, type),
    selection: selectionOfType(type, model, target.idField),
  }));
  const [inventory, ...rest] = await readInventories(context, [own, ...others], ensureHeld);
  if (inventory === undefined)
    throw new LandbridgeError('BUG_UNEXPECTED', { error: 'no inventory was read' });
  const related = new Map(rest.flatMap((read, index) => [[types[index] ?? '', read] as const]));
  return { inventory, related };
}

/** As they are kept, without asking LeanIX; undefined where one is not. */
export async function readRelatedHash(
  context: StepContext,
  place: InventoryPlace,
  { target, model }: { target: Target; model: DataModel },
): Promise<string | undefined> {
  const hashes: [string, string][] = [];
  for (const type of relatedTypes(target, model)) {
    const hash = await readInventoryHash(
      context,
      placeOf(place, type),
      selectionOfType(type, model, target.idField),
    );
    if (hash === undefined) return undefined;
    hashes.push([type, hash]);
  }
  return hashRelated(hashes);
}

/** Empty where there are none. */
export function hashRelated(hashes: Iterable<readonly [type: string, hash: string]>): string {
  return [...hashes].map((entry) => entry.join(' ')).join('\n');
}

function placeOf({ workspaceId, flow }: InventoryPlace, type: string): InventoryPlace {
  return { workspaceId, flow: relatedTo(flow, type) };
}

function selectionOfType(type: string, model: DataModel, idField: string): FactSheetSelection {
  return {
    type,
    fields: [],
    hasLifecycle: false,
    ...(canCarryExternalId(type, model, idField) && { externalIdField: idField }),
  };
}
