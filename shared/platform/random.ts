// The only place that draws random numbers and makes ids.
import { randomBytes as bytes, randomUUID } from 'node:crypto';

/** A number in [0, 1), for the jitter of retries. */
export function randomFraction(): number {
  return Math.random();
}

export function randomBytes(count: number): Uint8Array {
  return bytes(count);
}

export function newUuid(): string {
  return randomUUID();
}

/** Sorts by time and cannot be guessed: `20261121T034500Z-5f3a9c1e`. */
export function newRunId(now: number): string {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${bytes(4).toString('hex')}`;
}
