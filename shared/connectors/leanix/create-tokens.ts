// Exchanges the API token of a technical user for access tokens, through the cache it is given, and remembers
// them so that they can be struck out of texts.
import type { ConnectionOptions, HttpClient, HttpRequest } from '../http/http.ts';
import { createTokenSource, type TokenSource } from '../http/token.ts';
import { askForToken } from '../http/token-answer.ts';
import type { LeanIxBinding } from './binding.ts';

export interface LeanIxTokens extends TokenSource {
  /** Everything secret this connection has sent. */
  secrets(): ReadonlySet<string>;
}

const tokenPath = '/services/mtm/v1/oauth2/token';

export function createLeanIxTokens(
  binding: LeanIxBinding,
  client: HttpClient,
  { surroundings, tokenCache }: ConnectionOptions,
): LeanIxTokens {
  const secrets = new Set([binding.apiToken, basicOf(binding)]);

  const source = createTokenSource({
    request: () => askForToken(client, tokenRequest(binding), 'leanix'),
    cache: tokenCache,
    now: () => surroundings.now(),
  });

  function remember(accessToken: string): string {
    secrets.add(accessToken);
    return accessToken;
  }

  return {
    get: async () => remember(await source.get()),
    renew: async (stale) => remember(await source.renew(stale)),
    secrets: () => secrets,
  };
}

export function tokenRequest(binding: LeanIxBinding): Omit<HttpRequest, 'repeat'> {
  return {
    method: 'POST',
    path: tokenPath,
    headers: { authorization: `Basic ${basicOf(binding)}` },
    form: { grant_type: 'client_credentials' },
  };
}

function basicOf({ apiToken }: LeanIxBinding): string {
  return Buffer.from(`apitoken:${apiToken}`).toString('base64');
}
