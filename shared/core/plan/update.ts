// The change to a fact sheet that is paired: source-owned fields follow the source, a person's edit stays,
// and where both moved it is a conflict that nobody resolves silently.

import type { Dispute, DisputeAnswer } from '../inbox/dispute.ts';
import type { Link } from '../link.ts';
import { blockIn, findBlock } from '../map/block.ts';
import { longestValue } from '../map/field.ts';
import { changeField } from '../map/field-change.ts';
import { changePhases, phaseKey, startOf } from '../map/phases.ts';
import { chooseTags, mappedTagsKey } from '../map/tags.ts';
import { externalIdKey } from '../map/target.ts';
import type { Pairing } from '../match/pairing.ts';
import type { FactSheet, Item } from '../model.ts';
import { planRecover } from './archive.ts';
import { changeAttached, confirmAttached, withoutWaiting } from './attached.ts';
import { type CreateContext, mappedTags, marks, wantedPhases } from './create.ts';
import { formatLifecycle, parseLifecycle } from './lifecycle.ts';
import { movedPhases } from './moved-phases.ts';
import type { Change, Conflict, FieldChange } from './plan.ts';
import { plainField, type WantedField, wantedFields, writtenText } from './wanted.ts';

type LinkedPairing = Extract<Pairing, { state: 'linked' }>;

interface UpdateContext extends CreateContext {
  /** The name the fact sheet should have; undefined where the one it has is not ours. */
  name: string | undefined;
  /** What a person said of a value that both sides changed. */
  answer?(dispute: Dispute): DisputeAnswer | undefined;
}

export interface Update {
  /** What follows the source by itself. */
  change?: Change;
  /** What a person wants of the source in place of what stands there: alone, and with the rest. */
  taken?: { change: Change; whole: Change };
  /** Those that nobody has decided on. */
  conflicts: Conflict[];
  /** Of them, those that a person can decide by saying which value is to stand. */
  disputes?: Dispute[];
  /** A person wants what stands there to stay. */
  isKept?: true;
  /** Values that a person and the source came to both, by field key: they are what we keep from now on. */
  agreed?: Readonly<Record<string, string>>;
}

export function planUpdate(pairing: LinkedPairing, context: UpdateContext): Update {
  const { item, factSheet, by, link } = pairing;
  if (factSheet.status === 'ARCHIVED' && link !== undefined) {
    return {
      change: planRecover(link, factSheet, context.target.idField, 'the item goes on'),
      conflicts: [],
    };
  }
  const wanted = wantedOf(pairing, context);
  const existing = { item: item.key, factSheetId: factSheet.id, rev: factSheet.rev, name: factSheet.name };

  if (by !== 'stored link') {
    // A newly paired fact sheet belongs to people. One that carries our external id was ours before the store
    // was lost: the fields that still hold what the source gives are confirmed as ours.
    const confirmed = by === 'external id' ? confirm(item, factSheet, wanted, context) : {};
    const tagId = freeTag(factSheet, context);
    const blocks = wanted
      .filter(({ isBlock }) => isBlock)
      .flatMap((field) => startBlock(factSheet, field, context));
    const tagIds = tagId === undefined ? factSheet.tagIds : [...factSheet.tagIds, tagId];
    const tags = mappedTags(item, context, { tagIds }, confirmed[mappedTagsKey] ?? '');
    const found = { row: factSheet, written: confirmed, isMade: false };
    const attached = changeAttached(item, found, context, {});
    const fields = [...marks(item, factSheet.externalId, tagId, context), ...blocks, ...tags, ...attached];
    const change = { op: 'link' as const, ...existing, by, fields: withoutWaiting(fields), confirmed };
    return { change, conflicts: [] };
  }

  const fields: FieldChange[] = [];
  const taken: FieldChange[] = [];
  const disputes: Dispute[] = [];
  const kept: string[] = [];
  const conflicts: Conflict[] = [];
  const agreed: Record<string, string> = {};
  const about = { item: item.key, factSheetId: factSheet.id, name: factSheet.name };
  const conflict = (key: string, message = bothMoved) => conflicts.push({ ...about, key, message });
  /** The source has moved: whether its value is to be written. */
  const follows = (field: Omit<Dispute, 'factSheetId'>): boolean => {
    const { key, before, theirs } = field;
    const asked = { ...field, factSheetId: factSheet.id };
    const answer = context.answer?.(asked);
    if (answer === 'keep') kept.push(key);
    else if (theirs !== before && answer === undefined) {
      conflict(key);
      disputes.push(asked);
    }
    return answer === 'take' || (theirs === before && answer === undefined);
  };
  const review = (key: string, message: string) => conflicts.push({ ...about, key, message, isReview: true });
  for (const field of wanted) {
    const { key, value, isBlock } = field;
    const before = currentValue(factSheet, key);
    const unit = isBlock ? blockIn(before) : before;
    const last = lastWritten(link, field);
    if (last === undefined) continue;
    if (unit === value) {
      if (last !== value) agreed[key] = before;
      continue;
    }
    if (isBlock && !takesBlock(before, writtenText(before, field, context))) {
      context.note?.(`${context.target.type} ${key}: no block can be put into its text; left alone.`);
      continue;
    }
    const isFirst = last === '' && unit === '' && (isBlock || link?.written[key] === undefined);
    if (field.owner === 'first-write-only' && !isFirst) continue;
    if (value === last) continue;
    if (!follows({ key, before: last, ours: value, theirs: unit, why: field.why })) continue;
    // Somebody has it already, or wants it too.
    if (unit !== last && key === 'name' && context.name !== value) {
      conflict(key, nameTaken);
      continue;
    }
    const written = { ...plainField(field), before, after: writtenText(before, field, context) };
    (unit === last ? fields : taken).push(changeField(written));
  }
  const isGone = context.rules.gone(item) !== undefined;
  const comeback = isGone ? undefined : link && restoreLifecycle(link, factSheet);
  if (comeback !== undefined) fields.push(comeback);
  const lifecycle = comeback === undefined ? factSheet.lifecycle : parseLifecycle(comeback.after);
  const phases = movedPhases(wantedPhases(item, context), lifecycle, link, follows);
  const order = context.target.phases;
  fields.push(...changePhases(lifecycle, phases.free, order));
  fields.push(...mappedTags(item, context, factSheet, link?.written[mappedTagsKey] ?? ''));
  const owned = { row: factSheet, written: link?.written ?? {}, isMade: link?.by === 'created' };
  fields.push(...changeAttached(item, owned, context, { conflict, review }));
  const change = { op: 'update' as const, ...existing, fields: withoutWaiting(fields) };
  const alone = [...taken, ...changePhases(factSheet.lifecycle, phases.taken, order)];
  // The patch of a phase carries those before it.
  const late = changePhases(lifecycle, [...phases.free, ...phases.taken], order).slice(phases.free.length);
  const whole = { ...change, fields: withoutWaiting([...fields, ...taken, ...late]) };
  return {
    ...(fields.length > 0 && { change }),
    ...(alone.length > 0 && { taken: { change: { ...change, fields: alone }, whole } }),
    conflicts,
    ...(disputes.length > 0 && { disputes }),
    ...(kept.length > 0 && { isKept: true as const }),
    ...(Object.keys(agreed).length > 0 && { agreed }),
  };
}

const bothMoved = 'The field was changed both at the source and by a person; the person’s value was left.';
const nameTaken =
  'A person wants the name that the source gives, and another fact sheet bears it: theirs was left.';

/** What we may write: a field of people's own is compared and no more. */
function wantedOf(pairing: LinkedPairing, context: UpdateContext): WantedField[] {
  const { item, factSheet } = pairing;
  const mapped = wantedFields(item, context);
  for (const { key, value, owner } of mapped) {
    if (owner !== 'human-owned' || currentValue(factSheet, key) === value) continue;
    context.note?.(`${context.target.type} ${key}: differs from the source and belongs to people.`);
  }
  const name = wantedName(pairing, context);
  return [
    { key: 'name', value: name, owner: 'source-owned', why: 'name of the item', isExternalId: false },
    ...mapped.filter(({ owner }) => owner !== 'human-owned'),
  ];
}

/** What we wrote last, or may write over; undefined where the field is not ours. */
function lastWritten(link: Link | undefined, { key, isBlock }: WantedField): string | undefined {
  const written = link?.written[key];
  // A block may be put into any text: what people wrote stays around it.
  if (isBlock) return blockIn(written ?? '');
  // An empty field that we never wrote is ours only on a fact sheet that we made.
  return written ?? (link?.by === 'created' ? '' : undefined);
}

function takesBlock(before: string, after: string): boolean {
  return findBlock(before).state !== 'broken' && after.length <= longestValue;
}

/** On a fact sheet that was found: only where nobody has put anything between markers. */
function startBlock(factSheet: FactSheet, field: WantedField, context: CreateContext): FieldChange[] {
  const before = currentValue(factSheet, field.key);
  const after = writtenText(before, field, context);
  if (after === before) return [];
  if (findBlock(before).state !== 'none' || !takesBlock(before, after)) return [];
  return [changeField({ ...plainField(field), before, after })];
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
  const same = wanted.filter(({ key, value, isBlock }) => {
    const current = currentValue(factSheet, key);
    return value === (isBlock ? blockIn(current) : current);
  });
  const phases = wantedPhases(item, context).filter(
    ({ phase, startDate }) => startOf(factSheet.lifecycle, phase) === startDate,
  );
  const { rules, library } = context;
  const tags = chooseTags(item, rules, library).ids.filter((id) => factSheet.tagIds.includes(id));
  return {
    ...Object.fromEntries(same.map(({ key }) => [key, currentValue(factSheet, key)])),
    ...Object.fromEntries(phases.map(({ phase, startDate }) => [phaseKey(phase), startDate])),
    ...(tags.length > 0 && { [mappedTagsKey]: tags.join(' ') }),
    ...confirmAttached(item, factSheet, context),
    [externalIdKey]: item.key,
    ...(context.tagId !== undefined && isTagged(factSheet, context.tagId) && { tags: context.tagId }),
  };
}

/** Our tag where it is not set yet; not where its group may hold one tag and holds another. */
function freeTag(factSheet: FactSheet, { tagId, library = [], note }: CreateContext): string | undefined {
  if (tagId === undefined || isTagged(factSheet, tagId)) return undefined;
  const tag = library.find(({ id }) => id === tagId);
  const isTaken = library.some(
    ({ id, group, isSingle }) => isSingle && group === tag?.group && factSheet.tagIds.includes(id),
  );
  if (!isTaken) return tagId;
  note?.(`The tag group "${tag?.group}" may hold one tag and holds another: "${tag?.name}" left out.`);
  return undefined;
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
