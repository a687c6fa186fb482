// Opens the file behind the SQLite store: creates it with its schema, refuses what is not ours or is newer,
// and puts the failures of SQLite into the product's own codes. It knows nothing of entries and versions.
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ErrorCode, LandbridgeError } from '../errors.ts';

/** Raised with every change to the tables below. */
const schemaVersion = 1;

// `version` is the row id: AUTOINCREMENT never hands out one twice, not even after the row is gone.
// Keys are blobs, so that they are compared byte by byte whatever text they hold.
const schema = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO meta VALUES ('schema', ${schemaVersion});
  CREATE TABLE entry (
    version INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    key BLOB NOT NULL,
    value BLOB NOT NULL,
    expires_at INTEGER,
    UNIQUE (collection, key)
  ) STRICT;
  CREATE INDEX entry_expiry ON entry (expires_at) WHERE expires_at IS NOT NULL;
`;

/** Primary result codes, https://sqlite.org/rescode.html; the extended code carries them in its low byte. */
const sqlite = { error: 1, busy: 5, readOnly: 8, corrupt: 11, full: 13, notADatabase: 26 } as const;
/** Extended ones of a write that the disk refused: of the file, its flush, its length, its shared memory. */
const refusedWrites: ReadonlySet<number> = new Set([778, 1034, 1546, 4874]);

/** @throws STORE_UNREADABLE, STORE_SCHEMA_NEWER, STORE_BUSY, STORE_WRITE_FAILED */
export function openDatabase(file: string): DatabaseSync {
  return guarded(file, 'STORE_UNREADABLE', () => {
    if (file === ':memory:') return prepareDatabase(file, file);
    createPrivately(file);
    // An absolute path is never taken for a URI or for SQLite's temporary database.
    return prepareDatabase(resolve(file), file);
  });
}

/**
 * Runs one call into SQLite and throws what it says as an error of ours; other errors pass unchanged.
 * @param failed the code for a failure that is neither a lock, nor a refused write, nor damage to the file
 */
export function guarded<T>(file: string, failed: ErrorCode, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    const byResult: Record<number, ErrorCode> = {
      [sqlite.busy]: 'STORE_BUSY',
      [sqlite.readOnly]: 'STORE_WRITE_FAILED',
      [sqlite.full]: 'STORE_WRITE_FAILED',
      [sqlite.corrupt]: 'STORE_UNREADABLE',
      [sqlite.notADatabase]: 'STORE_UNREADABLE',
    };
    // Reading writes too: it takes part in the log and its shared memory.
    const code = refusedWrites.has(reason.extended) ? 'STORE_WRITE_FAILED' : byResult[reason.result];
    throw new LandbridgeError(code ?? failed, { file, reason: reason.text }, { cause: error });
  }
}

function prepareDatabase(path: string, file: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    if (isEmpty(database)) createSchema(database);
    requireOurSchema(database, file);
    switchToWal(database);
    // With FULL, what a call has put survives a power cut as it survives kill -9: a change that was sent to
    // a system is never without the journal entry that undoes it.
    database.exec('PRAGMA synchronous = FULL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Lets readers and a writer work side by side. Needs the file for itself, and SQLite answers "busy" at once
 * when two want that in the same moment: then the next to open switches, and until then all works the same.
 */
function switchToWal(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA journal_mode = WAL');
  } catch (error) {
    if (reasonOf(error)?.result !== sqlite.busy) throw error;
  }
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function createSchema(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    if (isEmpty(database)) database.exec(schema);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function requireOurSchema(database: DatabaseSync, file: string): void {
  const found = readSchemaVersion(database);
  if (typeof found !== 'number')
    throw new LandbridgeError('STORE_UNREADABLE', { file, reason: 'not a Landbridge store' });
  if (found > schemaVersion)
    throw new LandbridgeError('STORE_SCHEMA_NEWER', { file, found, known: schemaVersion });
}

function readSchemaVersion(database: DatabaseSync): unknown {
  try {
    return database.prepare("SELECT value FROM meta WHERE name = 'schema'").get()?.value;
  } catch (error) {
    // The database of another program has no such table; every other failure is not about the schema.
    if (reasonOf(error)?.result === sqlite.error) return undefined;
    throw error;
  }
}

/** The store holds the inventory: only its owner may read it. SQLite gives its side files the same mode. */
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new LandbridgeError('STORE_UNREADABLE', { file, reason }, { cause: error });
  }
}

function reasonOf(error: unknown): { result: number; extended: number; text: string } | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  const text = 'errstr' in error ? String(error.errstr) : 'unknown';
  return { result: error.errcode & 0xff, extended: error.errcode, text };
}
