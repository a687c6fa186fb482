// Reads a bound SAP LeanIX service: host and API token of a technical user. It reaches out to nothing.
import { LandbridgeError } from '../../errors.ts';
import { parseAddress } from '../http/address.ts';
import { pickMember, speltMembers, unwrapCredentials } from '../http/spelt-members.ts';

export interface LeanIxBinding {
  name: string;
  /** Scheme and host; every service of a workspace lives on it. */
  origin: string;
  apiToken: string;
}

/** Labels that forms of other products give host and token, without case, blanks and marks. */
const hostNames = [
  'host',
  'leanixhost',
  'workspacehost',
  'hostname',
  'url',
  'leanixurl',
  'baseurl',
  'instanceurl',
];
const tellingNames = ['apitoken', 'leanixapitoken', 'technicalusertoken'];
const tokenNames = [...tellingNames, 'token'];

interface GivenLeanIx {
  host: string;
  apiToken: string;
}

/** As they were pasted; what is absent is empty. */
function readLeanIxKey(credentials: unknown): GivenLeanIx {
  const members = speltMembers(unwrapCredentials(credentials));
  return { host: pickMember(members, hostNames), apiToken: pickMember(members, tokenNames) };
}

/** @throws CFG_BINDING_INCOMPLETE naming what is missing or unreadable; CFG_PLAIN_HTTP. */
export function parseLeanIxBinding(name: string, credentials: unknown): LeanIxBinding {
  const { host: given, apiToken } = readLeanIxKey(credentials);
  const host = parseAddress(given, name);
  if (host === undefined || apiToken === '') {
    const missing = [...(host === undefined ? ['host'] : []), ...(apiToken === '' ? ['apiToken'] : [])];
    throw new LandbridgeError('CFG_BINDING_INCOMPLETE', { binding: name, missing: missing.join(', ') });
  }
  return { name, origin: host.origin, apiToken };
}

/** Whether these are credentials of LeanIX, whatever their service is called. */
export function looksLikeLeanIx(credentials: unknown): boolean {
  const members = speltMembers(unwrapCredentials(credentials));
  return tellingNames.some((name) => members.has(name));
}
