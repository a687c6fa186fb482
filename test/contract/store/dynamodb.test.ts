// The DynamoDB store under the common suites, and what is special about a table that is asked over a network.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDynamodbStore } from '../../../shared/store/dynamodb.ts';
import type { Store } from '../../../shared/store/store.ts';
import { type DynamoDb, startDynamoDb } from '../../support/dynamodb.ts';
import { describeBlobs } from './blobs-contract.ts';
import { describeLease } from './lease-contract.ts';
import { describeStore, type OpenStore } from './store-contract.ts';

let database: DynamoDb;
beforeAll(async () => {
  database = await startDynamoDb();
});
afterAll(() => database.stop());
beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', database.endpoint);
});

const empty: OpenStore = async (now) =>
  openDynamodbStore({ table: await database.createTable(), now, newVersion: randomUUID });
describeStore('DynamoDB', empty);
describeBlobs('DynamoDB', empty);
describeLease('DynamoDB', empty);

const now = () => 1_000_000;
const key = { collection: 'c', key: 'a' };
const textOf = async (store: Store) => Buffer.from((await store.get(key))?.value ?? []).toString();

/** Between client and table: the answer to the next request is lost on its way, then all go through. */
async function losingOneAnswer(): Promise<void> {
  let lost = false;
  const relay = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const through = request(`${database.endpoint}${url}`, { method, headers }, (answer) => {
      if (lost) {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
        return;
      }
      lost = true;
      answer.resume().on('end', () => incoming.socket.destroy());
    });
    incoming.pipe(through);
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  onTestFinished(() => void relay.close());
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${(relay.address() as AddressInfo).port}`);
}

describe('a put whose answer was lost', () => {
  it.each([['if absent'], ['if version'], ['whatever is there']])('%s is known to be made', async (how) => {
    const table = await database.createTable();
    const direct = openDynamodbStore({ table, now, newVersion: randomUUID });
    const first = how === 'if version' ? await direct.put(key, Buffer.from('old')) : undefined;
    await losingOneAnswer();
    const store = openDynamodbStore({ table, now, newVersion: randomUUID });
    const options =
      how === 'if absent' ? { ifAbsent: true } : first === undefined ? {} : { ifVersion: first };
    const version = await store.put(key, Buffer.from('new'), options);
    expect(version).toBeDefined();
    expect((await direct.get(key))?.version).toBe(version);
  });

  it('a delete too', async () => {
    const table = await database.createTable();
    const direct = openDynamodbStore({ table, now, newVersion: randomUUID });
    const version = (await direct.put(key, Buffer.from('old'))) ?? '';
    await losingOneAnswer();
    const store = openDynamodbStore({ table, now, newVersion: randomUUID });
    expect(await store.delete(key, { ifVersion: version })).toBe(true);
    expect(await direct.get(key)).toBeUndefined();
  });
});

it('says when the table is not there, and when nothing answers', async () => {
  const options = { now, newVersion: randomUUID };
  await expect(openDynamodbStore({ ...options, table: 'nowhere' }).get(key)).rejects.toMatchObject({
    code: 'STORE_REFUSED',
    facts: { reason: 'ResourceNotFoundException' },
  });
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:1');
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  await expect(openDynamodbStore({ ...options, table: 'x' }).get(key)).rejects.toMatchObject({
    code: 'STORE_UNREACHABLE',
  });
});

it('is one store for all who open the table', async () => {
  const table = await database.createTable();
  const one = openDynamodbStore({ table, now, newVersion: randomUUID });
  const other = openDynamodbStore({ table, now, newVersion: randomUUID });
  await one.put(key, Buffer.from('1'));
  expect(await textOf(other)).toBe('1');
});
