// A change may have to be sent in parts: what hangs on a new fact sheet needs its id. Each part is a change of its
// own with an outcome of its own; ids that did not exist when the plan was made are put in before it is sent.
import { formatRelations, parseRelations } from '../map/relations.ts';
import { idsIn, mappedTagsKey } from '../map/tags.ts';
import { itemToBe } from '../map/targets.ts';
import type { Patch } from '../model.ts';
import type { Change, FieldChange } from './plan.ts';
import { needsOf } from './waves.ts';

/** How the outcome of what is sent later is named. */
export function laterRef(item: string): string {
  return `later ${item}`;
}

export interface Part {
  wave: number;
  /** Its `item` is the name of its outcome. */
  change: Change;
}

/** What is known of the fact sheet once the first part was written. */
interface Sent {
  id: string;
  rev: number;
}

/** @param sent undefined while the first part has not been written: then the id of the other is empty */
export function partsOf(change: Change, sent?: Sent): Part[] {
  const { later, wave = 0 } = change;
  if (later === undefined) return [{ wave, change }];
  const main: Part = { wave, change: { ...change, fields: change.fields.filter(({ isLater }) => !isLater) } };
  const { id: factSheetId, rev } = sent ?? { id: '', rev: 0 };
  const fields = change.fields.filter(({ isLater }) => isLater);
  const { item, name } = change;
  return [
    main,
    { wave: later, change: { op: 'update', item: laterRef(item), name, factSheetId, rev, fields } },
  ];
}

/**
 * The change with the ids of what the same plan has made in it.
 * @param idOf undefined where it was not made: then the relation is left out
 * @returns `waits`: keys that were left out
 */
export function withIds(
  change: Change,
  idOf: (item: string) => string | undefined,
): { change: Change; waits: string[] } {
  if (!change.fields.some((field) => needsOf(field).length > 0)) return { change, waits: [] };
  const waits: string[] = [];
  const real = (id: string) => {
    const item = itemToBe(id);
    return item === undefined ? id : (idOf(item) ?? '');
  };
  const fields = change.fields.flatMap((field): FieldChange[] => {
    const needed = needsOf(field);
    if (needed.length === 0) return [field];
    if (needed.some((item) => idOf(item) === undefined)) {
      waits.push(field.key);
      return [];
    }
    const names = Object.fromEntries(Object.entries(field.names ?? {}).map(([id, name]) => [real(id), name]));
    if (field.key === mappedTagsKey) {
      const after = idsIn(field.after).map(real).sort().join(' ');
      return [{ ...field, after, names, patches: field.patches.map((patch) => withTagIds(patch, real)) }];
    }
    const after = parseRelations(field.after).map(({ id, wish }) => ({ id: real(id), wish }));
    const patches = field.patches.map((patch) => withId(patch, real));
    return [{ ...field, after: formatRelations(after), names, patches }];
  });
  return { change: { ...change, fields }, waits };
}

function withTagIds(patch: Patch, real: (id: string) => string): Patch {
  const named: readonly { tagId: string }[] = JSON.parse(patch.value ?? '[]');
  return { ...patch, value: JSON.stringify(named.map(({ tagId }) => ({ tagId: real(tagId) }))) };
}

function withId(patch: Patch, real: (id: string) => string): Patch {
  if (patch.value === undefined) return patch;
  const { factSheetId, ...rest } = JSON.parse(patch.value);
  return { ...patch, value: JSON.stringify({ factSheetId: real(factSheetId), ...rest }) };
}
