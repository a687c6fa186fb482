// Sends what comes next of a run, and notes that it was sent, so that what is lost between two steps is seen.
import type { Message, Queue } from '../queue/queue.ts';
import type { StepContext } from '../steps/context.ts';
import { noteHandedOn } from '../steps/run.ts';

export async function handOn(
  { store }: StepContext,
  queue: Queue,
  next: readonly Message[],
  former?: Message,
): Promise<void> {
  for (const message of next) await queue.send(message);
  const [first] = next;
  // A message of the same step needs no note: the one before it is delivered again if this one was not sent.
  if (first !== undefined && first.step !== former?.step) await noteHandedOn(store, first.run, first.step);
}
