// Puts a file where it belongs: whole or not at all, and never over another unless that was asked for.
import { access, constants, link, lstat, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LandbridgeError } from '../errors.ts';

interface PlaceOptions {
  mayReplace: boolean;
}

/**
 * Whether a file could be placed there, before anything is done for it.
 * @throws CFG_FILE_EXISTS, CFG_FILE_UNWRITABLE
 */
export async function checkPlace(file: string, { mayReplace }: PlaceOptions): Promise<void> {
  const there = await lstat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new LandbridgeError('CFG_FILE_UNWRITABLE', { file, code: 'EISDIR' });
  if (there !== undefined && !mayReplace) throw new LandbridgeError('CFG_FILE_EXISTS', { file });
  await access(dirname(file), constants.W_OK).catch((thrown) => refuse(file, thrown));
}

/** @throws CFG_FILE_EXISTS, CFG_FILE_UNWRITABLE */
export async function placeFile(file: string, text: string, { mayReplace }: PlaceOptions): Promise<void> {
  // Beside the place, so that both lie on one file system.
  const folder = await mkdtemp(join(dirname(file), '.landbridge-')).catch((thrown) => refuse(file, thrown));
  try {
    const whole = join(folder, 'new');
    await writeFile(whole, text);
    // A link, other than a rename, does not replace what somebody put there in the meantime.
    await (mayReplace ? rename(whole, file) : link(whole, file));
  } catch (thrown) {
    refuse(file, thrown);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function refuse(file: string, thrown: unknown): never {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
  throw new LandbridgeError(code === 'EEXIST' ? 'CFG_FILE_EXISTS' : 'CFG_FILE_UNWRITABLE', { file, code });
}
