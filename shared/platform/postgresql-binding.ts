// Which of the bound services is the PostgreSQL that keeps the state, and how it is connected to: "PostgreSQL,
// hyperscaler option" of BTP, or one that people made known themselves.
import * as z from 'zod/mini';
import { LandbridgeError } from '../errors.ts';
import type { PostgresqlServer } from '../store/postgresql-database.ts';
import type { BoundService } from './bound-services.ts';

/** A member that is absent, null or empty reads as absent. A port comes as text or number. */
const text = z.catch(
  z.optional(
    z.pipe(
      z.union([z.string(), z.number()]),
      z.transform((value) => String(value).trim()),
    ),
  ),
  undefined,
);

const Credentials = z.object({
  uri: text,
  hostname: text,
  host: text,
  port: text,
  dbname: text,
  database: text,
  username: text,
  user: text,
  password: text,
  sslrootcert: text,
  sslcert: text,
  sslkey: text,
});

const labels: ReadonlySet<string | undefined> = new Set(['postgresql-db', 'postgresql']);
const defaultPort = '5432';
/** Nobody listens between two ports of one machine; anywhere else a password would travel in clear text. */
const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function isPostgresql({ label, tags, credentials }: BoundService): boolean {
  if (labels.has(label)) return true;
  const isSpecial = label !== undefined && label !== 'user-provided';
  const uri = credentials?.uri;
  return (
    (isSpecial && tags?.includes('postgresql') === true) ||
    (typeof uri === 'string' && /^postgres(ql)?:\/\//.test(uri))
  );
}

/** @throws CFG_BINDING_INCOMPLETE naming what is missing */
export function parsePostgresqlBinding({ name, credentials }: BoundService): PostgresqlServer {
  const parsed = Credentials.safeParse(credentials);
  const given = parsed.success ? parsed.data : Credentials.parse({});
  const uri = URL.parse(given.uri ?? '');
  const host = given.hostname || given.host || uri?.hostname || '';
  const database = given.dbname || given.database || decoded(uri?.pathname.slice(1)) || '';
  const user = given.username || given.user || decoded(uri?.username) || '';
  const port = Number(given.port || uri?.port || defaultPort);
  const needed = { hostname: host, dbname: database, username: user, port: port > 0 };
  const missing = Object.entries(needed).flatMap(([member, value]) => (value ? [] : [member]));
  if (missing.length > 0) {
    throw new LandbridgeError('CFG_BINDING_INCOMPLETE', { binding: name, missing: missing.join(', ') });
  }
  const password = given.password || decoded(uri?.password) || undefined;
  const { sslrootcert: ca, sslcert: cert, sslkey: key } = given;
  // Without a key of ours `sslcert` is the server's, which is proven by its authority.
  const tls = { ...(ca && { ca }), ...(cert && key && { client: { cert, key } }) };
  const isOpen = loopbackHosts.has(host) && !ca;
  return { host, port, database, user, ...(password && { password }), ...(!isOpen && { tls }) };
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return text;
  }
}
