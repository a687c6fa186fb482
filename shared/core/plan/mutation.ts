// A change of the plan as the mutation that carries it out, and what is known of the fact sheet afterwards.
import type { Link } from '../link.ts';
import { phaseIn, phasesIn } from '../map/phases.ts';
import { mappedTagsKey, tagsAfter } from '../map/tags.ts';
import type { FactSheet, Mutation, Written } from '../model.ts';
import { parseLifecycle } from './lifecycle.ts';
import type { Change, FieldChange } from './plan.ts';

/** Undefined where a change is kept in our store alone. */
export function mutationOf(change: Change): Mutation | undefined {
  const patchesOf = ({ first, patch }: FieldChange) => (first === undefined ? [patch] : [first, patch]);
  if (change.op === 'create') {
    const patches = change.fields.filter((field) => field.key !== 'name').flatMap(patchesOf);
    return { ref: change.item, op: 'create', type: change.type, name: change.name, patches };
  }
  if (change.fields.length === 0) return undefined;
  return {
    ref: change.item,
    op: 'update',
    id: change.factSheetId,
    rev: change.rev,
    ...commentOf(change),
    patches: change.fields.flatMap(patchesOf),
  };
}

function commentOf({ op, comment }: Change & { comment?: string }): { comment?: string } {
  if (comment !== undefined) return { comment };
  return op === 'retire' ? { comment: 'No longer in SAP Cloud ALM' } : {};
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
export function factSheetAfter(change: Change, written: Written, former: FactSheet | undefined): FactSheet {
  const start: FactSheet = former ?? {
    id: written.id,
    type: change.op === 'create' ? change.type : '',
    name: change.name,
    displayName: change.name,
    category: '',
    rev: written.rev,
    status: 'ACTIVE',
    updatedAt: written.updatedAt,
    externalId: '',
    tagIds: [],
    lifecycle: [],
    fields: {},
  };
  return change.fields.reduce(applyField, { ...start, rev: written.rev, updatedAt: written.updatedAt });
}

function applyField(factSheet: FactSheet, field: FieldChange): FactSheet {
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
      return phaseIn(key) === undefined
        ? { ...factSheet, fields: { ...factSheet.fields, [key]: after } }
        : { ...factSheet, lifecycle: phasesIn(field.patch) };
  }
}

function withTag(tagIds: readonly string[], before: string, after: string): readonly string[] {
  if (after === '') return tagIds.filter((id) => id !== before);
  return tagIds.includes(after) ? tagIds : [...tagIds, after];
}
