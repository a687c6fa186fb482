// `landbridge why <fact sheet> [field]`: where a value comes from, out of what the store knows. Asks no system.
import { Command } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { stateFile } from '../../shared/platform/environment.ts';
import { openExistingStore } from '../../shared/platform/open-store.ts';
import { type Explanation, explain } from '../../shared/steps/explain.ts';
import { whyText } from '../output/why-text.ts';
import { print } from '../terminal.ts';

export function whyCommand(): Command {
  return new Command('why')
    .summary('tell where a value in LeanIX comes from')
    .description(
      'Tells where the values of a fact sheet come from: source, object, run, time, rule, who linked it, and whether somebody changed it since. Asks no system.',
    )
    .argument('<factSheet>', 'its id, external id or name')
    .argument('[field]', 'a single field, such as description')
    .option('--state <file>', 'the store (default: landbridge.sqlite)')
    .option('--json', 'print one JSON object on stdout and nothing else')
    .action(async (text: string, field: string | undefined, options: { state?: string; json?: boolean }) => {
      const explanation = await read(options.state, text, field);
      print(options.json ? JSON.stringify(explanation) : whyText(explanation));
    });
}

async function read(state = stateFile(), text: string, field: string | undefined): Promise<Explanation> {
  const store = await openExistingStore(state);
  if (store === undefined) throw new LandbridgeError('STORE_UNREADABLE', { file: state, reason: 'ENOENT' });
  try {
    return await explain(store, text, field);
  } finally {
    await store.close();
  }
}
