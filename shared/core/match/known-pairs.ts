// What is known and need not be judged: a stored link, what a person decided, our own external id, the very same
// name. What could be meant but is not certain is left to a person.
import { type Decisions, isOverruled } from '../decision.ts';
import type { Link } from '../link.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { normalName } from '../text.ts';
import { findContradiction } from './contradiction.ts';
import { type InventoryIndex, ownerOf, type Taken } from './inventory-index.ts';
import type { Candidate, Pairing, Signal } from './pairing.ts';

export interface Known {
  inventory: InventoryIndex;
  taken: Taken;
  decided: Decisions;
  links: ReadonlyMap<string, Link>;
  rules: FlowRules;
}

/** Undefined where neither link nor decision nor external id says anything. */
export function pairByKey(item: Item, known: Known): Pairing | undefined {
  return pairByLink(item, known) ?? pairByDecision(item, known) ?? pairByExternalId(item, known);
}

function pairByLink(item: Item, { links, inventory, decided }: Known): Pairing | undefined {
  const link = links.get(item.key);
  // What a person contradicted is taken back by the same plan.
  if (link === undefined || isOverruled(link, decided)) return undefined;
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

/** A person said which fact sheet it is: nothing else counts, but what was put away stays so. */
function pairByDecision(item: Item, { decided, inventory, taken }: Known): Pairing | undefined {
  if (decided.created.has(item.key)) return { state: 'new', item, decided: true };
  const id = decided.links.get(item.key);
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

function pairByExternalId(item: Item, { inventory, taken, decided, links }: Known): Pairing | undefined {
  const rejected = decided.rejected.get(item.key);
  // Only a link that a person rejected comes this far: its fact sheet loses the external id by the same plan.
  const givenUp = links.get(item.key)?.factSheetId;
  const sameId = (inventory.byExternalId.get(item.key) ?? []).filter(({ id }) => id !== givenUp);
  if (sameId.length === 0) return undefined;
  const active = sameId.filter((factSheet) => factSheet.status === 'ACTIVE');
  const [only, ...more] = active;
  if (only === undefined) return archivedByPerson(item);
  if (more.length > 0 || rejected?.has(only.id) || ownerOf(only, taken) !== item.key) {
    const candidates = candidatesOf(active, sameExternalId);
    return { state: 'ambiguous', item, candidates, reason: 'AMBIGUOUS_EXTERNAL_ID' };
  }
  return { state: 'linked', item, factSheet: only, by: 'external id' };
}

/** Undefined where no fact sheet has its name. */
export function pairByName(item: Item, known: Known): Pairing | undefined {
  const { inventory, taken, decided, rules } = known;
  const [name = ''] = rules.names(item);
  const namesakes = (inventory.byName.get(normalName(name)) ?? []).filter(
    ({ id }) => !decided.rejected.get(item.key)?.has(id),
  );
  const free = namesakes.filter((factSheet) => ownerOf(factSheet, taken) === undefined);
  // The same thing may have come back under another id: a second fact sheet would be a duplicate.
  const orphaned = namesakes.filter((factSheet) => {
    const owner = ownerOf(factSheet, taken);
    return owner !== undefined && !taken.present.has(owner);
  });
  const ambiguous = (factSheets: readonly FactSheet[], reason: string): Pairing => ({
    state: 'ambiguous',
    item,
    candidates: candidatesOf(factSheets, sameName),
    reason,
  });
  if (orphaned.length > 0) return ambiguous([...free, ...orphaned], 'AMBIGUOUS_VANISHED');
  const [only, ...more] = free;
  if (only === undefined) return wasArchived(item, known) ? archivedByPerson(item) : undefined;
  if (more.length > 0) return ambiguous(free, 'AMBIGUOUS_NAME');
  const detail = findContradiction(item, only, rules);
  if (detail === undefined) return { state: 'linked', item, factSheet: only, by: 'name' };
  const candidates = candidatesOf([only], sameName, { kind: 'contradiction', weight: 0, detail });
  return { state: 'ambiguous', item, candidates, reason: 'AMBIGUOUS_CONTRADICTED' };
}

/** A fact sheet that we kept under one of its names was archived, and the store that knew so is lost. */
function wasArchived(item: Item, { inventory, taken, rules }: Known): boolean {
  return rules
    .names(item)
    .flatMap((name) => inventory.archivedByName.get(normalName(name)) ?? [])
    .some((factSheet) => ownerOf(factSheet, taken) === undefined);
}

function archivedByPerson(item: Item): Pairing {
  return { state: 'ignored', item, reason: 'HELD_ARCHIVED' };
}

export const sameName: Signal = { kind: 'same name', weight: 1, detail: 'the very same name' };
export const decidedPair: Signal = { kind: 'decision', weight: 1, detail: 'a person linked them' };
const sameExternalId: Signal = { kind: 'external id', weight: 1, detail: 'the external id of the item' };

export function candidatesOf(
  factSheets: readonly FactSheet[],
  signal: Signal,
  ...more: readonly Signal[]
): Candidate[] {
  return factSheets
    .map(({ id, name }) => ({ factSheetId: id, name, score: signal.weight, signals: [signal, ...more] }))
    .sort((left, right) => (left.factSheetId < right.factSheetId ? -1 : 1));
}
