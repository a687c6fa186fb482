// The key-value store between the steps. Every adapter passes the suite in test/contract/store.ts.
// Values are bytes; json.ts, blobs.ts and lease.ts build on this interface alone.
import { LandbridgeError } from '../errors.ts';

/** Built only in keys.ts. */
export interface StoreKey {
  collection: string;
  key: string;
}

export interface Entry {
  key: string;
  value: Uint8Array;
  /** Changes with every put and never comes back, not even after delete and put. */
  version: string;
  /** Milliseconds since 1970; absent where the entry stays. */
  expiresAt?: number;
}

export interface PutOptions {
  /** Put only if there is no living entry. */
  ifAbsent?: boolean;
  /** Put only if the living entry has this version. */
  ifVersion?: string;
  /** From this moment on the entry counts as absent, whether or not it was purged. */
  ttlMs?: number;
}

/** Bytes a value may have; refused above with STORE_VALUE_TOO_LARGE. Below DynamoDB's 400 KB an item. */
export const maxValueBytes = 256 * 1024;

/** @throws STORE_VALUE_TOO_LARGE */
export function refuseTooLarge(at: StoreKey, { byteLength: bytes }: Uint8Array): void {
  if (bytes > maxValueBytes) throw new LandbridgeError('STORE_VALUE_TOO_LARGE', { ...at, bytes });
}

export interface Store {
  get(key: StoreKey): Promise<Entry | undefined>;
  /** @returns the new version, or undefined when the condition did not hold and nothing was written. */
  put(key: StoreKey, value: Uint8Array, options?: PutOptions): Promise<string | undefined>;
  /** @returns whether there was such an entry. */
  delete(key: StoreKey, options?: { ifVersion?: string }): Promise<boolean>;
  /** Living entries whose key starts with the prefix, in byte order of their keys. */
  list(collection: string, prefix: string): AsyncIterable<Entry>;
  /** Gives back the room of what was deleted or has expired, where the adapter keeps it. */
  compact(): Promise<void>;
  close(): Promise<void>;
}
