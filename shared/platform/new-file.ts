// Writes a file that was not there: whole or not at all, and readable for its owner only.
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { LandbridgeError } from '../errors.ts';

/** @throws CFG_FILE_EXISTS, CFG_FILE_NOT_WRITTEN, and what the lines throw */
export async function writeNewFile(
  file: string,
  parts: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  if (existsSync(file)) throw new LandbridgeError('CFG_FILE_EXISTS', { file });
  const unfinished = `${file}.part`;
  const handle = await open(unfinished, 'w', 0o600).catch((cause: unknown) => refuse(file, cause));
  try {
    for await (const part of parts) {
      await handle.write(part).catch((cause: unknown) => refuse(file, cause));
    }
    await handle.sync();
    await handle.close();
    await rename(unfinished, file);
  } catch (thrown) {
    await handle.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw thrown;
  }
}

function refuse(file: string, cause: unknown): never {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  throw new LandbridgeError('CFG_FILE_NOT_WRITTEN', { file, reason });
}
