// Says why an item is paired as it is: every fact sheet that is like it, those included that can never be it or belong
// to another item, what speaks for each, and the rule that decided. It decides nothing; pair.ts did.
import { indexDecisions } from '../decision.ts';
import { isOurExternalId } from '../item.ts';
import type { FactSheet, Item } from '../model.ts';
import { type Judged, judge } from './judge.ts';
import type { Likened } from './likened.ts';
import { judgeInSlices, type MatchInput, type Pairings } from './pair.ts';
import type { Pairing } from './pairing.ts';
import { leastShown } from './propose.ts';
import { type Clearness, type Rule, ruleOf } from './rule-of.ts';

export interface MatchExplained {
  pairing: Pairing;
  rule: Rule;
  /** How the best stands to the next best; absent where no score decided. */
  clearness?: Clearness;
  /** The best first; none where it was not compared with anything. */
  likened: readonly Likened[];
}

/** As many as a person looks at, besides those that are named. */
const mostShown = 5;

/** Gives way now and then. @returns undefined where the item is not among those of the input */
export function* explainMatch(input: MatchInput, key: string): Generator<void, MatchExplained | undefined> {
  const matched = yield* judgeInSlices(input);
  const pairing = matched.pairings.find(({ item }) => item.key === key);
  if (pairing === undefined) return undefined;
  if (input.rules.skip(pairing.item) !== undefined) {
    return { pairing, rule: ruleOf(pairing, undefined, []), likened: [] };
  }
  const likened = yield* likenAll(input, pairing, matched);
  const clearness = clearnessOf(pairing.item, matched);
  return {
    pairing,
    rule: ruleOf(pairing, clearness, likened),
    ...(clearness !== undefined && { clearness }),
    likened,
  };
}

function* likenAll(
  input: MatchInput,
  pairing: Pairing,
  matched: Pairings,
): Generator<void, readonly Likened[]> {
  const own = pairing.state === 'linked' ? [pairing.factSheet] : [];
  const candidates = 'candidates' in pairing ? pairing.candidates : [];
  const all = [...input.factSheets].filter(({ status }) => status === 'ACTIVE').sort(byId);
  const fateOf = fatesFor(input, pairing, matched);
  const found = new Map<string, Likened>();
  // What is linked is looked at by itself: many others may be more like it.
  for (const sheets of [own, all]) {
    for (const seen of yield* liken(input, pairing.item, sheets, fateOf)) found.set(seen.factSheetId, seen);
  }
  // An external id or a decision names some whose names are not alike at all; and it says more than the letters do.
  for (const known of candidates) {
    const factSheet = all.find(({ id }) => id === known.factSheetId);
    if (factSheet === undefined || (found.get(factSheet.id)?.score ?? 0) >= known.score) continue;
    found.set(factSheet.id, { ...known, ...fateOf(factSheet, undefined) });
  }
  const kept = new Set([...own.map(({ id }) => id), ...candidates.map(({ factSheetId }) => factSheetId)]);
  const sorted = [...found.values()].sort((left, right) => right.score - left.score);
  const others = sorted
    .filter(({ factSheetId, score }) => !kept.has(factSheetId) && score >= leastShown)
    .slice(0, mostShown);
  return sorted.filter((seen) => kept.has(seen.factSheetId) || others.includes(seen));
}

type FateOf = (factSheet: FactSheet, veto: string | undefined) => Pick<Likened, 'fate' | 'veto' | 'owner'>;

function* liken(
  input: MatchInput,
  { key }: Item,
  factSheets: readonly FactSheet[],
  fateOf: FateOf,
): Generator<void, Likened[]> {
  if (factSheets.length === 0) return [];
  const items = input.items.toSorted(byKey);
  const judgement = yield* judge({
    items,
    isOpen: (item) => item.key === key,
    factSheets,
    rules: input.rules,
    isRejected: () => false,
  });
  const index = items.findIndex((item) => item.key === key);
  return (judgement.rows[index] ?? []).flatMap((judged): Likened[] => {
    const factSheet = factSheets[judged.factSheet];
    if (factSheet === undefined) return [];
    const { score, signals, veto } = judgement.explain(index, judged);
    return [{ factSheetId: factSheet.id, name: factSheet.name, score, signals, ...fateOf(factSheet, veto) }];
  });
}

function fatesFor(
  { items, links, otherLinks = [], decisions = [] }: MatchInput,
  pairing: Pairing,
  matched: Pairings,
): FateOf {
  const { key } = pairing.item;
  const rejected = indexDecisions(decisions).rejected.get(key) ?? new Set();
  const owners = new Map([...otherLinks, ...links.values()].map((link) => [link.factSheetId, link.item]));
  const { surely, likely } = claimsIn(matched, key);
  const nameOf = new Map(items.map((item) => [item.key, item.name]));
  const chosen = chosenBy(pairing);
  const contested = pairing.state === 'ambiguous' ? pairing.candidates : [];
  const owned = (item: string) => ({ item, name: nameOf.get(item) ?? item });
  return ({ id, externalId }, veto) => {
    if (id === chosen) return { fate: 'chosen' };
    if (rejected.has(id)) return { fate: 'rejected' };
    const owner = owners.get(id) ?? (isOurExternalId(externalId) ? externalId : key);
    if (contested.some(({ factSheetId }) => factSheetId === id)) {
      return { fate: 'contested', ...(owner !== key && { owner: owned(owner) }) };
    }
    if (veto !== undefined) return { fate: 'never', veto };
    if (owner !== key) return { fate: 'taken', owner: owned(owner) };
    const claimed = surely.get(id) ?? likely.get(id);
    return claimed === undefined ? { fate: 'free' } : { fate: 'claimed', owner: owned(claimed) };
  };
}

/** Fact sheets that other items mean, and which: for certain, or as the likeliest. */
function claimsIn(
  { pairings, compared }: Pairings,
  key: string,
): Record<'surely' | 'likely', Map<string, string>> {
  const surely = new Map<string, string>();
  const likely = new Map<string, string>();
  const { items = [], factSheets = [], judgement } = compared ?? {};
  const free = new Set(factSheets.map(({ id }) => id));
  const others = pairings.filter(({ item }) => item.key !== key).sort(byItem);
  for (const other of others) {
    const id = chosenBy(other);
    if (id !== undefined) (other.state === 'proposed' ? likely : surely).set(id, other.item.key);
  }
  for (const other of others) {
    const named = other.state === 'ambiguous' ? other.candidates : [];
    for (const { factSheetId: id } of named) if (!free.has(id)) claim(id, other.item.key);
  }
  for (const [index, row] of (judgement?.rows ?? []).entries()) {
    const item = items[index];
    if (item === undefined || item.key === key) continue;
    for (const judged of row) if (isCertain(judged)) claim(factSheets[judged.factSheet]?.id ?? '', item.key);
  }
  return { surely, likely };

  function claim(id: string, item: string): void {
    if (!surely.has(id)) surely.set(id, item);
  }
}

/** The fact sheet that a pairing links or proposes. */
function chosenBy(pairing: Pairing): string | undefined {
  if (pairing.state === 'linked') return pairing.factSheet.id;
  return pairing.state === 'proposed' ? pairing.candidates[0]?.factSheetId : undefined;
}

type Next = Omit<NonNullable<Clearness['next']>, 'share'>;

/** As propose.ts saw it: the best that nobody means for certain, and what comes next seen from either side. */
function clearnessOf(item: Item, matched: Pairings): Clearness | undefined {
  const { compared, pairings } = matched;
  if (compared === undefined) return undefined;
  const { items, factSheets, judgement } = compared;
  const index = items.findIndex(({ key }) => key === item.key);
  const { surely, likely } = claimsIn(matched, item.key);
  const given = new Map(pairings.map((other) => [other.item.key, chosenBy(other)]));
  const idOf = ({ factSheet }: Judged) => factSheets[factSheet]?.id ?? '';
  const possible = (judgement.rows[index] ?? []).filter(({ veto }) => veto === undefined);
  const certain = possible.filter(isCertain);
  const row = certain.length > 0 ? possible : possible.filter((judged) => !surely.has(idOf(judged)));
  const best = row.find((judged) => idOf(judged) === given.get(item.key)) ?? row[0];
  if (best === undefined) return undefined;
  const rivals = items.flatMap((other, at): Next[] => {
    const isElsewhere = ![undefined, idOf(best)].includes(given.get(other.key));
    if (at === index || isElsewhere || judgement.rows[at]?.some(isCertain)) return [];
    const same = judgement.rows[at]?.find(
      ({ factSheet, veto }) => factSheet === best.factSheet && veto === undefined,
    );
    return same === undefined ? [] : [{ score: same.score, name: other.name, item: other.key }];
  });
  const nameOf = ({ factSheet }: Judged) => factSheets[factSheet]?.name ?? '';
  const sheets = row
    .filter((judged) => judged !== best && !likely.has(idOf(judged)))
    .map((judged): Next => ({ score: judged.score, name: nameOf(judged), factSheetId: idOf(judged) }));
  const [next] = [...sheets, ...rivals].sort((left, right) => right.score - left.score);
  return {
    best: { score: best.score, name: nameOf(best), factSheetId: idOf(best) },
    certain: certain.map(nameOf),
    ...(next !== undefined && { next: { ...next, share: next.score / best.score } }),
  };
}

function isCertain({ certain, veto }: Pick<Judged, 'certain' | 'veto'>): boolean {
  return certain !== undefined && veto === undefined;
}

function byKey(left: Item, right: Item): number {
  return left.key < right.key ? -1 : 1;
}

function byItem(left: Pairing, right: Pairing): number {
  return byKey(left.item, right.item);
}

function byId(left: FactSheet, right: FactSheet): number {
  return left.id < right.id ? -1 : 1;
}
