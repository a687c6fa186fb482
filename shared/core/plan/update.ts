// The change to a fact sheet that is paired: source-owned fields follow the source, a person's edit stays,
// and where both moved it is a conflict that nobody resolves silently.

import type { Link } from '../link.ts';
import { changeField } from '../map/field-change.ts';
import { externalIdField } from '../map/target.ts';
import type { Pairing } from '../match/pair.ts';
import type { FactSheet, Item } from '../model.ts';
import type { MappedField } from '../rules.ts';
import { planRecover } from './archive.ts';
import { type CreateContext, marks } from './create.ts';
import { formatLifecycle } from './lifecycle.ts';
import type { Change, Conflict, FieldChange } from './plan.ts';

type LinkedPairing = Extract<Pairing, { state: 'linked' }>;

interface UpdateContext extends CreateContext {
  /** The name the fact sheet should have; undefined where the one it has is not ours. */
  name: string | undefined;
}

export function planUpdate(
  pairing: LinkedPairing,
  context: UpdateContext,
): { change?: Change; conflicts: Conflict[] } {
  const { item, factSheet, by, link } = pairing;
  if (factSheet.status === 'ARCHIVED' && link !== undefined) {
    return { change: planRecover(link, factSheet, 'the item was released'), conflicts: [] };
  }
  const wanted = wantedFields(pairing, context);
  const existing = { item: item.key, factSheetId: factSheet.id, rev: factSheet.rev, name: factSheet.name };

  if (by !== 'stored link') {
    // A newly paired fact sheet belongs to people. One that carries our external id was ours before the store
    // was lost: the fields that still hold what the source gives are confirmed as ours.
    const confirmed = by === 'external id' ? confirm(item, factSheet, wanted, context) : {};
    const tagId = isTagged(factSheet, context.tagId) ? undefined : context.tagId;
    const fields = marks(item, factSheet.externalId, tagId);
    return { change: { op: 'link', ...existing, by, fields, confirmed }, conflicts: [] };
  }

  const fields: FieldChange[] = [];
  const conflicts: Conflict[] = [];
  for (const field of wanted) {
    const before = currentValue(factSheet, field.key);
    if (before === field.value) continue;
    // An empty field that we never wrote is ours only on a fact sheet that we made.
    const written = link?.written[field.key] ?? (link?.by === 'created' ? '' : undefined);
    if (written === undefined) continue;
    if (before === written) {
      fields.push(changeField({ ...field, before, after: field.value }));
    } else if (field.value !== written) {
      conflicts.push({
        item: item.key,
        factSheetId: factSheet.id,
        key: field.key,
        message: 'The field was changed both at the source and by a person; the person’s value was left.',
      });
    }
  }
  const comeback = link && restoreLifecycle(link, factSheet);
  if (comeback !== undefined) fields.push(comeback);
  if (fields.length === 0) return { conflicts };
  return { change: { op: 'update', ...existing, fields }, conflicts };
}

interface WantedField extends Pick<MappedField, 'key' | 'value' | 'why'> {
  owner: 'source-owned';
}

function wantedFields(pairing: LinkedPairing, context: UpdateContext): WantedField[] {
  const mapped = context.rules
    .fields(pairing.item)
    .filter((field) => field.owner === 'source-owned' && context.target.accepts(field))
    .map(({ key, value, why }): WantedField => ({ key, value, why, owner: 'source-owned' }));
  return [
    { key: 'name', value: wantedName(pairing, context), owner: 'source-owned', why: 'name of the item' },
    ...mapped,
  ];
}

/** The source has not moved while it still gives the name we wrote last, whatever a person made of it since. */
function wantedName({ item, factSheet, link }: LinkedPairing, { rules, name }: UpdateContext): string {
  const given = rules.names(item);
  const last = link?.written.name;
  if (last !== undefined && given.includes(last)) return last;
  if (given.includes(factSheet.name)) return factSheet.name;
  return name ?? given[0] ?? factSheet.name;
}

function confirm(
  item: Item,
  factSheet: FactSheet,
  wanted: readonly WantedField[],
  context: UpdateContext,
): Record<string, string> {
  const same = wanted.filter(({ key, value }) => currentValue(factSheet, key) === value);
  return {
    ...Object.fromEntries(same.map(({ key, value }) => [key, value])),
    [externalIdField]: item.key,
    ...(context.tagId !== undefined && isTagged(factSheet, context.tagId) && { tags: context.tagId }),
  };
}

function isTagged(factSheet: FactSheet, tagId: string | undefined): boolean {
  return tagId !== undefined && factSheet.tagIds.includes(tagId);
}

function currentValue(factSheet: FactSheet, key: string): string {
  return key === 'name' ? factSheet.name : (factSheet.fields[key] ?? '');
}

/** The item is back: the end of life that we wrote is taken back, unless a person changed it since. */
function restoreLifecycle(link: Link, factSheet: FactSheet): FieldChange | undefined {
  const before = formatLifecycle(factSheet.lifecycle);
  if (link.retiredFrom === undefined || before !== link.written.lifecycle) return undefined;
  return changeField({
    key: 'lifecycle',
    before,
    after: link.retiredFrom,
    owner: 'source-owned',
    why: 'the item is back at its source',
  });
}
