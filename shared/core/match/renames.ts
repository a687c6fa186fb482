// What SAP called its products before, and how people shorten their names. Every entry of the data file names a
// public page about it. Names are compared as they are called today.
import entries from './sap-renames.json' with { type: 'json' };
import { relatingWords } from './trade-words.ts';
import { coreOf, wordsOf } from './words.ts';

interface Rename {
  from: string;
  to: string;
  fromWords: readonly string[];
  toWords: readonly string[];
  /** An abbreviation is one wherever it stands; an old name of one word only where it stands alone. */
  isShort: boolean;
  /** One of several products that went into one: today's may be any of them. */
  isPart: boolean;
}

const byFirstWord = new Map<string, Rename[]>();
/** Today's names, which may hold an old one: `Build Work Zone` was no `Work Zone`. */
const newerByFirstWord = new Map<string, (readonly string[])[]>();
/** `Cloud for Sales` and `Sales Cloud`, a service and the same on the platform: there such words tell nothing. */
const idleJoints = new Map<string, readonly string[]>();
interface Entry extends Pick<Rename, 'from' | 'to'> {
  short?: true;
  part?: true;
}
for (const { from, to, short, part } of entries as readonly Entry[]) {
  const [fromWords, toWords] = [coreOf(wordsOf(from)), coreOf(wordsOf(to))];
  const joints = [...wordsOf(from), ...wordsOf(to)].filter((word) => relatingWords.has(word));
  for (const words of joints.length === 0 ? [] : [fromWords, toWords]) {
    idleJoints.set(keyOf(words), [...(idleJoints.get(keyOf(words)) ?? []), ...joints]);
  }
  // Where the platform was all that changed, the words are the same already.
  if (fromWords.join(' ') === toWords.join(' ')) continue;
  push(byFirstWord, fromWords, {
    from,
    to,
    fromWords,
    toWords,
    isShort: short === true,
    isPart: part === true,
  });
  push(newerByFirstWord, toWords, toWords);
}
// The longest first: it says most.
for (const known of byFirstWord.values()) known.sort((a, b) => b.fromWords.length - a.fromWords.length);

function push<Value>(map: Map<string, Value[]>, [first = '']: readonly string[], value: Value): void {
  map.set(first, [...(map.get(first) ?? []), value]);
}

/** Words that set things in relation, and that come and go in the names of this product. */
export function idleIn(plain: readonly string[]): readonly string[] {
  return idleJoints.get(keyOf(plain)) ?? [];
}

function keyOf(words: readonly string[]): string {
  return words.toSorted().join(' ');
}

/** Abbreviations, as words. */
export const nameAbbreviations: readonly string[] = [...byFirstWord.values()]
  .flat()
  .flatMap(({ isShort, fromWords }) => (isShort ? fromWords : []));

/** A name may have been changed more than once. */
const mostSteps = 4;

export interface Renamed {
  core: readonly string[];
  /** The names that were replaced, with what they are called today. */
  steps: readonly Pick<Rename, 'from' | 'to' | 'isPart'>[];
}

/**
 * @param core the words that tell a name from others
 * @param plain those of them that are no environment, region, number or id
 * @returns undefined where nothing of it was renamed
 */
export function renamedCore(core: readonly string[], plain: readonly string[]): Renamed | undefined {
  const steps: Rename[] = [];
  let words = core;
  let bare = plain;
  for (let step = 0; step < mostSteps; step += 1) {
    const found = findRename(words, bare, steps);
    if (found === undefined) break;
    steps.push(found);
    words = coreOf(replace(words, found));
    bare = replace(bare, found);
  }
  return steps.length === 0 ? undefined : { core: words, steps };
}

function findRename(
  words: readonly string[],
  plain: readonly string[],
  done: readonly Rename[],
): Rename | undefined {
  for (const word of words) {
    for (const rename of byFirstWord.get(word) ?? []) {
      const { fromWords, isShort } = rename;
      const at = indexOf(words, fromWords);
      if (done.includes(rename) || at < 0 || isPartOfNewer(words, at, fromWords.length)) continue;
      if (isShort || fromWords.length > 1 || plain.length === 1) return rename;
    }
  }
  return undefined;
}

/** The words from there on are part of a longer name of today. */
function isPartOfNewer(words: readonly string[], at: number, length: number): boolean {
  return words.slice(0, at + 1).some((word, start) =>
    newerByFirstWord.get(word)?.some((newer) => {
      const isLonger = newer.length > length && start + newer.length >= at + length;
      return isLonger && newer.every((part, offset) => words[start + offset] === part);
    }),
  );
}

function replace(words: readonly string[], { fromWords, toWords }: Rename): readonly string[] {
  const at = indexOf(words, fromWords);
  return at < 0 ? words : [...words.slice(0, at), ...toWords, ...words.slice(at + fromWords.length)];
}

function indexOf(words: readonly string[], phrase: readonly string[]): number {
  for (let at = 0; at + phrase.length <= words.length; at += 1) {
    if (phrase.every((word, offset) => words[at + offset] === word)) return at;
  }
  return -1;
}
