// The queue on AWS: a standard queue of SQS for each step, whose names differ in the step alone. Waiting is a
// delayed message. What is received, deleted and put aside is the business of Lambda's event source.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { LandbridgeError } from '../errors.ts';
import type { Queue } from './queue.ts';

/** SQS holds a message back for 15 minutes at most; one that comes early asks to come back again. */
const longestDelaySeconds = 900;

/** @param prefix URL of each queue without the step it ends with */
export function openSqsQueue(prefix: string): Queue {
  const client = new SQSClient({});
  return {
    async send({ delayMs = 0, ...message }) {
      const command = new SendMessageCommand({
        QueueUrl: `${prefix}${message.step}`,
        MessageBody: JSON.stringify(message),
        DelaySeconds: Math.min(Math.ceil(delayMs / 1000), longestDelaySeconds),
      });
      try {
        await client.send(command);
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.name : 'unknown';
        throw new LandbridgeError('QUEUE_REFUSED', { step: message.step, reason }, { cause: thrown });
      }
    },
  };
}
