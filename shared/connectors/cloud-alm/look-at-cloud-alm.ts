// Looks at one SAP Cloud ALM key: its hosts, its token, then one small read an API. Whatever is refused is kept as
// evidence and the next thing is tried; only what cannot be asked without the one before is left out.
import { jwtDecode } from 'jwt-decode';
import * as z from 'zod/mini';
import type { LandbridgeError } from '../../errors.ts';
import { attempt } from '../http/attempt.ts';
import { clientCertificateOf } from '../http/client-credential.ts';
import type { ConnectionOptions, HttpClient } from '../http/http.ts';
import { createHttpClient } from '../http/http-client.ts';
import { type HostLook, lookAtHost } from '../http/look-at-host.ts';
import { lookForToken } from '../http/look-for-token.ts';
import { createTokenClient } from '../http/token-client.ts';
import { type ApiRead, readsFor } from './api-reads.ts';
import type { CloudAlmBinding } from './binding.ts';
import { tokenRequest } from './create-tokens.ts';
import { Listed, TokenClaims } from './schema.ts';
import type { Use } from './scopes.ts';

export interface CloudAlmLook {
  tokenHost: HostLook;
  apiHost: HostLook;
  /** Absent: it could not be asked for. */
  token?: TokenLook;
  reads: readonly ReadLook[];
}

export interface TokenLook {
  problem?: LandbridgeError;
  lifeMs?: number;
  /** As they are spelt in the token; absent where the service does not tell. */
  scopes?: readonly string[];
  /** Subdomain and id of the tenant that issued it. */
  zone?: string;
  zoneId?: string;
  /** How far the clock of the service is ahead of ours. */
  aheadMs?: number;
}

export interface ReadLook {
  api: string;
  /** `GET /path`. */
  call: string;
  scopes: readonly string[];
  problem?: LandbridgeError;
  /** Rows of the answer, where it is a list. */
  rows?: number;
}

/** A sandbox takes up to 28 s for a list (cloud-alm-api 1.7). */
const timeouts = { timeoutMs: 45_000, deadlineMs: 60_000 };

/** SAP's own example (cloud-alm-api 1.7): asked for where no project of the tenant is known. */
const exampleProject = '11111111-1111-1111-1111-111111111111';

export async function lookAtCloudAlm(
  binding: CloudAlmBinding,
  uses: readonly Use[],
  { surroundings, meter }: ConnectionOptions,
): Promise<CloudAlmLook> {
  const shown = clientCertificateOf(binding.credential);
  const [tokenHost, apiHost] = await Promise.all([
    lookAtHost(new URL(binding.tokenUrl), shown),
    lookAtHost(new URL(binding.apiUrl)),
  ]);
  if (tokenHost.problem !== undefined) return { tokenHost, apiHost, reads: [] };

  const shared = { system: 'cloud-alm', surroundings, meter, ...timeouts };
  const tokenClient = createTokenClient(binding, 'CALM_CREDENTIALS', shared);
  const { accessToken, ...token } = await tokenLook(binding, tokenClient, surroundings.now);
  if (accessToken === undefined || apiHost.problem !== undefined) {
    return { tokenHost, apiHost, token, reads: [] };
  }
  const api = createHttpClient({
    ...shared,
    baseUrl: binding.apiUrl,
    tokens: { get: async () => accessToken, renew: async () => accessToken },
    isTokenStale: () => false,
    describeStatus(status) {
      if (status === 401) return { code: 'CALM_TOKEN_REJECTED', facts: { binding: binding.name } };
      return status === 403 ? { code: 'CALM_FORBIDDEN', facts: { binding: binding.name } } : undefined;
    },
  });
  return { tokenHost, apiHost, token, reads: await readAll(api, readsFor(uses)) };
}

async function tokenLook(
  binding: CloudAlmBinding,
  client: HttpClient,
  now: () => number,
): Promise<TokenLook & { accessToken?: string }> {
  const { issued, ...told } = await lookForToken(client, tokenRequest(binding), {
    system: 'cloud-alm',
    now,
  });
  if (issued === undefined) return told;
  const { zid, ext_attr, scope } = claimsOf(issued.accessToken);
  const scopes = issued.scope?.split(/\s+/).filter(Boolean) ?? scope;
  return {
    ...told,
    accessToken: issued.accessToken,
    ...(scopes !== undefined && { scopes }),
    ...(zid !== undefined && { zoneId: zid }),
    ...(ext_attr.zdn !== undefined && { zone: ext_attr.zdn }),
  };
}

function claimsOf(accessToken: string): TokenClaims {
  try {
    return TokenClaims.parse(jwtDecode(accessToken));
  } catch {
    return { ext_attr: {} };
  }
}

async function readAll(api: HttpClient, reads: readonly ApiRead[]): Promise<ReadLook[]> {
  const looks: ReadLook[] = [];
  let project: string | undefined;
  for (const { api: name, path, query, scopes, ofProject } of reads) {
    const id = project ?? exampleProject;
    const more =
      ofProject === undefined
        ? {}
        : { projectId: id, ...(ofProject === 'features' && { $filter: `projectId eq ${id}` }) };
    const { answer, problem } = await attempt(api, { method: 'GET', path, query: { ...query, ...more } });
    const list = answer && z.safeParse(Listed, answer.data).data;
    if (name === 'projects') project = list?.[0]?.id;
    // Whoever is told that there is no such project may read the list.
    const isMereGuess = ofProject !== undefined && project === undefined && isNoSuch(problem);
    looks.push({
      api: name,
      call: `GET ${path}`,
      scopes,
      ...(problem !== undefined && !isMereGuess && { problem }),
      ...(list !== undefined && { rows: list.length }),
    });
  }
  return looks;
}

function isNoSuch(problem: LandbridgeError | undefined): boolean {
  return problem?.facts.status === 404 || problem?.facts.status === 400;
}
