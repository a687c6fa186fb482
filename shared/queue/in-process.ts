// The laptop's queue: works one message after the other in this process, in the order they came.
import type { Message, Queue } from './queue.ts';

export interface InProcessQueue extends Queue {
  /** Hands each message to the worker until none is left; what the worker throws ends it. */
  drain(work: (message: Message) => Promise<void>): Promise<void>;
}

export function createInProcessQueue(sleep: (ms: number) => Promise<void>): InProcessQueue {
  const waiting: Message[] = [];
  return {
    send: async (message) => {
      waiting.push(message);
    },
    drain: async (work) => {
      for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
        const { delayMs = 0, ...rest } = message;
        if (delayMs > 0) await sleep(delayMs);
        await work(rest);
      }
    },
  };
}
