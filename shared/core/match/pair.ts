// Pairs items with fact sheets. What is certain is linked: a stored link, a decision, an external id, the same name,
// the same words with the same id. What is likely is proposed, what is contested is ambiguous; a person decides.
import { type Decision, type Decisions, indexDecisions } from '../decision.ts';
import { finish } from '../finish.ts';
import type { Held } from '../held.ts';
import type { Link } from '../link.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { indexInventory, indexTaken, ownerOf } from './inventory-index.ts';
import { type Judgement, judge } from './judge.ts';
import { candidatesOf, decidedPair, type Known, pairByKey, pairByName, sameName } from './known-pairs.ts';
import type { Pairing } from './pairing.ts';
import { propose } from './propose.ts';

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
export function pair(input: MatchInput): Pairing[] {
  return finish(pairInSlices(input));
}

/** The same in slices of a few milliseconds each: whoever calls may do something else in between. */
export function* pairInSlices(input: MatchInput): Generator<void, Pairing[]> {
  return (yield* judgeInSlices(input)).pairings;
}

export interface Pairings {
  pairings: Pairing[];
  /** What was compared; undefined where everything was known. */
  compared?: { items: readonly Item[]; factSheets: readonly FactSheet[]; judgement: Judgement };
}

/** With what was compared, for whoever is to say why. */
export function* judgeInSlices(input: MatchInput): Generator<void, Pairings> {
  const { items, isWhole, rules } = input;
  const { pairings, free, rejected } = yield* pairKnown(input);
  const open = new Set(items.filter((_, index) => pairings[index] === undefined));
  if (open.size === 0) return { pairings: pairings.filter((pairing) => pairing !== undefined) };
  const sorted = items.toSorted(byKey);
  const isOpen = (item: Item) => open.has(item);
  const judgement = yield* judge({
    items: sorted,
    isOpen,
    factSheets: free,
    rules,
    isRejected: (item, { id }) => rejected.get(item.key)?.has(id) === true,
  });
  const proposed = new Map(
    propose({ items: sorted, isOpen, factSheets: free, judgement, isWhole }).map((pairing) => [
      pairing.item.key,
      pairing,
    ]),
  );
  return {
    pairings: items.map((item, index) => pairings[index] ?? proposed.get(item.key) ?? { state: 'new', item }),
    compared: { items: sorted, factSheets: free, judgement },
  };
}

interface KnownPairings {
  /** In the order of the items; undefined where an item must be judged. */
  pairings: readonly (Pairing | undefined)[];
  /** Fact sheets that nobody has and nobody means for certain, in order. */
  free: readonly FactSheet[];
  /** Pairs that a person has rejected: fact sheets by item. */
  rejected: Decisions['rejected'];
}

/** By itself: by what fact sheets are looked up is gone before the others are judged. */
function* pairKnown(input: MatchInput): Generator<void, KnownPairings> {
  const { items, isWhole, rules, held = new Map(), otherLinks = [] } = input;
  const elsewhere = new Set(otherLinks.map(({ item }) => item));
  const known = whatIsKnown(input, elsewhere);
  const { decided, taken, inventory, links } = known;

  const first = items.map((item): Pairing | undefined => {
    const ignored = (reason: string): Pairing => ({ state: 'ignored', item, reason });
    const reason = rules.skip(item);
    if (reason !== undefined) return ignored(reason);
    if (held.has(item.key)) return ignored('HELD');
    if (decided.ignored.has(item.key)) return ignored('DECIDED_IGNORE');
    if (!links.has(item.key) && elsewhere.has(item.key)) return ignored('LINKED_BY_OTHER_FLOW');
    const certain = pairByKey(item, known);
    if (certain !== undefined) return certain;
    const gone = rules.gone(item);
    return gone === undefined ? pairByName(item, known) : ignored(gone);
  });
  yield;

  const claims = countClaims(first);
  const decisions = countClaims(first.filter((pairing) => pairing && isByPerson(pairing)));
  const pairings = first.map(
    (pairing) => pairing && withoutContest(pairing, isByPerson(pairing) ? decisions : claims, isWhole),
  );
  const gone = new Set(claims.keys());
  const free = [...inventory.byId.values()]
    .filter(
      (factSheet) =>
        factSheet.status === 'ACTIVE' && !gone.has(factSheet.id) && ownerOf(factSheet, taken) === undefined,
    )
    .sort((left, right) => (left.id < right.id ? -1 : 1));
  return { pairings, free, rejected: decided.rejected };
}

function whatIsKnown(input: MatchInput, elsewhere: ReadonlySet<string>): Known {
  const { items, factSheets, links, rules, tagId } = input;
  const { present = new Set(items.map(({ key }) => key)) } = input;
  const { otherLinks = [], held = new Map(), decisions = [] } = input;
  return {
    inventory: indexInventory(factSheets, tagId),
    taken: indexTaken([...held.values(), ...links.values(), ...otherLinks], present, elsewhere),
    decided: indexDecisions(decisions),
    links,
    rules,
  };
}

/** How many items mean a fact sheet, by what is certain or by name. */
function countClaims(pairings: readonly (Pairing | undefined)[]): Map<string, number> {
  const claims = new Map<string, number>();
  const claim = (id: string) => claims.set(id, (claims.get(id) ?? 0) + 1);
  for (const pairing of pairings) {
    if (pairing?.state === 'linked') claim(pairing.factSheet.id);
    if (pairing?.state === 'ambiguous') for (const { factSheetId } of pairing.candidates) claim(factSheetId);
  }
  return claims;
}

function isByPerson(pairing: Pairing): boolean {
  return pairing.state === 'linked' && pairing.by === 'decision';
}

/** A name holds while no other item means the same fact sheet; what a person decided, while nobody decided so twice. */
function withoutContest(pairing: Pairing, claims: ReadonlyMap<string, number>, isWhole: boolean): Pairing {
  if (pairing.state !== 'linked') return pairing;
  const { item, factSheet, by } = pairing;
  if (by !== 'decision' && by !== 'name') return pairing;
  const isContested = (claims.get(factSheet.id) ?? 0) > 1;
  if (!isContested && (by === 'decision' || isWhole)) return pairing;
  return {
    state: 'ambiguous',
    item,
    candidates: candidatesOf([factSheet], by === 'name' ? sameName : decidedPair),
    reason: isContested ? 'AMBIGUOUS_ITEMS' : 'AMBIGUOUS_PARTIAL',
  };
}

function byKey(left: Item, right: Item): number {
  return left.key < right.key ? -1 : 1;
}
