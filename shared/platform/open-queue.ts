// Picks the queue adapter; it is loaded only when it is used.
import { LandbridgeError } from '../errors.ts';
import type { Queue } from '../queue/queue.ts';
import { queuesPrefix } from './environment.ts';

let opened: Promise<Queue> | undefined;

/** One a process. @throws QUEUE_MISSING */
export function openQueue(): Promise<Queue> {
  const prefix = queuesPrefix();
  if (prefix === undefined) throw new LandbridgeError('QUEUE_MISSING');
  opened ??= import('../queue/sqs.ts').then(({ openSqsQueue }) => openSqsQueue(prefix));
  return opened;
}
