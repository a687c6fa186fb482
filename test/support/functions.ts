// The functions in this process, warm until they are told to be cold, with the queues of SQS on loopback and the
// store file of a world.
import type { SQSBatchResponse } from 'aws-lambda';
import { expect, onTestFinished, vi } from 'vitest';
import { openStore } from '../../shared/platform/open-store.ts';
import type { StepName } from '../../shared/queue/queue.ts';
import { readLastRun } from '../../shared/steps/run.ts';
import type { Store } from '../../shared/store/store.ts';
import { pollQueues, type Sqs, startSqs } from './sqs.ts';
import type { World } from './world.ts';

export interface Functions {
  sqs: Sqs;
  store: Store;
  invoke<Answer>(name: string, event: object): Promise<Answer>;
  /** The next call meets a container that knows nothing. */
  cool(): void;
  /** In place of what was bound; without any what belongs to the world. */
  bind(services?: object): void;
  /** Until the last run of the flow has ended, or so many messages are worked. @returns the steps, in order */
  work(most?: number): Promise<StepName[]>;
  /** The log so far, line by line. */
  lines: readonly string[];
  written(): Record<string, unknown>[];
}

const context = { getRemainingTimeInMillis: () => 60_000 };

export async function openFunctions(world: Pick<World, 'bindings' | 'state'>): Promise<Functions> {
  const sqs = await startSqs({ visibilityTimeout: 600 });
  const { VCAP_SERVICES: own } = world.bindings.services as { VCAP_SERVICES: object };
  vi.stubEnv('LANDBRIDGE_STATE', world.state);
  const lines: string[] = [];
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
  }
  const store = await openStore(world.state);
  onTestFinished(() => store.close());

  const functions: Functions = {
    sqs,
    store,
    async invoke<Answer>(name: string, event: object) {
      const { handler } = await import(`../../functions/${name}.ts`);
      return (await handler(event, context)) as Answer;
    },
    cool: () => vi.resetModules(),
    bind: (services = own) => vi.stubEnv('VCAP_SERVICES', JSON.stringify(services)),
    async work(most = Number.POSITIVE_INFINITY) {
      const worked: StepName[] = [];
      const isOver = async () =>
        worked.length >= most || (await readLastRun(store, 'landscape'))?.state !== 'running';
      await pollQueues(
        sqs,
        async (step, event) => {
          worked.push(step);
          const answer = await functions.invoke<SQSBatchResponse>(step, event);
          expect(answer).toEqual({ batchItemFailures: [] });
          return answer;
        },
        isOver,
      );
      return worked;
    },
    lines,
    written: () => lines.map((line) => JSON.parse(line)),
  };
  functions.bind();
  functions.cool();
  return functions;
}
