// Says what became of an attempt that brought no usable answer, and whether the server can have acted on it.
// Reads axios' errors so that nobody else has to: they carry headers and bodies and must not get out.
import type { AxiosError } from 'axios';
import { type ErrorCode, type Facts, LandbridgeError } from '../../errors.ts';

export type Failure =
  | { kind: 'status'; status: number; retryAfter?: string | undefined }
  /** An answer of success that was torn or is something else than JSON. */
  | { kind: 'not-json'; status: number }
  /** The connection was never made: the server cannot have acted. */
  | { kind: 'unsent'; reason: string; lasting: boolean }
  | { kind: 'broken'; reason: string }
  | { kind: 'timeout' }
  | { kind: 'aborted' };

/** Thrown instead of a plain error when a request that must not be repeated may have been carried out. */
export class UnclearAnswer extends LandbridgeError {
  /** When the attempt in doubt was sent, milliseconds since 1970. */
  readonly sentAt: number;

  constructor(code: ErrorCode, facts: Facts, sentAt: number) {
    super(code, facts);
    this.sentAt = sentAt;
  }
}

const unsentCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const unsentSyscalls: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);
const certificateCode = /CERT|SELF_SIGNED|ALTNAME/;

/** `aborted`: whether the caller ended it; a request that was cancelled otherwise took too long. */
export function readFailure(error: AxiosError, aborted: boolean): Failure {
  const { response } = error;
  const code = error.code ?? 'unknown';
  if (code === 'ERR_CANCELED') return { kind: aborted ? 'aborted' : 'timeout' };
  if (response !== undefined) {
    if (response.status >= 200 && response.status < 300) return { kind: 'not-json', status: response.status };
    const retryAfter: unknown = response.headers['retry-after'];
    return {
      kind: 'status',
      status: response.status,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    };
  }
  if (certificateCode.test(code)) return { kind: 'unsent', reason: code, lasting: true };
  const { cause } = error;
  const syscall = cause instanceof Error && 'syscall' in cause ? cause.syscall : undefined;
  if (unsentCodes.has(code) || unsentSyscalls.has(syscall)) {
    return { kind: 'unsent', reason: code, lasting: false };
  }
  return { kind: 'broken', reason: code };
}

/** Whether the server may have carried the request out although no usable answer came. */
export function mayBeDone(failure: Failure): boolean {
  if (failure.kind === 'status') return failure.status >= 500 || failure.status === 408;
  return failure.kind !== 'unsent';
}

export function codeOf(failure: Failure): ErrorCode {
  if (failure.kind === 'not-json') return 'NET_NOT_JSON';
  if (failure.kind === 'unsent' || failure.kind === 'broken') return 'NET_UNREACHABLE';
  if (failure.kind === 'timeout' || failure.kind === 'aborted') return 'NET_TIMEOUT';
  if (failure.status === 429) return 'NET_THROTTLED';
  if (failure.status === 408) return 'NET_TIMEOUT';
  return failure.status >= 500 ? 'NET_SERVER_ERROR' : 'NET_UNEXPECTED_STATUS';
}

export function factsOf(failure: Failure): Facts {
  if (failure.kind === 'status' || failure.kind === 'not-json') return { status: failure.status };
  return 'reason' in failure ? { reason: failure.reason } : { reason: failure.kind };
}
