// Picks the queue adapter; it is loaded only when it is used.
import { LandbridgeError } from '../errors.ts';
import type { Queue } from '../queue/queue.ts';
import { queuesPrefix, stateFile } from './environment.ts';
import { bindingOf } from './open-store.ts';

let opened: Promise<Queue> | undefined;

/** One a process. @throws QUEUE_MISSING; of the bound PostgreSQL what openPostgresql throws */
export async function openQueue(): Promise<Queue> {
  const binding = bindingOf(stateFile());
  if (binding !== undefined) {
    const { openBoundQueue } = await import('./cloud-foundry/open-bound-queue.ts');
    return openBoundQueue(binding);
  }
  const prefix = queuesPrefix();
  if (prefix === undefined) throw new LandbridgeError('QUEUE_MISSING');
  opened ??= import('../queue/sqs.ts').then(({ openSqsQueue }) => openSqsQueue(prefix));
  return opened;
}
