// The words of the HTTP client: what a connection is given, what is asked, what is answered. Types only.
import type { ErrorCode, Facts } from '../../errors.ts';
import type { Meter } from './meter.ts';
import type { Surroundings } from './surroundings.ts';
import type { TokenCache, TokenSource } from './token.ts';

/** What every connection of a connector is given. */
export interface ConnectionOptions {
  surroundings: Surroundings;
  meter: Meter;
  tokenCache?: TokenCache | undefined;
  /** In place of the connector's own pace. */
  requestsPerSecond?: number | undefined;
  /** Ends every request and every wait. */
  signal?: AbortSignal | undefined;
}

/** PEM: what a client shows of itself while a TLS connection is made, and what proves that it is its own. */
export interface ClientCertificate {
  cert: string;
  key: string;
}

export interface HttpClientOptions extends Omit<ConnectionOptions, 'tokenCache'> {
  /** The name the meter counts under. */
  system: string;
  baseUrl: string;
  tokens?: TokenSource | undefined;
  clientCertificate?: ClientCertificate | undefined;
  requestsPerSecond?: number | undefined;
  /** At equal distances, for servers whose limit leaves no room. */
  isPaceEven?: boolean;
  /** One attempt. */
  timeoutMs?: number;
  /** All attempts and waits together. */
  deadlineMs?: number;
  /** What a status means to this system, in place of the general codes. */
  describeStatus?: (status: number) => { code: ErrorCode; facts?: Facts } | undefined;
  /** Whether a renewed token may cure this status. Only 401 when not given. */
  isTokenStale?: (status: number) => boolean;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  /** Begins with a slash and follows the base URL. */
  path: string;
  query?: Readonly<Record<string, string | number>>;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as a form. */
  form?: Readonly<Record<string, string>>;
  /** `only-if-not-done`: repeated only where the server surely did not act. */
  repeat: 'safe' | 'only-if-not-done';
  /**
   * Called before every attempt, when nothing is left to wait for and the bytes are about to leave. What it
   * throws ends the request as it is: that attempt is not sent, and there is no other.
   */
  beforeAttempt?: (() => Promise<void>) | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  data: unknown;
  /** When the attempt that was answered was sent, milliseconds since 1970. */
  sentAt: number;
}

export interface HttpClient {
  /**
   * @throws LandbridgeError with a NET code, or what describeStatus says, or from beforeAttempt; UnclearAnswer
   * when a request that must not be repeated may have been carried out.
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
}
