// `landbridge config import|export|remove`: the configuration in the store, for functions without a disk.
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { systemClock } from '../../shared/platform/clock.ts';
import {
  importConfig,
  readStoredConfig,
  removeStoredConfig,
} from '../../shared/platform/config/stored-config.ts';
import {
  appSettings,
  hasPassingDisk,
  mostBytesOfVariable,
  stateFile,
} from '../../shared/platform/environment.ts';
import { isFile, openExistingStore, openStore } from '../../shared/platform/open-store.ts';
import { placeFile } from '../../shared/platform/place-file.ts';
import { warn } from '../output/tell-error.ts';
import { print, tell } from '../terminal.ts';

interface ConfigOptions {
  state?: string;
}

export function configCommand(): Command {
  const command = new Command('config').description(
    'The configuration in the store. It comes after --config and before landbridge.yaml.',
  );
  const verb = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--state <file>', 'the store (default: landbridge.sqlite)');

  verb('import', 'Checks a configuration and keeps it in the store, in place of the one there.')
    .argument('[file]', 'landbridge.yaml; without it the environment variable APP_SETTINGS')
    .action(async (file: string | undefined, { state = stateFile() }: ConfigOptions) => {
      const { name, text } = await readSource(file);
      if (hasPassingDisk() && isFile(state)) warn(new LandbridgeError('CFG_EPHEMERAL', { state }));
      await importConfig({ name, text, now: systemClock.now() }, () => openStore(state));
      print(
        `${name} is kept in ${state}. From now on it holds wherever this store is used without --config.`,
      );
    });

  verb('export', 'Prints the configuration that the store holds, or writes it to a file.')
    .argument('[file]', 'file to write; it must not exist')
    .action(async (file: string | undefined, { state = stateFile() }: ConfigOptions) => {
      const text = await readKept(state);
      if (file === undefined) return print(text.replace(/\n$/, ''));
      await placeFile(file, text);
      tell(`The configuration in ${state} was written to ${file}.`);
    });

  verb('remove', 'Takes the configuration out of the store; landbridge.yaml holds again.').action(
    async ({ state = stateFile() }: ConfigOptions) => {
      await readKept(state);
      const store = await openStore(state);
      await removeStoredConfig(store);
      await store.close();
      print(`${state} holds no configuration any more.`);
    },
  );

  return command;
}

/** @throws CFG_FILE_UNREADABLE, CFG_APP_SETTINGS_MISSING */
async function readSource(file: string | undefined): Promise<{ name: string; text: string }> {
  if (file !== undefined) {
    const text = await readFile(file, 'utf8').catch(() => {
      throw new LandbridgeError('CFG_FILE_UNREADABLE', { file });
    });
    return { name: file, text };
  }
  const text = appSettings();
  if (text === undefined) throw new LandbridgeError('CFG_APP_SETTINGS_MISSING');
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytesOfVariable) {
    warn(new LandbridgeError('CFG_ENV_TOO_BIG', { variable: 'APP_SETTINGS', bytes }));
  }
  return { name: 'APP_SETTINGS', text };
}

/** @throws CFG_NOT_STORED */
async function readKept(state: string): Promise<string> {
  const store = await openExistingStore(state);
  const kept = store && (await readStoredConfig(store).finally(() => store.close()));
  if (kept === undefined) throw new LandbridgeError('CFG_NOT_STORED', { state });
  return kept.text;
}
