// Who may call, against an XSUAA over real TLS: the same routes and tokens behind an event of AWS and behind a port
// as on Cloud Foundry.
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { LandbridgeError } from '../../../shared/errors.ts';
import type { Route } from '../../../shared/platform/http/route.ts';
import { serveLambda } from '../../../shared/platform/http/serve-lambda.ts';
import { openPort } from '../../support/http.ts';
import { httpEvent } from '../../support/lambda-events.ts';
import { startXsuaa, type TokenWish, type Xsuaa } from '../../support/xsuaa.ts';

const routes: Route[] = [
  { method: 'GET', path: '/health', scope: 'Anyone', answer: () => Response.json({ up: true }) },
  {
    method: 'GET',
    path: '/runs/:run',
    scope: 'View',
    answer: ({ params, query, caller }) => Response.json({ run: params.run, all: query.get('all'), caller }),
  },
  {
    method: 'POST',
    path: '/runs',
    scope: 'Run',
    answer: async ({ readJson }) => Response.json(await readJson(z.object({ flow: z.string() }))),
  },
  {
    method: 'POST',
    path: '/broken',
    scope: 'Run',
    answer: () => {
      throw new Error('Bearer abc.def of jane.doe@example.com');
    },
  },
  {
    method: 'POST',
    path: '/held',
    scope: 'Run',
    answer: () => {
      throw new LandbridgeError('PLAN_FLOW_HELD', { flow: 'landscape', run: 'r1' });
    },
  },
];

interface Ask {
  method?: string;
  path: string;
  token?: string;
  headers?: Record<string, string>;
  body?: string;
}

interface Told {
  status: number;
  headers: Record<string, string | string[]>;
  body: unknown;
}

type Client = (ask: Ask) => Promise<Told>;

const clouds: [name: string, open: () => Promise<Client>][] = [
  [
    'an HTTP API of AWS',
    async () => {
      const handler = serveLambda(routes);
      return async ({ token, ...ask }) => {
        const answer = await handler(httpEvent({ ...ask, headers: headersOf(token, ask.headers) }));
        return { status: answer.statusCode, headers: answer.headers ?? {}, body: JSON.parse(answer.body) };
      };
    },
  ],
  [
    'a port on Cloud Foundry',
    async () => {
      const origin = await openPort(routes);
      return async ({ method = 'GET', path, token, headers, body = null }) => {
        const answer = await fetch(origin + path, { method, headers: headersOf(token, headers), body });
        return {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: await answer.json(),
        };
      };
    },
  ],
];

const headersOf = (token: string | undefined, more: Record<string, string> = {}) => ({
  ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  ...more,
});

const bind = (...bound: Xsuaa[]) =>
  vi.stubEnv('VCAP_SERVICES', JSON.stringify({ xsuaa: bound.map(({ service }) => service) }));

it('a body that is too large is told so', async () => {
  const xsuaa = await startXsuaa();
  bind(xsuaa);
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${xsuaa.sign({ scopes: ['Run'] })}`,
  };
  const body = JSON.stringify({ flow: 'x'.repeat(2 ** 20) });
  const answer = await serveLambda(routes)(httpEvent({ method: 'POST', path: '/runs', headers, body }));
  expect(answer).toMatchObject({ statusCode: 413, body: expect.stringContaining('HOOK_BODY_TOO_LARGE') });
});

describe.each(clouds)('behind %s', (_cloud, open) => {
  it('a token with the scope is let in, and only it says who calls', async () => {
    const xsuaa = await startXsuaa();
    bind(xsuaa);
    const ask = await open();
    expect(await ask({ path: '/runs/a%20b?all=1', token: xsuaa.sign({ scopes: ['View'] }) })).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
      body: {
        run: 'a b',
        all: '1',
        caller: { kind: 'person', id: 'b1d5f2a0-user', name: 'jane.doe@example.com' },
      },
    });
    const second = await ask({ path: '/runs/r2', token: xsuaa.sign({ scopes: ['View', 'Run'] }) });
    expect(second.status).toBe(200);
    expect(xsuaa.requests).toEqual([expect.stringMatching(/^GET \/token_keys\?zid=/)]);
  });

  it('a token that was fetched with client credentials is a program', async () => {
    const xsuaa = await startXsuaa({ clientScopes: ['View'] });
    bind(xsuaa);
    const { clientid, clientsecret, url } = xsuaa.credentials;
    const form = { grant_type: 'client_credentials', client_id: clientid, client_secret: clientsecret };
    const { default: axios } = await import('axios');
    const { data } = await axios.post(`${url}/oauth/token`, new URLSearchParams(form));
    expect(await (await open())({ path: '/runs/r1', token: data.access_token })).toMatchObject({
      status: 200,
      body: { caller: { kind: 'client', id: 'sb-landbridge!t1' } },
    });
  });

  it.each<[string, TokenWish | string | undefined, string]>([
    ['none', undefined, 'no token'],
    ['not a token', 'nonsense', 'InvalidJwtError'],
    ['expired', { claims: { exp: 1_700_000_000 } }, 'ExpiredTokenError'],
    ['not valid yet', { claims: { nbf: 4_000_000_000 } }, 'NotYetValidTokenError'],
    [
      'of another application',
      { claims: { aud: ['other!t9'], cid: 'sb-other!t9', scope: ['other!t9.View'] } },
      'WrongAudienceError',
    ],
    ['signed by another key', { forged: 'key' }, 'InvalidTokenSignatureError'],
    ['not signed (alg none)', { forged: 'none' }, 'UnsupportedAlgorithmError'],
    ['signed with the public key (HS256)', { forged: 'hmac' }, 'UnsupportedAlgorithmError'],
    ['with an unknown key id', { header: { kid: 'another' } }, 'MissingKidError'],
    ['without a key id', { header: { kid: undefined } }, 'MissingKidError'],
    [
      'signed by a key it brings along',
      { forged: 'key', header: { jku: 'https://evil.example/keys' } },
      'InvalidTokenSignatureError',
    ],
  ])('is told 401: %s', async (_what, wish, reason) => {
    const xsuaa = await startXsuaa();
    bind(xsuaa);
    const token = typeof wish === 'object' ? xsuaa.sign({ scopes: ['View'], ...wish }) : wish;
    const told = await (await open())({ path: '/runs/r1', ...(token !== undefined && { token }) });
    expect(told).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer', 'content-type': 'application/problem+json' },
      body: { code: 'HOOK_UNAUTHENTICATED', status: 401, facts: { reason } },
    });
  });

  it('is told 403 without the scope, before anything of the body is read', async () => {
    const xsuaa = await startXsuaa();
    bind(xsuaa);
    const ask = await open();
    const headers = { 'content-type': 'application/json' };
    for (const scopes of [[], ['View'], ['Runner'], ['other!t9.Run']]) {
      const token = xsuaa.sign({ scopes });
      expect(await ask({ method: 'POST', path: '/runs', token, headers, body: '{' })).toMatchObject({
        status: 403,
        body: { code: 'HOOK_FORBIDDEN', facts: { scope: 'Run' } },
      });
    }
    // The scope of the same name of another application is another scope.
    const foreign = xsuaa.sign({ claims: { scope: ['other!t9.Run'] } });
    expect((await ask({ method: 'POST', path: '/runs', token: foreign, headers, body: '{}' })).status).toBe(
      403,
    );
  });

  it('of several bound XSUAA each lets in its own', async () => {
    const [ours, older] = [await startXsuaa(), await startXsuaa({ xsappname: 'landbridge-broker!b7' })];
    bind(ours, older);
    const ask = await open();
    for (const xsuaa of [ours, older]) {
      expect((await ask({ path: '/runs/r1', token: xsuaa.sign({ scopes: ['View'] }) })).status).toBe(200);
      expect((await ask({ path: '/runs/r1', token: xsuaa.sign({ scopes: ['Run'] }) })).status).toBe(403);
    }
    const claims = { aud: ['landbridge!t1', 'landbridge-broker!b7'], scope: ['landbridge!t1.View'] };
    expect((await ask({ path: '/runs/r1', token: older.sign({ claims, forged: 'key' }) })).status).toBe(401);
  });

  it('answers what is wrong with a request as a problem', async () => {
    const xsuaa = await startXsuaa();
    bind(xsuaa);
    const ask = await open();
    const token = xsuaa.sign({ scopes: ['Run'] });
    const post = (path: string, body: string, type = 'application/json') =>
      ask({ method: 'POST', path, token, body, headers: { 'content-type': type } });

    expect(await ask({ path: '/health' })).toMatchObject({ status: 200, body: { up: true } });
    expect(await post('/runs', '{"flow":"landscape"}')).toMatchObject({ body: { flow: 'landscape' } });
    expect(await post('/runs', '{"flow":1}')).toMatchObject({
      status: 400,
      body: { code: 'HOOK_BODY', facts: { members: 'flow' } },
    });
    expect(await post('/runs', '{')).toMatchObject({ status: 400, body: { facts: { reason: 'no JSON' } } });
    expect(await post('/runs', '{}', 'text/plain')).toMatchObject({
      status: 400,
      body: { code: 'HOOK_BODY' },
    });
    expect(await ask({ path: '/nowhere' })).toMatchObject({ status: 404, body: { code: 'HOOK_NOT_FOUND' } });
    expect(await post('/held', '')).toMatchObject({
      status: 409,
      body: { code: 'PLAN_FLOW_HELD', facts: { flow: 'landscape', run: 'r1' } },
    });
  });

  it('tells nothing of what it did not expect, but logs where it was', async () => {
    const xsuaa = await startXsuaa();
    bind(xsuaa);
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const told = await (await open())({
      method: 'POST',
      path: '/broken',
      token: xsuaa.sign({ scopes: ['Run'] }),
    });
    expect(told).toMatchObject({ status: 500, body: { code: 'BUG_UNEXPECTED' } });
    expect(JSON.stringify(told)).not.toContain('abc');
    const lines = logged.mock.calls.flat().join('\n');
    logged.mockRestore();
    expect(lines).toContain('access.test.ts');
    expect(lines).not.toMatch(/abc|jane/);
  });

  it('fails closed: no XSUAA bound is 500, one that does not answer 503', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const xsuaa = await startXsuaa();
    vi.stubEnv('VCAP_SERVICES', '{}');
    const unbound = await (await open())({ path: '/runs/r1', token: xsuaa.sign({ scopes: ['View'] }) });
    expect(unbound).toMatchObject({ status: 500, body: { code: 'CFG_BINDING_MISSING' } });
    const credentials = { ...xsuaa.credentials, uaadomain: 'localhost:1' };
    vi.stubEnv('VCAP_SERVICES', JSON.stringify({ xsuaa: [{ ...xsuaa.service, credentials }] }));
    const silent = await (await open())({ path: '/runs/r1', token: xsuaa.sign({ scopes: ['View'] }) });
    expect(silent).toMatchObject({ status: 503, body: { code: 'HOOK_XSUAA_UNREACHABLE' } });
    logged.mockRestore();
  });
});
