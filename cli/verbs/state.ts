// `landbridge state export|import|prune`: the store as a whole.
import { Command, InvalidArgumentError } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { systemClock } from '../../shared/platform/clock.ts';
import { findConfig } from '../../shared/platform/config/find-config.ts';
import { stateFile } from '../../shared/platform/environment.ts';
import { openExistingStore, openStore } from '../../shared/platform/open-store.ts';
import { checkStateFile, exportStateFile, importStateFile } from '../../shared/platform/state-file.ts';
import type { StepContext } from '../../shared/steps/context.ts';
import { prune } from '../../shared/steps/prune.ts';
import { defaultRetentionDays } from '../../shared/steps/run.ts';
import { print } from '../terminal.ts';

type Store = StepContext['store'];

interface StateOptions {
  state?: string;
  json?: boolean;
}

const dayMs = 24 * 60 * 60 * 1000;

export function stateCommand(): Command {
  const command = new Command('state').description('The store as a whole: keep it, move it, tidy it.');
  const verb = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--state <file>', 'the store (default: landbridge.sqlite)')
      .option('--json', 'print one JSON object on stdout and nothing else');

  verb('export', 'Writes links, runs, inventory and configuration to a file; tokens and leases stay behind.')
    .argument('<file>', 'file to write; it must not exist')
    .action(async (file: string, { state = stateFile(), json }: StateOptions) => {
      const entries = await withStore(state, (store) => exportStateFile(store, file, systemClock.now()));
      say(json, { file, entries }, `${entries} entries of ${state} written to ${file}.`);
    });

  verb('import', 'Fills a new store from a file that state export wrote.')
    .argument('<file>', 'file to read')
    .action(async (file: string, { state = stateFile(), json }: StateOptions) => {
      await checkStateFile(file);
      const store = await openStore(state);
      try {
        const added = await importStateFile(store, file, systemClock.now());
        say(json, { state, added }, `${added} entries of ${file} added to ${state}.`);
      } finally {
        await store.close();
      }
    });

  verb('prune', 'Forgets runs that ended long ago, with their snapshots, plans and journals. Links are kept.')
    .option('--older-than <days>', 'days since they ended (default: retention.days, else 90)', readDays)
    .action(async ({ state = stateFile(), json, olderThan }: StateOptions & { olderThan?: number }) => {
      const { days, runs } = await withStore(state, async (store) => {
        const retention = olderThan ?? (await findConfig(store)).config.retention?.days;
        const kept = retention ?? defaultRetentionDays;
        return { days: kept, runs: await prune(store, systemClock.now() - kept * dayMs) };
      });
      const ids = runs.map(({ id }) => id);
      say(json, { days, forgotten: ids }, `${ids.length} runs older than ${days} days forgotten.`);
    });

  return command;
}

/** @throws STORE_UNREADABLE where there is none: a misspelt path must not look like an empty store */
async function withStore<Result>(state: string, use: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openExistingStore(state);
  if (store === undefined) throw new LandbridgeError('STORE_UNREADABLE', { file: state, reason: 'ENOENT' });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

function say(json: boolean | undefined, object: object, text: string): void {
  print(json ? JSON.stringify(object) : text);
}

function readDays(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of days.');
  return Number(text);
}
