// From scores to states: what is certain is linked while it is the only one; of the rest what stands clear of
// everything else is proposed, and what is contested is ambiguous.
import type { FactSheet, Item } from '../model.ts';
import { assign, type ScoredPair } from './assign.ts';
import type { Judged, Judgement } from './judge.ts';
import type { Candidate, Pairing } from './pairing.ts';

/** One set for everything that is matched (decision 0013). */
export const thresholds = { least: 0.35, margin: 0.93 } as const;
/** Below it what is contested is no reason to keep an item from being made. */
export const leastAmbiguous = 0.6;
/** As many as a person looks at. */
export const mostShown = 5;
/** Below it nothing is alike but the letters of every other name. */
export const leastShown = 0.1;

export interface ProposeInput {
  items: readonly Item[];
  isOpen(item: Item): boolean;
  factSheets: readonly FactSheet[];
  judgement: Judgement;
  /** All items are there: from a part of them nothing is linked. */
  isWhole: boolean;
}

/** One pairing an open item. */
export function propose({ items, isOpen, factSheets, judgement, isWhole }: ProposeInput): Pairing[] {
  const possible = judgement.rows.map((row) => row.filter(({ veto }) => veto === undefined));
  const certain = possible.map((row) => row.filter((judged) => judged.certain !== undefined));
  const claims = countBy(certain.flatMap((row) => row.map(({ factSheet }) => factSheet)));
  const rest = possible.map((row, item) =>
    certain[item]?.length === 0 ? row.filter(({ factSheet }) => !claims.has(factSheet)) : [],
  );
  const pairs = rest.flatMap((row, item) =>
    row.map(({ factSheet, score }): ScoredPair => ({ item, factSheet, score })),
  );
  const assigned = new Map(assign(pairs, thresholds).map(({ item, factSheet }) => [item, factSheet]));
  const contested = contestedIn(pairs.filter(({ item }) => !assigned.has(item)));

  return items.flatMap((item, index) => (isOpen(item) ? [pairingOf(item, index)] : []));

  function pairingOf(item: Item, index: number): Pairing {
    const undecided = (state: 'proposed' | 'ambiguous', row: readonly Judged[], reason: string): Pairing => ({
      state,
      item,
      candidates: row
        .filter(({ score }, place) => place === 0 || score >= leastShown)
        .slice(0, mostShown)
        .flatMap((judged) => candidateOf(index, judged)),
      reason,
    });
    const [only, ...more] = certain[index] ?? [];
    if (only !== undefined) {
      const row = possible[index] ?? [];
      const factSheet = factSheets[only.factSheet];
      if (more.length > 0) return undecided('ambiguous', row, 'AMBIGUOUS_CANDIDATES');
      if (claims.get(only.factSheet) !== 1) return undecided('ambiguous', row, 'AMBIGUOUS_ITEMS');
      if (!isWhole || factSheet === undefined || only.certain === undefined) {
        return undecided('ambiguous', row, 'AMBIGUOUS_PARTIAL');
      }
      return { state: 'linked', item, factSheet, by: only.certain };
    }
    const row = rest[index] ?? [];
    const given = assigned.get(index);
    if (given !== undefined) {
      const isGiven = ({ factSheet }: Judged) => factSheet === given;
      const others = row.filter((judged) => !isGiven(judged));
      return undecided('proposed', [...row.filter(isGiven), ...others], 'PROPOSED');
    }
    if (!contested.has(index)) return { state: 'new', item };
    return undecided('ambiguous', row, 'AMBIGUOUS_CANDIDATES');
  }

  function candidateOf(item: number, judged: Judged): Candidate[] {
    const found = factSheets[judged.factSheet];
    if (found === undefined) return [];
    const { score, signals } = judgement.explain(item, judged);
    return [{ factSheetId: found.id, name: found.name, score, signals }];
  }
}

/**
 * Items that are likely to be something, and those that keep them from it, however little they are like it: made
 * tonight, they would be out of the way tomorrow, and what is contested today would be clear.
 */
function contestedIn(pairs: readonly ScoredPair[]): ReadonlySet<number> {
  const ofItem = Map.groupBy(pairs, ({ item }) => item);
  const ofFactSheet = Map.groupBy(pairs, ({ factSheet }) => factSheet);
  const contested = new Set(pairs.flatMap(({ item, score }) => (score >= leastAmbiguous ? [item] : [])));
  // A set hands out what is added on the way.
  for (const item of contested) {
    for (const { factSheet, score } of ofItem.get(item) ?? []) {
      for (const rival of ofFactSheet.get(factSheet) ?? []) {
        if (rival.score > thresholds.margin * score && rival.score >= thresholds.least)
          contested.add(rival.item);
      }
    }
  }
  return contested;
}

function countBy(numbers: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}
