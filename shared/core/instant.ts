// LeanIX timestamps carry up to nanoseconds; Date would cut them, so they are compared as text.

/** Negative, zero or positive, as for sort. Both instants are ISO 8601 in UTC. */
export function compareInstants(left: string, right: string): number {
  const sameForm = left.length === right.length;
  const a = sameForm ? left : comparable(left);
  const b = sameForm ? right : comparable(right);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Milliseconds since 1970, for spans that need no finer grain; NaN for text that is no instant. */
export function instantMs(instant: string): number {
  return Date.parse(instant);
}

function comparable(instant: string): string {
  const [seconds = '', fraction = ''] = instant.replace(/Z$/, '').split('.');
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}
