// Reads a bound key of SAP Process Integration Runtime, plan `api`: takes the addresses in all forms people paste,
// and says what is missing. It reaches out to nothing.
import { LandbridgeError } from '../../errors.ts';
import { parseAddress, pathOf } from '../http/address.ts';
import { KeyPart } from './schema.ts';

export interface CloudIntegrationBinding {
  system: 'cloud-integration';
  name: string;
  /** Ends with /api/v1. */
  apiUrl: string;
  /** Ends with /oauth/token. */
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  /** `identityzone` where a key has one, else the first label of the token host. */
  tenant: string;
}

export const tokenPath = '/oauth/token';

/** @throws CFG_BINDING_INCOMPLETE naming what is missing or unreadable; CFG_PLAIN_HTTP. */
export function parseCloudIntegrationBinding(name: string, credentials: unknown): CloudIntegrationBinding {
  const outer = tidyKeys(credentials);
  // The key itself; a user-provided service that repeats its members; one with the block of other services.
  const key = KeyPart.parse({ ...outer, ...tidyKeys(outer.uaa), url: outer.url, ...tidyKeys(outer.oauth) });
  const uaaUrl = KeyPart.parse(tidyKeys(outer.uaa)).url;
  const api = parseAddress(key.url ?? '', name);
  const token = parseAddress(key.tokenurl ?? uaaUrl ?? '', name);
  const { clientid: clientId = '', clientsecret: clientSecret = '', identityzone = '' } = key;
  if (api === undefined || token === undefined || clientId === '' || clientSecret === '') {
    const missing = [
      ...(api === undefined ? ['oauth.url'] : []),
      ...(token === undefined ? ['oauth.tokenurl'] : []),
      ...(clientId === '' ? ['oauth.clientid'] : []),
      ...(clientSecret === '' ? ['oauth.clientsecret'] : []),
    ];
    throw new LandbridgeError('CFG_BINDING_INCOMPLETE', { binding: name, missing: missing.join(', ') });
  }
  return {
    system: 'cloud-integration',
    name,
    apiUrl: `${api.origin}${pathOf(api).replace(/\/api(?:\/v1)?$/, '')}/api/v1`,
    tokenUrl: `${token.origin}${pathOf(token).replace(/\/oauth\/token$/, '')}${tokenPath}`,
    clientId,
    clientSecret,
    tenant: identityzone === '' ? (token.hostname.split('.')[0] ?? '') : identityzone,
  };
}

/** `clientId`, `client_id` and `clientid` are one; what is no object has no keys. */
function tidyKeys(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toLowerCase().replace(/[_-]/g, ''), inner]),
  );
}
