// Reads LeanIX' answer to a batch. What cannot be proven to be written or not written is unclear: nothing is
// taken for done because an error was not understood, nor for undone because an answer is incomplete.
import * as z from 'zod/mini';
import type { Mutation, Refused, Written } from '../../core/model.ts';
import { LandbridgeError } from '../../errors.ts';
import type { BatchAnswer } from './leanix.ts';
import { aliasOf } from './mutation-document.ts';
import { GraphqlAnswer, type GraphqlError, WrittenFactSheet } from './schema.ts';

type Reason = Omit<Refused, 'ref'>;

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
  const [firstError] = errors;
  if (firstError === undefined && written.length === mutations.length) return { state: 'written', written };
  if (firstError === undefined || written.length > 0) {
    const counts = { sent: mutations.length, answered: written.length, errors: errors.length };
    const error = new LandbridgeError('NET_SHAPE', { system: 'leanix', ...counts });
    return { state: 'unclear', sentAt, error, tooLarge: false };
  }
  const refused = mutations.flatMap((mutation, index) => {
    const error = errors.find(({ path }) => path[0] === aliasOf(index));
    return error === undefined ? [] : [{ ref: mutation.ref, ...reasonOf(error, safeText) }];
  });
  if (refused.length > 0) return { state: 'refused', refused };
  return refuseWhole(mutations, reasonOf(firstError, safeText));
}

/** Nothing was done and no mutation is named: it is the only one there is, or the batch is too large. */
export function refuseWhole(mutations: readonly Mutation[], reason: Reason): BatchAnswer {
  const [only, another] = mutations;
  if (only === undefined || another !== undefined) return { state: 'too-large', message: reason.message };
  return { state: 'refused', refused: [{ ref: only.ref, ...reason }] };
}

function toWritten(ref: string, result: unknown): Written[] {
  const parsed = z.safeParse(WrittenFactSheet, result);
  return parsed.success ? [{ ref, ...parsed.data.factSheet }] : [];
}

function reasonOf({ message, extensions }: GraphqlError, safeText: (text: string) => string): Reason {
  const clashed = extensions.errorType === 'REVISION_CLASH';
  return { code: clashed ? 'LX_REVISION_CLASH' : 'LX_REFUSED', message: safeText(message) };
}
