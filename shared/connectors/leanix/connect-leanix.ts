// The connection to one SAP LeanIX workspace: token, data model, fact sheets, batches of mutations. It sends
// what it is told and reports what came of it; matching, planning and repeating a batch are done elsewhere.
import type { Mutation } from '../../core/model.ts';
import { type Facts, LandbridgeError } from '../../errors.ts';
import { UnclearAnswer } from '../http/failure.ts';
import type { ConnectionOptions, HttpClientOptions } from '../http/http.ts';
import { createHttpClient } from '../http/http-client.ts';
import { parseShape } from '../http/parse-shape.ts';
import { readBatchAnswer, refuseWhole } from './batch-answer.ts';
import type { LeanIxBinding } from './binding.ts';
import { createLeanIxTokens } from './create-tokens.ts';
import type { BatchAnswer, LeanIx } from './leanix.ts';
import { mutationDocument } from './mutation-document.ts';
import { findFactSheets, readFactSheetPages, readTogether } from './read-fact-sheets.ts';
import { readTags, type TagReading } from './read-tags.ts';
import { redact } from './redact.ts';
import { DataModelAnswer, RoleData } from './schema.ts';
import { createQuery, graphqlPath } from './send-query.ts';
import { validateBatch } from './validate-batch.ts';
import { workspaceOf } from './workspace.ts';

export type { BatchAnswer, FactSheetPage, FactSheetSelection, LeanIx } from './leanix.ts';

export const dataModelPath = '/services/pathfinder/v1/models/dataModel';

/** Below the 30 a second LeanIX grants a user (performance 1a). */
const usualRequestsPerSecond = 25;

export function connectLeanIx(binding: LeanIxBinding, options: ConnectionOptions): LeanIx {
  const { surroundings, meter, signal, requestsPerSecond = usualRequestsPerSecond } = options;
  const shared = { system: 'leanix', baseUrl: binding.origin, surroundings, meter, signal };
  const facts = { binding: binding.name };
  const tokenClient = createHttpClient({
    ...shared,
    describeStatus: describeTokenStatus(facts),
  });
  const tokens = createLeanIxTokens(binding, tokenClient, options);
  const tags: TagReading = { wanted: 'with types' };
  const safeText = (text: string) => redact(text, tokens.secrets());
  const api = createHttpClient({
    ...shared,
    tokens,
    requestsPerSecond,
    describeStatus: describeApiStatus(facts),
  });

  const query = createQuery(api, facts, safeText);

  async function writeBatch(
    mutations: readonly Mutation[],
    beforeAttempt?: () => Promise<void>,
  ): Promise<BatchAnswer> {
    if (mutations.length === 0) return { state: 'written', written: [] };
    const body = mutationDocument(mutations);
    const repeat = 'only-if-not-done';
    try {
      const answer = await api.send({ method: 'POST', path: graphqlPath, body, repeat, beforeAttempt });
      return readBatchAnswer(answer.data, mutations, answer.sentAt, safeText);
    } catch (thrown) {
      if (thrown instanceof UnclearAnswer) {
        // 504: a gateway lost patience, so the next try had better be smaller
        const tooLarge = thrown.facts.status === 504;
        return { state: 'unclear', sentAt: thrown.sentAt, error: thrown, tooLarge };
      }
      // 413: a gateway let nothing of it through
      const isRefusedUnread = thrown instanceof LandbridgeError && thrown.facts.status === 413;
      if (isRefusedUnread) return refuseWhole(mutations, { code: 'LX_REFUSED', message: 'HTTP 413' });
      throw thrown;
    }
  }

  return {
    async checkToken() {
      await tokens.get();
    },
    workspace: async () => workspaceOf(await tokens.get(), new URL(binding.origin).host),
    async dataModel() {
      const { data } = await api.send({ method: 'GET', path: dataModelPath, repeat: 'safe' });
      return parseShape(DataModelAnswer, data, { system: 'leanix', path: dataModelPath });
    },
    async subscriptionRoles() {
      const document = 'query Roles { allSubscriptionRoles { edges { node { id name subscriptionType } } } }';
      const data = await query({ query: document, variables: {} });
      const { edges } = parseShape(RoleData, data, { system: 'leanix' }).allSubscriptionRoles;
      return edges.map(({ node: { id, name, subscriptionType: type } }) => ({ id, name, type }));
    },
    tags: () => readTags(query, tags),
    factSheetPages: (selection) => readFactSheetPages(query, { selection, filter: {} }, tags),
    pagesTogether: (selections) => readTogether(query, selections, tags),
    findFactSheets: (selection, by) => findFactSheets(query, selection, by),
    writeBatch,
    validateBatch: (mutations) => validateBatch(api, mutations, safeText),
  };
}

/** What a refusal of the token service means. */
export function describeTokenStatus(facts: Facts): NonNullable<HttpClientOptions['describeStatus']> {
  return (status) => (status === 401 ? { code: 'LX_TOKEN_EXPIRED', facts } : undefined);
}

/** What a refusal of everything else means. */
export function describeApiStatus(facts: Facts): NonNullable<HttpClientOptions['describeStatus']> {
  return (status) => {
    if (status === 401) return { code: 'LX_TOKEN_REJECTED', facts };
    return status === 403 ? { code: 'LX_TOKEN_PERMISSION', facts } : undefined;
  };
}
