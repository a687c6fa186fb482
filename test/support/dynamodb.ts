// DynamoDB on loopback, with tables as serverless.yml describes the one of the functions.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { parse } from 'yaml';

export interface DynamoDb {
  endpoint: string;
  /** @returns its name */
  createTable(): Promise<string>;
  stop(): Promise<void>;
}

export async function startDynamoDb(): Promise<DynamoDb> {
  const server: Server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials });
  const { Properties } = parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' }).resources
    .Resources.Store;
  const { BillingMode, AttributeDefinitions, KeySchema } = Properties;
  let tables = 0;
  return {
    endpoint,
    async createTable() {
      const TableName = `landbridge-${++tables}`;
      await client.send(new CreateTableCommand({ TableName, BillingMode, AttributeDefinitions, KeySchema }));
      // It is made a moment after the answer, and until then it is not there.
      await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
      return TableName;
    },
    async stop() {
      client.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}
