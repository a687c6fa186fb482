// The queue on AWS: a standard queue of SQS for each step, whose names differ in the step alone. Waiting is a
// delayed message. What is received, deleted and put aside is the business of Lambda's event source, but for what
// needs no second try.
import { SendMessageCommand, type SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { LandbridgeError } from '../errors.ts';
import type { Queue, StepName } from './queue.ts';

/** SQS holds a message back for 15 minutes at most; one that comes early asks to come back again. */
const longestDelaySeconds = 900;

export interface SqsQueue extends Queue {
  /** Puts what came for a step, as it came, into the step's dead-letter queue. @throws QUEUE_REFUSED */
  putAside(step: StepName, body: string): Promise<void>;
}

/** @param prefix URL of each queue without the step it ends with */
export function openSqsQueue(prefix: string): SqsQueue {
  const client = new SQSClient({});
  const send = async (step: StepName, message: SendMessageCommandInput) => {
    try {
      await client.send(new SendMessageCommand(message));
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.name : 'unknown';
      throw new LandbridgeError('QUEUE_REFUSED', { step, reason }, { cause: thrown });
    }
  };
  return {
    send: ({ delayMs = 0, ...message }) =>
      send(message.step, {
        QueueUrl: `${prefix}${message.step}`,
        MessageBody: JSON.stringify(message),
        DelaySeconds: Math.min(Math.ceil(delayMs / 1000), longestDelaySeconds),
      }),
    putAside: (step, body) => send(step, { QueueUrl: `${prefix}${step}-dead`, MessageBody: body }),
  };
}
