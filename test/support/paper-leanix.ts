// LeanIX on paper: what a mutation's patches leave of a fact sheet, by leanix-api 2.5 and 2.6. It shares no code
// with what builds the patches, so that a wrong patch and a wrong expectation cannot agree.
import { digestAddress } from '../../shared/connectors/leanix/digest-address.ts';
import type { AttachedMutation, FactSheet, Mutation, Patch, Relation } from '../../shared/core/model.ts';
import { library, roleLibrary } from './builders.ts';

/** @throws Error where LeanIX would refuse: stale revision, taken name, slash between blanks, wrong patch. */
export function carryOut(mutation: Mutation, rows: ReadonlyMap<string, FactSheet>, newId: string): FactSheet {
  if (mutation.op === 'make-tag') throw new Error('a tag is no fact sheet');
  if (mutation.op !== 'create' && mutation.op !== 'update') return changeAttached(mutation, rows);
  const former = mutation.op === 'create' ? undefined : rows.get(mutation.id);
  if (mutation.op === 'update') {
    const isBroughtBack = mutation.patches[0]?.path === '/status';
    if (former === undefined || (former.status === 'ARCHIVED' && !isBroughtBack))
      throw new Error(`no active fact sheet ${mutation.id}`);
    if (former.rev !== mutation.rev) throw new Error(`revision ${former.rev}, not ${mutation.rev}`);
    if (mutation.patches.length === 0) throw new Error(`nothing to write to ${mutation.id}`);
  }
  const start = former ?? blank(newId, mutation.op === 'create' ? mutation : { type: '', name: '' });
  const row = mutation.patches.reduce(applyPatch, { ...start, rev: start.rev + 1 });
  const isActive = row.status === 'ACTIVE';
  if (isActive && (row.name !== former?.name || former.status === 'ARCHIVED')) checkName(row, rows);
  checkRelated(row);
  return { ...row, displayName: row.name };
}

/** Assumption of leanix-api 2.4: what hangs on a fact sheet leaves its revision alone. */
function changeAttached(mutation: AttachedMutation, rows: ReadonlyMap<string, FactSheet>): FactSheet {
  const row = rows.get(mutation.factSheetId);
  if (row === undefined) throw new Error(`no fact sheet ${mutation.factSheetId}`);
  const { documents = [], subscriptions = [] } = row;
  const owned = mutation.op.endsWith('-document') ? documents : subscriptions;
  if ('id' in mutation && !owned.some(({ id }) => id === mutation.id)) {
    throw new Error(`${mutation.op}: no ${mutation.id}`);
  }
  switch (mutation.op) {
    case 'create-document': {
      const { name, url } = mutation;
      return {
        ...row,
        documents: [...documents, { id: `doc-${row.id}-${documents.length}-${name}`, name, url }],
      };
    }
    case 'update-document': {
      const given = Object.fromEntries(mutation.patches.map(({ path, value }) => [path.slice(1), value]));
      return {
        ...row,
        documents: documents.map((one) => (one.id === mutation.id ? { ...one, ...given } : one)),
      };
    }
    case 'delete-document':
      return { ...row, documents: documents.filter(({ id }) => id !== mutation.id) };
    case 'delete-subscription':
      return { ...row, subscriptions: subscriptions.filter(({ id }) => id !== mutation.id) };
    default: {
      const { email, type, roleIds } = mutation;
      const roles = roleIds.map((id) => roleLibrary.find((role) => role.id === id)?.name ?? '');
      const made = { type, who: digestAddress(email), roles };
      const id = 'id' in mutation ? mutation.id : `sub-${row.id}-${subscriptions.length}-${type}`;
      const others = subscriptions.filter((one) => one.id !== id);
      if (others.some((one) => one.type === type && one.who === made.who))
        throw new Error('subscribed already');
      return { ...row, subscriptions: [...others, { id, ...made }] };
    }
  }
}

function changeRelation(row: FactSheet, { op, path, value }: Patch): FactSheet {
  const [, key = '', id = ''] = path.split('/');
  const present = row.relations?.[key] ?? [];
  const isNew = /^new_\d+$/.test(id);
  if (isNew !== (op === 'add')) throw new Error(`${op} ${path}`);
  if (!isNew && !present.some((relation) => relation.id === id)) throw new Error(`no relation ${path}`);
  const others = present.filter((relation) => relation.id !== id);
  const relations = (all: readonly Relation[]) => ({ ...row, relations: { ...row.relations, [key]: all } });
  if (op === 'remove') return relations(others);
  const { factSheetId, ...fields } = JSON.parse(value ?? '{}');
  if (others.some((relation) => relation.factSheetId === factSheetId)) throw new Error(`twice: ${path}`);
  const made = isNew ? `rel-${row.id}-${row.rev}-${id}-${factSheetId}` : id;
  return relations([...others, { id: made, factSheetId, name: '', fields }]);
}

function checkRelated({ id, relations = {} }: FactSheet): void {
  for (const { factSheetId } of Object.values(relations).flat()) {
    if (factSheetId === id) throw new Error(`${id} is related to itself`);
    if (factSheetId.startsWith('new:')) throw new Error(`no id yet: ${factSheetId}`);
  }
  if ((relations.relToParent?.length ?? 0) > 1) throw new Error(`${id} has two parents`);
}

function blank(id: string, { type, name }: { type: string; name: string }): FactSheet {
  return {
    id,
    type,
    name,
    displayName: name,
    category: '',
    rev: 0,
    status: 'ACTIVE',
    updatedAt: '',
    externalId: '',
    tagIds: [],
    lifecycle: [],
    fields: {},
  };
}

function checkName({ id, name }: FactSheet, rows: ReadonlyMap<string, FactSheet>): void {
  if (name.trim() === '') throw new Error('no name');
  if (name.includes(' / ')) throw new Error(`slash between blanks in ${name}`);
  for (const other of rows.values()) {
    if (other.id !== id && other.status === 'ACTIVE' && other.name === name)
      throw new Error(`${name} is taken`);
  }
}

function applyPatch(row: FactSheet, patch: Patch): FactSheet {
  const { op, path, value } = patch;
  if (/^\/rel[A-Z]/.test(path)) return changeRelation(row, patch);
  const key = path.slice(1);
  if (op === 'remove') {
    if (key === 'lifecycle') return { ...row, lifecycle: [] };
    if (key === 'externalId') return { ...row, externalId: '' };
    if (key === 'tags') return { ...row, tagIds: row.tagIds.filter((id) => !tagsIn(value).includes(id)) };
    if (key === 'name' || key === 'category') throw new Error(`${key} cannot be removed`);
    return { ...row, fields: { ...row.fields, [key]: '' } };
  }
  if (typeof value !== 'string' || value === '') throw new Error(`a patch of ${key} without a value`);
  switch (key) {
    case 'name':
      if (op !== 'replace') throw new Error('a name can only be replaced');
      return { ...row, name: value };
    case 'status':
      if (value !== 'ACTIVE' && value !== 'ARCHIVED') throw new Error(`status ${value}`);
      return { ...row, status: value };
    case 'category':
      return { ...row, category: value };
    case 'externalId':
      return { ...row, externalId: JSON.parse(value).externalId };
    case 'tags':
      return {
        ...row,
        tagIds: withTags(row.tagIds, tagsIn(value)),
      };
    case 'lifecycle':
      return { ...row, lifecycle: JSON.parse(value).phases };
    case 'lxState':
      if (op !== 'replace') throw new Error('a state can only be replaced');
      return row;
    default:
      return {
        ...row,
        fields: { ...row.fields, [key]: value.startsWith('{') ? JSON.parse(value).externalId : value },
      };
  }
}

function tagsIn(value: string | undefined): string[] {
  return JSON.parse(value ?? '[]').map(({ tagId }: { tagId: string }) => tagId);
}

/** Assumption A7 of leanix-api: a second tag of a group that holds one is refused. */
function withTags(present: readonly string[], added: readonly string[]): string[] {
  const tagIds = [...present, ...added];
  const groups = tagIds.flatMap((id) => library.find((tag) => tag.id === id && tag.isSingle)?.group ?? []);
  if (new Set(groups).size < groups.length) throw new Error(`two tags of one group: ${tagIds.join(', ')}`);
  return tagIds;
}
