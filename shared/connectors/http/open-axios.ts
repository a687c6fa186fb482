// Loads axios when the first request is sent, so that a function starts without it, and settles the way to the
// host: through a proxy or not. What is tried again and when is decided per request (exchange.ts); axios-retry
// only carries it out.
import type { AxiosInstance } from 'axios';
import { isLoopback } from './address.ts';
import { findProxy, type Tunnel } from './proxy.ts';

export interface OpenAxios {
  axios: AxiosInstance;
  /** The simulator on this machine is never looked for behind one. */
  proxy: Tunnel | undefined;
}

/** @throws NET_PROXY */
export async function openAxios(base: URL): Promise<OpenAxios> {
  const proxy = isLoopback(base) ? undefined : await findProxy(base);
  const [{ default: axios }, { default: axiosRetry }] = await Promise.all([
    import('axios'),
    import('axios-retry'),
  ]);
  // An agent that tunnels by itself keeps axios from doing it: axios takes a proxy's refusal for the host's.
  const way = proxy === undefined ? ({ proxy: false } as const) : { httpsAgent: proxy.agent };
  const instance = axios.create(way);
  axiosRetry(instance);
  return { axios: instance, proxy };
}
