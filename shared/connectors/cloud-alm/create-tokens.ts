// Fetches the access tokens of one Cloud ALM key, through the cache it is given. A secret travels in the form
// body, where a plus sign in it survives; a certificate is shown while the connection is made.
import type { ErrorCode, Facts } from '../../errors.ts';
import type { ConnectionOptions, HttpClient } from '../http/http.ts';
import { createTokenSource, type IssuedToken, type TokenSource } from '../http/token.ts';
import { readTokenAnswer } from '../http/token-answer.ts';
import { type CloudAlmBinding, tokenPath } from './binding.ts';

export interface CloudAlmTokens extends TokenSource {
  /** The token in use is from the cache: it keeps the scopes its key had when it was issued. */
  isFromCache(): boolean;
}

export function createCloudAlmTokens(
  binding: CloudAlmBinding,
  client: HttpClient,
  { surroundings, tokenCache }: ConnectionOptions,
): CloudAlmTokens {
  let fromCache = false;

  async function request(): Promise<IssuedToken> {
    const askedAt = surroundings.now();
    const { data } = await client.send({
      method: 'POST',
      path: tokenPath,
      form: tokenForm(binding),
      repeat: 'safe',
    });
    const token = readTokenAnswer(data, askedAt, { system: 'cloud-alm', path: tokenPath });
    fromCache = false;
    return token;
  }

  async function load(): Promise<IssuedToken | undefined> {
    const loaded = await tokenCache?.load();
    fromCache = loaded !== undefined;
    return loaded;
  }

  async function save(token: IssuedToken): Promise<void> {
    await tokenCache?.save(token);
  }

  const source = createTokenSource({ request, load, save, now: () => surroundings.now() });
  return { ...source, isFromCache: () => fromCache };
}

export function tokenForm({ clientId, credential }: CloudAlmBinding): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_id: clientId,
    ...(credential.kind === 'secret' && { client_secret: credential.clientSecret }),
  };
}

/** What a refusal of the token service means. */
export function describeTokenStatus(
  { name, credential }: CloudAlmBinding,
  status: number,
): { code: ErrorCode; facts: Facts } | undefined {
  if (status !== 401) return undefined;
  const code = credential.kind === 'secret' ? 'CALM_CREDENTIALS' : 'NET_CLIENT_CERTIFICATE';
  return { code, facts: { binding: name } };
}
