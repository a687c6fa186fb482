// Has LeanIX look at mutations without carrying them out. That `validateOnly` keeps everything as it is, is an assumption
// (leanix-api A6), so the answer tells what would show the contrary.
import * as z from 'zod/mini';
import type { Mutation } from '../../core/model.ts';
import { LandbridgeError } from '../../errors.ts';
import { UnclearAnswer } from '../http/failure.ts';
import type { HttpClient } from '../http/http.ts';
import { refusedIn, refuseWhole } from './batch-answer.ts';
import type { ValidationAnswer } from './leanix.ts';
import { aliasOf, mutationDocument } from './mutation-document.ts';
import { GraphqlAnswer } from './schema.ts';
import { graphqlPath } from './send-query.ts';

const Result = z.object({ factSheet: z.object({ id: z.string(), rev: z.optional(z.number()) }) });

export async function validateBatch(
  api: HttpClient,
  mutations: readonly Mutation[],
  safeText: (text: string) => string,
): Promise<ValidationAnswer> {
  if (mutations.length === 0) return { state: 'passed', seen: [] };
  const body = mutationDocument(mutations, 'validate');
  try {
    const answer = await api.send({ method: 'POST', path: graphqlPath, body, repeat: 'only-if-not-done' });
    const parsed = z.safeParse(GraphqlAnswer, answer.data);
    if (!parsed.success) throw new LandbridgeError('NET_SHAPE', { system: 'leanix', of: 'validateOnly' });
    const { data, errors } = parsed.data;
    const [first, ...others] = errors;
    if (first !== undefined) return refusedIn(mutations, [first, ...others], safeText);
    return {
      state: 'passed',
      seen: mutations.flatMap(({ ref }, index) => seenIn(data, ref, aliasOf(index))),
    };
  } catch (thrown) {
    const isTooLarge = thrown instanceof LandbridgeError && thrown.facts.status === 413;
    const isTooSlow = thrown instanceof UnclearAnswer && thrown.facts.status === 504;
    if (!isTooLarge && !isTooSlow) throw thrown;
    return refuseWhole(mutations, { code: 'LX_REFUSED', message: `HTTP ${thrown.facts.status}` });
  }
}

/** The fact sheet as the answer shows it. */
function seenIn(data: unknown, ref: string, alias: string): { ref: string; id: string; rev?: number }[] {
  const results = z.safeParse(z.record(z.string(), z.unknown()), data);
  const { data: result } = z.safeParse(Result, results.data?.[alias]);
  if (result === undefined) return [];
  const { id, rev } = result.factSheet;
  return [{ ref, id, ...(rev !== undefined && { rev }) }];
}
