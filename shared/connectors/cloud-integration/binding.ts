// Reads a bound key of SAP Process Integration Runtime, plan `api`: takes the addresses in all forms people paste,
// and says what is missing. It reaches out to nothing.
import { LandbridgeError } from '../../errors.ts';
import { parseAddress, pathOf, tokenPath } from '../http/address.ts';
import { type ClientCredential, unescapePem } from '../http/client-credential.ts';
import { pickMember, speltMembers, unwrapCredentials } from '../http/spelt-members.ts';

export interface CloudIntegrationBinding {
  system: 'cloud-integration';
  name: string;
  /** Ends with /api/v1. */
  apiUrl: string;
  /** Ends with /oauth/token. */
  tokenUrl: string;
  clientId: string;
  credential: ClientCredential;
  /** `identityzone` where a key has one, else the first label of the token host. */
  tenant: string;
}

/** @throws CFG_BINDING_INCOMPLETE naming what is missing or unreadable; CFG_PLAIN_HTTP. */
export function parseCloudIntegrationBinding(name: string, given: unknown): CloudIntegrationBinding {
  const whole = unwrapCredentials(given);
  // The key itself; a user-provided service that repeats its members; one with the block of other services.
  const [oauth, flat, uaa] = [speltMembers(whole.oauth), speltMembers(whole), speltMembers(whole.uaa)];
  const pick = (...names: string[]) =>
    [oauth, flat, uaa].map((part) => pickMember(part, names)).find(Boolean);
  const api = parseAddress(pickMember(oauth, ['url']) || pickMember(flat, ['url']), name);
  const clientId = pick('clientid');
  const clientSecret = pick('clientsecret');
  const certificate = unescapePem(pick('certificate') ?? '');
  const privateKey = unescapePem(pick('key', 'privatekey') ?? '');
  // The token service of clients with a certificate has an address of its own.
  const isX509 = clientSecret === undefined && certificate !== '';
  const certUrl = isX509 ? pick('certurl') : undefined;
  const token = parseAddress(certUrl ?? pick('tokenurl') ?? pickMember(uaa, ['url']), name);
  const proof = isX509 ? privateKey || undefined : clientSecret;
  if (api === undefined || token === undefined || clientId === undefined || proof === undefined) {
    const proofName = isX509 ? 'key' : 'clientsecret';
    const needed = { url: api, tokenurl: token, clientid: clientId, [proofName]: proof };
    const missing = Object.entries(needed).flatMap(([member, value]) =>
      value === undefined ? [`oauth.${member}`] : [],
    );
    throw new LandbridgeError('CFG_BINDING_INCOMPLETE', { binding: name, missing: missing.join(', ') });
  }
  return {
    system: 'cloud-integration',
    name,
    apiUrl: `${api.origin}${pathOf(api).replace(/\/api(?:\/v1)?$/, '')}/api/v1`,
    tokenUrl: `${token.origin}${pathOf(token).replace(/(\/oauth\/token)+$/, '')}${tokenPath}`,
    clientId,
    credential: isX509
      ? { kind: 'x509', certificate, privateKey: proof }
      : { kind: 'secret', clientSecret: proof },
    tenant: pick('identityzone') ?? token.hostname.split('.')[0] ?? '',
  };
}
