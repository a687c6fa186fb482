// `landbridge inbox accept|reject|ignore|link|reopen`: keeps what a person decided, then does it at once in a small
// run for those items alone, unless the person wants it left to the next run.
import { Command, InvalidArgumentError, Option } from 'commander';
import { LandbridgeError } from '../../shared/errors.ts';
import { systemClock } from '../../shared/platform/clock.ts';
import {
  type DecideResult,
  decide,
  decideRequest,
  type Said,
  type Stamp,
} from '../../shared/steps/decide.ts';
import { type ProposalSeen, readInbox, theOnlyPlace } from '../../shared/steps/read-inbox.ts';
import { reopen } from '../../shared/steps/reopen.ts';
import { decidedText, nextText } from '../output/inbox-text.ts';
import { print, tell } from '../terminal.ts';
import {
  type FilterOptions,
  filterOf,
  filterOptions,
  inStore,
  type Place,
  type PlaceOptions,
  placeOptions,
} from './inbox-options.ts';
import { type RunOptions, type RunResult, runOnce, tellRun } from './run-once.ts';

interface DecideOptions extends PlaceOptions, FilterOptions, RunOptions {
  all?: boolean;
  always?: boolean;
  new?: boolean;
  by?: string;
  later?: boolean;
  approve?: string;
  factSheet?: string;
}

export function acceptCommand(exit: Exit): Command {
  return choosing(new Command('accept'))
    .description('Does what is proposed: makes the fact sheet, links the pair, writes the change.')
    .option('--new', 'have a fact sheet made, whatever else could be meant')
    .option('--always', 'for all that fit the filter, those to come as well (with --kind)')
    .action(async (items: string[], options: DecideOptions) => {
      exit(await carryOut(options, 'accepted', { say: 'accept', items, anew: options.new }));
    });
}

export function rejectCommand(exit: Exit): Command {
  return choosing(new Command('reject'))
    .description(
      'Says no to what is proposed, for good: a pair is not proposed again, a fact sheet is not made, a change is not written.',
    )
    .option('--fact-sheet <factSheet>', 'this pair alone, whether it was proposed or not')
    .option('--always', 'for all that fit the filter, those to come as well')
    .action(async (items: string[], options: DecideOptions) => {
      exit(await carryOut(options, 'rejected', { say: 'reject', items, factSheet: options.factSheet }));
    });
}

export function ignoreCommand(exit: Exit): Command {
  return choosing(new Command('ignore'))
    .description('Leaves objects alone for good: nothing is made of them, linked, changed or proposed.')
    .option('--always', 'all that fit the filter, those to come as well')
    .action(async (items: string[], options: DecideOptions) => {
      exit(await carryOut(options, 'ignored', { say: 'ignore', items }));
    });
}

export function linkCommand(exit: Exit): Command {
  return deciding(new Command('link'))
    .description('Says which fact sheet an object is, whatever is proposed.')
    .argument('<item>', 'its key, id at the source, or name')
    .argument('<factSheet>', 'its id, external id or name')
    .action(async (item: string, factSheet: string, options: DecideOptions) => {
      exit(await carryOut(options, 'linked', { say: 'link', items: [item], factSheet }));
    });
}

export function reopenCommand(): Command {
  return placeOptions(new Command('reopen'))
    .description('Takes back what was decided: the next run proposes again what there is to propose.')
    .argument(
      '<what...>',
      'keys, ids or names of objects; ids of selections, as landbridge inbox decisions lists them',
    )
    .action(async (what: string[], options: PlaceOptions) => {
      const opened = await inStore(options, (store, places) => reopen(store, theOnlyPlace(places), what));
      if (opened === undefined) throw new LandbridgeError('INBOX_NOT_READ', {});
      const { items, standing } = opened;
      if (options.json) return print(JSON.stringify({ reopened: items, standing }));
      print(
        `${items.length + standing.length} reopened: the next run proposes again what there is to propose.`,
      );
    });
}

type Exit = (code: number) => void;

function choosing(command: Command): Command {
  return filterOptions(deciding(command))
    .argument('[items...]', 'keys, ids at the source, or names of objects')
    .option('--all', 'all that wait');
}

function deciding(command: Command): Command {
  return placeOptions(command)
    .addOption(
      new Option(
        '--by <name>',
        'who decides, to be kept with the decision; without it nobody is named',
      ).argParser(parseName),
    )
    .option('--later', 'leave it to the next run in place of doing it at once')
    .option('--approve <planHash>', 'let the small run with this plan pass the guards')
    .option('--bindings <file>', 'bound services, in the shape of default-env.json')
    .option(
      '--config <file>',
      'what to select, write and guard (default: what the store holds, else landbridge.yaml)',
    );
}

const longestName = 100;

function parseName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > longestName || /\p{Cc}/u.test(name)) {
    throw new InvalidArgumentError(`It is a name of at most ${longestName} characters.`);
  }
  return name;
}

/** @returns the exit code */
async function carryOut(options: DecideOptions, done: string, said: Said): Promise<number> {
  const { by, later, json, approve, all, always } = options;
  const stamp: Stamp = {
    when: new Date(systemClock.now()).toISOString(),
    ...(by !== undefined && { who: by }),
  };
  const told = await inStore(options, async (store, places) => {
    const place = theOnlyPlace(places);
    const filter = filterOf(options);
    return { place, result: await decide(store, place, { ...said, filter, all, always }, stamp) };
  });
  if (told === undefined) throw new LandbridgeError('INBOX_NOT_READ', {});
  const { place, result } = told;
  if (!json) print(decidedText(result, done));
  const run = later || result.toDo.length === 0 ? undefined : await runSmall(place, result, options, approve);
  const { decided, undecidable, overruled, standing = null } = result;
  if (json) print(JSON.stringify({ decided, undecidable, overruled, standing, run: run?.json ?? null }));
  else if (run !== undefined) tellSmall(run, options);
  return run?.code ?? 0;
}

type SmallRun = RunResult<readonly ProposalSeen[]>;

function runSmall(
  place: Place,
  { toDo }: DecideResult,
  options: DecideOptions,
  approve: string | undefined,
): Promise<SmallRun> {
  const items = new Set(toDo);
  return runOnce(
    place.flow,
    options,
    (context) => decideRequest(context, place, toDo, approve),
    async ({ store }) => (await readInbox(store, place)).proposals.filter(({ item }) => items.has(item)),
  );
}

function tellSmall(run: SmallRun, options: DecideOptions): void {
  print('');
  tellRun(run, options);
  for (const line of nextText(run.extra ?? [])) print(line);
  if (run.json.refused !== undefined || run.json.error !== undefined) {
    tell('What was decided is kept: the next run does it.');
  }
}
