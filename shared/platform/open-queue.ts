// Picks the queue adapter; it is loaded only when it is used.
import { LandbridgeError } from '../errors.ts';
import type { Queue, StepName } from '../queue/queue.ts';
import type { SqsQueue } from '../queue/sqs.ts';
import { queuesPrefix, stateFile } from './environment.ts';
import { bindingOf } from './open-store.ts';

let opened: Promise<SqsQueue> | undefined;

/** One a process. @throws QUEUE_MISSING; of the bound PostgreSQL what openPostgresql throws */
export async function openQueue(): Promise<Queue> {
  const binding = bindingOf(stateFile());
  if (binding !== undefined) {
    const { openBoundQueue } = await import('./cloud-foundry/open-bound-queue.ts');
    return openBoundQueue(binding);
  }
  return openSqs();
}

/** What came for a step and never can be worked, on AWS. @throws QUEUE_MISSING, QUEUE_REFUSED */
export async function putAside(step: StepName, body: string): Promise<void> {
  await (await openSqs()).putAside(step, body);
}

async function openSqs(): Promise<SqsQueue> {
  const prefix = queuesPrefix();
  if (prefix === undefined) throw new LandbridgeError('QUEUE_MISSING');
  opened ??= import('../queue/sqs.ts').then(({ openSqsQueue }) => openSqsQueue(prefix));
  return opened;
}
