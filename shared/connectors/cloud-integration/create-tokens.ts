// Fetches the access tokens of one key, through the cache it is given. Client and secret travel in a Basic header,
// as SAP documents it for this service; where one of them would not survive there, in the form body.
import type { ConnectionOptions, HttpClient } from '../http/http.ts';
import { createTokenSource, type IssuedToken, type TokenSource } from '../http/token.ts';
import { readTokenAnswer } from '../http/token-answer.ts';
import { type CloudIntegrationBinding, tokenPath } from './binding.ts';

export interface CloudIntegrationTokens extends TokenSource {
  /** The token in use is from the cache: it keeps the roles its instance had when it was issued. */
  isFromCache(): boolean;
}

export function createCloudIntegrationTokens(
  { clientId, clientSecret }: CloudIntegrationBinding,
  client: HttpClient,
  { surroundings, tokenCache }: ConnectionOptions,
): CloudIntegrationTokens {
  let fromCache = false;

  async function request(): Promise<IssuedToken> {
    const askedAt = surroundings.now();
    const grant = { grant_type: 'client_credentials' };
    // A plus or percent sign in a Basic header is decoded by XSUAA (cloud-alm-api 1.2).
    const isFragile = /[+%]/.test(`${clientId}${clientSecret}`);
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const { data } = await client.send({
      method: 'POST',
      path: tokenPath,
      ...(isFragile
        ? { form: { ...grant, client_id: clientId, client_secret: clientSecret } }
        : { form: grant, headers: { authorization: `Basic ${basic}` } }),
      repeat: 'safe',
    });
    const token = readTokenAnswer(data, askedAt, { system: 'cloud-integration', path: tokenPath });
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
