// The store on Cloud Foundry: one table of PostgreSQL, shared by all instances. Every call is one statement and so
// atomic by itself. While the database restarts a call waits and is made again; a put names its version itself, so
// that one whose answer was lost is found again rather than made twice.
import { bytesOf, justAbove, justAfter } from './byte-keys.ts';
import type { Database, Row } from './postgresql-database.ts';
import { migrate } from './postgresql-schema.ts';
import { type Entry, refuseTooLarge, type Store } from './store.ts';

/** How many puts go by between two purges of what has expired. */
const putsPerPurge = 256;
/** A purge is short, so that nobody waits for it. */
const rowsPerPurge = 1_000;

export interface PostgresqlStoreOptions {
  database: Database;
  now: () => number;
  /** A text that was never given before: the version of a put. */
  newVersion: () => string;
  /** Name of the schema that holds the tables; small letters and underscores. */
  schema?: string;
}

/**
 * Closes the database with itself.
 * @throws STORE_UNREACHABLE, STORE_UNTRUSTED, STORE_REFUSED, STORE_SCHEMA_NEWER; the store's methods also
 * STORE_WRITE_FAILED
 */
export async function openPostgresqlStore(options: PostgresqlStoreOptions): Promise<Store> {
  const { database, now, newVersion, schema = 'landbridge' } = options;
  await database.persist(() => migrate(database, schema));
  const sql = statementsOf(`${schema}.entry`);
  let puts = 0;

  const purge = () => database.query(sql.purge, [now(), rowsPerPurge]);
  const versionOf = async (collection: string, key: Uint8Array) =>
    (await database.query(sql.version, [collection, key, now()]))[0]?.version;

  return {
    async get({ collection, key }) {
      const values = [collection, bytesOf(key), now()];
      const [row] = await database.persist(() => database.query(sql.get, values));
      return row && toEntry(row);
    },

    async put({ collection, key }, value, { ifAbsent = false, ifVersion, ttlMs } = {}) {
      refuseTooLarge({ collection, key }, value);
      // Nothing lives in a version that is absent.
      if (ifAbsent && ifVersion !== undefined) return undefined;
      const at = now();
      const version = newVersion();
      const expiresAt = ttlMs === undefined ? null : Math.ceil(at + ttlMs);
      const row = [collection, bytesOf(key), value, version, expiresAt];
      return database.persist(async (isUnclear) => {
        if (puts++ % putsPerPurge === 0) await purge();
        if (isUnclear && (await versionOf(collection, bytesOf(key))) === version) return version;
        const put = () => {
          if (ifVersion !== undefined) return database.query(sql.swap, [...row, at, ifVersion]);
          return ifAbsent ? database.query(sql.add, [...row, at]) : database.query(sql.put, row);
        };
        return (await put()).length > 0 ? version : undefined;
      });
    },

    async delete({ collection, key }, { ifVersion } = {}) {
      const values = [collection, bytesOf(key), now(), ifVersion ?? null];
      return database.persist(async (isUnclear) => {
        const rows = await database.query(sql.delete, values);
        // The call whose answer was lost may have been the one.
        return rows.length > 0 || (isUnclear && (await versionOf(collection, bytesOf(key))) === undefined);
      });
    },

    // One look-up an entry and no open cursor, as in the embedded store.
    async *list(collection, prefix) {
      let from = bytesOf(prefix);
      const end = justAbove(from);
      for (;;) {
        const values = [collection, from, end, now()];
        const [row] = await database.persist(() => database.query(sql.next, values));
        if (row === undefined) return;
        const entry = toEntry(row);
        from = justAfter(bytesOf(entry.key));
        yield entry;
      }
    },

    async compact() {
      while ((await purge()).length === rowsPerPurge);
      await database.query(`VACUUM ${schema}.entry`);
    },

    close: () => database.close(),
  };
}

function statementsOf(table: string) {
  const columns = 'key, value, version, expires_at';
  const isLiving = (now: string) => `(expires_at IS NULL OR expires_at > ${now})`;
  const insert = `INSERT INTO ${table} AS entry (collection, ${columns}) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (collection, key)
    DO UPDATE SET value = excluded.value, version = excluded.version, expires_at = excluded.expires_at`;
  return {
    get: `SELECT ${columns} FROM ${table} WHERE collection = $1 AND key = $2 AND ${isLiving('$3')}`,
    version: `SELECT version FROM ${table} WHERE collection = $1 AND key = $2 AND ${isLiving('$3')}`,
    next: `SELECT ${columns} FROM ${table}
      WHERE collection = $1 AND key >= $2 AND key < $3 AND ${isLiving('$4')} ORDER BY key LIMIT 1`,
    put: `${insert} RETURNING version`,
    add: `${insert} WHERE entry.expires_at <= $6 RETURNING version`,
    swap: `UPDATE ${table} SET value = $3, version = $4, expires_at = $5
      WHERE collection = $1 AND key = $2 AND version = $7 AND ${isLiving('$6')} RETURNING version`,
    delete: `DELETE FROM ${table} WHERE collection = $1 AND key = $2 AND ${isLiving('$3')}
      AND ($4::text IS NULL OR version = $4) RETURNING version`,
    // Rows that another purge or put has in hand are left to it: two purges never wait for each other.
    purge: `DELETE FROM ${table} WHERE (collection, key) IN (
      SELECT collection, key FROM ${table} WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING 1`,
  };
}

function toEntry({ key, value, version, expires_at: expiresAt }: Row): Entry {
  if (!(key instanceof Uint8Array && value instanceof Uint8Array))
    throw new TypeError('Both columns are bytea NOT NULL');
  const entry = { key: Buffer.from(key).toString(), value, version: String(version) };
  // A bigint comes as text.
  return expiresAt === null ? entry : { ...entry, expiresAt: Number(expiresAt) };
}
