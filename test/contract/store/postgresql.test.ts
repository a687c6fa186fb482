// The PostgreSQL store under the common suites, and what is special about a database that several instances share.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresqlStore } from '../../../shared/store/postgresql.ts';
import { connectPostgresql, type Database } from '../../../shared/store/postgresql-database.ts';
import type { Store } from '../../../shared/store/store.ts';
import { connectOnce, hasPostgresql, makeTestDatabase, type TestDatabase } from '../../support/postgresql.ts';
import { describeBlobs } from './blobs-contract.ts';
import { describeLease } from './lease-contract.ts';
import { describeStore, type OpenStore } from './store-contract.ts';

const now = () => 1_000_000;
const key = { collection: 'c', key: 'a' };
const textOf = async (store: Store) => Buffer.from((await store.get(key))?.value ?? []).toString();

describe.skipIf(!hasPostgresql)('PostgreSQL', () => {
  let test: TestDatabase;
  let schemas = 0;
  const newSchema = () => `s${++schemas}`;
  const connect = () => connectPostgresql(test.server, { sleep: async () => undefined });

  beforeAll(async () => {
    test = await makeTestDatabase();
  });
  afterAll(() => test.drop());

  async function open(schema = newSchema(), database: Database = connect(), clock = now): Promise<Store> {
    return openPostgresqlStore({ database, now: clock, newVersion: randomUUID, schema });
  }

  const empty: OpenStore = (clock) => open(newSchema(), connect(), clock);
  describeStore('PostgreSQL', empty);
  describeBlobs('PostgreSQL', empty);
  describeLease('PostgreSQL', empty);

  it('is made once by any number of instances that start at the same moment', async () => {
    const schema = newSchema();
    const stores = await Promise.all(Array.from({ length: 8 }, () => open(schema)));
    const puts = stores.map((store, index) => store.put(key, Buffer.from(`${index}`), { ifAbsent: true }));
    expect((await Promise.all(puts)).filter((version) => version !== undefined)).toHaveLength(1);
    for (const store of stores) await store.close();
  });

  it('keeps what was put for the next instance', async () => {
    const schema = newSchema();
    const first = await open(schema);
    await first.put(key, Buffer.from('kept'));
    await first.close();
    const second = await open(schema);
    expect(await textOf(second)).toBe('kept');
    await second.close();
  });

  it('counts exactly, by compare-and-set of four instances', async () => {
    const schema = newSchema();
    const stores = await Promise.all([open(schema), open(schema), open(schema), open(schema)]);
    await Promise.all(
      stores.map(async (store) => {
        for (let done = 0; done < 50; ) {
          const entry = await store.get(key);
          const next = Buffer.from(String(Number(Buffer.from(entry?.value ?? []).toString()) + 1));
          const condition = entry ? { ifVersion: entry.version } : { ifAbsent: true };
          if (await store.put(key, next, condition)) done += 1;
        }
      }),
    );
    expect(await textOf(stores[0])).toBe('200');
    for (const store of stores) await store.close();
  });

  it('purges what has expired, of several instances at once', async () => {
    let time = 1_000_000;
    const schema = newSchema();
    const database = connect();
    const stores = [
      await open(schema, database, () => time),
      await open(schema, connect(), () => time),
    ] as const;
    for (let index = 0; index < 40; index += 1) {
      await stores[0].put({ ...key, key: `${index}` }, Buffer.from('x'), { ttlMs: 10 });
    }
    await stores[0].put(key, Buffer.from('stays'));
    time += 10;
    await Promise.all(stores.map((store) => store.compact()));
    const [row] = await database.query(`SELECT count(*)::int AS count FROM ${schema}.entry`);
    expect(row).toEqual({ count: 1 });
    for (const store of stores) await store.close();
  });

  it('goes on when every connection was cut', async () => {
    const store = await open();
    await store.put(key, Buffer.from('1'));
    expect(await test.cutConnections()).toBeGreaterThan(0);
    expect(await textOf(store)).toBe('1');
    await store.close();
  });

  it('finds a put whose answer was lost, rather than make it twice or call it lost', async () => {
    const schema = newSchema();
    await (await open(schema)).close();
    const losing = loseAnswerOf(connect(), /^(INSERT|UPDATE)/);
    const store = await open(schema, losing.database);
    const first = await store.put(key, Buffer.from('1'), { ifAbsent: true });
    const second = await store.put(key, Buffer.from('2'), { ifVersion: first ?? '' });
    expect([first, second]).not.toContain(undefined);
    expect((await store.get(key))?.version).toBe(second);
    expect(losing.lost()).toBe(2);
    // Another one came first: the same question has the other answer.
    expect(await store.put(key, Buffer.from('3'), { ifVersion: first ?? '' })).toBeUndefined();
    expect(await textOf(store)).toBe('2');
    await store.close();
  });

  it('says so when a delete whose answer was lost was carried out', async () => {
    const schema = newSchema();
    await (await open(schema)).close();
    const losing = loseAnswerOf(connect(), /^DELETE.*RETURNING version/s);
    const store = await open(schema, losing.database);
    await store.put(key, Buffer.from('1'));
    expect(await store.delete(key)).toBe(true);
    expect(losing.lost()).toBe(1);
    await store.close();
  });

  it('refuses the store of a newer version', async () => {
    const schema = newSchema();
    await (await open(schema)).close();
    const database = connect();
    await database.query(`UPDATE ${schema}.meta SET value = 99`);
    await expect(open(schema, database)).rejects.toMatchObject({
      code: 'STORE_SCHEMA_NEWER',
      facts: { found: 99, known: 1 },
    });
    await database.close();
  });

  it.each([
    ['no such database', { database: 'no_such_database' }, { code: 'STORE_REFUSED' }],
    ['an unknown user', { user: 'nobody_at_all' }, { code: 'STORE_REFUSED' }],
    ['no server', { port: 1 }, { code: 'STORE_UNREACHABLE', retryable: true }],
  ])('tells %s by its code', async (_, change, error) => {
    const database = connectOnce({ ...test.server, ...change });
    await expect(database.query('SELECT 1')).rejects.toMatchObject(error);
    await database.close();
  });

  it('tells a user without rights, and never what was sent', async () => {
    const other = await makeTestDatabase();
    const schema = newSchema();
    await (await open(schema)).close();
    const database = connectOnce({ ...test.server, user: other.server.user });
    const thrown = await open(schema, database).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'STORE_REFUSED', facts: { reason: '42501' } });
    await database.close();
    await other.drop();
  });

  it('waits for about half a minute, and no longer', async () => {
    const pauses: number[] = [];
    const sleep = async (ms: number) => {
      pauses.push(ms);
    };
    const database = connectPostgresql({ ...test.server, port: 1 }, { sleep });
    await expect(database.persist(() => database.query('SELECT 1'))).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
    });
    const waitedMs = pauses.reduce((sum, ms) => sum + ms, 0);
    expect(waitedMs).toBeGreaterThan(25_000);
    expect(waitedMs).toBeLessThan(40_000);
    await database.close();
  });
});

/** Carries out what fits the pattern, but loses the answer of every first call. */
function loseAnswerOf(database: Database, pattern: RegExp): { database: Database; lost(): number } {
  let lost = 0;
  const done = new Set<unknown>();
  return {
    lost: () => lost,
    database: {
      ...database,
      async query(text, values = []) {
        const rows = await database.query(text, values);
        // The version of a put, the key of a delete.
        const call = values[3] ?? values[1];
        if (!pattern.test(text.trim()) || done.has(call) || rows.length === 0) return rows;
        done.add(call);
        lost += 1;
        await database.query('SELECT pg_terminate_backend(pg_backend_pid())');
        return rows;
      },
    },
  };
}
