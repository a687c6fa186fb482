// Keys as bytes, whose order is that of a list: for stores that keep them in a column.

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}

/** Above every key with this prefix and below all others behind it: UTF-8 never holds the byte 0xff. */
export function justAbove(prefix: Uint8Array): Uint8Array {
  return Buffer.concat([prefix, Uint8Array.of(0xff)]);
}

export function justAfter(key: Uint8Array): Uint8Array {
  return Buffer.concat([key, Uint8Array.of(0)]);
}
