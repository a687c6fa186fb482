// The decision whether and when a failed request is sent again. Pure: it knows neither clock nor network, nor
// whether the request may be repeated at all (exchange.ts asks that first).

export interface FailedAttempt {
  /** Attempts made so far, the failed one included: 1 after the first. */
  attempt: number;
  status?: number | undefined;
  /** No usable answer: the connection failed, broke off, timed out, or brought something torn. */
  networkError?: boolean;
  /** What the server asked for, see parseRetryAfter. */
  retryAfterMs?: number | undefined;
  /** Since the first attempt was begun. */
  elapsedMs: number;
  /** For all attempts and waits together. */
  deadlineMs: number;
  /** At least 0, below 1. */
  random: number;
}

export type RetryDecision = { retry: true; delayMs: number } | { retry: false };

const maxAttempts = 6;
const baseDelayMs = 500;
const maxDelayMs = 30_000;
const passingStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * A delay the server gave is kept to the millisecond; otherwise it is exponential with full jitter. A wait
 * that would end at or after the deadline is not begun.
 */
export function decideRetry(failed: FailedAttempt): RetryDecision {
  const passes = failed.networkError === true || passingStatuses.has(failed.status ?? 0);
  if (!passes || failed.attempt >= maxAttempts) return { retry: false };
  const ceilingMs = Math.min(maxDelayMs, baseDelayMs * 2 ** (failed.attempt - 1));
  const delayMs = failed.retryAfterMs ?? failed.random * ceilingMs;
  return failed.elapsedMs + delayMs < failed.deadlineMs ? { retry: true, delayMs } : { retry: false };
}

/** Reads a Retry-After header, seconds or an HTTP date by the clock of `now`; undefined when it is neither. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const dateMs = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - now);
}
