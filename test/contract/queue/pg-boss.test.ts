// pg-boss under the common suite, on the PostgreSQL of this machine. That it gives out the messages of an instance
// that died is seen where instances die: test/flow/cloud-foundry.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openPgBossQueue, type PgBossOptions, type PgBossQueue } from '../../../shared/queue/pg-boss.ts';
import type { Message } from '../../../shared/queue/queue.ts';
import { connectPostgresql, type Database } from '../../../shared/store/postgresql-database.ts';
import { hasPostgresql, makeTestDatabase, type TestDatabase } from '../../support/postgresql.ts';
import { describeQueue, type OpenedQueue } from './queue-contract.ts';

const message: Message = { run: 'r1', flow: 'landscape', step: 'pull', source: 'acme' };
const quick = { retryLimit: 2, retryDelay: 0, retryBackoff: false };

describe.skipIf(!hasPostgresql)('pg-boss', () => {
  let test: TestDatabase;
  let database: Database;
  let schemas = 0;
  const newSchema = () => `q${++schemas}`;

  beforeAll(async () => {
    test = await makeTestDatabase();
    database = connectPostgresql(test.server, { sleep: (ms) => wait(ms) });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  async function open(schema = newSchema(), change: Partial<PgBossOptions> = {}): Promise<PgBossQueue> {
    const options = { database, newId: randomUUID, onTrouble: () => undefined, schema };
    const queue = await openPgBossQueue({ ...options, redelivery: quick, pollSeconds: 0.5, ...change });
    onTestFinished(() => queue.close(0));
    return queue;
  }

  async function openForSuite(): Promise<OpenedQueue> {
    const queue = await open();
    const dead: string[] = [];
    return {
      queue,
      async work(worker, isOver) {
        const bury = async (buried: Message) => void dead.push(JSON.stringify(buried));
        await queue.start({ work: worker, bury });
        while (!(await isOver())) await wait(20);
        await queue.close(2_000);
      },
      dead: async () => dead,
    };
  }

  describeQueue('pg-boss', openForSuite, { redelivers: true });

  it('is made once by several instances that start at the same moment, by a user without further rights', async () => {
    const schema = newSchema();
    const queues = await Promise.all([open(schema), open(schema), open(schema)]);
    const came: Message[] = [];
    await queues[0].start({ work: async (each) => void came.push(each), bury: async () => undefined });
    for (const queue of queues) await queue.send(message);
    await expect.poll(() => came.length, { timeout: 10_000 }).toBe(3);
  });

  it('sends a message once whose answer was lost', async () => {
    const schema = newSchema();
    await open(schema);
    let isLost = false;
    const losing: PgBossOptions['database'] = {
      ...database,
      async query(text, values) {
        const rows = await database.query(text, values);
        if (isLost || !text.includes('INSERT INTO') || !JSON.stringify(values ?? '').includes('acme'))
          return rows;
        isLost = true;
        return database.query('SELECT pg_terminate_backend(pg_backend_pid())');
      },
    };
    const queue = await open(schema, { database: losing });
    await queue.send(message);
    expect(isLost).toBe(true);
    expect(
      await database.query(`SELECT count(*)::int AS jobs FROM ${schema}.job WHERE name = 'steps'`),
    ).toEqual([{ jobs: 1 }]);
  });
});
