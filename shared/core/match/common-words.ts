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

export function commonWords(left: NameForm, right: NameForm): CommonWords {
  const written = commonIn(left.core, right.core, []);
  if (written.areSame || (left.renamed === undefined && right.renamed === undefined)) return written;
  const [ours, theirs] = [left.renamed?.steps ?? [], right.renamed?.steps ?? []];
  const today = commonIn(todayOf(left), todayOf(right), [...new Set([...ours, ...theirs])]);
  const areSame = today.areSame && (areAmong(ours, theirs) || areAmong(theirs, ours));
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

function areAmong(steps: Renamed['steps'], others: Renamed['steps']): boolean {
  return steps.every((step) => others.includes(step));
}

export function todayOf({ core, renamed }: NameForm): readonly string[] {
  return renamed?.core ?? core;
}
