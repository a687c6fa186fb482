// Events as AWS hands them to a function, and as a person pastes them in its console.
import { readFileSync } from 'node:fs';

/** A file of events/. */
export function eventOf(name: string): object {
  return JSON.parse(readFileSync(`events/${name}.json`, 'utf8'));
}

export interface HttpAsk {
  method?: string;
  /** With the query. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Payload 2.0 of an HTTP API. */
export function httpEvent({ method = 'GET', path, headers = {}, body }: HttpAsk) {
  const [rawPath = '/', rawQueryString = ''] = path.split('?');
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { host: 'api.example', ...Object.fromEntries(lowerCase) },
    body: body ?? null,
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      authentication: null,
      authorizer: {},
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: '$default',
      stage: '$default',
      time: '28/Nov/2026:20:00:00 +0000',
      timeEpoch: 1_795_896_000_000,
    },
  };
}
