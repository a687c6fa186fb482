// Says what became of an attempt that brought no usable answer, and whether the server can have acted on it.
// Reads axios' errors so that nobody else has to: they carry headers and bodies and must not get out.
import type { AxiosError } from 'axios';
import { type ErrorCode, type Facts, LandbridgeError } from '../../errors.ts';

export type Failure =
  /** `answeredAt`: by the clock of the server, which a date in `retryAfter` is of; ours may be off. */
  | { kind: 'status'; status: number; retryAfter?: string | undefined; answeredAt?: number | undefined }
  /** An answer of success that was torn or is something else than JSON. */
  | { kind: 'not-json'; status: number }
  /** The connection was never made, because of one of these: the server cannot have acted. */
  | { kind: 'unsent'; by: keyof typeof unsentBy; reason: string; status?: number; lasting: boolean }
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
const unsentBy = {
  host: 'NET_UNREACHABLE',
  certificate: 'NET_CERTIFICATE',
  clientCertificate: 'NET_CLIENT_CERTIFICATE',
  proxy: 'NET_PROXY',
} as const satisfies Record<string, ErrorCode>;

/** "X509 certificate error codes" and ERR_TLS_CERT_ALTNAME_INVALID of https://nodejs.org/api/tls.html. */
const certificateCode =
  /CERT|SELF_SIGNED|LEAF_SIGNATURE|ALTNAME|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/;

/** Alerts of a server that does not take what we show of ourselves (RFC 8446 6.2), as OpenSSL names them. */
const refusedCertificate = /ALERT_(NO_|BAD_|UNSUPPORTED_)?CERTIFICATE|ALERT_(UNKNOWN_CA|ACCESS_DENIED)/;
/** The same by their numbers: where writing fails Node has no more than these, in the message. */
const refusedCertificateAlert = /SSL alert number (41|42|43|44|45|46|48|49|116)\b/;

export interface Circumstances {
  /** The caller ended it; a request that was cancelled otherwise took too long. */
  aborted: boolean;
  /** It went through a proxy: whoever could not be connected to was the proxy. */
  proxied: boolean;
}

export function readFailure(error: AxiosError, { aborted, proxied }: Circumstances): Failure {
  const { response } = error;
  const code = error.code ?? 'unknown';
  if (code === 'ERR_CANCELED') return { kind: aborted ? 'aborted' : 'timeout' };
  if (response !== undefined) {
    if (response.status >= 200 && response.status < 300) return { kind: 'not-json', status: response.status };
    const retryAfter: unknown = response.headers['retry-after'];
    const answeredAt = Date.parse(String(response.headers.date));
    return {
      kind: 'status',
      status: response.status,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
      answeredAt: Number.isNaN(answeredAt) ? undefined : answeredAt,
    };
  }
  if (refusedCertificate.test(code) || refusedCertificateAlert.test(error.message)) {
    return { kind: 'unsent', by: 'clientCertificate', reason: code, lasting: true };
  }
  if (certificateCode.test(code)) return { kind: 'unsent', by: 'certificate', reason: code, lasting: true };
  const { cause } = error;
  if (code === 'ERR_PROXY_TUNNEL') return readRefusal(cause, code);
  const syscall = cause instanceof Error && 'syscall' in cause ? cause.syscall : undefined;
  if (unsentCodes.has(code) || unsentSyscalls.has(syscall)) {
    // A name that does not exist may be a network that is not there yet; a proxy is on this side of it.
    if (proxied) return { kind: 'unsent', by: 'proxy', reason: code, lasting: code === 'ENOTFOUND' };
    return { kind: 'unsent', by: 'host', reason: code, lasting: false };
  }
  return { kind: 'broken', reason: code };
}

/** A proxy that answers 5xx could not reach the host for the moment; any other refusal stays. */
function readRefusal(cause: unknown, reason: string): Failure {
  const answered = cause instanceof Error && 'statusCode' in cause ? Number(cause.statusCode) : Number.NaN;
  if (!Number.isInteger(answered)) return { kind: 'unsent', by: 'proxy', reason, lasting: false };
  return { kind: 'unsent', by: 'proxy', reason, status: answered, lasting: answered < 500 };
}

/** Whether the server may have carried the request out although no usable answer came. */
export function mayBeDone(failure: Failure): boolean {
  if (failure.kind === 'status') return failure.status >= 500 || failure.status === 408;
  return failure.kind !== 'unsent';
}

export function codeOf(failure: Failure): ErrorCode {
  if (failure.kind === 'not-json') return 'NET_NOT_JSON';
  if (failure.kind === 'unsent') return unsentBy[failure.by];
  if (failure.kind === 'broken') return 'NET_UNREACHABLE';
  if (failure.kind === 'timeout' || failure.kind === 'aborted') return 'NET_TIMEOUT';
  if (failure.status === 429) return 'NET_THROTTLED';
  if (failure.status === 408) return 'NET_TIMEOUT';
  return failure.status >= 500 ? 'NET_SERVER_ERROR' : 'NET_UNEXPECTED_STATUS';
}

export function factsOf(failure: Failure): Facts {
  if (failure.kind === 'status' || failure.kind === 'not-json') return { status: failure.status };
  if (failure.kind === 'unsent' && failure.status !== undefined) {
    return { reason: failure.reason, status: failure.status };
  }
  return 'reason' in failure ? { reason: failure.reason } : { reason: failure.kind };
}
