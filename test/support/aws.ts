// What stands around the functions on AWS, on loopback: table, queues and the secret with the bindings of a world.
import { onTestFinished, vi } from 'vitest';
import { readLastRun } from '../../shared/steps/run.ts';
import { openDynamodbStore } from '../../shared/store/dynamodb.ts';
import type { Store } from '../../shared/store/store.ts';
import { startDynamoDb } from './dynamodb.ts';
import { startSecretsManager } from './secrets-manager.ts';
import { type Invoke, type PollOptions, pollQueues, type Sqs, type SqsOptions, startSqs } from './sqs.ts';
import type { World } from './world.ts';

export type Call = <Answer>(name: string, event: object) => Promise<Answer>;

export interface Aws {
  /** What the functions are told. */
  environment: Record<string, string>;
  sqs: Sqs;
  store: Store;
}

/** Stopped when the test is over; the SDK of this process talks to it until then. */
export async function startAws({ bindings }: Pick<World, 'bindings'>, options?: SqsOptions): Promise<Aws> {
  const database = await startDynamoDb();
  const table = await database.createTable();
  const secrets = await startSecretsManager();
  const sqs = await startSqs(options);
  secrets.secrets.set('landbridge/test/bindings', JSON.stringify(bindings.services));
  const environment = {
    ...secrets.environment,
    ...sqs.environment,
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    LANDBRIDGE_STATE: `dynamodb:${table}`,
    LANDBRIDGE_SECRET: 'landbridge/test/bindings',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  let versions = 0;
  const store = openDynamodbStore({ table, now: Date.now, newVersion: () => `test-${++versions}` });
  onTestFinished(async () => {
    await store.close();
    await database.stop();
  });
  return { environment, sqs, store };
}

/** Hands messages to the functions until the last run of the flow has ended. @returns the functions called, in order */
export async function workUntilEnded(
  { sqs, store }: Aws,
  call: Call,
  options?: PollOptions,
): Promise<string[]> {
  const called: string[] = [];
  const invoke: Invoke = async (step, event) => {
    called.push(step);
    return call(step, event);
  };
  const isOver = async () => (await readLastRun(store, 'landscape'))?.state !== 'running';
  await pollQueues(sqs, invoke, isOver, options);
  return called;
}
