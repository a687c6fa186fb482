// Texts as rows of numbers: the groups of three letters that each has, with what each counts, and the same the other
// way round. A row of two texts that share much comes to a product near 1.

/** Texts of a block; between two of them others have their turn. */
const blockTexts = 250;

export interface IndexedText {
  /** Whose text it is, by number; an owner may have several, one after the other. Owners stand in order. */
  owner: number;
  words: readonly string[];
  /** Those that tell it from others. */
  core: readonly string[];
}

/** Rows of numbers and values, one after the other. */
interface Rows {
  starts: Int32Array;
  ids: Int32Array;
  values: Float32Array;
}

/** A row a text: of each of its groups of letters the number, and how often it has it; weighed, what that counts. */
export interface Vectors {
  /** Of each row, in order. */
  owners: readonly number[];
  /** Blocks of rows: what is large and grows would be copied again and again. */
  blocks: readonly Rows[];
}

export function* readVectors(
  texts: Iterable<IndexedText>,
  known: Map<number, number>,
): Generator<void, Vectors> {
  const owners: number[] = [];
  const blocks: Rows[] = [];
  let block: NumberRows = { starts: [0], ids: [], values: [] };
  for (const text of texts) {
    addRow(block, text, known);
    owners.push(text.owner);
    if (owners.length % blockTexts > 0) continue;
    blocks.push(fixed(block));
    block = { starts: [0], ids: [], values: [] };
    yield;
  }
  blocks.push(fixed(block));
  return { owners, blocks };
}

/** While they grow. */
type NumberRows = Record<keyof Rows, number[]>;

function fixed({ starts, ids, values }: NumberRows): Rows {
  return { starts: Int32Array.from(starts), ids: Int32Array.from(ids), values: Float32Array.from(values) };
}

/** @param known numbers of the groups; one that is new is given the next */
function addRow(
  { starts, ids, values }: NumberRows,
  { words, core }: IndexedText,
  known: Map<number, number>,
): void {
  const start = ids.length;
  for (const text of [` ${words.join('')} `, ` ${core.join(' ')} `]) {
    for (let at = 0; at + 3 <= text.length; at += 1) {
      const gram = gramAt(text, at);
      const id = known.get(gram) ?? known.size;
      if (id === known.size) known.set(gram, id);
      const place = ids.indexOf(id, start);
      if (place < 0) {
        ids.push(id);
        values.push(1);
      } else values[place] = (values[place] ?? 0) + 1;
    }
  }
  starts.push(ids.length);
}

const empty: Rows = { starts: new Int32Array(1), ids: new Int32Array(0), values: new Float32Array(0) };

interface Row extends Pick<Rows, 'ids' | 'values'> {
  from: number;
  to: number;
}

export function rowAt({ blocks }: Vectors, row: number): Row {
  const { starts, ids, values } = blocks[Math.floor(row / blockTexts)] ?? empty;
  const place = row % blockTexts;
  return { ids, values, from: starts[place] ?? 0, to: starts[place + 1] ?? 0 };
}

/** Found by halves: owners stand in order. */
export function rowsOf({ owners }: Vectors, owner: number): number[] {
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

/** Counts become weights, each row of length 1. */
export function weigh({ blocks }: Vectors, weights: Float32Array): void {
  for (const { starts, ids, values } of blocks) {
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
}

/** A row a group: the texts that have it. */
export function invert(vectors: Vectors, groups: number): Rows {
  const starts = new Int32Array(groups + 1);
  for (const { ids } of vectors.blocks) for (const id of ids) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  for (let id = 0; id < groups; id += 1) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const end = starts[groups] ?? 0;
  const inverted: Rows = { starts, ids: new Int32Array(end), values: new Float32Array(end) };
  const next = starts.slice();
  for (const row of vectors.owners.keys()) {
    const { ids, values, from, to } = rowAt(vectors, row);
    for (let at = from; at < to; at += 1) {
      const id = ids[at] ?? 0;
      const place = next[id] ?? 0;
      inverted.ids[place] = row;
      inverted.values[place] = values[at] ?? 0;
      next[id] = place + 1;
    }
  }
  return inverted;
}

export function dot({ ids, values, from, to }: Row, wanted: Float32Array): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += (values[at] ?? 0) * (wanted[ids[at] ?? 0] ?? 0);
  return sum;
}
