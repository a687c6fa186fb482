// The options by which proposals are chosen, as one filter, and by which somebody says who decides.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { stateFile } from '../../shared/platform/environment.ts';
import { openExistingStore } from '../../shared/platform/open-store.ts';
import {
  listInboxPlaces,
  type ProposalFilter,
  proposalKinds,
  proposalStates,
} from '../../shared/steps/read-inbox.ts';

export interface FilterOptions {
  kind?: (typeof proposalKinds)[number];
  match?: (typeof proposalStates)[number];
  reason?: string;
  minScore?: number;
  name?: string;
  where?: Record<string, string[]>;
}

export interface PlaceOptions {
  flow?: string;
  state?: string;
  json?: boolean;
}

export function filterOptions(command: Command): Command {
  return command
    .addOption(new Option('--kind <kind>', 'what is proposed').choices(proposalKinds))
    .addOption(new Option('--match <state>', 'what matching said').choices(proposalStates))
    .option('--reason <code>', 'why it waits, such as AMBIGUOUS_NAME')
    .option('--min-score <score>', 'the best candidate has at least this, from 0 to 1', parseScore)
    .option('--name <glob>', 'name of the object: * stands for any text, ? for one character')
    .option(
      '--where <field=glob>',
      'another field of the object, such as role=PROD or tenant=acme; may be repeated',
      parseWhere,
    );
}

export function placeOptions(command: Command): Command {
  return command
    .option('--flow <flow>', 'of this flow alone')
    .option('--state <file>', 'the store (default: landbridge.sqlite)')
    .option('--json', 'print one JSON object on stdout and nothing else');
}

/** Undefined where nothing was said. */
export function filterOf(options: FilterOptions): ProposalFilter | undefined {
  const { kind, match: state, reason, minScore, name, where } = options;
  const filter = {
    ...(kind !== undefined && { kind }),
    ...(state !== undefined && { state }),
    ...(reason !== undefined && { reason }),
    ...(minScore !== undefined && { minScore }),
    ...(name !== undefined && { name }),
    ...(where !== undefined && { where }),
  };
  return Object.keys(filter).length === 0 ? undefined : filter;
}

type Store = NonNullable<Awaited<ReturnType<typeof openExistingStore>>>;
export type Place = Awaited<ReturnType<typeof listInboxPlaces>>[number];

/** @param look is given the flows meant; without a store there is none */
export async function inStore<Result>(
  { state = stateFile(), flow }: PlaceOptions,
  look: (store: Store, places: readonly Place[]) => Promise<Result>,
): Promise<Result | undefined> {
  const store = await openExistingStore(state);
  if (store === undefined) return undefined;
  try {
    return await look(store, await listInboxPlaces(store, flow));
  } finally {
    await store.close();
  }
}

function parseScore(text: string): number {
  const score = Number(text);
  if (!(score >= 0 && score <= 1)) throw new InvalidArgumentError('It is a number from 0 to 1.');
  return score;
}

/** Several globs for one field are alternatives. */
function parseWhere(text: string, former: Record<string, string[]> = {}): Record<string, string[]> {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new InvalidArgumentError('It is a field and a glob, such as role=PROD.');
  }
  const [field, glob] = [text.slice(0, at), text.slice(at + 1)];
  return { ...former, [field]: [...(former[field] ?? []), glob] };
}
