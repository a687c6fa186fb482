import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { UnclearAnswer } from '../../../shared/connectors/http/failure.ts';
import type { HttpClientOptions, HttpRequest } from '../../../shared/connectors/http/http.ts';
import { createHttpClient } from '../../../shared/connectors/http/http-client.ts';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import { createTokenSource } from '../../../shared/connectors/http/token.ts';
import { LandbridgeError } from '../../../shared/errors.ts';
import { freePort, playScript, type ScriptedAnswer, type ScriptLine } from '../../support/scripted-server.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';

const read: HttpRequest = { method: 'GET', path: '/things', query: { limit: 2 }, repeat: 'safe' };
const mutation: HttpRequest = {
  method: 'POST',
  path: '/change',
  body: { secret: 'body-secret' },
  repeat: 'only-if-not-done',
};
const asRead = (answer: ScriptedAnswer): ScriptLine => ['GET /things?limit=2', answer];
const asMutation = (answer: ScriptedAnswer): ScriptLine => ['POST /change', answer];
const fine: ScriptedAnswer = { json: { fine: true } };

function setUp(origin: string, options: Partial<HttpClientOptions> = {}) {
  const surroundings = stillSurroundings();
  const meter = createMeter();
  const issued: string[] = [];
  const tokens = createTokenSource({
    now: surroundings.now,
    async request() {
      issued.push(`token-secret-${issued.length + 1}`);
      return { accessToken: issued.at(-1) ?? '', expiresAt: surroundings.now() + 3_600_000 };
    },
  });
  const client = createHttpClient({
    system: 'there',
    baseUrl: origin,
    surroundings,
    meter,
    tokens,
    ...options,
  });
  return { client, surroundings, meter, issued };
}

async function failureOf(work: Promise<unknown>): Promise<LandbridgeError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof LandbridgeError))
    throw new Error('no LandbridgeError was thrown', { cause: thrown });
  return thrown;
}

describe('a request that may be repeated', () => {
  it('brings status and data, and its bearer', () =>
    playScript([asRead(fine)], async ({ origin, requests }) => {
      const { client, meter, surroundings } = setUp(origin);
      const answer = await client.send(read);
      expect(answer).toMatchObject({ status: 200, data: { fine: true }, sentAt: surroundings.now() });
      expect(answer.headers['content-type']).toBe('application/json');
      expect(requests[0]?.headers).toMatchObject({
        accept: 'application/json',
        authorization: 'Bearer token-secret-1',
      });
      expect(meter.snapshot()).toEqual({ there: { requests: 1, bytes: 13 } });
    }));

  it.each(['gzip', 'GZIP', 'x-gzip'])(
    'reads an answer packed as %s and counts what came over the wire',
    (how) => {
      const json = { text: 'long '.repeat(1000) };
      const packed = { json, gzip: true, headers: { 'content-encoding': how } };
      return playScript([asRead(packed)], async ({ origin }) => {
        const { client, meter } = setUp(origin);
        expect((await client.send(read)).data).toEqual(json);
        expect(meter.snapshot().there?.bytes).toBe(gzipSync(JSON.stringify(json)).byteLength);
      });
    },
  );

  it.each([408, 429, 500, 502, 503, 504])('is repeated after status %i', (status) =>
    playScript([asRead({ status, json: {} }), asRead(fine)], async ({ origin }) => {
      const { client, surroundings, meter } = setUp(origin);
      expect((await client.send(read)).data).toEqual({ fine: true });
      expect(surroundings.waits).toEqual([250]);
      expect(meter.snapshot()).toEqual({ there: { requests: 2, bytes: 15 } });
    }),
  );

  it('waits as long as Retry-After says, in seconds or until a date', () => {
    const script = [
      asRead({ status: 429, headers: { 'retry-after': '7' }, text: 'USER_INTERVAL_REQUEST_LIMIT_EXCEEDED' }),
      asRead({
        status: 503,
        // By the clock of the server: it is read against its own date.
        headers: {
          date: 'Thu, 15 Jan 2026 00:00:07 GMT',
          'retry-after': 'Thu, 15 Jan 2026 00:00:27 GMT',
        },
        json: {},
      }),
      asRead(fine),
    ];
    return playScript(script, async ({ origin }) => {
      const { client, surroundings } = setUp(origin);
      await client.send(read);
      expect(surroundings.waits).toEqual([7000, 20_000]);
    });
  });

  it('does not begin a wait that ends after the deadline', () =>
    playScript([asRead({ status: 429, headers: { 'retry-after': '300' }, json: {} })], async ({ origin }) => {
      const { client, surroundings } = setUp(origin);
      expect((await failureOf(client.send(read))).code).toBe('NET_THROTTLED');
      expect(surroundings.waits).toEqual([]);
    }));

  it.each([
    { answer: { status: 429, json: {} }, code: 'NET_THROTTLED', facts: { status: 429 } },
    { answer: { status: 408, json: {} }, code: 'NET_TIMEOUT', facts: { status: 408 } },
    { answer: { status: 500, json: {} }, code: 'NET_SERVER_ERROR', facts: { status: 500 } },
    { answer: { text: '<html>Please log in</html>' }, code: 'NET_NOT_JSON', facts: { status: 200 } },
    { answer: { text: '' }, code: 'NET_NOT_JSON', facts: { status: 200 } },
    { answer: { json: [1, 2, 3], fault: 'torn' }, code: 'NET_NOT_JSON', facts: { status: 200 } },
    { answer: { text: '[{"id": 1}, {"i' }, code: 'NET_NOT_JSON', facts: { status: 200 } },
    { answer: { fault: 'reset' }, code: 'NET_UNREACHABLE', facts: { reason: 'ECONNRESET' } },
  ] as const)('gives up after six attempts: $code $answer.fault', ({ answer, code, facts }) =>
    playScript(Array(6).fill(asRead(answer)), async ({ origin }) => {
      const { client, surroundings } = setUp(origin);
      const error = await failureOf(client.send(read));
      expect(error.code).toBe(code);
      expect(error.facts).toEqual({
        method: 'GET',
        host: new URL(origin).host,
        path: '/things',
        attempts: 6,
        ...facts,
      });
      expect(surroundings.waits).toEqual([250, 500, 1000, 2000, 4000]);
    }),
  );

  it.each([
    { status: 400, code: 'NET_UNEXPECTED_STATUS' },
    { status: 404, code: 'NET_UNEXPECTED_STATUS' },
  ])('is not repeated after status $status', ({ status, code }) =>
    playScript([asRead({ status, json: {} })], async ({ origin }) => {
      expect((await failureOf(setUp(origin).client.send(read))).code).toBe(code);
    }),
  );

  it('says nobody listens', async () => {
    const { client } = setUp(`http://127.0.0.1:${await freePort()}`);
    const error = await failureOf(client.send(read));
    expect(error.code).toBe('NET_UNREACHABLE');
    expect(error.facts).toMatchObject({ reason: 'ECONNREFUSED', attempts: 6 });
  });

  it.each(['silent', 'stalled'] as const)('gives a %s server up after the time it was given', (fault) =>
    playScript([asRead({ json: { fine: true }, fault })], async ({ origin }) => {
      const { client } = setUp(origin, { timeoutMs: 20, deadlineMs: 100 });
      const error = await failureOf(client.send(read));
      expect(error).toMatchObject({ code: 'NET_TIMEOUT', facts: { reason: 'timeout', attempts: 1 } });
    }),
  );

  it('asks this machine without a proxy', () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
    vi.stubEnv('http_proxy', 'http://127.0.0.1:1');
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');
    return playScript([asRead(fine)], async ({ origin }) => {
      expect((await setUp(origin).client.send(read)).status).toBe(200);
    }).finally(() => vi.unstubAllEnvs());
  });

  it('ends when it is aborted, while waiting for an answer and between attempts', async () => {
    await playScript([asRead({ fault: 'silent' })], async ({ origin, requests }) => {
      const controller = new AbortController();
      const { client } = setUp(origin, { signal: controller.signal });
      const sent = failureOf(client.send(read));
      while (requests.length === 0) await new Promise(setImmediate);
      controller.abort();
      expect((await sent).facts).toMatchObject({ reason: 'aborted', attempts: 1 });
    });
    await playScript([asRead({ status: 503, json: {} })], async ({ origin }) => {
      const controller = new AbortController();
      const surroundings = {
        ...stillSurroundings(),
        sleep: () => {
          controller.abort();
          return new Promise<void>(() => undefined);
        },
      };
      const { client } = setUp(origin, { surroundings, signal: controller.signal });
      expect((await failureOf(client.send(read))).code).toBe('NET_TIMEOUT');
    });
  });

  it('follows no redirect', () =>
    playScript(
      [asRead({ status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' }, json: {} })],
      async ({ origin }) => {
        const error = await failureOf(setUp(origin).client.send(read));
        expect(error).toMatchObject({ code: 'NET_UNEXPECTED_STATUS', facts: { status: 302 } });
      },
    ));

  it.each([
    'http://127.0.0.1:1/things',
    '//elsewhere/things',
    'things',
    '@elsewhere/things',
    '.elsewhere/things',
  ])('does not leave its origin for %s', (path) =>
    playScript([], async ({ origin }) => {
      const error = await failureOf(setUp(origin).client.send({ ...read, path }));
      expect(error.code).toBe('BUG_UNEXPECTED');
    }),
  );

  it('renews a refused token once and repeats the call once', () =>
    playScript([asRead({ status: 401, text: '' }), asRead(fine)], async ({ origin, requests }) => {
      const { client, surroundings } = setUp(origin);
      await client.send(read);
      expect(requests.map(({ headers }) => headers.authorization)).toEqual([
        'Bearer token-secret-1',
        'Bearer token-secret-2',
      ]);
      expect(surroundings.waits).toEqual([]);
    }));

  it('reports the second refusal as the system does', () =>
    playScript(Array(2).fill(asRead({ status: 401, text: '' })), async ({ origin }) => {
      const { client } = setUp(origin, {
        describeStatus: (status) => (status === 401 ? { code: 'LX_TOKEN_REJECTED' } : undefined),
      });
      expect((await failureOf(client.send(read))).code).toBe('LX_TOKEN_REJECTED');
    }));
});

describe('a request that must not be done twice', () => {
  it('is repeated after 429, as Retry-After says, and after a renewed token', () => {
    const script = [
      asMutation({ status: 429, headers: { 'retry-after': '3' }, json: {} }),
      asMutation({ status: 401, json: {} }),
      asMutation(fine),
    ];
    return playScript(script, async ({ origin }) => {
      const { client, surroundings } = setUp(origin);
      const begunAt = surroundings.now();
      expect(await client.send(mutation)).toMatchObject({ data: { fine: true }, sentAt: begunAt + 3000 });
      expect(surroundings.waits).toEqual([3000]);
    });
  });

  it('is repeated when nobody listened', async () => {
    const port = await freePort();
    const still = stillSurroundings();
    let listening: Promise<unknown> = Promise.resolve();
    let finish: () => void = () => undefined;
    const surroundings = {
      ...still,
      async sleep(ms: number) {
        await still.sleep(ms);
        const done = new Promise<void>((resolve) => {
          finish = resolve;
        });
        await new Promise<void>((started) => {
          listening = playScript(
            [asMutation(fine)],
            async () => {
              started();
              await done;
            },
            port,
          );
        });
      },
    };
    const { client } = setUp(`http://127.0.0.1:${port}`, { surroundings });
    expect((await client.send(mutation)).data).toEqual({ fine: true });
    finish();
    await listening;
    expect(still.waits).toEqual([250]);
  });

  it('is not unclear when it was never sent', async () => {
    const { client } = setUp(`http://127.0.0.1:${await freePort()}`);
    const error = await failureOf(client.send(mutation));
    expect(error).not.toBeInstanceOf(UnclearAnswer);
    expect(error.code).toBe('NET_UNREACHABLE');
  });

  it.each([
    { status: 400, code: 'NET_UNEXPECTED_STATUS' },
    { status: 403, code: 'NET_UNEXPECTED_STATUS' },
    { status: 302, code: 'NET_UNEXPECTED_STATUS' },
  ])('is refused for sure by status $status', ({ status, code }) =>
    playScript([asMutation({ status, json: {} })], async ({ origin }) => {
      const error = await failureOf(setUp(origin).client.send(mutation));
      expect(error).not.toBeInstanceOf(UnclearAnswer);
      expect(error.code).toBe(code);
    }),
  );

  it.each([
    { answer: { status: 500, json: {} }, code: 'NET_SERVER_ERROR' },
    { answer: { status: 503, headers: { 'retry-after': '1' }, json: {} }, code: 'NET_SERVER_ERROR' },
    { answer: { status: 504, text: '<html/>' }, code: 'NET_SERVER_ERROR' },
    { answer: { status: 408, json: {} }, code: 'NET_TIMEOUT' },
    { answer: { text: '<html>Please log in</html>' }, code: 'NET_NOT_JSON' },
    { answer: { json: { fine: true }, fault: 'torn' }, code: 'NET_NOT_JSON' },
    { answer: { fault: 'reset' }, code: 'NET_UNREACHABLE' },
    { answer: { fault: 'silent' }, code: 'NET_TIMEOUT' },
    { answer: { json: { fine: true }, fault: 'stalled' }, code: 'NET_TIMEOUT' },
  ] as const)('is unclear, and sent once, after $answer.status $answer.fault: $code', ({ answer, code }) =>
    playScript([asMutation(answer)], async ({ origin }) => {
      const isEndless = 'fault' in answer && ['silent', 'stalled'].includes(answer.fault);
      const { client, surroundings } = setUp(origin, { timeoutMs: isEndless ? 50 : 30_000 });
      const error = await failureOf(client.send(mutation));
      expect(error).toBeInstanceOf(UnclearAnswer);
      expect(error).toMatchObject({ code, sentAt: surroundings.now() });
      expect(surroundings.waits).toEqual([]);
    }),
  );

  it('says when the attempt in doubt was sent, not the first', () =>
    playScript(
      [
        asMutation({ status: 429, headers: { 'retry-after': '3' }, json: {} }),
        asMutation({ fault: 'reset' }),
      ],
      async ({ origin }) => {
        const { client, surroundings } = setUp(origin);
        const begunAt = surroundings.now();
        const error = await failureOf(client.send(mutation));
        expect(error).toMatchObject({ sentAt: begunAt + 3000 });
      },
    ));
});

describe('what an error shows', () => {
  const answers: ScriptedAnswer[] = [
    { status: 500, text: 'body-secret token-secret-1' },
    { fault: 'reset' },
    { text: '<html>token-secret-1 body-secret</html>' },
    { status: 400, json: { token: 'token-secret-1' } },
  ];
  it.each(answers)('is no secret: $status $fault', (answer) =>
    playScript([asMutation(answer)], async ({ origin }) => {
      const { client } = setUp(origin);
      const error = await failureOf(
        client.send({ ...mutation, query: {}, headers: { 'x-key': 'header-secret' } }),
      );
      const shown = [
        inspect(error, { depth: 9, showHidden: true }),
        JSON.stringify(error),
        String(error.stack),
      ];
      expect(shown.join('\n')).not.toMatch(/secret|Bearer/);
    }),
  );
});
