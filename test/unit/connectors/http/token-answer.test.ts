import { expect, it } from 'vitest';
import { readTokenAnswer } from '../../../../shared/connectors/http/token-answer.ts';

const lifeOf = (expires_in: unknown) =>
  readTokenAnswer({ access_token: 'x', expires_in }, 1000, {}).expiresAt - 1000;

it.each([
  { expires_in: 1000, usedMs: 900_000 },
  { expires_in: '1000', usedMs: 900_000 },
  { expires_in: ' 1000.0 ', usedMs: 900_000 },
  { expires_in: 43_200, usedMs: 42_900_000 },
  ...[undefined, null, '', 'soon', {}, true, 0, -1, '0', Number.NaN].map((odd) => ({
    expires_in: odd,
    usedMs: 540_000,
  })),
])('uses a token that lives $expires_in s for $usedMs ms', ({ expires_in, usedMs }) => {
  expect(lifeOf(expires_in)).toBe(usedMs);
});

it('needs nothing but the token', () => {
  expect(readTokenAnswer({ access_token: 'x', scope: null }, 0, {})).toEqual({
    accessToken: 'x',
    expiresAt: 540_000,
    scope: undefined,
  });
});

it.each([null, [], {}, { access_token: '' }, { access_token: null }, 'x'])(
  'finds no token in %j',
  (answer) => {
    expect(() => readTokenAnswer(answer, 0, { system: 'there' })).toThrow(
      expect.objectContaining({ code: 'NET_SHAPE', facts: expect.objectContaining({ system: 'there' }) }),
    );
  },
);
