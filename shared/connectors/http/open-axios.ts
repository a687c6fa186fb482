// Loads axios when the first request is sent, so that a function starts without it, and settles the way to the
// host: through a proxy or not. What is tried again and when is decided per request (exchange.ts); axios-retry
// only carries it out.
import type { Agent } from 'node:https';
import type { AxiosInstance } from 'axios';
import { isLoopback } from './address.ts';
import { checkPair } from './check-pair.ts';
import type { ClientCertificate } from './http.ts';
import { findProxy, type Tunnel } from './proxy.ts';

export interface OpenAxios {
  axios: AxiosInstance;
  /** The simulator on this machine is never looked for behind one. */
  proxy: Tunnel | undefined;
}

/** @throws NET_PROXY; NET_CLIENT_CERTIFICATE when what is to be shown is no certificate with its key */
export async function openAxios(base: URL, shown?: ClientCertificate): Promise<OpenAxios> {
  if (shown !== undefined) await checkPair(shown, base.host);
  const proxy = isLoopback(base) ? undefined : await findProxy(base, shown);
  const [{ default: axios }, { default: axiosRetry }] = await Promise.all([
    import('axios'),
    import('axios-retry'),
  ]);
  // An agent that tunnels by itself keeps axios from doing it: axios takes a proxy's refusal for the host's.
  const agent = proxy?.agent ?? (shown && (await agentShowing(shown)));
  const way = { ...(proxy === undefined && { proxy: false as const }), ...(agent && { httpsAgent: agent }) };
  const instance = axios.create(way);
  axiosRetry(instance);
  return { axios: instance, proxy };
}

async function agentShowing(certificate: ClientCertificate): Promise<Agent> {
  const { Agent } = await import('node:https');
  return new Agent({ ...certificate, keepAlive: true });
}
