// `landbridge inbox`: what waits for a person, and what was decided. Asks no system.
import { Command } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { rulesFor } from '../../shared/platform/config/rules-for.ts';
import type { FlowPlace } from '../../shared/steps/decisions.ts';
import { explainItem } from '../../shared/steps/explain-item.ts';
import { findItems } from '../../shared/steps/find-item.ts';
import { type Inbox, readInbox } from '../../shared/steps/read-inbox.ts';
import { inboxJson } from '../output/inbox-json.ts';
import { decisionsText, inboxText, proposalText } from '../output/inbox-text.ts';
import { print } from '../terminal.ts';
import { acceptCommand, ignoreCommand, linkCommand, rejectCommand, reopenCommand } from './inbox-decide.ts';
import {
  type FilterOptions,
  filterOf,
  filterOptions,
  inStore,
  type PlaceOptions,
  placeOptions,
} from './inbox-options.ts';

interface ListOptions extends PlaceOptions, FilterOptions {
  limit: string;
}

const empty = 'Nothing waits: no run has looked yet, or it left nothing to decide.';

export function inboxCommand(exit: (code: number) => void): Command {
  return new Command('inbox')
    .summary('what waits for a person: list, show, accept, reject, ignore, link')
    .description(
      'What a run leaves to a person: fact sheets to be made, pairs that are likely, choices among several, changes that the policy keeps back.',
    )
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(showCommand())
    .addCommand(acceptCommand(exit))
    .addCommand(rejectCommand(exit))
    .addCommand(ignoreCommand(exit))
    .addCommand(linkCommand(exit))
    .addCommand(reopenCommand())
    .addCommand(decisionsCommand());
}

function listCommand(): Command {
  return placeOptions(filterOptions(new Command('list')))
    .description('Lists what waits, all of it or what fits.')
    .option('--limit <n>', 'rows shown of each flow; --json has them all', '50')
    .action(async (options: ListOptions) => {
      const inboxes = await inStore(options, (store, places) =>
        inOrder(places, (place) => readInbox(store, place, filterOf(options))),
      );
      if (options.json) return print(JSON.stringify(inboxJson(inboxes ?? [])));
      if (inboxes === undefined || inboxes.length === 0) return print(empty);
      print(inboxes.map((inbox) => inboxText(inbox, Number(options.limit))).join('\n\n'));
    });
}

function showCommand(): Command {
  return placeOptions(new Command('show'))
    .description(
      'Shows what waits for one object: what it is, what would be written, what else could be meant.',
    )
    .argument('<item>', 'its key, id at the source, or name')
    .option(
      '--config <file>',
      'the rules that --json explains it by (default: what the store holds, else landbridge.yaml)',
    )
    .action(async (text: string, options: PlaceOptions & { config?: string }) => {
      const found = await inStore(options, async (store, places) => {
        const inboxes = await inOrder(places, (place) => readInbox(store, place));
        const shown = await find(inboxes, (inbox) => findItems(store, inbox.place, [text]));
        if (shown === undefined || !options.json) return shown;
        const { place, ...rest } = shown;
        const rules = await rulesFor(place.flow, options.config, store);
        return { ...rest, place, explanation: await explainItem(store, place, rules, shown.item) };
      });
      if (found === undefined) throw new LandbridgeError('INBOX_ITEM_UNKNOWN', { item: text });
      const { place: _, ...shown } = found;
      print(options.json ? JSON.stringify(shown) : proposalText(shown));
    });
}

function decisionsCommand(): Command {
  return placeOptions(new Command('decisions'))
    .description(
      'Lists what was decided, of single items and of selections, with when and, where it was said, who.',
    )
    .action(async (options: PlaceOptions) => {
      const inboxes = await inStore(options, (store, places) =>
        inOrder(places, (place) => readInbox(store, place)),
      );
      const all = (inboxes ?? []).map(({ place, kept: { decisions, standing } }) => ({
        ...place,
        decisions,
        standing,
      }));
      print(options.json ? JSON.stringify({ flows: all }) : decisionsText(all));
    });
}

type Found = {
  place: FlowPlace;
  flow: string;
  proposal: Inbox['proposals'][number] | null;
  decisions: Inbox['kept']['decisions'];
};

/** The first flow that knows it; one in which it waits before others. */
async function find(
  inboxes: readonly Inbox[],
  findIn: (inbox: Inbox) => Promise<{ key: string; name: string }[]>,
): Promise<(Found & { item: string; name: string }) | undefined> {
  let known: (Found & { item: string; name: string }) | undefined;
  for (const inbox of inboxes) {
    const [found] = await findIn(inbox).catch((thrown: unknown) => {
      if (thrown instanceof LandbridgeError && thrown.code === 'INBOX_ITEM_UNKNOWN') return [];
      throw thrown;
    });
    if (found === undefined) continue;
    const proposal = inbox.proposals.find(({ item }) => item === found.key) ?? null;
    const decisions = inbox.kept.decisions.filter(({ item }) => item === found.key);
    const here = {
      item: found.key,
      name: found.name,
      place: inbox.place,
      flow: inbox.place.flow,
      proposal,
      decisions,
    };
    if (proposal !== null) return here;
    known ??= here;
  }
  return known;
}

async function inOrder<From, To>(all: readonly From[], make: (one: From) => Promise<To>): Promise<To[]> {
  const made: To[] = [];
  for (const one of all) made.push(await make(one));
  return made;
}
