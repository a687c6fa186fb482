// The whole state of a store in one file: to move from a laptop to a cloud, or to keep it.
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { LandbridgeError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { exportState, importState } from '../store/transfer.ts';
import { placeFile } from './place-file.ts';
import { isProcessGone } from './process-mark.ts';

/** @returns how many entries were written. @throws CFG_FILE_EXISTS, CFG_FILE_UNWRITABLE, STORE_EXPORT_DISTURBED */
export async function exportStateFile(store: Store, file: string, now: number): Promise<number> {
  let lines = 0;
  async function* text() {
    for await (const line of exportState(store, now, isProcessGone)) {
      lines += 1;
      yield `${line}\n`;
    }
  }
  await placeFile(file, text(), { isPrivate: true });
  const framing = 2;
  return lines - framing;
}

/** Before a store is made for it. @throws STORE_EXPORT_UNREADABLE */
export async function checkStateFile(file: string): Promise<void> {
  await access(file).catch(() => {
    throw new LandbridgeError('STORE_EXPORT_UNREADABLE', { file, reason: 'not readable' });
  });
}

/** @returns how many entries are new. @throws STORE_EXPORT_UNREADABLE, STORE_OCCUPIED, STORE_SCHEMA_NEWER */
export async function importStateFile(store: Store, file: string, now: number): Promise<number> {
  const read = () => createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  return importState(store, read, now);
}
