// Fetches the access tokens of one key, through the cache it is given. Client and secret travel in a Basic header,
// as SAP documents it for this service; where one of them would not survive there, in the form body. A certificate
// is shown while the connection is made.
import { tokenPath } from '../http/address.ts';
import type { ConnectionOptions, HttpClient, HttpRequest } from '../http/http.ts';
import { type CachedTokenSource, createTokenSource } from '../http/token.ts';
import { askForToken } from '../http/token-answer.ts';
import type { CloudIntegrationBinding } from './binding.ts';

export function createCloudIntegrationTokens(
  binding: CloudIntegrationBinding,
  client: HttpClient,
  { surroundings, tokenCache: cache }: ConnectionOptions,
): CachedTokenSource {
  return createTokenSource({
    request: () => askForToken(client, tokenRequest(binding), 'cloud-integration'),
    cache,
    now: () => surroundings.now(),
  });
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
