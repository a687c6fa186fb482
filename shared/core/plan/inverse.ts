// The plan that takes a run back, made against the fact sheets as they are now. A field is given back only while
// it holds what the run wrote; what a person or a later run changed since is left and told as a conflict.
import type { Link } from '../link.ts';
import type { FactSheet } from '../model.ts';
import { isCountedApart } from '../report.ts';
import { planArchive, planRecover, seenAsWritten, seenOf } from './archive.ts';
import { givenUpBy, itemOfChange } from './give-up.ts';
import { conflictOf, type Inverse, messages } from './left-alone.ts';
import { factSheetAfter } from './mutation.ts';
import { type Change, type Conflict, compareChanges, isBeside, type Plan } from './plan.ts';
import { takeBack } from './take-back.ts';

/** A change as far as it was written. */
export interface DoneChange {
  change: Change;
  factSheetId: string;
}

export interface InverseInput {
  done: readonly DoneChange[];
  inventory: ReadonlyMap<string, FactSheet>;
  links: ReadonlyMap<string, Link>;
  /** Field of the workspace that holds our external id. */
  idField: string;
  /** Id of the run, for people. */
  run: string;
  /** Whether the inventory shows this field at all. */
  canSee(key: string): boolean;
}

export function inversePlan(input: InverseInput): Plan {
  const names = new Set<string>();
  for (const { status, name } of input.inventory.values()) if (status === 'ACTIVE') names.add(name);
  const inverses = input.done.map((done) => invert(done, input, names));
  const changes = inverses.flatMap(({ change }) => change ?? []).sort(compareChanges);
  const conflicts = inverses.flatMap((inverse) => inverse.conflicts).sort(compareConflicts);
  const counted = changes.filter((change) => !isCountedApart(change));
  const archived = changes.filter(({ op }) => op === 'archive').length;
  return {
    changes,
    conflicts,
    tally: {
      items: new Set([...counted, ...conflicts].map(({ item }) => item)).size,
      unchanged: 0,
      skipped: {},
      missing: 0,
      freedNames: 0,
    },
    notes: [
      ...(archived === 0
        ? []
        : ['Fact sheets that the run made are archived, not deleted: LeanIX keeps them for 90 days.']),
      ...input.done.flatMap(({ change }) =>
        change.op === 'prepare' && change.makes === 'tag'
          ? [`The tag "${change.name}" that the run made stays in the tag library.`]
          : [],
      ),
    ],
  };
}

function invert(done: DoneChange, input: InverseInput, names: ReadonlySet<string>): Inverse {
  const { change, factSheetId } = done;
  const { run, inventory } = input;
  // Other fact sheets carry it, archived ones too: LeanIX would not let it go.
  if (change.op === 'prepare' && change.makes === 'tag') return { conflicts: [] };
  const row = inventory.get(factSheetId);
  const why = `Landbridge takes back run ${run}`;
  if (row === undefined) return stopped(change, factSheetId, messages.gone);
  if (givenUpBy(change) !== undefined) {
    return { conflicts: [conflictOf({ ...change, item: itemOfChange(change) }, row, '', messages.givenUp)] };
  }
  switch (change.op) {
    case 'create':
    case 'prepare':
    case 'recover':
      return putAway(change, row, input.links.get(change.item), why);
    case 'archive':
      return bringBack(change, row, names, { ...input, why });
    default:
      if (row.status === 'ARCHIVED') return stopped(change, factSheetId, messages.archived, row);
      return takeBack(change, { row, links: input.links, names, canSee: input.canSee, why });
  }
}

/** Only a fact sheet that nobody else has worked on is put away. */
function putAway(
  change: Exclude<Extract<Change, { op: 'create' | 'prepare' | 'recover' }>, { makes: 'tag' }>,
  row: FactSheet,
  link: Link | undefined,
  why: string,
): Inverse {
  if (row.status === 'ARCHIVED') return { conflicts: [] };
  const made = seenOf(factSheetAfter(change, { id: row.id }, undefined));
  const ours = { ...made, ...(link?.factSheetId === row.id && seenAsWritten(link.written)) };
  const conflicts = Object.entries(seenOf(row)).flatMap(([key, now]): Conflict[] => {
    const expected = ours[key] ?? '';
    if (now === expected) return [];
    return [conflictOf(change, row, key, messages.workedOn, { before: '', ours: expected, now })];
  });
  if (conflicts.length > 0) return { conflicts };
  return { change: { ...planArchive(change.item, row, why), ...asBeside(change) }, conflicts };
}

function bringBack(
  change: Extract<Change, { op: 'archive' }>,
  row: FactSheet,
  names: ReadonlySet<string>,
  { links, idField, why }: Pick<InverseInput, 'links' | 'idField'> & { why: string },
): Inverse {
  if (row.status === 'ACTIVE') return { conflicts: [] };
  if (names.has(row.name)) return stopped(change, row.id, messages.nameTaken, row);
  const { item } = change;
  const known = links.get(item) ?? { item, written: {} };
  return { change: { ...planRecover(known, row, idField, why), ...asBeside(change) }, conflicts: [] };
}

/** What was made along comes last: its going and coming changes the revisions of what is related to it. */
function asBeside(change: Change): { type?: string; wave?: number } {
  return isBeside(change) && 'type' in change && change.type !== undefined
    ? { type: change.type, wave: 1 }
    : {};
}

function stopped(change: Change, factSheetId: string, message: string, row?: FactSheet): Inverse {
  const { item, name } = change;
  return { conflicts: [{ item, factSheetId, name: row?.name ?? name, key: '', message }] };
}

function compareConflicts(left: Conflict, right: Conflict): number {
  const [a, b] = [`${left.item}\n${left.key}`, `${right.item}\n${right.key}`];
  return a < b ? -1 : a > b ? 1 : 0;
}
