import { describe, expect, it } from 'vitest';
import {
  createTokenSource,
  endOfUse,
  type IssuedToken,
  staleWithRights,
} from '../../../../shared/connectors/http/token.ts';

function setUp(options: { cached?: IssuedToken; lifeMs?: number } = {}) {
  const asked: string[] = [];
  const state = { time: 1_000_000, cached: options.cached, issued: 0 };
  const source = createTokenSource({
    now: () => state.time,
    async request() {
      asked.push('request');
      state.issued += 1;
      return {
        accessToken: `token-${state.issued}`,
        expiresAt: endOfUse(state.time, options.lifeMs ?? 3_600_000),
      };
    },
    cache: {
      async load() {
        asked.push('load');
        return state.cached;
      },
      async save(token) {
        asked.push(`save ${token.accessToken}`);
        state.cached = token;
      },
    },
  });
  return { source, asked, state };
}

describe('createTokenSource', () => {
  it('asks once however many want a token', async () => {
    const { source, asked } = setUp();
    const tokens = await Promise.all([source.get(), source.get(), source.get()]);
    expect(tokens).toEqual(['token-1', 'token-1', 'token-1']);
    expect(await source.get()).toBe('token-1');
    expect(asked).toEqual(['load', 'request', 'save token-1']);
  });

  it('takes a usable token from the cache without asking', async () => {
    const { source, asked } = setUp({ cached: { accessToken: 'cached', expiresAt: 1_000_001 } });
    expect(await source.get()).toBe('cached');
    expect(asked).toEqual(['load']);
  });

  it('does not take an expired token from the cache', async () => {
    const { source } = setUp({ cached: { accessToken: 'cached', expiresAt: 1_000_000 } });
    expect(await source.get()).toBe('token-1');
  });

  it('renews early', async () => {
    const { source, state } = setUp();
    await source.get();
    state.time += 55 * 60_000 - 1;
    expect(await source.get()).toBe('token-1');
    state.time += 1;
    expect(await source.get()).toBe('token-2');
  });

  it('renews a refused token once for all who met the refusal', async () => {
    const { source, asked } = setUp();
    await source.get();
    asked.length = 0;
    const renewed = await Promise.all([source.renew('token-1'), source.renew('token-1')]);
    expect(renewed).toEqual(['token-2', 'token-2']);
    expect(await source.renew('token-1')).toBe('token-2');
    expect(asked).toEqual(['load', 'request', 'save token-2']);
  });

  it('takes the token another process has renewed', async () => {
    const { source, state, asked } = setUp();
    await source.get();
    state.cached = { accessToken: 'from another', expiresAt: 9_000_000 };
    expect(await source.renew('token-1')).toBe('from another');
    expect(asked.filter((entry) => entry === 'request')).toHaveLength(1);
  });

  it('asks again after a failed request', async () => {
    let calls = 0;
    const source = createTokenSource({
      now: () => 0,
      async request() {
        calls += 1;
        if (calls === 1) throw new Error('no luck');
        return { accessToken: 'late', expiresAt: 10 };
      },
    });
    await expect(source.get()).rejects.toThrow('no luck');
    expect(await source.get()).toBe('late');
  });
});

describe('staleWithRights', () => {
  const curedOf = (source: ReturnType<typeof createTokenSource>) =>
    [200, 401, 403, 404].filter(staleWithRights(source));

  it('is a refusal; of a token from the cache, also a right that it lacks', async () => {
    const { source } = setUp({ cached: { accessToken: 'cached', expiresAt: 9_000_000 } });
    await source.get();
    expect(curedOf(source)).toEqual([401, 403]);
    await source.renew('cached');
    expect(curedOf(source)).toEqual([401]);
  });

  it('does not take a token for one of the cache that was too old to be used', async () => {
    const { source } = setUp({ cached: { accessToken: 'cached', expiresAt: 1_000_000 } });
    await source.get();
    expect(curedOf(source)).toEqual([401]);
  });
});

describe('endOfUse', () => {
  it('is a tenth of the life early, at most five minutes', () => {
    expect(endOfUse(0, 1_200_000)).toBe(1_080_000);
    expect(endOfUse(0, 43_200_000)).toBe(42_900_000);
  });
});
