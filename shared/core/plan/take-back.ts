// Takes back, field by field, what a change wrote to a fact sheet that was there before it.
import type { Evidence, Link } from '../link.ts';
import { isDocument, reversedDocument } from '../map/documents.ts';
import { changeField } from '../map/field-change.ts';
import { phaseIn, reversedPhases } from '../map/phases.ts';
import { isRelation, reversedRelation } from '../map/relations.ts';
import { isSubscription, reversedSubscription } from '../map/subscriptions.ts';
import { mappedTagsKey, reversedTags } from '../map/tags.ts';
import type { FactSheet } from '../model.ts';
import { isHeld, textBeside, textOf } from './holds.ts';
import { conflictOf, type Inverse, messages } from './left-alone.ts';
import { parseLifecycle } from './lifecycle.ts';
import type { Change, Conflict, FieldChange } from './plan.ts';

type FieldsChange = Extract<Change, { op: 'update' | 'retire' | 'link' | 'unlink' }>;

interface Surroundings {
  row: FactSheet;
  links: ReadonlyMap<string, Link>;
  /** Names of all active fact sheets. */
  names: ReadonlySet<string>;
  canSee(key: string): boolean;
  why: string;
}

export function takeBack(change: FieldsChange, around: Surroundings): Inverse {
  const { row, links, why } = around;
  const isEnd = change.fields.some(({ key }) => key === 'lifecycle');
  const judged = change.fields.map((field) => ({ field, verdict: judge(field, around, isEnd) }));
  const taken = judged.flatMap(({ field, verdict }) => (verdict === 'take' ? [field] : []));
  const isPhase = ({ key }: FieldChange) => phaseIn(key) !== undefined;
  const fields = [
    ...taken.filter((field) => !isPhase(field)).map((field) => reversed(field, row, why)),
    ...reversedPhases(taken.filter(isPhase), row.lifecycle, why),
  ];
  const conflicts = judged.flatMap(({ field, verdict }): Conflict[] => {
    if (verdict === 'take' || verdict === 'there') return [];
    const { key, before, after: ours } = field;
    const values = { before, ours, now: textBeside(row, key, [before, ours].join(' ')) };
    return [
      {
        ...conflictOf(change, row, key, messages[verdict], values),
        ...(field.names && { names: field.names }),
      },
    ];
  });
  const existing = {
    item: change.item,
    factSheetId: row.id,
    rev: row.rev,
    name: row.name,
    comment: why,
    fields,
  };
  const link = links.get(change.item);
  switch (change.op) {
    case 'link': {
      if (link !== undefined && link.factSheetId !== row.id) {
        return { conflicts: [conflictOf(change, row, '', messages.linkedElsewhere)] };
      }
      if (link === undefined && fields.length === 0) return { conflicts };
      const later = link === undefined ? [] : writtenLater(change, link, row);
      const former = link ?? linkOf(change, row);
      return { change: { op: 'unlink', ...existing, former }, conflicts: [...conflicts, ...later] };
    }
    case 'unlink': {
      if (link?.factSheetId === row.id) return { conflicts };
      const owner = [...links.values()].find(({ factSheetId }) => factSheetId === row.id);
      if (link !== undefined || owner !== undefined) {
        const message = link === undefined ? messages.ownedElsewhere : messages.linkedElsewhere;
        return { conflicts: [conflictOf(change, row, '', message)] };
      }
      const inConflict = new Set(conflicts.map(({ key }) => key));
      const written = Object.entries(change.former.written).filter(([key]) => !inConflict.has(key));
      const { by } = change.former;
      return {
        change: {
          op: 'link',
          ...existing,
          by: by === 'created' ? 'external id' : by,
          confirmed: Object.fromEntries(written),
        },
        conflicts,
      };
    }
    default: {
      if (fields.length === 0) return { conflicts };
      const ended = fields.find(({ key, after }) => key === 'lifecycle' && hasEnd(after));
      // Its life was given back because its item had returned: it ends once more.
      if (ended !== undefined) {
        return { change: { op: 'retire', ...existing, before: ended.before }, conflicts };
      }
      return { change: { op: 'update', ...existing }, conflicts };
    }
  }
}

type Verdict = 'take' | 'there' | 'changed' | 'unseen' | 'noInverse' | 'noWayBack' | 'nameTaken';

/** @param isEnd the change wrote the lifecycle as a whole too: it is given back as a whole */
function judge(field: FieldChange, { row, names, canSee }: Surroundings, isEnd: boolean): Verdict {
  const { key, before } = field;
  const isPhase = phaseIn(key) !== undefined;
  // A state is for people to set.
  if ((isPhase && isEnd) || key === 'lxState') return 'noWayBack';
  if (key !== mappedTagsKey && !canSee(isPhase ? 'lifecycle' : key)) return 'unseen';
  if (isHeld(row, field)) {
    if (before === '' && (key === 'name' || key === 'category')) return 'noInverse';
    return key === 'name' && names.has(before) ? 'nameTaken' : 'take';
  }
  return isGivenBack(field, row) ? 'there' : 'changed';
}

function isGivenBack(field: FieldChange, row: FactSheet): boolean {
  const { key, before, after } = field;
  const given = key === mappedTagsKey ? reversedTags(field, '') : { ...field, before: after, after: before };
  return isHeld(row, given);
}

function reversed(field: FieldChange, row: FactSheet, why: string): FieldChange {
  const { key, before, after, owner, names, idField } = field;
  if (key === mappedTagsKey) return reversedTags(field, why);
  if (isRelation(key)) return reversedRelation(field, row.relations?.[key] ?? [], why);
  if (isDocument(key)) return reversedDocument(field, row.documents ?? [], why);
  if (isSubscription(key)) return reversedSubscription(field, row.subscriptions ?? [], why);
  const same = { ...(names && { names }), ...(idField !== undefined && { idField }) };
  return changeField({ key, before: after, after: before, owner, why, ...same });
}

/** Fields of the fact sheet that runs after the one that linked it wrote: to dissolve the link leaves them. */
function writtenLater(
  { fields, confirmed, item }: Extract<Change, { op: 'link' }>,
  link: Link,
  row: FactSheet,
): Conflict[] {
  const first = { ...confirmed, ...Object.fromEntries(fields.map(({ key, after }) => [key, after])) };
  return Object.entries(link.written).flatMap(([key, ours]): Conflict[] => {
    if (ours === first[key] || textOf(row, key) !== ours) return [];
    const values = { before: first[key] ?? '', ours, now: ours };
    const { id: factSheetId, name } = row;
    return [{ item, factSheetId, name, key, message: messages.laterRun, values }];
  });
}

function linkOf(
  { item, by, confirmed }: { item: string; by: Evidence; confirmed: Link['written'] },
  row: FactSheet,
): Link {
  return { item, factSheetId: row.id, by, run: '', written: confirmed };
}

function hasEnd(lifecycle: string): boolean {
  return parseLifecycle(lifecycle).some(({ phase }) => phase === 'endOfLife');
}
