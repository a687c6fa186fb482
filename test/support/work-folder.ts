// A folder for a test's store: in memory where the machine has room there, because every write to a store waits for
// its disk. What is proven of the disk itself (full, read-only, torn) does not hang on which one it is.
import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const inMemory = '/dev/shm';
const roomBytes = 256 * 1024 * 1024;

export function makeWorkFolder(name: string): string {
  return mkdtempSync(join(hasRoom(inMemory) ? inMemory : tmpdir(), `landbridge-${name}-`));
}

/** A container may have little of it, other systems none. */
function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > roomBytes;
  } catch {
    return false;
  }
}
