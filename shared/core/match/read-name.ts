// Reads a name as the trade does: its words in one spelling, and what they say of environment, region and
// numbers. Two names are compared by what is read, not by their letters alone.
import { idleIn, type Renamed, renamedCore } from './renames.ts';
import { environments, parts, regionOf, relatingWords } from './trade-words.ts';
import { coreOf, wordsOf } from './words.ts';

export interface NameForm {
  /** As it was given. */
  text: string;
  words: readonly string[];
  /** The same in one, for what is spelt together elsewhere. */
  joined: string;
  /** The words that tell it from others. Empty only where the name has no words. */
  core: readonly string[];
  renamed: Renamed | undefined;
  environments: ReadonlySet<string>;
  regions: ReadonlySet<string>;
  /** An interface, a runtime: what belongs to a product and is not the product. */
  parts: ReadonlySet<string>;
  /** Words that set one thing in relation to another: `App for X`, `X on BTP`. */
  relating: ReadonlySet<string>;
  /** Plain numbers and Roman ones, without leading zeros. */
  numbers: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();
const roman: Readonly<Record<string, string>> = { ii: '2', iii: '3', iv: '4', vi: '6', vii: '7', viii: '8' };

export function readName(text: string): NameForm {
  const words = wordsOf(text);
  const core = coreOf(words);
  const plain = core.filter(
    (word) => !environments.has(word) && regionOf(word) === undefined && !/\d{2}/.test(word),
  );
  return {
    text,
    words,
    joined: words.join(''),
    core,
    renamed: renamedCore(core, plain),
    environments: setOf(words.flatMap((word) => environments.get(word) ?? [])),
    regions: setOf(words.flatMap((word) => regionOf(word) ?? [])),
    parts: setOf(words.filter((word) => parts.has(word))),
    relating: setOf(words.filter((word) => relatingWords.has(word) && !idleIn(plain).includes(word))),
    numbers: setOf([
      ...(text.match(/(?<![\p{L}\p{N}.])\d+(?:[.,]\d+)*(?![\p{L}\p{N}])/gu)?.map(withoutZeros) ?? []),
      ...words.flatMap((word) => roman[word] ?? []),
    ]),
  };
}

/** Most names have none: they share one empty set. */
function setOf(values: readonly string[]): ReadonlySet<string> {
  return values.length === 0 ? none : new Set(values);
}

export function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}
