// SQS under the common suite, with the batches of Lambda's event source in front of the worker.
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect, it, vi } from 'vitest';
import { workRecords } from '../../../shared/platform/lambda/work-records.ts';
import type { Message } from '../../../shared/queue/queue.ts';
import { openSqsQueue } from '../../../shared/queue/sqs.ts';
import { pollQueues, startSqs } from '../../support/sqs.ts';
import { describeQueue } from './queue-contract.ts';

vi.spyOn(console, 'error').mockImplementation(() => undefined);

const neverAside = async (body: string) => {
  throw new Error(`put aside at once: ${body}`);
};

async function open() {
  const sqs = await startSqs();
  return {
    queue: openSqsQueue(sqs.urlOf('')),
    work: (worker: Parameters<typeof workRecords>[1], isOver: () => boolean | Promise<boolean>) =>
      pollQueues(sqs, (_step, event) => workRecords(event, worker, neverAside), isOver),
    dead: () => sqs.bodiesIn('pull-dead'),
  };
}

describeQueue('SQS', open, { redelivers: true });

const message = { run: 'r1', flow: 'landscape', step: 'write' } as const;

it('waits no longer than SQS lets it', async () => {
  const sqs = await startSqs();
  await openSqsQueue(sqs.urlOf('')).send({ ...message, delayMs: 3_600_000 });
  const request = { QueueUrl: sqs.urlOf('write'), AttributeNames: ['All' as const] };
  const { Attributes } = await sqs.client.send(new GetQueueAttributesCommand(request));
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
});

it('says which step a message could not be sent for, and why', async () => {
  const sqs = await startSqs();
  const queue = openSqsQueue(`${sqs.urlOf('')}not-deployed-`);
  await expect(queue.send(message)).rejects.toMatchObject({
    code: 'QUEUE_REFUSED',
    facts: { step: 'write', reason: expect.stringMatching(/NonExistent|DoesNotExist/) },
  });
});

it('puts aside at once what is asked for', async () => {
  const sqs = await startSqs();
  await openSqsQueue(sqs.urlOf('')).putAside('write', 'no message');
  expect(await sqs.bodiesIn('write-dead')).toEqual(['no message']);
  expect(await sqs.bodiesIn('write')).toEqual([]);
});

it('of a batch only what failed is told as failed, and what is no message is put aside and never worked', async () => {
  const record = (messageId: string, body: string) => ({ messageId, body, attributes: {} });
  const bodies = [
    JSON.stringify(message),
    '{',
    '"landscape"',
    '{"run":"r1"}',
    JSON.stringify({ ...message, run: 'bad' }),
  ];
  const event = { Records: bodies.map((body, index) => record(`m${index}`, body)) };
  const worked: string[] = [];
  const work = async ({ run }: Message) => {
    worked.push(run);
    if (run === 'bad') throw new Error('no');
  };
  const aside: string[] = [];
  const failedOf = async (putAside: Parameters<typeof workRecords>[2]) =>
    (await workRecords(event as never, work, putAside)).batchItemFailures.map(
      ({ itemIdentifier }) => itemIdentifier,
    );
  expect(await failedOf(async (body) => void aside.push(body))).toEqual(['m4']);
  expect(worked).toEqual(['r1', 'bad']);
  expect(aside).toEqual(bodies.slice(1, 4));
  // Where that is refused, the queue does it after some more attempts.
  expect(await failedOf(neverAside)).toEqual(['m1', 'm2', 'm3', 'm4']);
});
