// The tag library of a workspace. Not every user may read it: what refuses to name tags is told from other errors.
import type { Tag } from '../../core/model.ts';
import { LandbridgeError } from '../../errors.ts';
import { parseShape } from '../http/parse-shape.ts';
import { allTags, type Document } from './fact-sheet-document.ts';
import { FactSheetData } from './schema.ts';

/** Sends a query document and hands back its data. */
export type Query = (document: Document) => Promise<unknown>;

const tagWords = /\b(?:allTags|tag(?:s|group|connection|edge)?)\b/i;

/** Undefined where the workspace refuses to name them. */
export async function readTags(query: Query): Promise<Tag[] | undefined> {
  try {
    const answer = await query({ query: `query Tags { ${allTags} }`, variables: {} });
    return tagsIn(parseShape(FactSheetData, answer, { system: 'leanix' }));
  } catch (thrown) {
    if (isAboutTags(thrown)) return undefined;
    throw thrown;
  }
}

export function tagsIn({ allTags: { edges } }: FactSheetData): Tag[] {
  return edges.map(({ node: { id, name, tagGroup } }) => ({ id, name, group: tagGroup.name }));
}

export function isAboutTags(thrown: unknown): boolean {
  if (!(thrown instanceof LandbridgeError) || thrown.code !== 'LX_GRAPHQL_ERRORS') return false;
  return [thrown.facts.message, thrown.facts.at].some((text) => tagWords.test(String(text)));
}
