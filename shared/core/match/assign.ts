// Gives each item at most one fact sheet and each fact sheet at most one item: the best pairs first, and only
// where nothing else that is still free comes close, seen from either side. What is contested is given to nobody.

export interface ScoredPair {
  item: number;
  factSheet: number;
  score: number;
}

export interface Thresholds {
  /** The least score of a pair. */
  least: number;
  /** The next best may come to at most this share of the best. */
  margin: number;
}

/** @param pairs of each item the best ones; in whatever order */
export function assign(pairs: readonly ScoredPair[], { least, margin }: Thresholds): ScoredPair[] {
  const sorted = pairs
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score || a.item - b.item || a.factSheet - b.factSheet);
  const ofItem = groupBy(pairs, ({ item }) => item);
  const ofFactSheet = groupBy(pairs, ({ factSheet }) => factSheet);
  const [items, factSheets] = [new Set<number>(), new Set<number>()];
  const assigned: ScoredPair[] = [];
  // What is given away no longer contests the rest: again, until nothing changes.
  for (let given = -1; given !== assigned.length; ) {
    given = assigned.length;
    for (const pair of sorted) {
      if (items.has(pair.item) || factSheets.has(pair.factSheet)) continue;
      const isFree = (other: ScoredPair) =>
        other !== pair && !items.has(other.item) && !factSheets.has(other.factSheet);
      const others = [...(ofItem.get(pair.item) ?? []), ...(ofFactSheet.get(pair.factSheet) ?? [])];
      const runnerUp = others.reduce(
        (best, other) => (isFree(other) ? Math.max(best, other.score) : best),
        0,
      );
      if (runnerUp > margin * pair.score) continue;
      items.add(pair.item);
      factSheets.add(pair.factSheet);
      assigned.push(pair);
    }
  }
  return assigned;
}

function groupBy(pairs: readonly ScoredPair[], key: (pair: ScoredPair) => number): Map<number, ScoredPair[]> {
  const groups = new Map<number, ScoredPair[]>();
  for (const pair of pairs) {
    const group = groups.get(key(pair));
    if (group === undefined) groups.set(key(pair), [pair]);
    else group.push(pair);
  }
  return groups;
}
