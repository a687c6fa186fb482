// The only place that draws random numbers and makes ids. Web Crypto is loaded at first use: node:crypto would cost
// every cold start five milliseconds.

/** A number in [0, 1), for the jitter of retries. */
export function randomFraction(): number {
  return Math.random();
}

export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

export function newUuid(): string {
  return crypto.randomUUID();
}

/** Sorts by time and cannot be guessed: `20261121T034500Z-5f3a9c1e`. */
export function newRunId(now: number): string {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${Buffer.from(randomBytes(4)).toString('hex')}`;
}
