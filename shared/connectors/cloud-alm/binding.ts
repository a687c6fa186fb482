// Reads a bound SAP Cloud ALM API key: normalises the addresses people paste in several forms, and says what
// is missing. It reaches out to nothing.
import * as z from 'zod/mini';
import { LandbridgeError } from '../../errors.ts';
import { parseAddress, pathOf } from '../http/address.ts';
import { ServiceKey } from './schema.ts';

export interface CloudAlmBinding {
  system: 'cloud-alm';
  name: string;
  /** Ends with /api. */
  apiUrl: string;
  /** Ends with /oauth/token. */
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  /** `identityzone`, else the first label of the token host. */
  tenant: string;
}

export const tokenPath = '/oauth/token';

/** @throws CFG_BINDING_INCOMPLETE naming what is missing or unreadable; CFG_PLAIN_HTTP. */
export function parseCloudAlmBinding(name: string, credentials: unknown): CloudAlmBinding {
  const parsed = z.safeParse(ServiceKey, credentials);
  const key = parsed.success ? parsed.data : {};
  const api = parseAddress(key.endpoints?.Api ?? '', name);
  const uaa = parseAddress(key.uaa?.url ?? '', name);
  const clientId = key.uaa?.clientid ?? '';
  const clientSecret = key.uaa?.clientsecret ?? '';
  if (api === undefined || uaa === undefined || clientId === '' || clientSecret === '') {
    const missing = [
      ...(api === undefined ? ['endpoints.Api'] : []),
      ...(uaa === undefined ? ['uaa.url'] : []),
      ...(clientId === '' ? ['uaa.clientid'] : []),
      ...(clientSecret === '' ? ['uaa.clientsecret'] : []),
    ];
    throw new LandbridgeError('CFG_BINDING_INCOMPLETE', { binding: name, missing: missing.join(', ') });
  }
  const identityZone = key.uaa?.identityzone ?? '';
  return {
    system: 'cloud-alm',
    name,
    apiUrl: `${api.origin}${pathOf(api).replace(/\/api$/, '')}/api`,
    tokenUrl: `${uaa.origin}${pathOf(uaa).replace(/\/oauth\/token$/, '')}${tokenPath}`,
    clientId,
    clientSecret,
    tenant: identityZone === '' ? (uaa.hostname.split('.')[0] ?? '') : identityZone,
  };
}
