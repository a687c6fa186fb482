// Finds the proxy that the environment names for an address (HTTPS_PROXY, ALL_PROXY, NO_PROXY) and opens the
// agent that tunnels through it by CONNECT: the proxy learns host and port, and nothing of what is sent.
import type { Agent } from 'node:https';
import { LandbridgeError } from '../../errors.ts';
import type { ClientCertificate } from './http.ts';

export interface Tunnel {
  /** Host and port; credentials stay in the agent. */
  address: string;
  agent: Agent;
}

/** A proxy that has not opened a tunnel by then will not. */
const tunnelTimeoutMs = 30_000;

/** @throws NET_PROXY when the environment names something that is no proxy: nothing goes past it unseen */
export async function findProxy(url: URL, shown?: ClientCertificate): Promise<Tunnel | undefined> {
  const { getProxyForUrl } = await import('proxy-from-env');
  const text = getProxyForUrl(url.href);
  if (text === '') return undefined;
  const named = URL.parse(text);
  if (named === null || !['http:', 'https:'].includes(named.protocol)) {
    throw new LandbridgeError('NET_PROXY', { host: url.host, reason: 'address' });
  }
  const { Agent } = await import('node:https');
  const agent = new Agent({
    ...shown,
    keepAlive: true,
    scheduling: 'lifo',
    timeout: tunnelTimeoutMs,
    proxyEnv: { https_proxy: text },
  });
  return { address: named.host, agent };
}
