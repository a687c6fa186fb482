// The one way connectors talk HTTP: one origin, no redirects, JSON answers, retries as retry.ts decides. Every
// failure leaves as a LandbridgeError whose facts name method, host, path and status, and nothing secret.
import type { AxiosRequestConfig } from 'axios';
import { LandbridgeError } from '../../errors.ts';
import { createExchange, type Exchange } from './exchange.ts';
import type { HttpClient, HttpClientOptions, HttpRequest } from './http.ts';
import { type OpenAxios, openAxios } from './open-axios.ts';
import { createPace } from './pace.ts';

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const base = new URL(options.baseUrl);
  const { requestsPerSecond, isPaceEven } = options;
  const pace = requestsPerSecond === undefined ? undefined : createPace(requestsPerSecond, isPaceEven);
  let opened: Promise<OpenAxios> | undefined;

  return {
    async send(request) {
      const url = buildUrl(options.baseUrl, base.origin, request);
      opened ??= openAxios(base, options.clientCertificate);
      const { axios, proxy } = await opened;
      const exchange = createExchange(options, request, { host: base.host, proxy: proxy?.address }, pace);
      const config = buildConfig(url, request, exchange);
      await exchange.prepare(config);
      try {
        await axios.request(config);
      } catch (thrown) {
        throw thrown instanceof LandbridgeError ? thrown : exchange.failure();
      }
      return exchange.answer();
    },
  };
}

function buildUrl(baseUrl: string, origin: string, request: HttpRequest): URL {
  const url = URL.parse(`${baseUrl.replace(/\/+$/, '')}${request.path}`);
  if (url === null || url.origin !== origin || !/^\/(?!\/)/.test(request.path)) {
    throw new LandbridgeError('BUG_UNEXPECTED', { error: 'a request left its origin' });
  }
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, String(value));
  return url;
}

function buildConfig(url: URL, request: HttpRequest, exchange: Exchange): AxiosRequestConfig {
  return {
    method: request.method,
    url: url.href,
    headers: {
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'user-agent': 'landbridge',
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(request.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...request.headers,
    },
    data: request.form ? new URLSearchParams(request.form).toString() : JSON.stringify(request.body),
    responseType: 'arraybuffer',
    decompress: false,
    transformRequest: [(data) => data],
    transformResponse: [(data) => data],
    maxRedirects: 0,
    'axios-retry': {
      retries: Number.POSITIVE_INFINITY,
      shouldResetTimeout: true,
      validateResponse: (response) => exchange.accept(response),
      retryCondition: (error) => exchange.isWorthAnother(error),
      retryDelay: () => 0,
      onRetry: (_count, _error, config) => exchange.waitAndPrepare(config),
    },
  };
}
