// Looks at one SAP Cloud Integration key: its hosts, its token, then one small read a role. Whatever is refused is
// kept as evidence and the next thing is tried.
import type { LandbridgeError } from '../../errors.ts';
import { type Attempt, attempt } from '../http/attempt.ts';
import { clientCertificateOf } from '../http/client-credential.ts';
import type { ConnectionOptions, HttpClient } from '../http/http.ts';
import { createHttpClient } from '../http/http-client.ts';
import { type HostLook, lookAtHost } from '../http/look-at-host.ts';
import { lookForToken } from '../http/look-for-token.ts';
import { createTokenClient } from '../http/token-client.ts';
import type { CloudIntegrationBinding } from './binding.ts';
import { kinds } from './connect-cloud-integration.ts';
import { tokenRequest } from './create-tokens.ts';
import { flowType } from './iflow-object.ts';
import { Collection, RuntimeArtifact } from './schema.ts';

export interface CloudIntegrationLook {
  tokenHost: HostLook;
  apiHost: HostLook;
  /** Absent: it could not be asked for. */
  token?: { problem?: LandbridgeError; aheadMs?: number };
  /** Roles as the token names them; absent where it does not. */
  roles?: readonly string[];
  reads: readonly { api: string; call: string; role: string; problem?: LandbridgeError }[];
  /** What is deployed and is kept from this key by an access policy, of those that were looked into. */
  hidden?: readonly string[];
}

/** The format is asked for, because the default is XML (systems-and-peers 5.1). */
const asJson = { $format: 'json' };
const runtimePath = '/IntegrationRuntimeArtifacts';
const packagesPath = '/IntegrationPackages';
/** So many of what is deployed are looked into. */
const sample = 20;

const timeouts = { timeoutMs: 45_000, deadlineMs: 60_000 };

export async function lookAtCloudIntegration(
  binding: CloudIntegrationBinding,
  { surroundings, meter }: ConnectionOptions,
): Promise<CloudIntegrationLook> {
  const shown = clientCertificateOf(binding.credential);
  const [tokenHost, apiHost] = await Promise.all([
    lookAtHost(new URL(binding.tokenUrl), shown),
    lookAtHost(new URL(binding.apiUrl)),
  ]);
  if (tokenHost.problem !== undefined) return { tokenHost, apiHost, reads: [] };
  const shared = { system: 'cloud-integration', surroundings, meter, ...timeouts };
  const facts = { binding: binding.name };
  const tokenClient = createTokenClient(binding, 'CPI_CREDENTIALS', shared);
  const { issued, ...token } = await lookForToken(tokenClient, tokenRequest(binding), {
    system: 'cloud-integration',
    now: surroundings.now,
  });
  if (issued === undefined) return { tokenHost, apiHost, token, reads: [] };
  const { accessToken, scope } = issued;
  const roles = scope?.split(/\s+/).filter(Boolean);
  const known = { tokenHost, apiHost, token, ...(roles !== undefined && { roles }) };
  if (apiHost.problem !== undefined) return { ...known, reads: [] };

  const clientFor = ({ perSecond, role }: (typeof kinds)[keyof typeof kinds]) =>
    createHttpClient({
      ...shared,
      baseUrl: binding.apiUrl,
      requestsPerSecond: perSecond,
      tokens: { get: async () => accessToken, renew: async () => accessToken },
      isTokenStale: () => false,
      describeStatus(status) {
        if (status === 401) return { code: 'CPI_TOKEN_REJECTED', facts };
        return status === 403 ? { code: 'CPI_ROLE_MISSING', facts: { ...facts, role } } : undefined;
      },
    });
  const runtime = clientFor(kinds.runtime);
  const design = clientFor(kinds.design);
  const deployed = await attempt(runtime, {
    method: 'GET',
    path: runtimePath,
    query: { $top: sample, ...asJson },
  });
  const packages = await attempt(design, {
    method: 'GET',
    path: packagesPath,
    query: { $top: 1, ...asJson },
  });
  const looks = [
    { api: 'runtime', call: `GET ${runtimePath}`, role: kinds.runtime.role, ...problemOf(deployed) },
    { api: 'packages', call: `GET ${packagesPath}`, role: kinds.design.role, ...problemOf(packages) },
  ];
  const isClosed = packages.problem !== undefined;
  const hidden = isClosed ? [] : await findHidden(design, deployed.answer?.data);
  return { ...known, reads: looks, hidden };
}

function problemOf({ problem }: Attempt): { problem?: LandbridgeError } {
  return problem === undefined ? {} : { problem };
}

/** Ids of what is deployed and may not be looked into: an access policy keeps it from a key that has the role. */
async function findHidden(design: HttpClient, answer: unknown): Promise<string[]> {
  const listed = Collection.safeParse(answer);
  const rows = listed.success ? listed.data.d.results : [];
  const ids = rows.flatMap((row) => {
    const parsed = RuntimeArtifact.safeParse(row);
    return parsed.success && parsed.data.type === flowType ? [parsed.data.id] : [];
  });
  const looked = await Promise.all(
    ids.map(async (id) => {
      const path = `/IntegrationDesigntimeArtifacts(Id='${encodeURIComponent(id.replaceAll("'", "''"))}',Version='active')`;
      const { problem } = await attempt(design, { method: 'GET', path, query: { $select: 'Id', ...asJson } });
      return problem?.facts.status === 403 ? [id] : [];
    }),
  );
  return looked.flat();
}
