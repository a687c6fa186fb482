import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRetry, parseRetryAfter } from '../../../../shared/connectors/http/retry.ts';

const now = Date.UTC(2026, 0, 15, 12, 0, 0);
const passing = [408, 429, 500, 502, 503, 504];

const attempts = fc.record({
  attempt: fc.integer({ min: 1, max: 10 }),
  status: fc.constantFrom(...passing),
  elapsedMs: fc.integer({ min: 0, max: 400_000 }),
  deadlineMs: fc.integer({ min: 1, max: 300_000 }),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});
const withRetryAfter = fc.record({
  failed: attempts,
  retryAfterMs: fc.integer({ min: 0, max: 400_000 }),
});

describe('decideRetry', () => {
  it('never waits less than Retry-After, nor longer', () => {
    fc.assert(
      fc.property(withRetryAfter, ({ failed, retryAfterMs }) => {
        const decision = decideRetry({ ...failed, retryAfterMs });
        return !decision.retry || decision.delayMs === retryAfterMs;
      }),
    );
  });

  it('never waits beyond the deadline', () => {
    fc.assert(
      fc.property(withRetryAfter, fc.boolean(), ({ failed, retryAfterMs }, given) => {
        const decision = decideRetry(given ? { ...failed, retryAfterMs } : failed);
        return !decision.retry || failed.elapsedMs + decision.delayMs < failed.deadlineMs;
      }),
    );
  });

  it('makes at most six attempts', () => {
    fc.assert(fc.property(attempts, (failed) => failed.attempt < 6 || !decideRetry(failed).retry));
  });

  it('spreads its waits between nothing and a doubling ceiling of at most 30 s', () => {
    fc.assert(
      fc.property(attempts, (failed) => {
        const decision = decideRetry(failed);
        const ceilingMs = Math.min(30_000, 500 * 2 ** (failed.attempt - 1));
        return !decision.retry || (decision.delayMs >= 0 && decision.delayMs < ceilingMs);
      }),
    );
  });

  it.each([
    ...passing.map((status) => ({ status, retry: true })),
    ...[200, 301, 400, 401, 403, 404, 409, 413, 422, 501].map((status) => ({ status, retry: false })),
  ])('answers $retry to status $status', ({ status, retry }) => {
    const decision = decideRetry({ attempt: 1, status, elapsedMs: 0, deadlineMs: 300_000, random: 0.5 });
    expect(decision).toEqual(retry ? { retry: true, delayMs: 250 } : { retry: false });
  });

  it('tries again after a network error', () => {
    const failed = { attempt: 3, networkError: true, elapsedMs: 0, deadlineMs: 300_000, random: 0.5 };
    expect(decideRetry(failed)).toEqual({ retry: true, delayMs: 1000 });
  });
});

describe('parseRetryAfter', () => {
  it.each([
    { header: '7', ms: 7000 },
    { header: '0', ms: 0 },
    { header: ' 1.5 ', ms: 1500 },
    { header: 'Thu, 15 Jan 2026 12:00:20 GMT', ms: 20_000 },
    { header: 'Thu, 15 Jan 2026 11:00:00 GMT', ms: 0 },
    { header: 'soon', ms: undefined },
    { header: '-3', ms: undefined },
    { header: '', ms: undefined },
    { header: undefined, ms: undefined },
  ])('reads $header as $ms ms', ({ header, ms }) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });
});
