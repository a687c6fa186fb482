// Reads the addresses people paste into bindings. Plain HTTP is let through for this machine only, where the
// simulator listens; anywhere else it would send a secret in clear text.
import { LandbridgeError } from '../../errors.ts';

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

/** Where the token service of an SAP BTP subaccount gives tokens. */
export const tokenPath = '/oauth/token';

export function isLoopback(url: URL): boolean {
  return loopbackHosts.has(url.hostname);
}

/**
 * @returns the address, https:// assumed where no scheme is given; undefined when it is none.
 * @throws CFG_PLAIN_HTTP naming the binding and the host.
 */
export function parseAddress(text: string, binding: string): URL | undefined {
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (url === null || url.hostname === '' || !['http:', 'https:'].includes(url.protocol)) return undefined;
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new LandbridgeError('CFG_PLAIN_HTTP', { binding, host: url.host });
  }
  return url;
}

/** The path without the slashes at its end. */
export function pathOf(url: URL): string {
  return url.pathname.replace(/\/+$/, '');
}
