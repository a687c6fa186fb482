// The connection to one SAP Cloud ALM tenant: its token and its landscape, page by page. Reads only; which
// objects matter is not decided here.

import type { Source } from '../../core/model.ts';
import type { ConnectionOptions } from '../http/http.ts';
import { createHttpClient } from '../http/http-client.ts';
import { staleWithRights } from '../http/token.ts';
import { createTokenClient } from '../http/token-client.ts';
import type { CloudAlmBinding } from './binding.ts';
import { createCloudAlmTokens } from './create-tokens.ts';
import { type LandscapePage, readLandscape } from './read-landscape.ts';
import { instanceParameters, landscapeScope, scopesFor } from './scopes.ts';

export type { LandscapePage } from './read-landscape.ts';

export interface CloudAlm extends Source {
  system: 'cloud-alm';
  /** @throws CALM_CREDENTIALS */
  checkToken(): Promise<void>;
  /**
   * The landscape from this offset on, each object once.
   * @throws CALM_SCOPE_MISSING with the parameters to paste, CALM_TOKEN_REJECTED
   */
  pages(fromOffset?: number, known?: ReadonlySet<string>): AsyncGenerator<LandscapePage>;
}

export function connectCloudAlm(binding: CloudAlmBinding, options: ConnectionOptions): CloudAlm {
  const { surroundings, meter, signal, requestsPerSecond } = options;
  const shared = { system: 'cloud-alm', surroundings, meter, signal };
  const tokenClient = createTokenClient(binding, 'CALM_CREDENTIALS', shared);
  const tokens = createCloudAlmTokens(binding, tokenClient, options);
  const api = createHttpClient({
    ...shared,
    baseUrl: binding.apiUrl,
    tokens,
    requestsPerSecond,
    isTokenStale: staleWithRights(tokens),
    describeStatus(status) {
      if (status === 401) return { code: 'CALM_TOKEN_REJECTED', facts: { binding: binding.name } };
      if (status !== 403) return undefined;
      const facts = { binding: binding.name, scope: landscapeScope, parameters: landscapeParameters() };
      return { code: 'CALM_SCOPE_MISSING', facts };
    },
  });
  return {
    system: 'cloud-alm',
    tenant: binding.tenant,
    async checkToken() {
      await tokens.get();
    },
    pages: (fromOffset = 0, known = new Set()) => readLandscape(api, fromOffset, known),
  };
}

/** On one line. */
function landscapeParameters(): string {
  return JSON.stringify(instanceParameters(scopesFor(['landscape']).map(({ scope }) => scope)));
}
