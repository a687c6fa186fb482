// Loads axios when the first request is sent, so that a function starts without it. What is tried again and
// when is decided per request (exchange.ts); axios-retry only carries it out.
import type { AxiosInstance } from 'axios';

export async function openAxios(): Promise<AxiosInstance> {
  const [{ default: axios }, { default: axiosRetry }] = await Promise.all([
    import('axios'),
    import('axios-retry'),
  ]);
  const instance = axios.create();
  axiosRetry(instance);
  return instance;
}
