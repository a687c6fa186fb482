// The tables of the PostgreSQL store and how they come to be: in a schema of their own, made and changed by the
// first instance that starts while the others wait.
import { LandbridgeError } from '../errors.ts';
import type { Database } from './postgresql-database.ts';

/** What is done to come from one version of the schema to the next; only ever added to. */
const migrations: readonly ((schema: string) => string)[] = [
  // Keys are bytes, so that they are compared byte by byte in every locale. Values come compressed.
  (schema) => `
    CREATE TABLE ${schema}.entry (
      collection text NOT NULL,
      key bytea NOT NULL,
      value bytea NOT NULL,
      version text NOT NULL,
      expires_at bigint,
      PRIMARY KEY (collection, key)
    );
    ALTER TABLE ${schema}.entry ALTER COLUMN value SET STORAGE EXTERNAL;
    CREATE INDEX entry_expiry ON ${schema}.entry (expires_at) WHERE expires_at IS NOT NULL;`,
];

/** Any number will do, as long as every version of Landbridge has the same: "land". */
const migrationLock = 0x6c616e64;

/**
 * Any number of instances may call it at once. Needs the right to create a schema in the database, once.
 * @throws STORE_SCHEMA_NEWER, STORE_REFUSED
 */
export async function migrate(database: Database, schema: string): Promise<void> {
  await database.transact(async (query) => {
    // Held until the transaction ends, whatever ends it.
    await query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [migrationLock, schema]);
    const found = await readVersion(query, schema);
    if (found > migrations.length) {
      throw new LandbridgeError('STORE_SCHEMA_NEWER', { found, known: migrations.length });
    }
    if (found === migrations.length) return;
    await query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await query(`CREATE TABLE IF NOT EXISTS ${schema}.meta (name text PRIMARY KEY, value integer NOT NULL)`);
    for (const migration of migrations.slice(found)) await query(migration(schema));
    await query(
      `INSERT INTO ${schema}.meta VALUES ('schema', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [migrations.length],
    );
  });
}

async function readVersion(query: Database['query'], schema: string): Promise<number> {
  const [there] = await query('SELECT to_regclass($1) IS NOT NULL AS is_there', [`${schema}.meta`]);
  if (there?.is_there !== true) return 0;
  const [row] = await query(`SELECT value FROM ${schema}.meta WHERE name = 'schema'`);
  return Number(row?.value ?? 0);
}
