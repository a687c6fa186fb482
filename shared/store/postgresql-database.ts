// The connection behind the PostgreSQL store and the queue beside it: a small pool, TLS as the binding wants it,
// failures in the product's own codes, and patience while a database restarts. It knows nothing of entries.
import pg from 'pg';
import { type ErrorCode, LandbridgeError } from '../errors.ts';

export interface PostgresqlServer {
  host: string;
  port: number;
  database: string;
  user: string;
  password?: string;
  /** Absent: in clear text, for a server on this machine alone. */
  tls?: PostgresqlTls;
}

export interface PostgresqlTls {
  /** Certificates of the authorities to trust; absent: what Node trusts. */
  ca?: string;
  /** What the server wants to see of us. */
  client?: { cert: string; key: string };
}

export type Row = Readonly<Record<string, unknown>>;

export interface Database {
  /** Sent once, and not again after an answer was lost. @throws STORE_UNREACHABLE and other codes of the store */
  query(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * Calls again while the database is restarted or moves, for about half a minute.
   * @param call is told whether an earlier call may have been carried out although its answer was lost
   */
  persist<T>(call: (isUnclear: boolean) => Promise<T>): Promise<T>;
  /** Statements as one transaction. */
  transact<T>(work: (query: Database['query']) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  sleep: (ms: number) => Promise<void>;
  /** Told of a connection that broke while nobody used it. */
  onLost?: (reason: string) => void;
}

/** Small: a plan of PostgreSQL on BTP has few connections, and several instances share them. */
const mostConnections = 5;
const connectMs = 10_000;
/** Longer than any statement of ours takes: only a dead connection runs into it. */
const answerMs = 30_000;
/** A managed database that fails over is back after 60 s at most; the queue brings the message again after that. */
const attempts = 20;
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** Connects only when the first query is made. */
export function connectPostgresql(
  server: PostgresqlServer,
  { sleep, onLost = () => undefined }: ConnectOptions,
): Database {
  const pool = new pg.Pool({
    host: server.host,
    port: server.port,
    database: server.database,
    user: server.user,
    ...(server.password !== undefined && { password: server.password }),
    ssl: server.tls ? sslOf(server.tls, server.host) : false,
    application_name: 'landbridge',
    max: mostConnections,
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    keepAlive: true,
  });
  // Without a listener the end of an idle connection would end the process.
  pool.on('error', (error) => onLost(reasonOf(error)));
  let closing: Promise<void> | undefined;

  const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw translate(error, server);
    }
  };

  return {
    query: (text, values = []) => guarded(async () => rowsOf(await pool.query<Row>(text, [...values]))),

    async persist(call) {
      for (let attempt = 1, pauseMs = firstPauseMs; ; attempt += 1) {
        try {
          return await call(attempt > 1);
        } catch (error) {
          const isOver = attempt === attempts || closing !== undefined;
          if (isOver || !(error instanceof LandbridgeError) || error.code !== 'STORE_UNREACHABLE')
            throw error;
        }
        await sleep(pauseMs);
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      }
    },

    transact: (work) =>
      guarded(async () => {
        const client = await pool.connect();
        const query: Database['query'] = async (text, values = []) =>
          rowsOf(await client.query<Row>(text, [...values]));
        try {
          await query('BEGIN');
          const result = await work(query);
          await query('COMMIT');
          client.release();
          return result;
        } catch (error) {
          // Closed rather than rolled back: it may be broken, and the server rolls back what has no client.
          client.release(true);
          throw error;
        }
      }),

    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}

/** Several statements in one text have several results, which the types of pg do not tell. */
function rowsOf(result: pg.QueryResult<Row> | pg.QueryResult<Row>[]): Row[] {
  return Array.isArray(result) ? result.flatMap(({ rows }) => rows) : result.rows;
}

/**
 * The host's name is checked with its certificate. Where the binding names an address (Google Cloud SQL) there is no
 * name to check, and the authority of the binding signs for this one server alone.
 */
function sslOf({ ca, client }: PostgresqlTls, host: string) {
  const isAddress = /^[\d.]+$|:/.test(host);
  return {
    ...(ca !== undefined && { ca }),
    ...client,
    ...(isAddress && ca !== undefined && { checkServerIdentity: () => undefined }),
  };
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const byClass: Readonly<Record<string, ErrorCode>> = {
  '08': 'STORE_UNREACHABLE', // connection exception
  '28': 'STORE_REFUSED', // invalid authorization
  '3D': 'STORE_REFUSED', // no such database
  '40': 'STORE_UNREACHABLE', // rolled back: deadlock, serialization
  '53': 'STORE_UNREACHABLE', // too many connections, out of memory
  '57': 'STORE_UNREACHABLE', // shut down, starting up, cancelled
};

const byState: Readonly<Record<string, ErrorCode>> = {
  '25006': 'STORE_UNREACHABLE', // read-only: the old primary after a failover
  '42501': 'STORE_REFUSED', // insufficient privilege
  '53100': 'STORE_WRITE_FAILED', // disk full
};

/** Failures of the network under it, which have the codes of the operating system or of Node's TLS. */
const lostCodes = /^E(CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOTFOUND|PROTO)/;
/** What pg and its pool throw without a code. */
const lostWords =
  /^(Connection terminated|timeout exceeded|Query read timeout|Client has encountered a connection)/;
/** The pool was closed while a call was on its way. */
const closedWords = /Cannot use a pool after calling end/;

function translate(error: unknown, { host, port, database }: PostgresqlServer): unknown {
  if (!(error instanceof Error) || error instanceof LandbridgeError) return error;
  const code = codeOf(error);
  const facts = { server: `${host}:${port}`, database, reason: reasonOf(error) };
  if (lostCodes.test(code) || lostWords.test(error.message) || closedWords.test(error.message)) {
    return new LandbridgeError('STORE_UNREACHABLE', facts, { cause: error });
  }
  if (/^(ERR_(TLS|SSL)|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/.test(code)) {
    return new LandbridgeError('STORE_UNTRUSTED', facts, { cause: error });
  }
  // Of the two only the driver knows that the server has no TLS; it has no code for it.
  if (/server does not support SSL/.test(error.message)) {
    return new LandbridgeError('STORE_UNTRUSTED', { ...facts, reason: 'no TLS' }, { cause: error });
  }
  const known = byState[code] ?? byClass[code.slice(0, 2)];
  if (known !== undefined) return new LandbridgeError(known, facts, { cause: error });
  return /^[0-9A-Z]{5}$/.test(code)
    ? new LandbridgeError('STORE_UNREADABLE', facts, { cause: error })
    : error;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Never the message: it may quote what was sent. */
function reasonOf(error: Error): string {
  return codeOf(error) || (lostWords.exec(error.message)?.[0] ?? 'unknown');
}
