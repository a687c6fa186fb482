// The tag library of a workspace. Not every user may read it: what refuses to name tags is told from other errors.
import type { Tag } from '../../core/model.ts';
import { LandbridgeError } from '../../errors.ts';
import { parseShape } from '../http/parse-shape.ts';
import { allTags, type Document, type WantedTags } from './fact-sheet-document.ts';
import { FactSheetData } from './schema.ts';

/** Sends a query document and hands back its data. */
export type Query = (document: Document) => Promise<unknown>;

const tagWords = /\b(?:allTags|tag(?:s|group|connection|edge)?)\b/i;

/** What is asked for of tags. What a server refused is not asked again. */
export interface TagReading {
  wanted: WantedTags;
}

/** Undefined where the workspace refuses to name them. */
export async function readTags(query: Query, tags: TagReading): Promise<Tag[] | undefined> {
  const ask = async (wanted: WantedTags) =>
    wanted === 'none'
      ? undefined
      : query({ query: `query Tags { ${allTags(wanted === 'with types')} }`, variables: {} });
  const answer = await askWithTags(ask, tags);
  return answer === undefined ? undefined : tagsIn(parseShape(FactSheetData, answer, { system: 'leanix' }));
}

/** Asks for less where tags are refused, and remembers what was too much. */
export async function askWithTags(
  ask: (wanted: WantedTags) => Promise<unknown>,
  tags: TagReading,
): Promise<unknown> {
  const { wanted } = tags;
  try {
    return await ask(wanted);
  } catch (thrown) {
    const less = wanted === 'none' ? undefined : lessThan(wanted, thrown);
    if (less === undefined) throw thrown;
    const answer = await askWithTags(ask, { wanted: less });
    tags.wanted = less;
    return answer;
  }
}

function lessThan(wanted: 'plain' | 'with types', thrown: unknown): WantedTags | undefined {
  if (wanted === 'with types' && isRefused(thrown, /\brestrictToFactSheetTypes\b/)) return 'plain';
  return isRefused(thrown, tagWords) ? 'none' : undefined;
}

/** Undefined where the answer holds none. */
export function tagsIn({ allTags }: FactSheetData): Tag[] | undefined {
  return allTags?.edges.map(({ node: { id, name, tagGroup } }) => ({
    id,
    name,
    group: tagGroup.name,
    ...(tagGroup.mode === 'SINGLE' && { isSingle: true as const }),
    ...(tagGroup.restrictToFactSheetTypes.length > 0 && { forTypes: tagGroup.restrictToFactSheetTypes }),
  }));
}

function isRefused(thrown: unknown, words: RegExp): boolean {
  if (!(thrown instanceof LandbridgeError) || thrown.code !== 'LX_GRAPHQL_200_ERRORS') return false;
  return [thrown.facts.message, thrown.facts.at].some((text) => words.test(String(text)));
}
