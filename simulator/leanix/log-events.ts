// What an update did to a fact sheet, as events of the audit trail: told by comparing before and after. One
// event for each field, tag and relation; texts and the form of the values are invented (example 17).
import type { FactSheet, Relation } from './fact-sheet.ts';
import type { LogFacts } from './log-store.ts';
import { endOf } from './relation-store.ts';
import type { Workspace } from './workspace.ts';

export function describeEdit(workspace: Workspace, before: FactSheet, after: FactSheet): LogFacts[] {
  return [...describeFields(before, after), ...describeTags(workspace, before, after)];
}

function describeFields(before: FactSheet, after: FactSheet): LogFacts[] {
  const [old, next] = [membersOf(before), membersOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(next)])].flatMap((key): LogFacts[] => {
    const [oldValue, newValue] = [printed(old[key]), printed(next[key])];
    if (oldValue === newValue) return [];
    return [{ eventType: 'FACT_SHEET_FIELD_UPDATED', path: `/${key}`, oldValue, newValue }];
  });
}

function membersOf(row: FactSheet): Record<string, unknown> {
  const { name, description, category, externalId, otherIds, lifecycle, lxState, naFields, fields } = row;
  return { name, description, category, externalId, lifecycle, lxState, naFields, ...otherIds, ...fields };
}

function printed(value: unknown): string | null {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function describeTags(workspace: Workspace, before: FactSheet, after: FactSheet): LogFacts[] {
  const name = (id: string): string | null => workspace.tags.tag(id)?.name ?? null;
  const added = after.tagIds.filter((id) => !before.tagIds.includes(id));
  const removed = before.tagIds.filter((id) => !after.tagIds.includes(id));
  return [
    ...added.map(
      (id): LogFacts => ({
        eventType: 'FACT_SHEET_TAG_ADDED',
        path: '/tags',
        newValue: name(id),
        message: 'Tag was added',
      }),
    ),
    ...removed.map(
      (id): LogFacts => ({
        eventType: 'FACT_SHEET_TAG_REMOVED',
        path: '/tags',
        oldValue: name(id),
        message: 'Tag was removed',
      }),
    ),
  ];
}

export interface RelationEvent {
  relation: Relation;
  facts: LogFacts;
}

/** From the relations of one fact sheet before and after an update of it. */
export function compareRelations(
  workspace: Workspace,
  before: readonly Relation[],
  after: readonly Relation[],
): RelationEvent[] {
  const old = new Map(before.map((relation) => [relation.id, relation]));
  const kept = new Set(after.map(({ id }) => id));
  const describe = (eventType: LogFacts['eventType'], relation: Relation): RelationEvent => ({
    relation,
    facts: {
      eventType,
      path: `/${relation.relation}/${relation.id}`,
      newValue: eventType === 'RELATION_DELETED' ? null : nameOf(workspace, endOf(relation, 'to')),
      oldValue: eventType === 'RELATION_CREATED' ? null : nameOf(workspace, endOf(relation, 'to')),
    },
  });
  return [
    ...before.filter(({ id }) => !kept.has(id)).map((relation) => describe('RELATION_DELETED', relation)),
    ...after.flatMap((relation) => {
      const known = old.get(relation.id);
      if (known === relation) return [];
      return [describe(known === undefined ? 'RELATION_CREATED' : 'RELATION_UPDATED', relation)];
    }),
  ];
}

function nameOf(workspace: Workspace, id: string): string | null {
  return workspace.get(id)?.displayName ?? null;
}
