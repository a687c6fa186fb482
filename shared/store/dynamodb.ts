// The store on AWS: one table of DynamoDB, shared by all functions. Every call is one request and so atomic by
// itself; no transaction is needed. Reads are consistent. What has expired counts as absent at once, whenever
// DynamoDB's own time to live removes it. A put names its version itself, so that one whose answer was lost is
// found again rather than made twice.
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { LandbridgeError } from '../errors.ts';
import { type Entry, refuseTooLarge, type Store } from './store.ts';

export interface DynamodbStoreOptions {
  /** Name of a table with the keys `collection` and `key`, both text, and `ttl` as its time to live. */
  table: string;
  now: () => number;
  /** A text that was never given before: the version of a put. */
  newVersion: () => string;
}

/** DynamoDB takes no empty text for a key; the order of the bytes stays. */
const lead = '/';

const Item = z.object({
  key: z.object({ S: z.string() }),
  value: z.object({ B: z.instanceof(Uint8Array) }),
  version: z.object({ S: z.string() }),
  expiresAt: z.optional(z.object({ N: z.string() })),
});

const isLiving = '(attribute_not_exists(expiresAt) OR expiresAt > :now)';
const isThere = `attribute_exists(#key) AND ${isLiving}`;
const isFree = 'attribute_not_exists(#key) OR expiresAt <= :now';
const isVersion = `version = :version AND ${isLiving}`;

/** The store's methods throw STORE_REFUSED, STORE_UNREACHABLE. */
export function openDynamodbStore({ table, now, newVersion }: DynamodbStoreOptions): Store {
  const client = new DynamoDBClient({});
  const keyOf = (collection: string, key: string) => ({
    collection: { S: collection },
    key: { S: lead + key },
  });

  async function get(collection: string, key: string): Promise<Entry | undefined> {
    const request = { TableName: table, Key: keyOf(collection, key), ConsistentRead: true };
    const { Item: found } = await asked(() => client.send(new GetItemCommand(request)));
    const entry = found && toEntry(found);
    return entry && lives(entry, now()) ? entry : undefined;
  }

  return {
    get: ({ collection, key }) => get(collection, key),

    async put({ collection, key }, value, { ifAbsent = false, ifVersion, ttlMs } = {}) {
      refuseTooLarge({ collection, key }, value);
      // Nothing lives in a version that is absent.
      if (ifAbsent && ifVersion !== undefined) return undefined;
      const at = now();
      const version = newVersion();
      const request = new PutItemCommand({
        TableName: table,
        Item: {
          ...keyOf(collection, key),
          value: { B: value },
          version: { S: version },
          ...(ttlMs !== undefined && expiry(Math.ceil(at + ttlMs))),
        },
        ...(ifAbsent && {
          ConditionExpression: isFree,
          ExpressionAttributeNames: { '#key': 'key' },
          ExpressionAttributeValues: { ':now': { N: `${at}` } },
        }),
        ...(ifVersion !== undefined && {
          ConditionExpression: isVersion,
          ExpressionAttributeValues: { ':now': { N: `${at}` }, ':version': { S: ifVersion } },
        }),
      });
      const done = await conditional(() => client.send(request));
      if (done === 'unclear') return (await get(collection, key))?.version === version ? version : undefined;
      return done ? version : undefined;
    },

    async delete({ collection, key }, { ifVersion } = {}) {
      const request = new DeleteItemCommand({
        TableName: table,
        Key: keyOf(collection, key),
        ConditionExpression: ifVersion === undefined ? isThere : `${isThere} AND version = :version`,
        ExpressionAttributeNames: { '#key': 'key' },
        ExpressionAttributeValues: {
          ':now': { N: `${now()}` },
          ...(ifVersion !== undefined && { ':version': { S: ifVersion } }),
        },
      });
      const done = await conditional(() => client.send(request));
      // Asked twice and gone: the first time has done it.
      return done === 'unclear' ? (await get(collection, key)) === undefined : done;
    },

    async *list(collection, prefix) {
      let last: ReturnType<typeof keyOf> | undefined;
      for (;;) {
        const request = new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: '#collection = :collection AND begins_with(#key, :prefix)',
          ExpressionAttributeNames: { '#collection': 'collection', '#key': 'key' },
          ExpressionAttributeValues: { ':collection': { S: collection }, ':prefix': { S: lead + prefix } },
          // One by one: what is given was there a moment ago, however long the caller works on each.
          Limit: 1,
          ...(last && { ExclusiveStartKey: last }),
        });
        const { Items: [found] = [] } = await asked(() => client.send(request));
        if (found === undefined) return;
        const entry = toEntry(found);
        last = keyOf(collection, entry.key);
        if (lives(entry, now())) yield entry;
      }
    },

    // DynamoDB removes what has expired by itself.
    compact: async () => undefined,
    close: async () => client.destroy(),
  };
}

function toEntry(item: unknown): Entry {
  const { key, value, version, expiresAt } = Item.parse(item);
  const entry = { key: key.S.slice(lead.length), value: value.B, version: version.S };
  return expiresAt === undefined ? entry : { ...entry, expiresAt: Number(expiresAt.N) };
}

function lives({ expiresAt }: Entry, now: number): boolean {
  return expiresAt === undefined || expiresAt > now;
}

/** `ttl` is what DynamoDB purges by, in whole seconds, and never too early. */
function expiry(expiresAt: number) {
  return { expiresAt: { N: `${expiresAt}` }, ttl: { N: `${Math.ceil(expiresAt / 1000)}` } };
}

/** @returns whether the condition held; `unclear` when it did not, but an earlier attempt may have changed that. */
async function conditional(call: () => Promise<unknown>): Promise<boolean | 'unclear'> {
  return asked(async () => {
    try {
      await call();
      return true;
    } catch (thrown) {
      if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
      return (thrown.$metadata.attempts ?? 1) > 1 ? 'unclear' : false;
    }
  });
}

/** Names under which DynamoDB says that trying again is of no use. */
const refusals = /AccessDenied|ResourceNotFound|UnrecognizedClient|InvalidSignature|ExpiredToken|Credentials/;

/** The client has tried again by itself before it gives up. */
async function asked<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.name : 'unknown';
    // A request that is wrong is a fault of ours.
    if (reason === 'ValidationException') throw thrown;
    const code = refusals.test(reason) ? 'STORE_REFUSED' : 'STORE_UNREACHABLE';
    throw new LandbridgeError(code, { reason }, { cause: thrown });
  }
}
