// The words of a name in the spelling of the trade. Two names with the same words are the same name, written
// by different people.
import { fillers, spellings } from './trade-words.ts';

/** Accents and the like; not the voicing marks of kana, which tell one word from another. */
const accents = /[\p{Script=Inherited}--[\u3099\u309a]]/gv;

export function wordsOf(text: string): string[] {
  let plain = text.normalize('NFKD').replace(accents, '').toLowerCase();
  for (const [pattern, spelling] of spellings) plain = plain.replace(pattern, spelling);
  return plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Without the words that tell no product from another, unless there are no others. */
export function coreOf(words: readonly string[]): readonly string[] {
  const core = words.filter((word) => !fillers.has(word));
  return core.length === 0 ? words : core;
}
