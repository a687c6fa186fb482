// `landbridge release [item...]`: what was taken back is held; this lets it go on. Without an item it lists them.
import { Command } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { stateFile } from '../../shared/platform/environment.ts';
import { openExistingStore } from '../../shared/platform/open-store.ts';
import { listHeld } from '../../shared/steps/held.ts';
import { type HeldItem, release } from '../../shared/steps/release.ts';
import { table } from '../output/table.ts';
import { print } from '../terminal.ts';

interface ReleaseOptions {
  all?: boolean;
  state?: string;
  json?: boolean;
}

const empty = 'Nothing is held: nothing was taken back, or all of it was released.';

export function releaseCommand(): Command {
  return new Command('release')
    .summary('list what was taken back, or let it go on')
    .description(
      'Lets items that an undo took back go on: the next run makes, links and changes them again. Without an item it lists what is held.',
    )
    .argument('[items...]', 'keys of items, their ids at the source, or names of fact sheets')
    .option('--all', 'let all of them go on')
    .option('--state <file>', 'the store (default: landbridge.sqlite)')
    .option('--json', 'print one JSON object on stdout and nothing else')
    .action(async (items: string[], { all, state, json }: ReleaseOptions) => {
      const isList = items.length === 0 && !all;
      const entries = await inStore(state, isList ? undefined : all ? 'all' : items);
      const rows = entries.map(rowOf);
      if (json) return print(JSON.stringify(isList ? { held: rows } : { released: rows }));
      if (rows.length === 0) return print(empty);
      if (!isList) return print(`${rows.length} released: the next run takes them up again.`);
      print(
        table([
          ['fact sheet', 'item', 'flow', 'taken back by', 'since'],
          ...rows.map(({ name, item, flow, run, since }) => [name, item, flow, run, since]),
        ]),
      );
    });
}

async function inStore(
  state = stateFile(),
  wanted: readonly string[] | 'all' | undefined,
): Promise<HeldItem[]> {
  const store = await openExistingStore(state);
  try {
    if (store === undefined) {
      const [item] = wanted === 'all' ? [] : (wanted ?? []);
      if (item !== undefined) throw new LandbridgeError('PLAN_NOT_HELD', { item });
      return [];
    }
    return wanted === undefined ? await listHeld(store) : await release(store, wanted);
  } finally {
    await store?.close();
  }
}

function rowOf({ workspaceId, flow, held }: HeldItem) {
  return { ...held, flow, workspace: workspaceId };
}
