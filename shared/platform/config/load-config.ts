// Finds the configuration: the file named, else landbridge.yaml of the working directory, else none.
import { readFile } from 'node:fs/promises';
import { LandbridgeError } from '../../errors.ts';
import { environmentVariable } from '../environment.ts';
import type { Config } from './schema.ts';

const packaged = 'landbridge.yaml';

/** @throws CFG_FILE_UNREADABLE, ConfigError */
export async function loadConfig(file: string | undefined): Promise<Config> {
  const path = file ?? packaged;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (file === undefined && isMissing) return {};
    throw new LandbridgeError('CFG_FILE_UNREADABLE', { file: path });
  }
  // Loaded only where there is a file: a function without one starts faster.
  const { parseConfig } = await import('./parse-config.ts');
  return parseConfig(path, text, environmentVariable);
}
