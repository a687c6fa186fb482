// The engine between the steps, the same on a laptop and in both clouds: works a message and sends what comes next.
// Whatever queue stands behind it delivers at least once and in any order. A message is done with when this
// returns; when it throws, the queue is to deliver it again. A message whose flow or workspace is busy is sent
// anew with a delay, so that waiting never counts as an attempt that failed.
import type { Message, Queue } from '../queue/queue.ts';
import type { StepContext } from '../steps/context.ts';
import { runStep } from '../steps/run-step.ts';
import { handOn } from './hand-on.ts';

/** @returns what was sent: what comes next, or the message itself when it has to come back. */
export async function workMessage(
  context: StepContext,
  queue: Queue,
  message: Message,
): Promise<readonly Message[]> {
  const next = await runStep(context, message);
  await handOn(context, queue, next, message);
  return next;
}
