// The members of a Cloud ALM key under one set of names, whatever it was pasted as: a service key with `uaa`
// inside, one without, wrapped into `credentials`, or the four single fields that other products ask for. It
// judges nothing: what is absent is empty.
import { unescapePem } from '../http/client-credential.ts';
import { pickMember, type SpeltMembers, speltMembers, unwrapCredentials } from '../http/spelt-members.ts';

export interface ServiceKey {
  form: 'service key' | 'single fields';
  /** Other services have endpoints too, but not of this name. */
  hasEndpoint: boolean;
  /** Names of the members outside `uaa`, without case, blanks and marks. */
  labels: ReadonlySet<string>;
  api: string;
  tokenUrl: string;
  /** Token service for clients with a certificate. */
  certUrl: string;
  clientId: string;
  clientSecret: string;
  certificate: string;
  privateKey: string;
  identityZone: string;
  xsAppName: string;
  tenantId: string;
  credentialType: string;
}

/** Labels that forms of other products give the address of the API. */
const apiNames = [
  'api',
  'url',
  'apiurl',
  'baseurl',
  'apibaseurl',
  'hosturl',
  'host',
  'endpoint',
  'cloudalmurl',
  'cloudalmapiurl',
  'cloudalmapibaseurl',
  'calmurl',
];
const tokenNames = [
  'authenticationserver',
  'authserver',
  'authorizationserver',
  'oauthserver',
  'oauthtokenendpoint',
  'oauthtokenendpointurl',
  'oauthtokenurl',
  'oauthurl',
  'tokenendpoint',
  'tokenendpointurl',
  'tokenserviceurl',
  'tokenurl',
  'accesstokenurl',
  'authurl',
  'uaaurl',
];

export function readServiceKey(given: unknown): ServiceKey {
  const whole = unwrapCredentials(given);
  const flat = speltMembers(whole);
  const endpoints = speltMembers(whole.endpoints);
  const isNested = typeof whole.uaa === 'object' && whole.uaa !== null;
  const uaa = isNested ? speltMembers(whole.uaa) : flat;
  return {
    form: isNested ? 'service key' : 'single fields',
    hasEndpoint: endpoints.has('api'),
    labels: new Set(flat.keys()),
    api: pickMember(endpoints, ['api']) || pickUrl(flat, apiNames, false),
    tokenUrl: pickMember(uaa, isNested ? ['url', ...tokenNames] : tokenNames) || pickUrl(flat, ['url'], true),
    certUrl: pickMember(uaa, ['certurl']),
    clientId: pickMember(uaa, ['clientid', 'oauthclientid']),
    clientSecret: pickMember(uaa, ['clientsecret', 'oauthclientsecret', 'secret']),
    certificate: unescapePem(pickMember(uaa, ['certificate'])),
    privateKey: unescapePem(pickMember(uaa, ['key', 'privatekey'])),
    identityZone: pickMember(uaa, ['identityzone']),
    xsAppName: pickMember(uaa, ['xsappname']),
    tenantId: pickMember(uaa, ['tenantid', 'identityzoneid', 'zoneid']),
    credentialType: pickMember(uaa, ['credentialtype']),
  };
}

/** Without `uaa`, `url` may be the token service's, as in the keys of XSUAA, or the API's. */
function pickUrl(members: SpeltMembers, names: readonly string[], isOfTokens: boolean): string {
  const fits = names.filter((name) => looksLikeTokens(members.get(name) ?? '') === isOfTokens);
  return pickMember(members, fits);
}

function looksLikeTokens(address: string): boolean {
  return /(^|[./])authentication\.|\/oauth\/token\/*$/.test(address);
}
