// Reads LeanIX' answer to a batch. What cannot be proven to be written or not written is unclear: nothing is
// taken for done because an error was not understood, nor for undone because an answer is incomplete.
import * as z from 'zod/mini';
import type { Mutation, Refused, Written } from '../../core/model.ts';
import { LandbridgeError } from '../../errors.ts';
import type { BatchAnswer } from './leanix.ts';
import { aliasOf } from './mutation-document.ts';
import { GraphqlAnswer, type GraphqlError, WrittenFactSheet } from './schema.ts';

const Results = z.record(z.string(), z.unknown());

/** `sentAt` and `safeText` (which takes secrets out of a server's text) are for what goes wrong. */
export function readBatchAnswer(
  answer: unknown,
  mutations: readonly Mutation[],
  sentAt: number,
  safeText: (text: string) => string,
): BatchAnswer {
  const parsed = z.safeParse(GraphqlAnswer, answer);
  const results = z.safeParse(Results, parsed.data?.data);
  const errors = parsed.data?.errors ?? [];
  const written = mutations.flatMap(({ ref }, index) => toWritten(ref, results.data?.[aliasOf(index)]));
  if (errors.length === 0 && written.length === mutations.length) return { state: 'written', written };
  if (errors.length === 0 || written.length > 0) {
    const counts = { sent: mutations.length, answered: written.length, errors: errors.length };
    const error = new LandbridgeError('NET_SHAPE', { system: 'leanix', ...counts });
    return { state: 'unclear', sentAt, error, tooLarge: false };
  }
  const refused = mutations.flatMap((mutation, index) => {
    const error = errors.find(({ path }) => path[0] === aliasOf(index));
    return error === undefined ? [] : [toRefused(mutation, error, safeText)];
  });
  if (refused.length > 0) return { state: 'refused', refused };
  const [only, another] = mutations;
  const [firstError] = errors;
  if (only === undefined || another !== undefined || firstError === undefined) return { state: 'too-large' };
  return { state: 'refused', refused: [toRefused(only, firstError, safeText)] };
}

function toWritten(ref: string, result: unknown): Written[] {
  const parsed = z.safeParse(WrittenFactSheet, result);
  return parsed.success ? [{ ref, ...parsed.data.factSheet }] : [];
}

function toRefused(mutation: Mutation, error: GraphqlError, safeText: (text: string) => string): Refused {
  const clashed = error.extensions.errorType === 'REVISION_CLASH';
  return {
    ref: mutation.ref,
    code: clashed ? 'LX_REVISION_CLASH' : 'LX_REFUSED',
    message: safeText(error.message),
  };
}
