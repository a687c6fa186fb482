// Looks at one SAP Cloud Integration key: its hosts, its token, then one small read a role. Whatever is refused is
// kept as evidence and the next thing is tried.
import type { LandbridgeError } from '../../errors.ts';
import { attempt, clockAhead } from '../http/attempt.ts';
import type { ConnectionOptions } from '../http/http.ts';
import { createHttpClient } from '../http/http-client.ts';
import { type HostLook, lookAtHost } from '../http/look-at-host.ts';
import { readTokenAnswer } from '../http/token-answer.ts';
import { type CloudIntegrationBinding, tokenPath } from './binding.ts';
import { kinds } from './connect-cloud-integration.ts';
import { tokenRequest } from './create-tokens.ts';

export interface CloudIntegrationLook {
  tokenHost: HostLook;
  apiHost: HostLook;
  /** Absent: it could not be asked for. */
  token?: { problem?: LandbridgeError; aheadMs?: number };
  /** Roles as the token names them; absent where it does not. */
  roles?: readonly string[];
  reads: readonly { api: string; call: string; role: string; problem?: LandbridgeError }[];
}

/** The least that shows a role; the format is asked for, because the default is XML (systems-and-peers 5.1). */
const reads = [
  { api: 'runtime', path: '/IntegrationRuntimeArtifacts', role: kinds.runtime.role },
  { api: 'packages', path: '/IntegrationPackages', role: kinds.design.role },
] as const;

const timeouts = { timeoutMs: 45_000, deadlineMs: 60_000 };

export async function lookAtCloudIntegration(
  binding: CloudIntegrationBinding,
  { surroundings, meter }: ConnectionOptions,
): Promise<CloudIntegrationLook> {
  const [tokenHost, apiHost] = await Promise.all([
    lookAtHost(new URL(binding.tokenUrl)),
    lookAtHost(new URL(binding.apiUrl)),
  ]);
  if (tokenHost.problem !== undefined) return { tokenHost, apiHost, reads: [] };
  const shared = { system: 'cloud-integration', surroundings, meter, ...timeouts };
  const facts = { binding: binding.name };
  const tokenClient = createHttpClient({
    ...shared,
    baseUrl: binding.tokenUrl.slice(0, -tokenPath.length),
    describeStatus: (status) => (status === 401 ? { code: 'CPI_CREDENTIALS', facts } : undefined),
  });
  const { answer, problem } = await attempt(tokenClient, tokenRequest(binding));
  if (problem !== undefined) return { tokenHost, apiHost, token: { problem }, reads: [] };
  const aheadMs = clockAhead(answer, surroundings.now());
  const token = { ...(aheadMs !== undefined && { aheadMs }) };
  const { accessToken, scope } = readTokenAnswer(answer.data, answer.sentAt, {
    system: 'cloud-integration',
    path: tokenPath,
  });
  const roles = scope?.split(/\s+/).filter(Boolean);
  const known = { tokenHost, apiHost, token, ...(roles !== undefined && { roles }) };
  if (apiHost.problem !== undefined) return { ...known, reads: [] };

  const looks: CloudIntegrationLook['reads'][number][] = [];
  for (const { api, path, role } of reads) {
    const client = createHttpClient({
      ...shared,
      baseUrl: binding.apiUrl,
      tokens: { get: async () => accessToken, renew: async () => accessToken },
      isTokenStale: () => false,
      describeStatus(status) {
        if (status === 401) return { code: 'CPI_TOKEN_REJECTED', facts };
        return status === 403 ? { code: 'CPI_ROLE_MISSING', facts: { ...facts, role } } : undefined;
      },
    });
    const read = await attempt(client, { method: 'GET', path, query: { $top: 1, $format: 'json' } });
    const failed = read.problem === undefined ? {} : { problem: read.problem };
    looks.push({ api, call: `GET ${path}`, role, ...failed });
  }
  return { ...known, reads: looks };
}
