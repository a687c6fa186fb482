// The only place that reads the time or waits. Everything else is given a Clock.
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Lets timers and answers have their turn; takes no time of its own. */
  giveWay(): Promise<void>;
  /** Calls again and again until stopped; does not keep the process alive. */
  every(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms) => {
    await wait(ms);
  },
  giveWay: async () => {
    await nextTurn();
  },
  every: (ms, call) => {
    const timer = setInterval(call, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};
