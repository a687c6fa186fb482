// Holds requests back so that no more than so many start in any second. One pace per connection: it does not
// know of other processes with the same user.
import PQueue from 'p-queue';

export interface Pace {
  /** Resolves when the next request may start. */
  turn(): Promise<void>;
}

export function createPace(requestsPerSecond: number): Pace {
  const queue = new PQueue({ interval: 1000, intervalCap: requestsPerSecond, strict: true });
  return { turn: () => queue.add(() => undefined) };
}
