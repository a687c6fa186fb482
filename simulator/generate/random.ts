// The only source of chance in the simulator: a small seeded generator, so that the same seed gives the same
// landscape, workspace and nights, byte by byte. Not meant for anything secret.

export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number at least 0, less than `limit`. */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<Value>(list: readonly Value[]): Value;
  shuffle<Value>(list: readonly Value[]): Value[];
  digits(count: number): string;
  uuid(): string;
}

/** Streams of one seed are independent: adding a draw to one of them does not move the others. */
export function createRandom(seed: number, stream: string): Random {
  let state = mix(seed, stream);

  // mulberry32, public domain
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  const below = (limit: number): number => Math.floor(next() * limit);

  function pick<Value>(list: readonly Value[]): Value {
    const value = list[below(list.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  }

  function shuffle<Value>(list: readonly Value[]): Value[] {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const at = below(last + 1);
      [shuffled[at], shuffled[last]] = [shuffled[last] as Value, shuffled[at] as Value];
    }
    return shuffled;
  }

  function hex(count: number): string {
    return below(16 ** count)
      .toString(16)
      .padStart(count, '0');
  }

  return {
    next,
    below,
    chance: (share) => next() < share,
    pick,
    shuffle,
    digits: (count) => String(below(10 ** count)).padStart(count, '0'),
    uuid: () =>
      [hex(8), hex(4), `4${hex(3)}`, `${'89ab'.charAt(below(4))}${hex(3)}`, `${hex(6)}${hex(6)}`].join('-'),
  };
}

/** FNV-1a over the name of the stream, started with the seed. */
function mix(seed: number, stream: string): number {
  let hash = 2166136261 ^ Math.imul(seed | 0, 0x9e3779b1);
  for (let index = 0; index < stream.length; index += 1) {
    hash = Math.imul(hash ^ stream.charCodeAt(index), 16777619);
  }
  return hash;
}
