// Reads a bound SAP LeanIX service: host and API token of a technical user. It reaches out to nothing.
import * as z from 'zod/mini';
import { LandbridgeError } from '../../errors.ts';
import { parseAddress } from '../http/address.ts';
import { Credentials } from './schema.ts';

export interface LeanIxBinding {
  name: string;
  /** Scheme and host; every service of a workspace lives on it. */
  origin: string;
  apiToken: string;
}

/** @throws CFG_BINDING_INCOMPLETE naming what is missing or unreadable; CFG_PLAIN_HTTP. */
export function parseLeanIxBinding(name: string, credentials: unknown): LeanIxBinding {
  const parsed = z.safeParse(Credentials, credentials);
  const given = parsed.success ? parsed.data : {};
  const host = parseAddress(given.host ?? '', name);
  const apiToken = (given.apiToken ?? given.apitoken ?? '').trim();
  if (host === undefined || apiToken === '') {
    const missing = [...(host === undefined ? ['host'] : []), ...(apiToken === '' ? ['apiToken'] : [])];
    throw new LandbridgeError('CFG_BINDING_INCOMPLETE', { binding: name, missing: missing.join(', ') });
  }
  return { name, origin: host.origin, apiToken };
}
