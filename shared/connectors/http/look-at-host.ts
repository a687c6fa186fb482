// Looks at a host before anything is asked of it: whether its name is known, somebody listens, and the certificate
// is trusted. It sends no request. What lies behind a proxy cannot be seen from here: the first call shows it.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { LandbridgeError } from '../../errors.ts';
import { isLoopback } from './address.ts';
import type { Validity } from './certificate-validity.ts';
import { checkPair } from './check-pair.ts';
import { isRefusedCertificate } from './failure.ts';
import type { ClientCertificate } from './http.ts';
import { findProxy } from './proxy.ts';

export interface HostLook {
  host: string;
  problem?: LandbridgeError;
  /** Through which nothing of the host is seen. */
  proxy?: string;
  /** Version of TLS; absent on this machine without it. */
  protocol?: string;
  /** From when until when the certificate of the host holds. */
  certificate?: Validity;
}

const timeoutMs = 10_000;

/** @param shown where the host demands a certificate of its clients */
export async function lookAtHost(url: URL, shown?: ClientCertificate): Promise<HostLook> {
  const { host } = url;
  try {
    if (shown !== undefined) await checkPair(shown, host);
    const proxy = isLoopback(url) ? undefined : await findProxy(url);
    if (proxy !== undefined) return { host, proxy: proxy.address };
    await resolve(url);
    return { host, ...(url.protocol === 'https:' ? await lookAtTls(url, shown) : await knock(url)) };
  } catch (thrown) {
    if (thrown instanceof LandbridgeError) return { host, problem: thrown };
    throw thrown;
  }
}

/** @throws NET_UNREACHABLE */
async function resolve({ host, hostname }: URL): Promise<void> {
  const { lookup } = await import('node:dns/promises');
  const outOfTime = once(AbortSignal.timeout(timeoutMs), 'abort').then(() => {
    throw new LandbridgeError('NET_TIMEOUT', { host, step: 'DNS' });
  });
  try {
    await Promise.race([lookup(hostname.replace(/^\[|\]$/g, '')), outOfTime]);
  } catch (thrown) {
    if (thrown instanceof LandbridgeError) throw thrown;
    throw new LandbridgeError('NET_UNREACHABLE', { host, step: 'DNS', reason: codeOf(thrown) });
  }
}

async function knock(url: URL): Promise<Partial<HostLook>> {
  const { connect } = await import('node:net');
  const socket = connect({ host: url.hostname, port: Number(url.port || 80), timeout: timeoutMs });
  try {
    await opened(socket, 'connect', { host: url.host, step: 'TCP' });
    return {};
  } finally {
    socket.destroy();
  }
}

async function lookAtTls(
  { host, hostname, port }: URL,
  shown?: ClientCertificate,
): Promise<Partial<HostLook>> {
  const { connect } = await import('node:tls');
  const { isIP } = await import('node:net');
  const socket = connect({
    host: hostname,
    port: Number(port || 443),
    timeout: timeoutMs,
    // A connection that is refused shows no certificate: it is looked at, and judged below.
    rejectUnauthorized: false,
    ...(isIP(hostname) === 0 && { servername: hostname }),
    ...shown,
  });
  try {
    await opened(socket, 'secureConnect', { host, step: 'TLS' });
    const { valid_from, valid_to } = socket.getPeerCertificate();
    const [from, until] = [Date.parse(valid_from), Date.parse(valid_to)];
    const isDated = !Number.isNaN(from) && !Number.isNaN(until);
    if (socket.authorized) {
      return { protocol: socket.getProtocol() ?? 'TLS', ...(isDated && { certificate: { from, until } }) };
    }
    throw new LandbridgeError('NET_CERTIFICATE', {
      host,
      step: 'TLS',
      reason: codeOf(socket.authorizationError),
      ...(isDated && { until: new Date(until).toISOString() }),
    });
  } finally {
    socket.destroy();
  }
}

/** @throws NET_UNREACHABLE, NET_TIMEOUT, NET_CLIENT_CERTIFICATE */
async function opened(socket: Socket, event: string, facts: { host: string; step: string }): Promise<void> {
  socket.once('timeout', () => socket.destroy(new LandbridgeError('NET_TIMEOUT', facts)));
  try {
    await once(socket, event);
  } catch (thrown) {
    if (thrown instanceof LandbridgeError) throw thrown;
    const isOurs = thrown instanceof Error && isRefusedCertificate(codeOf(thrown), thrown.message);
    const code = isOurs ? 'NET_CLIENT_CERTIFICATE' : 'NET_UNREACHABLE';
    throw new LandbridgeError(code, { ...facts, reason: codeOf(thrown) });
  }
}

/** Node gives it as the code of an error, or, of a certificate, as the text itself. */
function codeOf(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
}
