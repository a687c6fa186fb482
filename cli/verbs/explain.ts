// `landbridge explain <item>`: why an object is linked, proposed, new or left alone, and what else was compared. Asks
// no system.
import { Command } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { rulesFor } from '../../shared/platform/config/rules-for.ts';
import { explainItem, type ItemExplained } from '../../shared/steps/explain-item.ts';
import { explainText } from '../output/explain-text.ts';
import { print } from '../terminal.ts';
import { inStore, type PlaceOptions, placeOptions } from './inbox-options.ts';

interface ExplainOptions extends PlaceOptions {
  config?: string;
}

export function explainCommand(): Command {
  return placeOptions(new Command('explain'))
    .summary('tell why an object is linked, proposed, new or left alone')
    .description(
      'Tells why an object is linked, proposed, new or left alone: signals with their weights, what else was compared, what stands against it, the rule that decided. By what the last run read; asks no system.',
    )
    .argument('<item>', 'its key, id at the source, or name')
    .option('--config <file>', 'the rules to go by (default: what the store holds, else landbridge.yaml)')
    .action(async (text: string, options: ExplainOptions) => {
      const explained = await inStore(options, async (store, places) => {
        let unknown: unknown = new LandbridgeError('INBOX_NOT_READ');
        for (const place of places) {
          const rules = await rulesFor(place.flow, options.config, store);
          const found = await explainItem(store, place, rules, text).catch((thrown: unknown) => {
            unknown = thrown;
            if (thrown instanceof LandbridgeError && thrown.code === 'INBOX_ITEM_UNKNOWN') return undefined;
            throw thrown;
          });
          if (found !== undefined) return found;
        }
        throw unknown;
      });
      if (explained === undefined) throw new LandbridgeError('INBOX_NOT_READ');
      show(explained, options);
    });
}

function show(explained: ItemExplained, { json }: ExplainOptions): void {
  print(json ? JSON.stringify(explained) : explainText(explained));
}
