// Resolvers of a fact sheet's own fields: base fields, fields of the data model, relations.
import { formatStamp } from '../clock.ts';
import type { FieldDefinition, RelationField } from './data-model-shape.ts';
import { levelOf } from './facets.ts';
import type { FactSheet, Phase, Relation, Tag } from './fact-sheet.ts';
import { endOf } from './relation-store.ts';
import type { Workspace } from './workspace.ts';

interface RelationArguments {
  validityFilter?: { activeFrom?: string | null; activeUntil?: string | null } | null;
  first?: number | null;
}

type FactSheetResolver = (row: FactSheet, args: RelationArguments) => unknown;

const noEdges = { totalCount: 0, edges: [] };
const everything = ['CREATE', 'READ', 'UPDATE', 'DELETE'];

export function resolveBaseField(workspace: Workspace): Record<string, FactSheetResolver> {
  return {
    id: ({ id }) => (id === '' ? null : id),
    fullName: (row) => workspace.fullNameOf(row),
    level: ({ id }) => levelOf(workspace, id),
    qualitySeal: ({ lxState }) => lxState,
    createdAt: ({ createdAt }) => formatStamp(createdAt),
    updatedAt: ({ updatedAt }) => formatStamp(updatedAt),
    completion: (row) => completionOf(workspace, row),
    tags: ({ tagIds }) => tagIds.flatMap((id) => describeTag(workspace, workspace.tags.tag(id)) ?? []),
    subscriptions: () => noEdges,
    comments: () => noEdges,
    documents: ({ id }) => connect(workspace.documents.of(id)),
    permissions: () => ({ self: everything, create: [], read: [], update: [], delete: [] }),
    permittedReadACL: () => [],
    permittedWriteACL: () => [],
    lxExcludeFromQuota: () => false,
    name: ({ name }) => name,
    description: ({ description }) => description,
    category: ({ category }) => category,
    externalId: ({ externalId }) => externalId,
  };
}

export function resolveModelField(
  workspace: Workspace,
  key: string,
  field: FieldDefinition,
): FactSheetResolver {
  if (field.type !== 'LIFECYCLE') return ({ fields }) => fields[key] ?? null;
  return ({ lifecycle }) =>
    lifecycle.length === 0 ? null : { asString: currentPhase(lifecycle, workspace.now()), phases: lifecycle };
}

/** The latest phase that has begun; before the first one there is none. */
function currentPhase(lifecycle: readonly Phase[], now: number): string | null {
  const today = new Date(now).toISOString().slice(0, 10);
  const begun = lifecycle.filter(({ startDate }) => startDate <= today);
  const latest = begun.reduce<Phase | undefined>(
    (a, b) => (a && a.startDate > b.startDate ? a : b),
    undefined,
  );
  return latest?.phase ?? null;
}

export function resolveRelation(workspace: Workspace, field: RelationField): FactSheetResolver {
  return ({ id }, { validityFilter, first }) => {
    const otherSide = field.side === 'from' ? 'to' : 'from';
    const found = workspace.relations
      .of(id)
      .filter((relation) => relation.relation === field.relation && endOf(relation, field.side) === id)
      .filter((relation) => isValid(relation, validityFilter ?? {}));
    const nodes = found.slice(0, first ?? found.length).map((relation) => ({
      ...relation,
      ...relation.fields,
      factSheet: workspace.get(endOf(relation, otherSide)),
    }));
    return { ...connect(nodes), totalCount: found.length };
  };
}

/** A relation without dates always exists (leanix-api 2.3). */
function isValid(relation: Relation, wanted: NonNullable<RelationArguments['validityFilter']>): boolean {
  if (wanted.activeUntil && relation.activeFrom && relation.activeFrom > wanted.activeUntil) return false;
  return !(wanted.activeFrom && relation.activeUntil && relation.activeUntil < wanted.activeFrom);
}

/** assumption: every field of the type weighs the same. */
function completionOf(workspace: Workspace, row: FactSheet): { percentage: number; completion: number } {
  const keys = Object.keys(workspace.model.types.get(row.type)?.fields ?? {});
  const base: Record<string, unknown> = {
    ...row,
    lifecycle: row.lifecycle.length > 0 ? row.lifecycle : null,
  };
  const filled = keys.filter((key) => (base[key] ?? row.fields[key] ?? null) !== null);
  const share = keys.length === 0 ? 1 : filled.length / keys.length;
  return { percentage: Math.floor(share * 100), completion: share };
}

export function describeTag(workspace: Workspace, tag: Tag | undefined): object | undefined {
  return tag && { ...tag, tagGroup: () => describeGroup(workspace, tag.groupId) };
}

export function describeGroup(workspace: Workspace, id: string | undefined): object | null {
  const group = workspace.tags.group(id);
  if (group === undefined) return null;
  const tags = (): object => {
    const own = workspace.tags.tags().filter(({ groupId }) => groupId === group.id);
    return connect(own.map((tag) => describeTag(workspace, tag)));
  };
  return { ...group, tags };
}

export function connect<Node>(nodes: readonly Node[]): { totalCount: number; edges: { node: Node }[] } {
  return { totalCount: nodes.length, edges: nodes.map((node) => ({ node })) };
}
