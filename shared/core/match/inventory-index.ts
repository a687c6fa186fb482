// The fact sheets as matching looks them up, and whose they are already.
import { isOurExternalId } from '../item.ts';
import type { Link } from '../link.ts';
import type { FactSheet } from '../model.ts';
import { normalName } from '../text.ts';

export interface InventoryIndex {
  byId: ReadonlyMap<string, FactSheet>;
  /** By those of ours. */
  byExternalId: ReadonlyMap<string, readonly FactSheet[]>;
  /** Active ones only. */
  byName: ReadonlyMap<string, readonly FactSheet[]>;
  /** Archived ones that carry our tag: LeanIX may have taken their external id (leanix-api 2.6). */
  archivedByName: ReadonlyMap<string, readonly FactSheet[]>;
}

export function indexInventory(factSheets: Iterable<FactSheet>, tagId: string | undefined): InventoryIndex {
  const byId = new Map<string, FactSheet>();
  const byExternalId = new Map<string, FactSheet[]>();
  const byName = new Map<string, FactSheet[]>();
  const archivedByName = new Map<string, FactSheet[]>();
  for (const factSheet of factSheets) {
    byId.set(factSheet.id, factSheet);
    if (isOurExternalId(factSheet.externalId)) push(byExternalId, factSheet.externalId, factSheet);
    if (factSheet.status === 'ACTIVE') push(byName, normalName(factSheet.name), factSheet);
    else if (tagId !== undefined && factSheet.tagIds.includes(tagId)) {
      push(archivedByName, normalName(factSheet.name), factSheet);
    }
  }
  return { byId, byExternalId, byName, archivedByName };
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

export interface Taken {
  /** Fact sheets that belong to an item by a stored link, and to which. */
  ownerOf: ReadonlyMap<string, string>;
  /** Keys of the items that are there, as far as is known: of another flow's nothing else is. */
  present: ReadonlySet<string>;
}

export function indexTaken(
  links: readonly Pick<Link, 'item' | 'factSheetId'>[],
  present: ReadonlySet<string>,
  elsewhere: ReadonlySet<string>,
): Taken {
  return {
    ownerOf: new Map(links.map((link) => [link.factSheetId, link.item])),
    present: new Set([...present, ...elsewhere]),
  };
}

/** The item a fact sheet already belongs to, if any. */
export function ownerOf(factSheet: FactSheet, taken: Taken): string | undefined {
  const linked = taken.ownerOf.get(factSheet.id);
  if (linked !== undefined) return linked;
  return isOurExternalId(factSheet.externalId) ? factSheet.externalId : undefined;
}
