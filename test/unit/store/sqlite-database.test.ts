import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { guarded } from '../../../shared/store/sqlite-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'landbridge-database-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('guarded', () => {
  it('gives a lock of another program its own, retryable code', () => {
    const file = join(folder, 'locked.db');
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE t (x); BEGIN EXCLUSIVE');
    const mine = new DatabaseSync(file, { timeout: 0 });
    const write = () =>
      guarded('state.db', 'STORE_WRITE_FAILED', () => mine.exec('INSERT INTO t VALUES (1)'));
    const busy = {
      code: 'STORE_BUSY',
      retryable: true,
      facts: { file: 'state.db', reason: 'database is locked' },
    };
    expect(write).toThrowError(expect.objectContaining(busy));
    other.exec('ROLLBACK');
    expect(write).not.toThrow();
    mine.close();
    other.close();
  });

  it('gives other failures of SQLite the code of the call', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (x); PRAGMA query_only = ON');
    const write = () =>
      guarded('state.db', 'STORE_WRITE_FAILED', () => database.exec('INSERT INTO t VALUES (1)'));
    expect(write).toThrowError(expect.objectContaining({ code: 'STORE_WRITE_FAILED' }));
    database.close();
  });

  it('lets errors of others pass', () => {
    const bug = new TypeError('x is not a function');
    const call = () =>
      guarded('state.db', 'STORE_UNREADABLE', () => {
        throw bug;
      });
    expect(call).toThrow(bug);
  });
});
