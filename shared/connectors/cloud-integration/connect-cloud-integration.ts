// The connection to one SAP Cloud Integration tenant: its token and its integration flows. Reads only; which of
// them matter is not decided here.
import type { Source, SourcePage } from '../../core/model.ts';
import type { ErrorCode, Facts } from '../../errors.ts';
import type { ConnectionOptions } from '../http/http.ts';
import { createHttpClient } from '../http/http-client.ts';
import { staleWithRights } from '../http/token.ts';
import { createTokenClient } from '../http/token-client.ts';
import type { CloudIntegrationBinding } from './binding.ts';
import { createCloudIntegrationTokens } from './create-tokens.ts';
import { readIFlows } from './read-iflows.ts';

export interface CloudIntegration extends Source {
  system: 'cloud-integration';
  /** @throws CPI_CREDENTIALS */
  checkToken(): Promise<void>;
  /**
   * The integration flows, those of some packages at a time.
   * @throws CPI_ROLE_MISSING naming the role, CPI_TOKEN_REJECTED
   */
  pages(fromOffset?: number, known?: ReadonlySet<string>): AsyncGenerator<SourcePage>;
}

/**
 * Requests a second, a fifth below what one user may send (50 and 10, systems-and-peers 5.4): a network delays some of
 * them. And the role of the instance that they need (5.1).
 */
export const kinds = {
  runtime: { perSecond: 40, role: 'MonitoringDataRead' },
  design: { perSecond: 8, role: 'WorkspacePackagesRead' },
} as const;

export function connectCloudIntegration(
  binding: CloudIntegrationBinding,
  options: ConnectionOptions,
): CloudIntegration {
  const { surroundings, meter, signal, requestsPerSecond = Number.POSITIVE_INFINITY } = options;
  const shared = { system: 'cloud-integration', surroundings, meter, signal };
  const tokenClient = createTokenClient(binding, 'CPI_CREDENTIALS', shared);
  const tokens = createCloudIntegrationTokens(binding, tokenClient, options);

  const clientFor = ({ perSecond, role }: (typeof kinds)[keyof typeof kinds]) =>
    createHttpClient({
      ...shared,
      baseUrl: binding.apiUrl,
      tokens,
      requestsPerSecond: Math.min(perSecond, requestsPerSecond),
      isPaceEven: true,
      isTokenStale: staleWithRights(tokens),
      describeStatus(status): { code: ErrorCode; facts: Facts } | undefined {
        if (status === 401) return { code: 'CPI_TOKEN_REJECTED', facts: { binding: binding.name } };
        if (status !== 403) return undefined;
        return { code: 'CPI_ROLE_MISSING', facts: { binding: binding.name, role } };
      },
    });
  const clients = { runtime: clientFor(kinds.runtime), design: clientFor(kinds.design) };

  return {
    system: 'cloud-integration',
    tenant: binding.tenant,
    async checkToken() {
      await tokens.get();
    },
    pages: (fromOffset = 0, known = new Set()) =>
      readIFlows(clients, {
        surroundings,
        tenantHost: new URL(binding.apiUrl).host,
        fromPackage: fromOffset,
        known,
      }),
  };
}
