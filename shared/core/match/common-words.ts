// What two names have in common: the words that tell them from others, as they are written or, where that is more,
// under the names their products bear today.
import type { NameForm } from './read-name.ts';
import type { Renamed } from './renames.ts';

export interface CommonWords {
  words: readonly string[];
  /** Share of the name with fewer words that the other has, from 0 to 1. */
  share: number;
  /** Both have the very same ones, in whatever order; not where two former products gave way to one of today. */
  areSame: boolean;
  /** What had to be replaced to find them. */
  renames: Renamed['steps'];
}

/** Several products went into the one that both are called today: it may be another of them. */
export function areOfOneWhole({ renames }: CommonWords): boolean {
  return renames.some(({ isPart }) => isPart);
}

export function commonWords(left: NameForm, right: NameForm): CommonWords {
  const written = commonIn(left.core, right.core, []);
  if (written.areSame || (left.renamed === undefined && right.renamed === undefined)) return written;
  const steps = new Set([...stepsOf(left), ...stepsOf(right)]);
  const today = commonIn(todayOf(left), todayOf(right), [...steps]);
  const areSame = today.areSame && areOfOneLine(left, right);
  return areSame || today.share > written.share ? { ...today, areSame } : written;
}

function commonIn(
  ours: readonly string[],
  theirs: readonly string[],
  renames: Renamed['steps'],
): CommonWords {
  const [left, right] = [new Set(ours), new Set(theirs)];
  const words = [...left].filter((word) => right.has(word));
  return {
    words,
    share: Math.min(1, words.length / Math.min(ours.length, theirs.length)),
    areSame: ours.length > 0 && ours.toSorted().join(' ') === theirs.toSorted().join(' '),
    renames,
  };
}

type Renameable = Pick<NameForm, 'renamed'>;

/** One of the two is a former name of the other, or neither is one; two former names of one product may be two products. */
export function areOfOneLine(left: Renameable, right: Renameable): boolean {
  const [ours, theirs] = [stepsOf(left), stepsOf(right)];
  return ours.every((step) => theirs.includes(step)) || theirs.every((step) => ours.includes(step));
}

function stepsOf({ renamed }: Renameable): Renamed['steps'] {
  return renamed?.steps ?? [];
}

export function todayOf({ core, renamed }: NameForm): readonly string[] {
  return renamed?.core ?? core;
}
