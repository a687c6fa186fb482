// Reads a bound SAP Job Scheduling service (plan standard or free), whose client is proven by a secret or by a
// certificate, and says what is missing. It reaches out to nothing.
import * as z from 'zod/mini';
import { LandbridgeError } from '../../errors.ts';
import { parseAddress, pathOf } from '../http/address.ts';
import type { ClientCertificate } from '../http/http.ts';
import { ServiceKey } from './schema.ts';

export interface JobSchedulingBinding {
  name: string;
  /** Without /scheduler. */
  url: string;
  /** Without /oauth/token. */
  tokenUrl: string;
  clientId: string;
  /** One of the two. */
  clientSecret?: string;
  certificate?: ClientCertificate;
}

export const tokenPath = '/oauth/token';

/** @throws CFG_BINDING_INCOMPLETE naming what is missing or unreadable; CFG_PLAIN_HTTP */
export function parseJobSchedulingBinding(name: string, credentials: unknown): JobSchedulingBinding {
  const parsed = z.safeParse(ServiceKey, credentials);
  const { url: text = '', uaa = {} } = parsed.success ? parsed.data : {};
  const { clientid: clientId = '', clientsecret: clientSecret = '', certificate: cert = '', key = '' } = uaa;
  const isX509 = clientSecret === '' && cert !== '';
  const url = parseAddress(text, name);
  const token = parseAddress((isX509 ? uaa.certurl : uaa.url) ?? '', name);
  const needed: Readonly<Record<string, unknown>> = {
    url,
    [isX509 ? 'uaa.certurl' : 'uaa.url']: token,
    'uaa.clientid': clientId,
    [isX509 ? 'uaa.key' : 'uaa.clientsecret']: isX509 ? key : clientSecret,
  };
  const missing = Object.keys(needed).filter((member) => !needed[member]);
  if (url === undefined || token === undefined || missing.length > 0) {
    throw new LandbridgeError('CFG_BINDING_INCOMPLETE', { binding: name, missing: missing.join(', ') });
  }
  return {
    name,
    url: `${url.origin}${pathOf(url).replace(/\/scheduler$/, '')}`,
    tokenUrl: `${token.origin}${pathOf(token).replace(/\/oauth\/token$/, '')}`,
    clientId,
    ...(isX509 ? { certificate: { cert, key } } : { clientSecret }),
  };
}
