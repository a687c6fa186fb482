// Fetches the access tokens of one key, through the cache it is given. Client and secret travel in a Basic header,
// as SAP documents it for this service; where one of them would not survive there, in the form body. A certificate
// is shown while the connection is made.
import type { ErrorCode, Facts } from '../../errors.ts';
import type { ConnectionOptions, HttpClient, HttpRequest } from '../http/http.ts';
import { createTokenSource, type IssuedToken, type TokenSource } from '../http/token.ts';
import { readTokenAnswer } from '../http/token-answer.ts';
import { type CloudIntegrationBinding, tokenPath } from './binding.ts';

export interface CloudIntegrationTokens extends TokenSource {
  /** The token in use is from the cache: it keeps the roles its instance had when it was issued. */
  isFromCache(): boolean;
}

export function createCloudIntegrationTokens(
  binding: CloudIntegrationBinding,
  client: HttpClient,
  { surroundings, tokenCache }: ConnectionOptions,
): CloudIntegrationTokens {
  let fromCache = false;

  async function request(): Promise<IssuedToken> {
    const askedAt = surroundings.now();
    const { data } = await client.send({ ...tokenRequest(binding), repeat: 'safe' });
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

/** What a refusal of the token service means. */
export function describeTokenStatus(
  { name, credential }: CloudIntegrationBinding,
  status: number,
): { code: ErrorCode; facts: Facts } | undefined {
  if (status !== 401) return undefined;
  const code = credential.kind === 'secret' ? 'CPI_CREDENTIALS' : 'NET_CLIENT_CERTIFICATE';
  return { code, facts: { binding: name } };
}

export function tokenRequest({ clientId, credential }: CloudIntegrationBinding): Omit<HttpRequest, 'repeat'> {
  const grant = { grant_type: 'client_credentials' };
  if (credential.kind === 'x509')
    return { method: 'POST', path: tokenPath, form: { ...grant, client_id: clientId } };
  const { clientSecret } = credential;
  // A plus or percent sign in a Basic header is decoded by XSUAA (cloud-alm-api 1.2).
  const isFragile = /[+%]/.test(`${clientId}${clientSecret}`);
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return {
    method: 'POST',
    path: tokenPath,
    ...(isFragile
      ? { form: { ...grant, client_id: clientId, client_secret: clientSecret } }
      : { form: grant, headers: { authorization: `Basic ${basic}` } }),
  };
}
