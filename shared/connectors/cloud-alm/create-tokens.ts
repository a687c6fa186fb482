// Fetches the access tokens of one Cloud ALM key, through the cache it is given. A secret travels in the form
// body, where a plus sign in it survives; a certificate is shown while the connection is made.
import { tokenPath } from '../http/address.ts';
import type { ConnectionOptions, HttpClient, HttpRequest } from '../http/http.ts';
import { type CachedTokenSource, createTokenSource } from '../http/token.ts';
import { askForToken } from '../http/token-answer.ts';
import type { CloudAlmBinding } from './binding.ts';

export function createCloudAlmTokens(
  binding: CloudAlmBinding,
  client: HttpClient,
  { surroundings, tokenCache: cache }: ConnectionOptions,
): CachedTokenSource {
  return createTokenSource({
    request: () => askForToken(client, tokenRequest(binding), 'cloud-alm'),
    cache,
    now: () => surroundings.now(),
  });
}

export function tokenRequest({ clientId, credential }: CloudAlmBinding): Omit<HttpRequest, 'repeat'> {
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    ...(credential.kind === 'secret' && { client_secret: credential.clientSecret }),
  };
  return { method: 'POST', path: tokenPath, form };
}
