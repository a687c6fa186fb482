// What a small run is about: the items that a person decided on, and the run whose snapshot tells of them.
import { LandbridgeError } from '../errors.ts';
import { readRecords } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import { type Run, readRun } from './run.ts';
import { trusted } from './trusted.ts';

/** Keys of the items; undefined for a run that is about all. */
export async function readDecidedItems(store: Store, { decided }: Run): Promise<Set<string> | undefined> {
  if (decided === undefined) return undefined;
  return new Set(await Array.fromAsync(readRecords(store, decided.items), trusted<string>));
}

/**
 * The run that read the sources for this one.
 * @throws INBOX_NOT_READ when that run is forgotten
 */
export async function readSourceReader(store: Store, run: Run): Promise<Run> {
  if (run.decided === undefined) return run;
  const { readBy } = run.decided;
  const reader = await readRun(store, readBy);
  if (reader === undefined) throw new LandbridgeError('INBOX_NOT_READ', { run: readBy });
  return reader;
}
