// Finds the texts that are most alike: TF-IDF over groups of three letters, with an inverted index. Rare groups
// are looked up first and a query stops after so many steps, so that ten thousand names of one product against
// twenty thousand take seconds; the best of what was found is then compared in full.

import { dot, type IndexedText, invert, readVectors, rowAt, rowsOf, weigh } from './text-vectors.ts';

export type { IndexedText } from './text-vectors.ts';

/** Steps of one query: enough for an exact answer among some thousand texts. */
const mostSteps = 25_000;
/** How many of what is found are compared in full. */
const mostCompared = 24;

export interface TextIndex {
  /**
   * How much the texts most like each query of this owner are like it, from 0 to 1, by owner of the text; and those
   * of the owners that are to be compared in any case.
   */
  search(asker: number, most: number, also: Iterable<number>): Map<number, number>;
}

/**
 * Gives way now and then. What is common is told from the queries alone: texts come and go, also by what is made of
 * them, and a decision must not change with them.
 */
export function* indexTexts(
  texts: Iterable<IndexedText>,
  queries: Iterable<IndexedText>,
): Generator<void, TextIndex> {
  const grams = new Map<number, number>();
  const targets = yield* readVectors(texts, grams);
  const asked = yield* readVectors(queries, grams);
  const spread = new Int32Array(grams.size);
  for (const { ids } of asked.blocks) for (const id of ids) spread[id] = (spread[id] ?? 0) + 1;
  // Squared: products share most of their letters, and what they do not share counts.
  const weights = Float32Array.from(
    spread,
    (count) => (Math.log((1 + asked.owners.length) / (1 + count)) + 1) ** 2,
  );
  weigh(targets, weights);
  weigh(asked, weights);
  yield;
  const { starts, ids, values } = invert(targets, grams.size);
  const lengthOf = (gram: number) => (starts[gram + 1] ?? 0) - (starts[gram] ?? 0);
  const sums = new Float32Array(targets.owners.length);
  const touched = new Int32Array(targets.owners.length);
  const wanted = new Float32Array(grams.size);

  /** By owner, the most like of all, and the others. */
  function searchFor(query: number, most: number, also: Iterable<number>): Map<number, number> {
    const own = rowAt(asked, query);
    const order = Array.from({ length: own.to - own.from }, (_, index) => own.from + index).sort(
      (left, right) => lengthOf(own.ids[left] ?? 0) - lengthOf(own.ids[right] ?? 0),
    );
    let count = 0;
    let steps = 0;
    for (const at of order) {
      const [gram, weight] = [own.ids[at] ?? 0, own.values[at] ?? 0];
      steps += lengthOf(gram);
      if (steps > mostSteps && count > 0) break;
      const end = starts[gram + 1] ?? 0;
      for (let place = starts[gram] ?? 0; place < end; place += 1) {
        const row = ids[place] ?? 0;
        const sum = sums[row] ?? 0;
        if (sum === 0) touched[count++] = row;
        sums[row] = sum + weight * (values[place] ?? 0);
      }
    }
    const found = largest(touched.subarray(0, count), sums, mostCompared);
    for (let index = 0; index < count; index += 1) sums[touched[index] ?? 0] = 0;

    for (const at of order) wanted[own.ids[at] ?? 0] = own.values[at] ?? 0;
    const likenessOf = (row: number) => Math.min(1, dot(rowAt(targets, row), wanted));
    const best = new Map<number, number>();
    for (const row of found) {
      const owner = targets.owners[row] ?? 0;
      best.set(owner, Math.max(best.get(owner) ?? 0, likenessOf(row)));
    }
    const kept = new Map([...best].sort(([, a], [, b]) => b - a).slice(0, most));
    for (const owner of also) kept.set(owner, Math.max(0, ...rowsOf(targets, owner).map(likenessOf)));
    for (const at of order) wanted[own.ids[at] ?? 0] = 0;
    return kept;
  }

  return {
    search(asker, most, also) {
      const others = [...also];
      const found = new Map<number, number>();
      for (const query of rowsOf(asked, asker)) {
        for (const [owner, likeness] of searchFor(query, most, others)) {
          found.set(owner, Math.max(found.get(owner) ?? 0, likeness));
        }
      }
      return found;
    },
  };
}

/** The rows of the largest sums, in one pass: the few that are kept stand in order, the least of them last. */
function largest(rows: Int32Array, sums: Float32Array, most: number): readonly number[] {
  const kept: number[] = [];
  let least = 0;
  for (const row of rows) {
    const sum = sums[row] ?? 0;
    if (kept.length === most && sum <= least) continue;
    let place = kept.length;
    while (place > 0 && (sums[kept[place - 1] ?? 0] ?? 0) < sum) place -= 1;
    kept.splice(place, 0, row);
    if (kept.length > most) kept.pop();
    least = sums[kept[kept.length - 1] ?? 0] ?? 0;
  }
  return kept;
}
