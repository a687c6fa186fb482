// Finds the texts that are most alike: TF-IDF over groups of three letters, with an inverted index. Rare groups
// are looked up first and a query stops after so many steps, so that ten thousand names of one product against
// twenty thousand take seconds; the best of what was found is then compared in full.

/** Steps of one query: enough for an exact answer among some thousand texts. */
const mostSteps = 25_000;
/** How many of what is found are compared in full. */
const mostCompared = 24;
/** How often to give way to others. */
const textsAtOnce = 500;

export interface IndexedText {
  /** Whose text it is, by number; an owner may have several, one after the other. Owners stand in order. */
  owner: number;
  words: readonly string[];
  /** Those that tell it from others. */
  core: readonly string[];
}

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
  for (const id of asked.ids) spread[id] = (spread[id] ?? 0) + 1;
  // Squared: products share most of their letters, and what they do not share counts.
  const weights = Float32Array.from(
    spread,
    (count) => (Math.log((1 + asked.owners.length) / (1 + count)) + 1) ** 2,
  );
  weigh(targets, weights);
  weigh(asked, weights);
  yield;
  const { starts, ids, values } = invert(targets, grams.size);
  const lengthOf = (at: number) => {
    const gram = asked.ids[at] ?? 0;
    return (starts[gram + 1] ?? 0) - (starts[gram] ?? 0);
  };
  const sums = new Float32Array(targets.owners.length);
  const touched = new Int32Array(targets.owners.length);
  const wanted = new Float32Array(grams.size);

  /** By owner, the most like of all, and the others. */
  function searchFor(query: number, most: number, also: Iterable<number>): Map<number, number> {
    const [from, to] = [asked.starts[query] ?? 0, asked.starts[query + 1] ?? 0];
    const order = Array.from({ length: to - from }, (_, index) => from + index).sort(
      (left, right) => lengthOf(left) - lengthOf(right),
    );
    let count = 0;
    let steps = 0;
    for (const at of order) {
      steps += lengthOf(at);
      if (steps > mostSteps && count > 0) break;
      const [gram, weight] = [asked.ids[at] ?? 0, asked.values[at] ?? 0];
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

    for (let at = from; at < to; at += 1) wanted[asked.ids[at] ?? 0] = asked.values[at] ?? 0;
    const likenessOf = (row: number) => Math.min(1, dot(targets, row, wanted));
    const best = new Map<number, number>();
    for (const row of found) {
      const owner = targets.owners[row] ?? 0;
      best.set(owner, Math.max(best.get(owner) ?? 0, likenessOf(row)));
    }
    const kept = new Map([...best].sort(([, a], [, b]) => b - a).slice(0, most));
    for (const owner of also) kept.set(owner, Math.max(0, ...rowsOf(targets, owner).map(likenessOf)));
    for (let at = from; at < to; at += 1) wanted[asked.ids[at] ?? 0] = 0;
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

/** Rows of numbers and values, one after the other. */
interface Rows {
  starts: Int32Array;
  ids: Int32Array;
  values: Float32Array;
}

/** A row a text. */
interface Vectors extends Rows {
  /** Of each row, in order. */
  owners: Int32Array;
}

function* readVectors(texts: Iterable<IndexedText>, known: Map<number, number>): Generator<void, Vectors> {
  let starts = new Int32Array(1024);
  let owners = new Int32Array(1024);
  let ids = new Int32Array(1024);
  let values = new Float32Array(1024);
  /** Where the row at hand has a group, by its number; only places of this row count. */
  let places = new Int32Array(1024);
  let count = 0;
  let end = 0;
  for (const { owner, words, core } of texts) {
    const start = end;
    for (const text of [` ${words.join('')} `, ` ${core.join(' ')} `]) {
      for (let at = 0; at + 3 <= text.length; at += 1) {
        const gram = gramAt(text, at);
        const id = known.get(gram) ?? known.size;
        if (id === known.size) known.set(gram, id);
        while (id >= places.length) places = grown(places);
        const place = places[id] ?? 0;
        if (place >= start && place < end && ids[place] === id) values[place] = (values[place] ?? 0) + 1;
        else {
          if (end === ids.length) [ids, values] = [grown(ids), new Float32Array(doubled(values))];
          places[id] = end;
          ids[end] = id;
          values[end++] = 1;
        }
      }
    }
    if (count + 1 >= starts.length) [starts, owners] = [grown(starts), grown(owners)];
    owners[count++] = owner;
    starts[count] = end;
    if (count % textsAtOnce === 0) yield;
  }
  return {
    starts: starts.subarray(0, count + 1),
    owners: owners.subarray(0, count),
    ids: ids.subarray(0, end),
    values: values.subarray(0, end),
  };
}

/** Found by halves: owners stand in order. */
function rowsOf({ owners }: Vectors, owner: number): number[] {
  let [from, to] = [0, owners.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((owners[middle] ?? 0) < owner) from = middle + 1;
    else to = middle;
  }
  const rows: number[] = [];
  for (let row = from; owners[row] === owner; row += 1) rows.push(row);
  return rows;
}

/** Three letters in 30 bits, which are cheap to look up; that two groups share a number is rare and does no harm. */
function gramAt(text: string, at: number): number {
  const [a, b, c] = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)];
  return (Math.imul(Math.imul(a, 7919) + b, 104_729) + c) & 0x3fff_ffff;
}

/** With twice the room; what was given is gone at once. */
function grown(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  return new Int32Array(doubled(numbers));
}

function doubled({ buffer }: { buffer: ArrayBuffer }): ArrayBuffer {
  return buffer.transfer(2 * buffer.byteLength);
}

/** Counts become weights, each row of length 1. */
function weigh({ starts, ids, values }: Rows, weights: Float32Array): void {
  for (let row = 0; row + 1 < starts.length; row += 1) {
    const [from, to] = [starts[row] ?? 0, starts[row + 1] ?? 0];
    let square = 0;
    for (let at = from; at < to; at += 1) {
      const value = (values[at] ?? 0) * (weights[ids[at] ?? 0] ?? 0);
      values[at] = value;
      square += value * value;
    }
    const length = Math.sqrt(square) || 1;
    for (let at = from; at < to; at += 1) values[at] = (values[at] ?? 0) / length;
  }
}

function invert({ starts, ids, values }: Rows, count: number): Rows {
  const inverted: Rows = {
    starts: new Int32Array(count + 1),
    ids: new Int32Array(ids.length),
    values: new Float32Array(ids.length),
  };
  for (const id of ids) inverted.starts[id + 1] = (inverted.starts[id + 1] ?? 0) + 1;
  for (let id = 0; id < count; id += 1) {
    inverted.starts[id + 1] = (inverted.starts[id + 1] ?? 0) + (inverted.starts[id] ?? 0);
  }
  const next = inverted.starts.slice();
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const id = ids[at] ?? 0;
      const place = next[id] ?? 0;
      inverted.ids[place] = row;
      inverted.values[place] = values[at] ?? 0;
      next[id] = place + 1;
    }
  }
  return inverted;
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

function dot({ starts, ids, values }: Rows, row: number, wanted: Float32Array): number {
  let sum = 0;
  for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
    sum += (values[at] ?? 0) * (wanted[ids[at] ?? 0] ?? 0);
  }
  return sum;
}
