// Reads a bound SAP Cloud ALM API key: normalises the addresses people paste in several forms, and says what
// is missing. It reaches out to nothing.
import { LandbridgeError } from '../../errors.ts';
import { parseAddress, pathOf, tokenPath } from '../http/address.ts';
import type { ClientCredential } from '../http/client-credential.ts';
import { readServiceKey, type ServiceKey } from './service-key.ts';

export interface CloudAlmBinding {
  system: 'cloud-alm';
  name: string;
  /** Ends with /api. */
  apiUrl: string;
  /** Ends with /oauth/token. */
  tokenUrl: string;
  clientId: string;
  credential: ClientCredential;
  /** `identityzone`, else the first label of the token host. */
  tenant: string;
}

/** @throws CFG_BINDING_INCOMPLETE naming what is missing or unreadable; CFG_PLAIN_HTTP. */
export function parseCloudAlmBinding(name: string, credentials: unknown): CloudAlmBinding {
  const key = readServiceKey(credentials);
  const isX509 = usesCertificate(key);
  const api = parseAddress(key.api, name);
  const uaa = parseAddress(isX509 ? key.certUrl : key.tokenUrl, name);
  const needed: Readonly<Record<string, unknown>> = {
    'endpoints.Api': api,
    [isX509 ? 'uaa.certurl' : 'uaa.url']: uaa,
    'uaa.clientid': key.clientId,
    ...(isX509
      ? { 'uaa.certificate': key.certificate, 'uaa.key': key.privateKey }
      : { 'uaa.clientsecret': key.clientSecret }),
  };
  const missing = Object.keys(needed).filter((member) => !needed[member]);
  if (api === undefined || uaa === undefined || missing.length > 0) {
    throw new LandbridgeError('CFG_BINDING_INCOMPLETE', { binding: name, missing: missing.join(', ') });
  }
  return {
    system: 'cloud-alm',
    name,
    apiUrl: `${api.origin}${pathOf(api).replace(/(\/api)+$/, '')}/api`,
    tokenUrl: `${uaa.origin}${pathOf(uaa).replace(/(\/oauth\/token)+$/, '')}${tokenPath}`,
    clientId: key.clientId,
    credential: isX509
      ? { kind: 'x509', certificate: key.certificate, privateKey: key.privateKey }
      : { kind: 'secret', clientSecret: key.clientSecret },
    tenant: key.identityZone === '' ? (uaa.hostname.split('.')[0] ?? '') : key.identityZone,
  };
}

/** A key with both is one with a secret, unless it says otherwise (platform.md 5). */
export function usesCertificate({ credentialType, clientSecret, certificate }: ServiceKey): boolean {
  return credentialType === 'x509' || (clientSecret === '' && certificate !== '');
}

/** Whether these are credentials of Cloud ALM, whatever their service is called. */
export function looksLikeCloudAlm(credentials: unknown): boolean {
  const { hasEndpoint, labels, api } = readServiceKey(credentials);
  return hasEndpoint || labels.has('authenticationserver') || /\balm\.cloud\.sap\b/.test(api);
}
