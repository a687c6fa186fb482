// Puts a file where it belongs: whole or not at all, and never over another unless that was asked for.
import { access, constants, link, lstat, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LandbridgeError } from '../errors.ts';

interface PlaceOptions {
  mayReplace?: boolean;
  /** Only for the eyes of its owner. */
  isPrivate?: boolean;
}

type Content = string | AsyncIterable<string>;

/**
 * Whether a file could be placed there, before anything is done for it.
 * @throws CFG_FILE_EXISTS, CFG_FILE_UNWRITABLE
 */
export async function checkPlace(file: string, { mayReplace = false }: PlaceOptions): Promise<void> {
  const there = await lstat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new LandbridgeError('CFG_FILE_UNWRITABLE', { file, code: 'EISDIR' });
  if (there !== undefined && !mayReplace) throw new LandbridgeError('CFG_FILE_EXISTS', { file });
  await access(dirname(file), constants.W_OK).catch((thrown) => refuse(file, thrown));
}

/** @throws CFG_FILE_EXISTS, CFG_FILE_UNWRITABLE, and what the content throws */
export async function placeFile(
  file: string,
  content: Content,
  { mayReplace = false, isPrivate = false }: PlaceOptions = {},
): Promise<void> {
  await checkPlace(file, { mayReplace });
  // Beside the place, so that both lie on one file system.
  const folder = await mkdtemp(join(dirname(file), '.landbridge-')).catch((thrown) => refuse(file, thrown));
  try {
    const whole = join(folder, 'new');
    await writeFile(whole, content, { mode: isPrivate ? 0o600 : 0o644 });
    // A link, other than a rename, does not replace what somebody put there in the meantime.
    await (mayReplace ? rename(whole, file) : link(whole, file));
  } catch (thrown) {
    refuse(file, thrown);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function refuse(file: string, thrown: unknown): never {
  if (thrown instanceof LandbridgeError) throw thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
  throw new LandbridgeError(code === 'EEXIST' ? 'CFG_FILE_EXISTS' : 'CFG_FILE_UNWRITABLE', { file, code });
}
