// What narrows a facet down (leanix-api 2.3): for whom and as what one subscribes, the fields of a relation, the
// fact sheet at its other end. Filters by date are not simulated.
import { refuse } from './errors.ts';
import type { FactSheet, Relation } from './fact-sheet.ts';
import { endOf } from './relation-store.ts';
import type { Workspace } from './workspace.ts';

export interface FacetConditions {
  facetKey: string;
  operator?: 'OR' | 'AND' | 'NOR' | null;
  dateFilter?: unknown;
  subscriptionFilter?: SubscriptionCondition | null;
  relationFieldsFilter?: readonly (RelationFieldCondition | null)[] | null;
  subFilter?: unknown;
}

interface SubscriptionCondition {
  type?: string | null;
  roleId?: string | null;
}

interface RelationFieldCondition {
  fieldName: string;
  values?: readonly (string | null)[] | null;
}

export type ValuesOf = (factSheet: FactSheet) => readonly string[];

/** The keys a fact sheet has under a narrowed facet; undefined where nothing narrows it. */
export function narrowedValues(
  workspace: Workspace,
  facet: FacetConditions,
  isRelatedWanted: ((factSheet: FactSheet) => boolean) | undefined,
): ValuesOf | undefined {
  const { facetKey, operator, dateFilter, subscriptionFilter } = facet;
  if (dateFilter) throw notSimulated(facetKey);
  if (subscriptionFilter) {
    if (facetKey !== 'Subscriptions') throw notSimulated(facetKey);
    return subscribersOf(workspace, subscriptionFilter);
  }
  const fields = (facet.relationFieldsFilter ?? []).filter((condition) => condition !== null);
  if (isRelatedWanted === undefined && fields.length === 0) return undefined;
  // Documented; the text is not.
  if (isRelatedWanted !== undefined && operator === 'NOR') {
    throw refuse('SIMULATED: a filter on related fact sheets does not go with NOR');
  }
  const values = relatedValues(workspace, facetKey, (relation, related) => {
    const hasFields = fields.every(({ fieldName, values }) => values?.includes(fieldOf(relation, fieldName)));
    return hasFields && (isRelatedWanted?.(related) ?? true);
  });
  if (values === undefined) throw notSimulated(facetKey);
  return values;
}

function notSimulated(facetKey: string): Error {
  return refuse(`SIMULATED: this kind of filter on facet '${facetKey}' is not simulated`);
}

function fieldOf({ fields }: Relation, name: string): string | null {
  const value = fields[name];
  return value === undefined ? null : String(value);
}

/** assumption: the keys of the facet are ids of users. */
export function subscribersOf(workspace: Workspace, { type, roleId }: SubscriptionCondition): ValuesOf {
  return ({ id }) =>
    workspace.subscriptions
      .of(id)
      .filter((subscription) => !type || subscription.type === type)
      .filter(({ roles }) => !roleId || roles.some((role) => role.id === roleId))
      .map(({ userId }) => userId);
}

/** Ids of related fact sheets; undefined where no type has such a relation. */
export function relatedValues(
  workspace: Workspace,
  facetKey: string,
  isWanted: (relation: Relation, related: FactSheet) => boolean = () => true,
): ValuesOf | undefined {
  const models = [...workspace.model.types.values()];
  if (!models.some(({ relations }) => relations.has(facetKey))) return undefined;
  return ({ id, type, status }) => {
    const field = workspace.model.types.get(type)?.relations.get(facetKey);
    if (field === undefined) return [];
    return workspace.relations.of(id).flatMap((relation) => {
      if (relation.relation !== field.relation || endOf(relation, field.side) !== id) return [];
      const related = workspace.get(endOf(relation, field.side === 'from' ? 'to' : 'from'));
      if (related === undefined || (status === 'ACTIVE' && related.status === 'ARCHIVED')) return [];
      return isWanted(relation, related) ? [related.id] : [];
    });
  };
}
