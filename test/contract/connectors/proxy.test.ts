// The HTTP client behind a proxy and under certificates: https goes by CONNECT through the proxy that the
// environment names, nothing secret is read on the way, and what fails says whether proxy or certificate did.
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HttpClientOptions } from '../../../shared/connectors/http/http.ts';
import { createHttpClient } from '../../../shared/connectors/http/http-client.ts';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import { LandbridgeError } from '../../../shared/errors.ts';
import { type Authority, hasOpenssl, makeAuthority } from '../../support/certificates.ts';
import { type ConnectProxy, startConnectProxy, startTlsFront } from '../../support/connect-proxy.ts';
import { freePort, playScript, type ScriptLine } from '../../support/scripted-server.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

if (!hasOpenssl) console.warn('SKIPPED: no openssl on the PATH, so nothing is tried over TLS');

const host = 'calm.example';
const read = { method: 'GET', path: '/things', repeat: 'safe' } as const;
const fine: ScriptLine = ['GET /things', { json: { fine: true } }];

let trusted: Authority;
let foreign: Authority;

function setProxy(url: string, noProxy = ''): void {
  for (const name of ['HTTP_PROXY', 'ALL_PROXY', 'HTTPS_PROXY']) {
    vi.stubEnv(name, '');
    vi.stubEnv(name.toLowerCase(), '');
  }
  vi.stubEnv('https_proxy', url);
  vi.stubEnv('no_proxy', noProxy);
  vi.stubEnv('NO_PROXY', '');
}

interface Scene {
  proxy: ConnectProxy;
  frontPort: number;
  surroundings: ReturnType<typeof stillSurroundings>;
  send(options?: Partial<HttpClientOptions>): Promise<unknown>;
}

/** A scripted server behind TLS behind a proxy that alone knows its name. */
function behindProxy(
  script: readonly ScriptLine[],
  {
    certificate = trusted.issue(host),
    credentials,
  }: { certificate?: ReturnType<Authority['issue']>; credentials?: string },
  test: (scene: Scene) => Promise<void>,
): Promise<void> {
  return playScript(script, async ({ origin }) => {
    const front = await startTlsFront(certificate, Number(new URL(origin).port));
    const proxy = await startConnectProxy({ [`${host}:443`]: front.port }, credentials);
    onTestFinished(() => Promise.all([front.close(), proxy.close()]).then(() => undefined));
    setProxy(`http://${credentials === undefined ? '' : `${credentials}@`}127.0.0.1:${proxy.port}`);
    const surroundings = stillSurroundings();
    await test({
      proxy,
      frontPort: front.port,
      surroundings,
      send: (options) => send(surroundings, options),
    });
  });
}

function send(
  surroundings = stillSurroundings(),
  options: Partial<HttpClientOptions> = {},
): Promise<unknown> {
  const tokens = { get: async () => 'bearer-secret', renew: async () => 'bearer-secret' };
  const given = { system: 'there', baseUrl: `https://${host}`, surroundings, meter: createMeter(), tokens };
  return createHttpClient({ ...given, ...options }).send(read);
}

async function failureOf(work: Promise<unknown>): Promise<LandbridgeError> {
  const thrown: unknown = await work.catch((error: unknown) => error);
  if (thrown instanceof LandbridgeError) return thrown;
  throw new Error('no LandbridgeError was thrown', { cause: thrown });
}

describe.skipIf(!hasOpenssl)('a request over TLS', () => {
  beforeAll(() => {
    const before = getCACertificates('default');
    trusted = makeAuthority();
    foreign = makeAuthority();
    setDefaultCACertificates([...before, trusted.cert]);
  });
  afterAll(() => {
    trusted.remove();
    foreign.remove();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('goes through the proxy by CONNECT, with its credentials, and the proxy reads none of it', () =>
    behindProxy([fine, fine], { credentials: 'someone:proxy-secret' }, async ({ proxy, send }) => {
      expect(await send()).toMatchObject({ status: 200, data: { fine: true } });
      expect(await send()).toMatchObject({ status: 200 });
      expect(new Set(proxy.tunnels)).toEqual(new Set([`${host}:443`]));
      expect(proxy.forwarded).toEqual([]);
      expect(proxy.seen()).toContain('CONNECT');
      expect(proxy.seen()).not.toMatch(/bearer-secret|GET \/things/);
    }));

  it.each(['calm.example', '.example', '*.example', 'calm.example:443', '*'])(
    'goes past the proxy for NO_PROXY=%s',
    (noProxy) =>
      behindProxy([], {}, async ({ proxy, send }) => {
        setProxy(`http://127.0.0.1:${proxy.port}`, noProxy);
        // The name is known to the proxy alone.
        expect((await failureOf(send())).code).toBe('NET_UNREACHABLE');
        expect(proxy.tunnels).toEqual([]);
      }),
  );

  it('to this machine goes past the proxy', () =>
    playScript([fine], async ({ origin }) => {
      const certificate = trusted.issue('localhost');
      const front = await startTlsFront(certificate, Number(new URL(origin).port));
      onTestFinished(() => front.close());
      setProxy('http://127.0.0.1:1');
      const baseUrl = `https://localhost:${front.port}`;
      expect(await send(undefined, { baseUrl })).toMatchObject({ status: 200 });
    }));

  it.each([407, 403, 405])('ends at once when the proxy refuses with %i', (status) =>
    behindProxy([], { credentials: 'someone:proxy-secret' }, async ({ proxy, surroundings, send }) => {
      proxy.refusal = status;
      const error = await failureOf(send({ describeStatus: () => ({ code: 'CALM_SCOPE_MISSING' }) }));
      expect(error.code).toBe('NET_PROXY');
      expect(error.facts).toMatchObject({ host, proxy: `127.0.0.1:${proxy.port}`, status, attempts: 1 });
      expect(inspect(error, { depth: 9 })).not.toMatch(/proxy-secret|someone/);
      expect(surroundings.waits).toEqual([]);
    }),
  );

  it('is tried again while the proxy cannot reach the host for the moment', () =>
    behindProxy([fine], {}, async ({ proxy, surroundings, send }) => {
      proxy.refusal = 503;
      const sleep = surroundings.sleep;
      surroundings.sleep = async (ms) => {
        proxy.refusal = undefined;
        await sleep(ms);
      };
      expect(await send()).toMatchObject({ status: 200 });
      expect(proxy.tunnels).toHaveLength(2);
    }));

  it('is not in doubt when no tunnel came about', () =>
    behindProxy([], {}, async ({ proxy, send }) => {
      proxy.refusal = 502;
      const error = await failureOf(send());
      expect(error).toMatchObject({ code: 'NET_PROXY', facts: { status: 502, attempts: 6 } });
    }));

  it('says that nobody listens at the proxy', async () => {
    const port = await freePort();
    setProxy(`http://someone:proxy-secret@127.0.0.1:${port}`);
    const error = await failureOf(send());
    expect(error.code).toBe('NET_PROXY');
    expect(error.facts).toMatchObject({ proxy: `127.0.0.1:${port}`, reason: 'ECONNREFUSED' });
    expect(inspect(error, { depth: 9 })).not.toMatch(/proxy-secret|someone/);
  });

  it('does not wait for a proxy that says nothing', () =>
    behindProxy([], {}, async ({ proxy, send }) => {
      proxy.refusal = 'silent';
      const error = await failureOf(send({ timeoutMs: 20, deadlineMs: 100 }));
      expect(error).toMatchObject({ code: 'NET_TIMEOUT', facts: { attempts: 1 } });
    }));

  it.each(['socks5://someone:proxy-secret@127.0.0.1:1080', 'http://[some:proxy-secret'])(
    'does not go past a proxy that cannot be used: %s',
    async (url) => {
      setProxy(url);
      const error = await failureOf(send());
      expect(error).toMatchObject({ code: 'NET_PROXY', facts: { host, reason: 'address' } });
      expect(inspect(error, { depth: 9 })).not.toContain('proxy-secret');
    },
  );

  it.each<[string, () => ReturnType<Authority['issue']>, string]>([
    ['of an authority nobody knows', () => foreign.issue(host), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['that has expired', () => trusted.issue(host, { expired: true }), 'CERT_HAS_EXPIRED'],
    ['of another host', () => trusted.issue('other.example'), 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('ends at once at a certificate %s', (_, issue, reason) =>
    behindProxy([], { certificate: issue() }, async ({ frontPort, surroundings, send }) => {
      const throughProxy = await failureOf(send());
      setProxy('');
      const direct = await failureOf(send({ baseUrl: `https://localhost:${frontPort}` }));
      for (const error of [throughProxy, direct]) {
        expect(error.code).toBe('NET_CERTIFICATE');
        expect(error.facts).toMatchObject({ attempts: 1 });
        expect(error.cure).toContain('NODE_EXTRA_CA_CERTS');
      }
      expect(throughProxy.facts.reason).toBe(reason);
      expect(surroundings.waits).toEqual([]);
    }),
  );
});
