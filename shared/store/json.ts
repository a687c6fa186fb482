// Small values as JSON in the store: heads, leases, settings. What is read back is checked by the caller's
// parser, never trusted. Larger things go through blobs.ts.
import { LandbridgeError } from '../errors.ts';
import type { KeyRange } from './keys.ts';
import type { Entry, PutOptions, Store, StoreKey } from './store.ts';

/** What JSON.stringify can write. */
export type Json = object | string | number | boolean | null;

export interface Versioned<T> {
  value: T;
  version: string;
}

/**
 * @param parse turns what was stored into the value or throws; the `parse` of a zod schema fits
 * @throws STORE_VALUE_DAMAGED when it is not JSON or the parser refuses it; nothing of the value is told
 */
export async function readJson<T>(
  store: Store,
  key: StoreKey,
  parse: (value: unknown) => T,
): Promise<Versioned<T> | undefined> {
  const entry = await store.get(key);
  return entry && parseEntry(key.collection, entry, parse);
}

/** All values of a range, in byte order of their keys; checked and failing as in readJson. */
export async function* listJson<T>(
  store: Store,
  { collection, prefix }: KeyRange,
  parse: (value: unknown) => T,
): AsyncGenerator<Versioned<T>> {
  for await (const entry of store.list(collection, prefix)) yield parseEntry(collection, entry, parse);
}

function parseEntry<T>(collection: string, entry: Entry, parse: (value: unknown) => T): Versioned<T> {
  try {
    return { value: parse(JSON.parse(Buffer.from(entry.value).toString())), version: entry.version };
  } catch {
    throw new LandbridgeError('STORE_VALUE_DAMAGED', { collection, key: entry.key });
  }
}

/** @returns the new version, or undefined when the condition did not hold and nothing was written. */
export async function writeJson(
  store: Store,
  key: StoreKey,
  value: Json,
  options: PutOptions = {},
): Promise<string | undefined> {
  return store.put(key, Buffer.from(JSON.stringify(value)), options);
}
