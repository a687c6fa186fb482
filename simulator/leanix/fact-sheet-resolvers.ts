// Resolvers of a fact sheet's own fields: base fields, fields of the data model, relations. What hangs on a fact
// sheet is described in describe.ts.
import { formatStamp } from '../clock.ts';
import { canRead, permissionsOf } from './access.ts';
import type { FieldDefinition, RelationField } from './data-model-shape.ts';
import { connect, describeComment, describeSubscription, describeTag } from './describe.ts';
import { levelOf } from './facets.ts';
import type { FactSheet, Phase, Relation } from './fact-sheet.ts';
import { endOf } from './relation-store.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

interface RelationArguments {
  validityFilter?: { activeFrom?: string | null; activeUntil?: string | null } | null;
  first?: number | null;
  filter?: { userId?: string | null; status?: string | null } | null;
}

type FactSheetResolver = (row: FactSheet, args: RelationArguments, user: User) => unknown;

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
    subscriptions: ({ id }, { filter, first }) => {
      const all = workspace.subscriptions.of(id);
      const found = filter?.userId ? all.filter(({ userId }) => userId === filter.userId) : all;
      return connect(found.map(describeSubscription), first);
    },
    comments: ({ id }, { filter, first }) => {
      const all = workspace.comments.of(id);
      const found = filter?.status ? all.filter(({ status }) => status === filter.status) : all;
      return connect(found.map(describeComment), first);
    },
    documents: ({ id }, { first }) => connect(workspace.documents.of(id), first),
    permissions: (row, _, user) => permissionsOf(workspace, user, row),
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
  if (field.type === 'EXTERNALID') return ({ otherIds }) => otherIds[key] ?? null;
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
  const otherSide = field.side === 'from' ? 'to' : 'from';
  return ({ id, status }, { validityFilter, first }, user) => {
    const found = workspace.relations
      .of(id)
      .filter((relation) => relation.relation === field.relation && endOf(relation, field.side) === id)
      .filter((relation) => isValid(relation, validityFilter ?? {}))
      .flatMap((relation) => {
        const factSheet = workspace.get(endOf(relation, otherSide));
        // assumption: a relation to what the user may not read is not shown.
        if (factSheet === undefined || !canRead(user, factSheet)) return [];
        // leanix-api 2.6: archiving takes relations out of sight; assumption: of the active end only.
        if (status === 'ACTIVE' && factSheet.status === 'ARCHIVED') return [];
        return [{ ...relation, ...relation.fields, factSheet }];
      });
    return connect(found, first);
  };
}

/** A relation without dates always exists (leanix-api 2.3). */
function isValid(relation: Relation, wanted: NonNullable<RelationArguments['validityFilter']>): boolean {
  if (wanted.activeUntil && relation.activeFrom && relation.activeFrom > wanted.activeUntil) return false;
  return !(wanted.activeFrom && relation.activeUntil && relation.activeUntil < wanted.activeFrom);
}

/** assumption: every field of the type weighs the same; what is marked as not applicable counts as filled. */
function completionOf(workspace: Workspace, row: FactSheet): { percentage: number; completion: number } {
  const keys = Object.keys(workspace.model.types.get(row.type)?.fields ?? {});
  const base: Record<string, unknown> = {
    ...row,
    lifecycle: row.lifecycle.length > 0 ? row.lifecycle : null,
  };
  const filled = keys.filter(
    (key) => row.naFields.includes(key) || (base[key] ?? row.fields[key] ?? null) !== null,
  );
  const share = keys.length === 0 ? 1 : filled.length / keys.length;
  return { percentage: Math.floor(share * 100), completion: share };
}
