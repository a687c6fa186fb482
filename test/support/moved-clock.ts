// A clock for whole runs: it stands still until it is moved or somebody sleeps, then it jumps. Nothing waits.
import type { Clock } from '../../shared/platform/clock.ts';

export interface MovedClock extends Clock {
  /** What was slept, in milliseconds, in order. */
  slept: number[];
  /** Moves the time on; what is called every so often is called once if it fell due. */
  advance(ms: number): void;
  /** To be done the next time somebody sleeps, before the time jumps. */
  onSleep(call: () => Promise<unknown>): void;
}

interface Ticking {
  dueAt: number;
  everyMs: number;
  call: () => void;
}

export function createMovedClock(startsAt = Date.UTC(2026, 0, 15, 3)): MovedClock {
  let time = startsAt;
  let waiting: (() => Promise<unknown>)[] = [];
  const ticking = new Set<Ticking>();
  const slept: number[] = [];

  function advance(ms: number): void {
    time += ms;
    for (const timer of ticking) {
      if (timer.dueAt > time) continue;
      timer.dueAt = time + timer.everyMs;
      timer.call();
    }
  }

  return {
    slept,
    advance,
    now: () => time,
    onSleep: (call) => void waiting.push(call),
    async sleep(ms) {
      slept.push(ms);
      const calls = waiting;
      waiting = [];
      for (const call of calls) await call();
      advance(ms);
    },
    giveWay: async () => undefined,
    every(everyMs, call) {
      const timer = { dueAt: time + everyMs, everyMs, call };
      ticking.add(timer);
      return () => void ticking.delete(timer);
    },
  };
}
