// Finds the configuration: the file named by an option, else what was imported into the store, else
// landbridge.yaml of the working directory (with functions: of their package), else none.
import { readFile } from 'node:fs/promises';
import { LandbridgeError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { environmentVariable } from '../environment.ts';
import type { Config } from './schema.ts';
import { readStoredConfig } from './stored-config.ts';

export interface FoundConfig {
  config: Config;
  place: 'option' | 'store' | 'package' | 'none';
  /** What mistakes in it are told of: a path, or the store. */
  name: string;
  /** Of the one in the store. */
  version?: string;
  /** A file that would have been taken, had the store not held a configuration. */
  shadowed?: string;
}

const packaged = 'landbridge.yaml';

/** @throws CFG_FILE_UNREADABLE, ConfigError */
export async function readNamedConfig(file: string): Promise<FoundConfig> {
  const text = await readText(file);
  if (text === undefined) throw new LandbridgeError('CFG_FILE_UNREADABLE', { file });
  return { config: await parse(file, text), place: 'option', name: file };
}

/**
 * @param store undefined where none was made yet
 * @throws CFG_FILE_UNREADABLE, ConfigError, STORE_VALUE_DAMAGED
 */
export async function findConfig(store: Store | undefined): Promise<FoundConfig> {
  const stored = store && (await readStoredConfig(store));
  const text = await readText(packaged);
  if (stored !== undefined) {
    const name = `the store, imported ${stored.importedAt}`;
    const config = await parse(name, stored.text);
    const isShadowed = text !== undefined && text !== stored.text;
    const { version } = stored;
    return { config, place: 'store', name, version, ...(isShadowed && { shadowed: packaged }) };
  }
  if (text === undefined) return { config: {}, place: 'none', name: 'none' };
  return { config: await parse(packaged, text), place: 'package', name: packaged };
}

/** Undefined where there is no such file. @throws CFG_FILE_UNREADABLE */
async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new LandbridgeError('CFG_FILE_UNREADABLE', { file });
  }
}

/** The parser is loaded only where there is something to parse: a function without a file starts faster. */
async function parse(name: string, text: string): Promise<Config> {
  const { parseConfig } = await import('./parse-config.ts');
  return parseConfig(name, text, environmentVariable);
}
