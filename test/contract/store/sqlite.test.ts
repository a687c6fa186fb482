// The SQLite store under the common suites, in memory and as a file, and what is special about its file.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../shared/store/sqlite.ts';
import { describeBlobs } from './blobs-contract.ts';
import { describeLease } from './lease-contract.ts';
import { describeStore, type OpenStore } from './store-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'landbridge-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${++files}.db`);
const now = () => 1_000_000;
const key = { collection: 'c', key: 'a' };

const inMemory: OpenStore = (clock) => openSqliteStore({ file: ':memory:', now: clock });
const inFile: OpenStore = (clock) => openSqliteStore({ file: newFile(), now: clock });
for (const [name, open] of [
  ['in memory', inMemory],
  ['in a file', inFile],
] as const) {
  describeStore(name, open);
  describeBlobs(name, open);
  describeLease(name, open);
}

describe('the file of the SQLite store', () => {
  it('keeps entries and never repeats a version over a restart', async () => {
    const file = newFile();
    const first = await openSqliteStore({ file, now });
    const version = await first.put(key, Buffer.from('1'));
    await first.delete(key);
    await first.put({ ...key, key: 'b' }, Buffer.from('2'));
    await first.close();
    const second = await openSqliteStore({ file, now });
    expect(Buffer.from((await second.get({ ...key, key: 'b' }))?.value ?? []).toString()).toBe('2');
    expect(Number(await second.put(key, Buffer.from('1')))).toBeGreaterThan(Number(version) + 1);
    await second.close();
  });

  it('is readable for its owner only, side files too', async () => {
    const file = newFile();
    const store = await openSqliteStore({ file, now });
    await store.put(key, Buffer.from('1'));
    for (const part of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(part).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('drops expired rows for good at the first put', async () => {
    const file = newFile();
    const store = await openSqliteStore({ file, now });
    for (const name of ['x', 'y'])
      await store.put({ ...key, key: name }, Buffer.from('secret'), { ttlMs: 5 });
    await store.put({ ...key, key: 'kept' }, Buffer.from('1'), { ttlMs: 50 });
    await store.close();
    const later = await openSqliteStore({ file, now: () => now() + 5 });
    await later.put(key, Buffer.from('1'));
    await later.close();
    const database = new DatabaseSync(file, { readOnly: true });
    expect(database.prepare('SELECT count(*) AS rows FROM entry').get()).toEqual({ rows: 2 });
    database.close();
  });

  it.each([
    ['a folder that does not exist', () => join(folder, 'none', 'a.db')],
    ['a folder', () => folder],
    ['no name', () => ''],
    ['a text file', () => written('This is a letter, not a store.\n'.repeat(50))],
    ['the database of another program', () => database('CREATE TABLE meta (id INTEGER); CREATE TABLE x (y)')],
    ['a database without a schema version', () => database('CREATE TABLE meta (name, value)')],
  ])('is refused when it is %s', async (_, make) => {
    const file = make();
    await expect(openSqliteStore({ file, now })).rejects.toMatchObject({
      code: 'STORE_UNREADABLE',
      facts: { file },
    });
  });

  it('leaves what is not a store as it was', async () => {
    const file = database('CREATE TABLE other (x)');
    const before = readFileSync(file);
    await expect(openSqliteStore({ file, now })).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is refused when a newer version wrote it', async () => {
    const file = newFile();
    await (await openSqliteStore({ file, now })).close();
    const newer = new DatabaseSync(file);
    newer.exec("UPDATE meta SET value = 2 WHERE name = 'schema'");
    newer.close();
    await expect(openSqliteStore({ file, now })).rejects.toMatchObject({
      code: 'STORE_SCHEMA_NEWER',
      facts: { file, found: 2, known: 1 },
    });
  });

  it('is unreadable once a page of it is damaged', async () => {
    const file = newFile();
    const store = await openSqliteStore({ file, now });
    for (let index = 0; index < 50; index++)
      await store.put({ ...key, key: String(index) }, Buffer.alloc(5000, 1));
    await store.close();
    const content = readFileSync(file);
    writeFileSync(file, content.fill(0xee, 4096));
    const attempt = async () => (await openSqliteStore({ file, now })).get(key);
    await expect(attempt()).rejects.toMatchObject({ code: 'STORE_UNREADABLE', facts: { file } });
  });
});

function written(text: string): string {
  const file = newFile();
  writeFileSync(file, text);
  return file;
}

function database(sql: string): string {
  const file = newFile();
  const made = new DatabaseSync(file);
  made.exec(sql);
  made.close();
  return file;
}
