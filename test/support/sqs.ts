// SQS on loopback with the queues of serverless.yml: one a step, each with a dead-letter queue. Its event source
// hands messages to functions as Lambda's does: in batches, as many of a queue at a time as it is told, and deletes
// what was not told as failed.

import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message as SqsMessage,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { buildApp } from 'fauxqs';
import { onTestFinished, vi } from 'vitest';
import { type StepName, stepNames } from '../../shared/queue/queue.ts';

/** What the SDK and the functions are told by their environment. */
interface AwsEnvironment extends Record<string, string> {
  AWS_REGION: string;
  AWS_ACCESS_KEY_ID: string;
  AWS_SECRET_ACCESS_KEY: string;
}

const awsEnvironment: AwsEnvironment = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};

export interface Sqs {
  environment: Record<string, string>;
  client: SQSClient;
  urlOf(queue: string): string;
  /** Bodies that lie in a queue and could be received now, ten at most. */
  bodiesIn(queue: string): Promise<string[]>;
}

export interface SqsOptions {
  /** Seconds until a message that was received and not deleted comes again. */
  visibilityTimeout?: number;
  maxReceiveCount?: number;
}

const account = '000000000000';
const name = 'landbridge-test-';

/** Closed when the test is over; until then the SDK of this process talks to it. */
export async function startSqs({
  visibilityTimeout = 1,
  maxReceiveCount = 3,
}: SqsOptions = {}): Promise<Sqs> {
  const server = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: awsEnvironment.AWS_REGION });
  const endpoint = await server.listen({ port: 0, host: '127.0.0.1' });
  const prefix = `${endpoint}/${account}/${name}`;
  const environment = { ...awsEnvironment, AWS_ENDPOINT_URL_SQS: endpoint, LANDBRIDGE_QUEUES: prefix };
  for (const [variable, value] of Object.entries(environment)) vi.stubEnv(variable, value);
  const client = new SQSClient({});
  onTestFinished(async () => {
    client.destroy();
    await server.close();
  });
  for (const step of stepNames) {
    await client.send(new CreateQueueCommand({ QueueName: `${name}${step}-dead` }));
    const redrive = { deadLetterTargetArn: arnOf(`${step}-dead`), maxReceiveCount };
    const Attributes = { VisibilityTimeout: `${visibilityTimeout}`, RedrivePolicy: JSON.stringify(redrive) };
    await client.send(new CreateQueueCommand({ QueueName: `${name}${step}`, Attributes }));
  }
  return {
    environment,
    client,
    urlOf: (queue) => `${prefix}${queue}`,
    async bodiesIn(queue) {
      const request = { QueueUrl: `${prefix}${queue}`, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(request));
      return Messages.map(({ Body = '' }) => Body);
    },
  };
}

const arnOf = (queue: string) => `arn:aws:sqs:${awsEnvironment.AWS_REGION}:${account}:${name}${queue}`;

export type Invoke = (step: StepName, event: SQSEvent) => Promise<SQSBatchResponse>;

export interface PollOptions {
  /** Of these queues only. */
  steps?: readonly StepName[];
  /** Messages of a queue that are worked at the same time. */
  atOnce?: number;
}

/** Hands on what comes until it is told to stop, all queues at once; asks after each message and each empty look. */
export async function pollQueues(
  sqs: Sqs,
  invoke: Invoke,
  isOver: () => boolean | Promise<boolean>,
  { steps = stepNames, atOnce = 1 }: PollOptions = {},
): Promise<void> {
  // What is asked for is waited for: a message that comes after nobody waits any more would be away for long.
  let over = false;
  const poll = async (step: StepName) => {
    const QueueUrl = sqs.urlOf(step);
    const request = { QueueUrl, WaitTimeSeconds: 1, MessageSystemAttributeNames: ['All' as const] };
    while (!over) {
      const { Messages = [] } = await sqs.client.send(new ReceiveMessageCommand(request));
      if (Messages.length > 0) await handOver(step, QueueUrl, Messages);
      over ||= await isOver();
    }
  };
  const handOver = async (step: StepName, QueueUrl: string, messages: readonly SqsMessage[]) => {
    // A function that throws or dies has told of none that it is done with.
    const answer = await invoke(step, eventOf(step, messages)).catch(() => undefined);
    if (answer === undefined) return;
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { MessageId = '', ReceiptHandle } of messages) {
      if (!failed.has(MessageId))
        await sqs.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  };
  const pollers = steps.flatMap((step) => Array.from({ length: atOnce }, () => poll(step)));
  await Promise.all(pollers);
}

function eventOf(step: StepName, messages: readonly SqsMessage[]): SQSEvent {
  return {
    Records: messages.map(
      ({ MessageId = '', ReceiptHandle = '', Body = '', Attributes = {}, MD5OfBody = '' }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        attributes: {
          ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? '1',
          SentTimestamp: Attributes.SentTimestamp ?? '0',
          SenderId: 'test',
          ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? '0',
        },
        messageAttributes: {},
        md5OfBody: MD5OfBody,
        eventSource: 'aws:sqs',
        eventSourceARN: arnOf(step),
        awsRegion: awsEnvironment.AWS_REGION,
      }),
    ),
  };
}
