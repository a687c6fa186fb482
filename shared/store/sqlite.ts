// The default store: one SQLite file, or memory, shared by any number of processes of one machine.
// Every call is one statement and so atomic by itself; what put has answered is on the disk.
// Not for platforms whose disk goes with the container.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { bytesOf, justAbove, justAfter } from './byte-keys.ts';
import { guarded, openDatabase } from './sqlite-database.ts';
import { type Entry, refuseTooLarge, type Store } from './store.ts';

/** How many puts go by between two purges of what has expired; the first put of a store purges too. */
const putsPerPurge = 256;

const isLiving = '(expires_at IS NULL OR expires_at > :now)';
const living = `SELECT CAST(version AS TEXT) FROM entry WHERE collection = :collection AND key = :key AND ${isLiving}`;

/**
 * @param file a path, created readable for its owner only, or ':memory:'
 * @throws STORE_UNREADABLE, STORE_SCHEMA_NEWER; the store's methods also STORE_WRITE_FAILED and, when
 * another program keeps the file locked for more than 5 s, STORE_BUSY
 */
export async function openSqliteStore({ file, now }: { file: string; now: () => number }): Promise<Store> {
  const database = openDatabase(file);
  const reading = <T>(call: () => T): T => guarded(file, 'STORE_UNREADABLE', call);
  const writing = <T>(call: () => T): T => guarded(file, 'STORE_WRITE_FAILED', call);
  const statements = reading(() => prepareStatements(database));
  let puts = 0;

  return {
    async get({ collection, key }) {
      const row = reading(() => statements.get.get({ collection, key: bytesOf(key), now: now() }));
      return row && toEntry(row);
    },

    async put({ collection, key }, value, { ifAbsent = false, ifVersion, ttlMs } = {}) {
      refuseTooLarge({ collection, key }, value);
      const at = now();
      if (puts++ % putsPerPurge === 0) writing(() => statements.purge.run({ now: at }));
      // all, not get: get stops before the commit and would hide that it failed.
      const [row] = writing(() =>
        statements.put.all({
          collection,
          key: bytesOf(key),
          value,
          expiresAt: ttlMs === undefined ? null : Math.ceil(at + ttlMs),
          ifAbsent: ifAbsent ? 1 : 0,
          ifVersion: ifVersion ?? null,
          now: at,
        }),
      );
      return row && String(row.version);
    },

    async delete({ collection, key }, { ifVersion } = {}) {
      const { changes } = writing(() =>
        statements.delete.run({ collection, key: bytesOf(key), ifVersion: ifVersion ?? null, now: now() }),
      );
      return Number(changes) > 0;
    },

    // One look-up an entry and no open cursor: the caller may put and delete in between, and no long read
    // keeps the file from being cleaned up.
    async *list(collection, prefix) {
      let from = bytesOf(prefix);
      const end = justAbove(from);
      for (;;) {
        const row = reading(() => statements.next.get({ collection, from, end, now: now() }));
        if (row === undefined) return;
        const entry = toEntry(row);
        from = justAfter(bytesOf(entry.key));
        yield entry;
      }
    },

    async compact() {
      writing(() => {
        statements.purge.run({ now: now() });
        database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
      });
    },

    async close() {
      if (database.isOpen) database.close();
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  const columns = 'key, value, CAST(version AS TEXT) AS version, expires_at AS expiresAt';
  return {
    get: database.prepare(
      `SELECT ${columns} FROM entry WHERE collection = :collection AND key = :key AND ${isLiving}`,
    ),
    next: database.prepare(
      `SELECT ${columns} FROM entry
       WHERE collection = :collection AND key >= :from AND key < :end AND ${isLiving} ORDER BY key LIMIT 1`,
    ),
    // REPLACE makes a new row, and with it a new version.
    put: database.prepare(
      `INSERT OR REPLACE INTO entry (collection, key, value, expires_at)
       SELECT :collection, :key, :value, :expiresAt
       WHERE (:ifAbsent = 0 OR NOT EXISTS (${living})) AND (:ifVersion IS NULL OR :ifVersion = (${living}))
       RETURNING CAST(version AS TEXT) AS version`,
    ),
    delete: database.prepare(
      `DELETE FROM entry WHERE collection = :collection AND key = :key AND ${isLiving}
       AND (:ifVersion IS NULL OR CAST(version AS TEXT) = :ifVersion)`,
    ),
    purge: database.prepare('DELETE FROM entry WHERE expires_at <= :now'),
  };
}

function toEntry({ key, value, version, expiresAt }: Record<string, SQLOutputValue>): Entry {
  if (!(key instanceof Uint8Array && value instanceof Uint8Array))
    throw new TypeError('Both columns are BLOB NOT NULL in a STRICT table');
  const entry = { key: Buffer.from(key).toString(), value, version: String(version) };
  return typeof expiresAt === 'number' ? { ...entry, expiresAt } : entry;
}
