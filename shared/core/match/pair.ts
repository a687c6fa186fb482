// First version of matching: certain evidence only. A stored link, our own external id, or the exact normal
// name of one single candidate; whatever else could be meant is left to a person.
import { type Decision, type Decisions, indexDecisions } from '../decision.ts';
import type { Held } from '../held.ts';
import { isOurExternalId } from '../item.ts';
import type { Link } from '../link.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { normalName } from '../text.ts';
import type { Candidate, Pairing, Signal } from './pairing.ts';

export interface MatchInput {
  items: readonly Item[];
  /** Keys of the items that are there, those that no rule wants included; without it those of `items`. */
  present?: ReadonlySet<string>;
  /** Active and archived fact sheets of the target type. */
  factSheets: Iterable<FactSheet>;
  links: ReadonlyMap<string, Link>;
  /** What other flows of the same workspace keep: theirs is not ours to take. */
  otherLinks?: readonly Link[];
  /** Items that were taken back and not released, by key. */
  held?: ReadonlyMap<string, Held>;
  /** What people decided. */
  decisions?: readonly Decision[];
  rules: FlowRules;
  /** Our tag, where the workspace has it. */
  tagId: string | undefined;
  /** All items are there: from a part of them no name can be said to be one item's alone. */
  isWhole: boolean;
}

/** One pairing an item, in the order of the items; which pairing it is does not depend on that order. */
export function pair({
  items,
  present = new Set(items.map((item) => item.key)),
  factSheets,
  links,
  otherLinks = [],
  held = new Map(),
  decisions = [],
  rules,
  tagId,
  isWhole,
}: MatchInput): Pairing[] {
  const inventory = indexInventory(factSheets, tagId);
  const decided = indexDecisions(decisions);
  const elsewhere = new Set(otherLinks.map(({ item }) => item));
  const taken = indexTaken([...held.values(), ...links.values(), ...otherLinks], present, elsewhere);
  const claims = new Map<string, number>();

  const first = items.map((item): Pairing => {
    const reason = rules.skip(item);
    if (reason !== undefined) return { state: 'ignored', item, reason };
    if (held.has(item.key)) return { state: 'ignored', item, reason: 'HELD' };
    if (decided.ignored.has(item.key)) return { state: 'ignored', item, reason: 'DECIDED_IGNORE' };
    const link = links.get(item.key);
    if (link === undefined && elsewhere.has(item.key)) {
      return { state: 'ignored', item, reason: 'LINKED_BY_OTHER_FLOW' };
    }
    const certain =
      pairByLink(item, link, inventory) ??
      pairByDecision(item, decided, inventory, taken) ??
      pairByExternalId(item, inventory, taken);
    if (certain !== undefined) return certain;
    const pairing = pairByName(item, inventory, taken, decided, rules);
    if (pairing.state === 'linked') {
      claims.set(pairing.factSheet.id, (claims.get(pairing.factSheet.id) ?? 0) + 1);
    }
    return pairing;
  });

  const wanted = countBy([...decided.links.values()]);
  return first.map((pairing) => {
    if (pairing.state !== 'linked') return pairing;
    const { item, factSheet, by } = pairing;
    if (by === 'decision' && wanted.get(factSheet.id) === 1) return pairing;
    if (by !== 'decision' && by !== 'name') return pairing;
    const isOnlyClaim = claims.get(factSheet.id) === 1;
    const isDecidedElsewhere = by === 'name' && wanted.has(factSheet.id);
    if (by === 'name' && isOnlyClaim && isWhole && !isDecidedElsewhere) return pairing;
    const isPartial = by === 'name' && isOnlyClaim && !isDecidedElsewhere;
    return {
      state: 'ambiguous',
      item,
      candidates: candidatesOf([factSheet], by === 'name' ? sameName : decidedPair),
      reason: isPartial ? 'AMBIGUOUS_PARTIAL' : 'AMBIGUOUS_ITEMS',
    };
  });
}

interface InventoryIndex {
  byId: Map<string, FactSheet>;
  byExternalId: Map<string, FactSheet[]>;
  /** Active ones only. */
  byName: Map<string, FactSheet[]>;
  /** Archived ones that carry our tag: LeanIX may have taken their external id (leanix-api 2.6). */
  archivedByName: Map<string, FactSheet[]>;
}

function indexInventory(factSheets: Iterable<FactSheet>, tagId: string | undefined): InventoryIndex {
  const index: InventoryIndex = {
    byId: new Map(),
    byExternalId: new Map(),
    byName: new Map(),
    archivedByName: new Map(),
  };
  for (const factSheet of factSheets) {
    index.byId.set(factSheet.id, factSheet);
    if (isOurExternalId(factSheet.externalId)) push(index.byExternalId, factSheet.externalId, factSheet);
    if (factSheet.status === 'ACTIVE') push(index.byName, normalName(factSheet.name), factSheet);
    else if (tagId !== undefined && factSheet.tagIds.includes(tagId)) {
      push(index.archivedByName, normalName(factSheet.name), factSheet);
    }
  }
  return index;
}

interface Taken {
  /** Fact sheets that belong to an item by a stored link, and to which. */
  ownerOf: ReadonlyMap<string, string>;
  /** Keys of the items that are there, as far as is known: of another flow's nothing else is. */
  present: ReadonlySet<string>;
}

function indexTaken(
  links: readonly Pick<Link, 'item' | 'factSheetId'>[],
  present: ReadonlySet<string>,
  elsewhere: ReadonlySet<string>,
): Taken {
  return {
    ownerOf: new Map(links.map((link) => [link.factSheetId, link.item])),
    present: elsewhere.size === 0 ? present : new Set([...present, ...elsewhere]),
  };
}

/** The item a fact sheet already belongs to, if any. */
function ownerOf(factSheet: FactSheet, taken: Taken): string | undefined {
  const linked = taken.ownerOf.get(factSheet.id);
  if (linked !== undefined) return linked;
  return isOurExternalId(factSheet.externalId) ? factSheet.externalId : undefined;
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function pairByLink(item: Item, link: Link | undefined, inventory: InventoryIndex): Pairing | undefined {
  if (link === undefined) return undefined;
  const factSheet = inventory.byId.get(link.factSheetId);
  // Put away by an undo, released, and deleted by LeanIX in the meantime: it may be made again.
  if (factSheet === undefined && link.archivedAt !== undefined) return undefined;
  // What a person archived or deleted stays so: the item is held, not made again.
  if (factSheet === undefined) return { state: 'ignored', item, reason: 'FACT_SHEET_GONE' };
  // What an undo put away comes back once the item is released.
  const isOurs = factSheet.rev === link.archivedAt;
  if (factSheet.status === 'ARCHIVED' && !isOurs) return archivedByPerson(item);
  return { state: 'linked', item, factSheet, by: 'stored link', link };
}

function pairByExternalId(item: Item, inventory: InventoryIndex, taken: Taken): Pairing | undefined {
  const sameId = inventory.byExternalId.get(item.key);
  if (sameId === undefined) return undefined;
  const active = sameId.filter((factSheet) => factSheet.status === 'ACTIVE');
  const [only, ...more] = active;
  if (only === undefined) return archivedByPerson(item);
  if (more.length > 0 || ownerOf(only, taken) !== item.key) {
    const candidates = candidatesOf(active, sameExternalId);
    return { state: 'ambiguous', item, candidates, reason: 'AMBIGUOUS_EXTERNAL_ID' };
  }
  return { state: 'linked', item, factSheet: only, by: 'external id' };
}

/** A person said which fact sheet it is: nothing else counts, but what was put away stays so. */
function pairByDecision(
  item: Item,
  { links }: Decisions,
  inventory: InventoryIndex,
  taken: Taken,
): Pairing | undefined {
  const id = links.get(item.key);
  if (id === undefined) return undefined;
  const factSheet = inventory.byId.get(id);
  if (factSheet === undefined) return { state: 'ignored', item, reason: 'FACT_SHEET_GONE' };
  if (factSheet.status === 'ARCHIVED') return archivedByPerson(item);
  const owner = ownerOf(factSheet, taken);
  if (owner !== undefined && owner !== item.key && taken.present.has(owner)) {
    const candidates = candidatesOf([factSheet], decidedPair);
    return { state: 'ambiguous', item, candidates, reason: 'AMBIGUOUS_DECISION' };
  }
  return { state: 'linked', item, factSheet, by: 'decision' };
}

function pairByName(
  item: Item,
  inventory: InventoryIndex,
  taken: Taken,
  { rejected, created }: Decisions,
  rules: FlowRules,
): Pairing {
  if (created.has(item.key)) return { state: 'new', item, decided: true };
  const [name = ''] = rules.names(item);
  const namesakes = (inventory.byName.get(normalName(name)) ?? []).filter(
    ({ id }) => !rejected.get(item.key)?.has(id),
  );
  const free = namesakes.filter((factSheet) => ownerOf(factSheet, taken) === undefined);
  // The same thing may have come back under another id: a second fact sheet would be a duplicate.
  const orphaned = namesakes.filter((factSheet) => {
    const owner = ownerOf(factSheet, taken);
    return owner !== undefined && !taken.present.has(owner);
  });
  if (orphaned.length > 0) {
    return {
      state: 'ambiguous',
      item,
      candidates: candidatesOf([...free, ...orphaned], sameName),
      reason: 'AMBIGUOUS_VANISHED',
    };
  }
  const [only, ...more] = free;
  if (only === undefined)
    return wasArchived(item, inventory, taken, rules) ? archivedByPerson(item) : { state: 'new', item };
  if (more.length > 0)
    return { state: 'ambiguous', item, candidates: candidatesOf(free, sameName), reason: 'AMBIGUOUS_NAME' };
  return { state: 'linked', item, factSheet: only, by: 'name' };
}

/** A fact sheet that we kept under one of its names was archived, and the store that knew so is lost. */
function wasArchived(item: Item, inventory: InventoryIndex, taken: Taken, rules: FlowRules): boolean {
  return rules
    .names(item)
    .flatMap((name) => inventory.archivedByName.get(normalName(name)) ?? [])
    .some((factSheet) => ownerOf(factSheet, taken) === undefined);
}

function archivedByPerson(item: Item): Pairing {
  return { state: 'ignored', item, reason: 'HELD_ARCHIVED' };
}

const sameName: Signal = { kind: 'name', weight: 1, detail: 'the same name' };
const sameExternalId: Signal = { kind: 'external id', weight: 1, detail: 'the external id of the item' };
const decidedPair: Signal = { kind: 'decision', weight: 1, detail: 'a person linked them' };

function candidatesOf(factSheets: readonly FactSheet[], signal: Signal): Candidate[] {
  return factSheets
    .map(({ id, name }) => ({ factSheetId: id, name, score: signal.weight, signals: [signal] }))
    .sort((left, right) => (left.factSheetId < right.factSheetId ? -1 : 1));
}

function countBy(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
