// The configuration in the store: the text of one file without secrets, for functions that have no disk of their
// own. It is checked before it is kept, and again by whoever reads it.
import * as z from 'zod/mini';
import { LandbridgeError } from '../../errors.ts';
import { readJson, writeJson } from '../../store/json.ts';
import { configKey } from '../../store/keys.ts';
import { maxValueBytes, type Store } from '../../store/store.ts';
import { environmentVariable } from '../environment.ts';

const Stored = z.object({ text: z.string(), importedAt: z.string() });

export interface StoredConfig {
  text: string;
  /** ISO 8601. */
  importedAt: string;
  /** Changes with every import. */
  version: string;
}

/** @throws STORE_VALUE_DAMAGED */
export async function readStoredConfig(store: Store): Promise<StoredConfig | undefined> {
  const found = await readJson(store, configKey, (value) => Stored.parse(value));
  return found && { ...found.value, version: found.version };
}

interface Import {
  /** What mistakes are told of. */
  name: string;
  text: string;
  now: number;
}

/**
 * @param open called only when the text is right
 * @throws ConfigError with all mistakes, CFG_FILE_TOO_LARGE; then nothing is kept
 */
export async function importConfig({ name, text, now }: Import, open: () => Promise<Store>): Promise<void> {
  const { parseConfig } = await import('./parse-config.ts');
  parseConfig(name, text, environmentVariable);
  const value = { text, importedAt: new Date(now).toISOString() };
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > maxValueBytes) throw new LandbridgeError('CFG_FILE_TOO_LARGE', { file: name, bytes });
  const store = await open();
  try {
    await writeJson(store, configKey, value);
  } finally {
    await store.close();
  }
}

/** @returns whether there was one. */
export async function removeStoredConfig(store: Store): Promise<boolean> {
  return store.delete(configKey);
}
