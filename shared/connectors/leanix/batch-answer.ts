// Reads LeanIX' answer to a batch. What cannot be proven to be written or not written is unclear: nothing is
// taken for done because an error was not understood, nor for undone because an answer is incomplete.
import * as z from 'zod/mini';
import type { Mutation, Refused, Relation, Written } from '../../core/model.ts';
import { LandbridgeError } from '../../errors.ts';
import type { BatchAnswer } from './leanix.ts';
import { aliasOf } from './mutation-document.ts';
import { GraphqlAnswer, type GraphqlError, RelationList, WrittenFactSheet, WrittenId } from './schema.ts';

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
  const results = z.safeParse(Results, parsed.data?.data).data ?? {};
  const errors = parsed.data?.errors ?? [];
  const done = mutations.map((mutation, index) => resultOf(mutation, results, aliasOf(index)));
  const written = done.filter((result) => result !== undefined);
  const [firstError] = errors;
  if (firstError === undefined && written.length === mutations.length) {
    return { state: 'written', written: joined(written) };
  }
  const isAnswered = mutations.some(
    ({ op }, index) => !op.startsWith('delete-') && done[index] !== undefined,
  );
  if (firstError === undefined || isAnswered) {
    const counts = { sent: mutations.length, answered: written.length, errors: errors.length };
    const error = new LandbridgeError('NET_SHAPE', { system: 'leanix', ...counts });
    return { state: 'unclear', sentAt, error, tooLarge: false };
  }
  return refusedIn(mutations, [firstError, ...errors.slice(1)], safeText);
}

/** Nothing was done: what the errors name, and where they name nothing the batch as a whole. */
export function refusedIn(
  mutations: readonly Mutation[],
  errors: readonly [GraphqlError, ...GraphqlError[]],
  safeText: (text: string) => string,
): Exclude<BatchAnswer, { state: 'written' | 'unclear' }> {
  const reasons = new Map<string, Reason>();
  mutations.forEach(({ ref }, index) => {
    const error = errors.find(({ path }) => path[0] === aliasOf(index));
    if (error !== undefined && !reasons.has(ref)) reasons.set(ref, reasonOf(error, safeText));
  });
  const refused = [...reasons].map(([ref, reason]) => ({ ref, ...reason }));
  if (refused.length > 0) return { state: 'refused', refused };
  return refuseWhole(mutations, reasonOf(errors[0], safeText));
}

/** Nothing was done and no mutation is named: its change is the only one there is, or the batch is too large. */
export function refuseWhole(
  mutations: readonly Mutation[],
  reason: Reason,
): Exclude<BatchAnswer, { state: 'written' | 'unclear' }> {
  const [only, another] = new Set(mutations.map(({ ref }) => ref));
  if (only === undefined || another !== undefined) return { state: 'too-large', message: reason.message };
  return { state: 'refused', refused: [{ ref: only, ...reason }] };
}

/** Undefined where the answer does not say that it was done. */
function resultOf(
  mutation: Mutation,
  results: Readonly<Record<string, unknown>>,
  alias: string,
): Written | undefined {
  const { ref } = mutation;
  if (mutation.op === 'create' || mutation.op === 'update') {
    const parsed = z.safeParse(WrittenFactSheet, results[alias]);
    if (!parsed.success) return undefined;
    const { id, rev, updatedAt, lxState, ...node } = parsed.data.factSheet;
    const relations = relationsIn(node, Object.keys(mutation.tell?.relations ?? {}));
    const seal = lxState === '' ? {} : { isSealed: lxState === 'APPROVED' };
    return { ref, id, rev, updatedAt, ...seal, ...relations };
  }
  if (mutation.op === 'make-tag') {
    const tag = z.safeParse(WrittenId, results[alias]);
    return tag.success ? { ref, id: tag.data.id } : undefined;
  }
  const { key, factSheetId: id } = mutation;
  // A deletion is answered with nothing (leanix-api 2.4).
  if (mutation.op === 'delete-document' || mutation.op === 'delete-subscription')
    return alias in results ? { ref, id } : undefined;
  const parsed = z.safeParse(WrittenId, results[alias]);
  if (!parsed.success) return undefined;
  return { ref, id, ...(mutation.op.startsWith('create-') && { made: { [key]: parsed.data.id } }) };
}

/** What cannot be read does not make undone what was done. */
function relationsIn(
  node: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Pick<Written, 'relations'> {
  const read = keys.flatMap((key): [string, readonly Relation[]][] => {
    const parsed = z.safeParse(RelationList, node[key]);
    return parsed.success ? [[key, parsed.data]] : [];
  });
  return read.length === 0 ? {} : { relations: Object.fromEntries(read) };
}

/** One for each change. */
function joined(results: readonly Written[]): Written[] {
  const byRef = new Map<string, Written>();
  for (const result of results) {
    const known = byRef.get(result.ref);
    const made = { ...known?.made, ...result.made };
    byRef.set(result.ref, { ...known, ...result, ...(Object.keys(made).length > 0 && { made }) });
  }
  return [...byRef.values()];
}

function reasonOf({ message, extensions }: GraphqlError, safeText: (text: string) => string): Reason {
  const clashed = extensions.errorType === 'REVISION_CLASH';
  const isTwice = message.includes('FS_VALIDATION_RELATION_NOT_UNIQUE');
  const code = clashed ? 'LX_REVISION_CLASH' : isTwice ? 'LX_RELATION_TWICE' : 'LX_REFUSED';
  return { code, message: safeText(message) };
}
