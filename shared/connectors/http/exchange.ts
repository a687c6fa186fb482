// One request over all its attempts: prepares each (token, pace, time left), reads its answer, decides whether
// there is another, and in the end says what went wrong. Holds the rule what may be repeated after what.
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import type { AxiosError, AxiosRequestConfig, AxiosResponse } from 'axios';
import { LandbridgeError, toLandbridgeError } from '../../errors.ts';
import { codeOf, type Failure, factsOf, mayBeDone, readFailure, UnclearAnswer } from './failure.ts';
import type { HttpAnswer, HttpClientOptions, HttpRequest } from './http.ts';
import type { Pace } from './pace.ts';
import { decideRetry, parseRetryAfter } from './retry.ts';

export interface Exchange {
  /** Makes the next attempt ready to be sent. */
  prepare(config: AxiosRequestConfig): Promise<void>;
  /** Whether this is the answer: a success, and JSON. */
  accept(response: AxiosResponse): boolean;
  /** Whether there is another attempt, for which waitAndPrepare is called. */
  isWorthAnother(error: AxiosError): boolean;
  waitAndPrepare(config: AxiosRequestConfig): Promise<void>;
  answer(): HttpAnswer;
  failure(): LandbridgeError;
}

/** Where a request goes: the host, and the proxy it is tunnelled through. */
interface Way {
  host: string;
  proxy: string | undefined;
}

const defaultTimeoutMs = 60_000;
const defaultDeadlineMs = 300_000;

export function createExchange(
  options: HttpClientOptions,
  request: HttpRequest,
  { host, proxy }: Way,
  pace: Pace | undefined,
): Exchange {
  const { surroundings, meter, system, tokens, signal } = options;
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
  const startedAt = surroundings.now();
  let attempts = 0;
  let sentAt = startedAt;
  let delayMs = 0;
  let token: string | undefined;
  let renewal: 'none' | 'due' | 'done' = 'none';
  let failed: Failure | undefined;
  let answer: HttpAnswer | undefined;

  function throwIfAborted(): void {
    if (signal?.aborted) throw describe({ kind: 'aborted' });
  }

  async function wait(ms: number): Promise<void> {
    throwIfAborted();
    if (signal === undefined) return surroundings.sleep(ms);
    const aborted = once(signal, 'abort');
    await Promise.race([aborted, surroundings.sleep(ms)]);
  }

  async function bearer(): Promise<string | undefined> {
    if (tokens === undefined) return undefined;
    if (renewal !== 'due' || token === undefined) return tokens.get();
    renewal = 'done';
    return tokens.renew(token);
  }

  async function announce(): Promise<void> {
    try {
      await request.beforeAttempt?.();
    } catch (thrown) {
      throw toLandbridgeError(thrown);
    }
  }

  async function prepare(config: AxiosRequestConfig): Promise<void> {
    throwIfAborted();
    token = await bearer();
    await pace?.turn();
    throwIfAborted();
    await announce();
    throwIfAborted();
    sentAt = surroundings.now();
    attempts += 1;
    const leftMs = Math.max(1, Math.min(timeoutMs, startedAt + deadlineMs - sentAt));
    // axios' own timeout ends with the first byte of the answer; this one holds for the whole attempt
    const timeout = AbortSignal.timeout(leftMs);
    config.signal = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    if (token !== undefined) config.headers = { ...config.headers, authorization: `Bearer ${token}` };
    meter.countRequest(system);
  }

  function describe(failure: Failure): LandbridgeError {
    const special = failure.kind === 'status' ? options.describeStatus?.(failure.status) : undefined;
    return new LandbridgeError(special?.code ?? codeOf(failure), {
      method: request.method,
      host,
      path: request.path,
      ...(proxy !== undefined && { proxy }),
      ...factsOf(failure),
      attempts,
      ...special?.facts,
    });
  }

  return {
    prepare,

    accept(response) {
      const body = Buffer.isBuffer(response.data) ? response.data : undefined;
      meter.countBytes(system, body?.byteLength ?? 0);
      if (body === undefined || response.status < 200 || response.status > 299) return false;
      const parsed =
        response.status === 204 ? { data: undefined } : parseBody(body, response.headers['content-encoding']);
      if (parsed === undefined) return false;
      answer = { status: response.status, headers: plainHeaders(response), data: parsed.data, sentAt };
      return true;
    },

    isWorthAnother(error) {
      const failure = readFailure(error, { aborted: signal?.aborted === true, proxied: proxy !== undefined });
      failed = failure;
      delayMs = 0;
      if (failure.kind === 'aborted' || (failure.kind === 'unsent' && failure.lasting)) return false;
      const status = failure.kind === 'status' ? failure.status : undefined;
      if (status !== undefined && token !== undefined && renewal === 'none') {
        const isStale = options.isTokenStale?.(status) ?? status === 401;
        if (isStale) {
          renewal = 'due';
          return true;
        }
      }
      if (request.repeat === 'only-if-not-done' && mayBeDone(failure)) return false;
      const now = surroundings.now();
      const decision = decideRetry({
        attempt: attempts,
        status,
        networkError: failure.kind !== 'status',
        retryAfterMs:
          failure.kind === 'status'
            ? parseRetryAfter(failure.retryAfter, failure.answeredAt ?? now)
            : undefined,
        elapsedMs: now - startedAt,
        deadlineMs,
        random: surroundings.random(),
      });
      if (decision.retry) delayMs = decision.delayMs;
      return decision.retry;
    },

    async waitAndPrepare(config) {
      if (delayMs > 0) await wait(delayMs);
      await prepare(config);
    },

    answer() {
      if (answer === undefined) throw new LandbridgeError('BUG_UNEXPECTED', { error: 'no answer kept' });
      return answer;
    },

    failure() {
      if (failed === undefined) return new LandbridgeError('BUG_UNEXPECTED', { error: 'request not sent' });
      const error = describe(failed);
      const unclear = request.repeat === 'only-if-not-done' && mayBeDone(failed);
      return unclear ? new UnclearAnswer(error.code, error.facts, sentAt) : error;
    },
  };
}

/** In any case, and under its old name too (RFC 9110, 8.4.1). */
const gzip = /^(?:x-)?gzip$/i;

function parseBody(body: Buffer, encoding: unknown): { data: unknown } | undefined {
  try {
    const isPacked = typeof encoding === 'string' && gzip.test(encoding.trim());
    const text = new TextDecoder().decode(isPacked ? gunzipSync(body) : body);
    return { data: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function plainHeaders(response: AxiosResponse): Record<string, string> {
  return Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
}
