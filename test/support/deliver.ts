// A queue in a test's hands: works messages one by one and stops where it is told, so that what is left can be
// given to another process, twice or late.
import { workMessage } from '../../shared/platform/work-message.ts';
import type { Message } from '../../shared/queue/queue.ts';
import type { StepContext } from '../../shared/steps/context.ts';
import { type Run, readRun } from '../../shared/steps/run.ts';

export interface Delivery {
  worked: Message[];
  left: Message[];
}

/** @param until asked before each message, with those worked so far */
export async function deliver(
  context: StepContext,
  messages: readonly Message[],
  { times = 1, until = () => false }: DeliverOptions = {},
): Promise<Delivery> {
  const left = [...messages];
  const worked: Message[] = [];
  const queue = { send: async (message: Message) => void left.push(message) };
  for (let next = left[0]; next !== undefined && !until(next, worked); next = left[0]) {
    left.shift();
    if (worked.length > 500) throw new Error(`No end of messages: ${next.step}`);
    const { delayMs = 0, ...message } = next;
    if (delayMs > 0) await context.time.sleep(delayMs);
    for (let time = 0; time < times; time += 1) await workMessage(context, queue, message);
    worked.push(message);
  }
  return { worked, left };
}

interface DeliverOptions {
  /** How often each message is delivered. */
  times?: number;
  until?: (next: Message, worked: readonly Message[]) => boolean;
}

export async function runOf(context: Pick<StepContext, 'store'>, id: string): Promise<Run> {
  const run = await readRun(context.store, id);
  if (run === undefined) throw new Error(`no run ${id}`);
  return run;
}
