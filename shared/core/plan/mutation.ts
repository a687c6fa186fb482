// A change of the plan as the mutations that carry it out, and what is known of the fact sheet afterwards.
import { systemOf } from '../item.ts';
import type { Link } from '../link.ts';
import { documentsAfter, isDocument } from '../map/documents.ts';
import { phaseIn, phasesAfter } from '../map/phases.ts';
import { isRelation, relationsAfter } from '../map/relations.ts';
import { isSubscription, subscriptionsAfter } from '../map/subscriptions.ts';
import { mappedTagsKey, tagsAfter } from '../map/tags.ts';
import type { FactSheet, Mutation, RelationSelection, Written } from '../model.ts';
import { parseLifecycle } from './lifecycle.ts';
import { type Change, type FieldChange, isMaking } from './plan.ts';

/**
 * Of one part of a change (see parts.ts); they are sent as one.
 * @param selection how relations are read
 * @returns none where a change is kept in our store alone
 */
export function mutationsOf(change: Change, selection: Partial<RelationSelection> = {}): Mutation[] {
  const ref = change.item;
  const tell = tellOf(change, selection);
  const patches = change.fields.flatMap((field) => field.patches);
  if (change.op === 'prepare' && change.makes === 'tag') {
    return [{ ref, op: 'make-tag', name: change.name, group: change.group }];
  }
  if (change.op === 'create' || change.op === 'prepare') {
    const written = change.fields.filter(({ key }) => key !== 'name').flatMap((field) => field.patches);
    return [{ ref, op: 'create', type: change.type, name: change.name, patches: written, ...tell }];
  }
  const { factSheetId, rev } = change;
  const steps = change.fields.flatMap(({ key, step }): Mutation[] =>
    step === undefined ? [] : [{ ref, key, factSheetId, ...step }],
  );
  if (patches.length === 0) return steps;
  return [{ ref, op: 'update', id: factSheetId, rev, ...commentOf(change), patches, ...tell }, ...steps];
}

/** New relations have ids of their own, by which alone they can be changed later. */
function tellOf(
  { fields }: Change,
  { type = '', relations = {} }: Partial<RelationSelection>,
): { tell?: RelationSelection } {
  const told = fields.flatMap(({ key }) => (relations[key] === undefined ? [] : [[key, relations[key]]]));
  return told.length === 0 ? {} : { tell: { type, relations: Object.fromEntries(told) } };
}

/** A change that LeanIX need not be told of. */
export function isKeptInStore(change: Change): boolean {
  return !isMaking(change) && change.fields.length === 0;
}

function commentOf({ op, item, comment }: Change & { comment?: string }): { comment?: string } {
  if (comment !== undefined) return { comment };
  if (op !== 'retire') return {};
  const isDeployment = systemOf(item) === 'cloud-integration';
  return {
    comment: isDeployment ? 'No longer deployed in SAP Cloud Integration' : 'No longer in SAP Cloud ALM',
  };
}

/**
 * The link as it stands once the change was written; the item's former link, if any, goes into it.
 * @param rev the revision that the change left
 * @returns undefined where the item is linked no more
 */
export function linkAfter(
  change: Change,
  factSheetId: string,
  run: string,
  former: Link | undefined,
  rev = 0,
): Link | undefined {
  const written = Object.fromEntries(change.fields.map((field) => [field.key, field.after]));
  const {
    retiredFrom,
    archivedAt: _,
    ...rest
  } = former ?? {
    item: change.item,
    factSheetId,
    by: 'created',
    run,
    written: {},
  };
  switch (change.op) {
    case 'create':
      return { item: change.item, factSheetId, by: 'created', run, written };
    case 'link':
      return {
        item: change.item,
        factSheetId,
        by: change.by,
        run,
        written: { ...lifecycleOf(former), ...change.confirmed, ...written },
        ...(retiredFrom !== undefined && { retiredFrom }),
      };
    case 'retire':
      return { ...rest, written: { ...rest.written, ...written }, retiredFrom: change.before };
    // That it is put away is no value that Landbridge keeps in step.
    case 'archive':
      return { ...rest, ...(retiredFrom !== undefined && { retiredFrom }), archivedAt: rev };
    case 'recover':
      return { ...rest, ...(retiredFrom !== undefined && { retiredFrom }) };
    case 'unlink':
    case 'prepare':
      return undefined;
    case 'update': {
      const back = 'lifecycle' in written;
      return {
        ...rest,
        written: { ...rest.written, ...written },
        ...(!back && retiredFrom !== undefined && { retiredFrom }),
      };
    }
  }
}

/** What stood for an item that is gone goes on living for the item it is given to. */
function lifecycleOf(former: Link | undefined): Record<string, string> {
  const lifecycle = former?.retiredFrom === undefined ? undefined : former.written.lifecycle;
  return lifecycle === undefined ? {} : { lifecycle };
}

/** The inventory row after the change, so that the next match need not read it again. */
export function factSheetAfter(
  change: Change,
  written: Omit<Written, 'ref'>,
  former: FactSheet | undefined,
): FactSheet {
  const start: FactSheet = former ?? {
    id: written.id,
    type: change.op === 'create' ? change.type : '',
    name: change.name,
    displayName: change.name,
    category: '',
    rev: 0,
    status: 'ACTIVE',
    updatedAt: '',
    externalId: '',
    tagIds: [],
    lifecycle: [],
    fields: {},
  };
  const { rev = start.rev, updatedAt = start.updatedAt, isSealed = start.isSealed } = written;
  const { isSealed: _, ...rest } = start;
  const now: FactSheet = { ...rest, rev, updatedAt, ...(isSealed && { isSealed: true }) };
  return change.fields.reduce((row, field) => applyField(row, field, written), now);
}

function applyField(
  factSheet: FactSheet,
  field: FieldChange,
  { relations, made }: Pick<Written, 'relations' | 'made'>,
): FactSheet {
  const { key, before, after } = field;
  switch (key) {
    case 'name':
      return { ...factSheet, name: after, displayName: after };
    case 'category':
      return { ...factSheet, category: after };
    case 'status':
      return { ...factSheet, status: after === 'ARCHIVED' ? 'ARCHIVED' : 'ACTIVE' };
    case 'externalId':
      return { ...factSheet, externalId: after };
    case 'tags':
      return { ...factSheet, tagIds: withTag(factSheet.tagIds, before, after) };
    case mappedTagsKey:
      return { ...factSheet, tagIds: tagsAfter(factSheet.tagIds, field) };
    case 'lifecycle':
      return { ...factSheet, lifecycle: parseLifecycle(after) };
    case 'lxState':
      // Not kept in the inventory.
      return factSheet;
    default:
      if (isRelation(key)) {
        const now = relations?.[key] ?? relationsAfter(factSheet.relations?.[key] ?? [], field);
        return { ...factSheet, relations: { ...factSheet.relations, [key]: now } };
      }
      if (isDocument(key)) {
        return { ...factSheet, documents: documentsAfter(factSheet.documents ?? [], field, made?.[key]) };
      }
      if (isSubscription(key)) {
        const subscriptions = subscriptionsAfter(factSheet.subscriptions ?? [], field, made?.[key]);
        return { ...factSheet, subscriptions };
      }
      return phaseIn(key) === undefined
        ? { ...factSheet, fields: { ...factSheet.fields, [key]: after } }
        : { ...factSheet, lifecycle: phasesAfter(field) };
  }
}

function withTag(tagIds: readonly string[], before: string, after: string): readonly string[] {
  if (after === '') return tagIds.filter((id) => id !== before);
  return tagIds.includes(after) ? tagIds : [...tagIds, after];
}
