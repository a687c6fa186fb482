// Looks at one SAP LeanIX workspace: host, token, data model, tag library, rights. Whatever is refused is kept as
// evidence and the next thing is tried; only what cannot be asked without the one before is left out. It writes
// nothing.
import type { DataModel, Tag, Workspace } from '../../core/model.ts';
import { LandbridgeError } from '../../errors.ts';
import { attempt } from '../http/attempt.ts';
import type { ConnectionOptions, HttpClient } from '../http/http.ts';
import { createHttpClient } from '../http/http-client.ts';
import { type HostLook, lookAtHost } from '../http/look-at-host.ts';
import { lookForToken } from '../http/look-for-token.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { LeanIxBinding } from './binding.ts';
import { dataModelPath, describeApiStatus, describeTokenStatus } from './connect-leanix.ts';
import { tokenRequest } from './create-tokens.ts';
import { lookAtRights, type RightsLook } from './look-at-rights.ts';
import { findFactSheets } from './read-fact-sheets.ts';
import { type Query, readTags } from './read-tags.ts';
import { redact } from './redact.ts';
import { DataModelAnswer, TechnicalUserAnswer } from './schema.ts';
import { createQuery } from './send-query.ts';
import { userOf, workspaceOf } from './workspace.ts';

export interface LeanIxLook {
  host: HostLook;
  /** Absent: it could not be asked for. */
  token?: TokenLook;
  /** These are there where a token was issued. */
  workspace?: Workspace;
  model?: DataModel | LandbridgeError;
  /** `hidden` where the workspace refuses to name them. */
  tags?: readonly Tag[] | 'hidden' | LandbridgeError;
  rights: readonly RightsLook[];
  /** What became of fact sheets that are linked. */
  linked?: LinkedLook | LandbridgeError;
}

export interface LinkedLook {
  /** So many were looked for. */
  all: number;
  archived: number;
  /** Hidden from this user, or deleted: LeanIX answers both alike. */
  hidden: number;
}

/** Ids of fact sheets by type that the flows keep in a workspace. */
export type LinkedIds = (workspaceId: string) => Promise<Readonly<Record<string, readonly string[]>>>;

export interface TokenLook {
  problem?: LandbridgeError;
  /** How far the clock of LeanIX is ahead of ours. */
  aheadMs?: number;
  /** When the API token of the technical user ends; absent where LeanIX does not tell. */
  ends?: number;
}

const timeouts = { timeoutMs: 45_000, deadlineMs: 60_000 };

/**
 * @param types fact sheet types that are to be written
 * @param linkedIds those of which it is seen whether they can still be read, as many as one wants to ask for
 */
export async function lookAtLeanIx(
  binding: LeanIxBinding,
  types: readonly string[],
  { surroundings, meter }: ConnectionOptions,
  linkedIds: LinkedIds = async () => ({}),
): Promise<LeanIxLook> {
  const host = await lookAtHost(new URL(binding.origin));
  if (host.problem !== undefined) return { host, rights: [] };
  const shared = { system: 'leanix', baseUrl: binding.origin, surroundings, meter, ...timeouts };
  const facts = { binding: binding.name };
  const tokenClient = createHttpClient({ ...shared, describeStatus: describeTokenStatus(facts) });
  const { issued, ...token } = await lookForToken(tokenClient, tokenRequest(binding), {
    system: 'leanix',
    now: surroundings.now,
  });
  if (issued === undefined) return { host, token, rights: [] };

  const { accessToken } = issued;
  const api = createHttpClient({
    ...shared,
    tokens: { get: async () => accessToken, renew: async () => accessToken },
    isTokenStale: () => false,
    describeStatus: describeApiStatus(facts),
  });
  const query = createQuery(api, facts, (text) => redact(text, [binding.apiToken, accessToken]));
  const model = await kept(async () => {
    const { data } = await api.send({ method: 'GET', path: dataModelPath, repeat: 'safe' });
    return parseShape(DataModelAnswer, data, { system: 'leanix', path: dataModelPath });
  });
  const tags = await kept(async () => (await readTags(query, { wanted: 'with types' })) ?? 'hidden');
  const rights: RightsLook[] = [];
  for (const type of types) {
    const isThere = model instanceof LandbridgeError || type in model.types;
    if (isThere) rights.push(await lookAtRights(query, type));
  }
  const ends = await endOfApiToken(api, userOf(accessToken));
  const workspace = workspaceOf(accessToken, new URL(binding.origin).host);
  const linked = await kept(async () => lookForLinked(query, await linkedIds(workspace.id)));
  return {
    host,
    token: { ...token, ...(ends !== undefined && { ends }) },
    workspace,
    model,
    tags,
    rights,
    ...((linked instanceof LandbridgeError || linked.all > 0) && { linked }),
  };
}

async function lookForLinked(query: Query, ids: Awaited<ReturnType<LinkedIds>>): Promise<LinkedLook> {
  const counted = { all: 0, archived: 0, hidden: 0 };
  for (const [type, wanted] of Object.entries(ids)) {
    const selection = { type, fields: [], hasLifecycle: false };
    const found = await findFactSheets(query, selection, { ids: wanted });
    counted.all += wanted.length;
    counted.archived += found.filter(({ status }) => status === 'ARCHIVED').length;
    counted.hidden += wanted.length - found.length;
  }
  return counted;
}

/** Only an admin may ask, and not every workspace answers: then it is not told. */
async function endOfApiToken(api: HttpClient, user: string | undefined): Promise<number | undefined> {
  if (user === undefined) return undefined;
  const path = `/services/mtm/v1/technicalusers/${encodeURIComponent(user)}`;
  const { answer } = await attempt(api, { method: 'GET', path });
  const parsed = TechnicalUserAnswer.safeParse(answer?.data);
  const ends = parsed.success ? Date.parse(parsed.data.data.apiTokenData.expiry) : Number.NaN;
  return Number.isNaN(ends) ? undefined : ends;
}

async function kept<Result>(look: () => Promise<Result>): Promise<Result | LandbridgeError> {
  try {
    return await look();
  } catch (thrown) {
    if (thrown instanceof LandbridgeError) return thrown;
    throw thrown;
  }
}
