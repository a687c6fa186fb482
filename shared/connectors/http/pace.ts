// Holds requests back so that no more than so many start in any second. One pace per connection: it does not
// know of other processes with the same user.
import PQueue from 'p-queue';

export interface Pace {
  /** Resolves when the next request may start. */
  turn(): Promise<void>;
}

/**
 * @param isEven one after the other at equal distances: of requests that start together in two seconds, late ones of
 * the first may arrive in the same second as early ones of the next
 */
export function createPace(requestsPerSecond: number, isEven = false): Pace {
  const queue = isEven
    ? new PQueue({ interval: Math.ceil(1000 / requestsPerSecond), intervalCap: 1, strict: true })
    : new PQueue({ interval: 1000, intervalCap: requestsPerSecond, strict: true });
  return { turn: () => queue.add(() => undefined) };
}
