// The facets of a workspace: which keys a fact sheet has under a facet, and what allFactSheets offers as filter
// options (leanix-api 2.3).
import { refuse } from './errors.ts';
import { relatedValues, subscribersOf, type ValuesOf } from './facet-conditions.ts';
import type { FactSheet } from './fact-sheet.ts';
import { people } from './users.ts';
import type { Workspace } from './workspace.ts';

export interface Facet {
  facetKey: string;
  possibleOperators: readonly string[];
  operator: string;
  results: readonly { name: string; key: string }[];
}

const none: readonly string[] = [];

/** How to read the keys of a fact sheet under a facet; throws on a facet that is not simulated. */
export function facetValues(workspace: Workspace, facetKey: string): ValuesOf {
  switch (facetKey) {
    case 'FactSheetTypes':
      return ({ type }) => [type];
    case 'TrashBin':
      return ({ status }) => (status === 'ARCHIVED' ? ['archived'] : none);
    case 'lxState':
      return ({ lxState }) => [lxState];
    case 'category':
      return ({ category }) => (category === null ? none : [category]);
    case 'hierarchyLevel':
      return ({ id }) => [String(levelOf(workspace, id))];
    case '_TAGS_':
      return ({ tagIds }) => tagIds;
    case 'DataQuality':
      return (factSheet) => dataQualityOf(workspace, factSheet);
    case 'Subscriptions':
      return subscribersOf(workspace, {});
    default:
      return otherFacet(workspace, facetKey);
  }
}

function otherFacet(workspace: Workspace, facetKey: string): ValuesOf {
  const group = workspace.tags.group(facetKey);
  if (group !== undefined) {
    return ({ tagIds }) => tagIds.filter((id) => workspace.tags.tag(id)?.groupId === group.id);
  }
  const related = relatedValues(workspace, facetKey);
  if (related !== undefined) return related;
  const models = [...workspace.model.types.values()];
  if (models.some(({ fields }) => fields[facetKey]?.inFacet)) {
    return ({ fields }) => {
      const value = fields[facetKey];
      if (value === undefined) return none;
      return Array.isArray(value) ? value.map(String) : [String(value)];
    };
  }
  throw refuse(`SIMULATED: facet '${facetKey}' does not exist or is not simulated`);
}

function dataQualityOf(workspace: Workspace, factSheet: FactSheet): readonly string[] {
  const { id, description, lifecycle, lxState } = factSheet;
  const hasResponsible = workspace.subscriptions.of(id).some(({ type }) => type === 'RESPONSIBLE');
  return [
    ...(hasResponsible ? none : ['_noResponsible_']),
    ...(lxState === 'BROKEN_QUALITY_SEAL' ? ['_qualitySealBroken_'] : none),
    ...(description === null ? ['_noDescription_'] : none),
    ...(lifecycle.length === 0 ? ['_noLifecycle_'] : none),
  ];
}

/** 1 for a fact sheet without a parent. */
export function levelOf(workspace: Workspace, id: string): number {
  const parent = workspace.parentOf(id);
  return parent === undefined ? 1 : 1 + levelOf(workspace, parent.id);
}

export function listFacets(workspace: Workspace, type: string | null | undefined): Facet[] {
  const model = type ? workspace.model.types.get(type) : undefined;
  const selects = Object.entries(model?.fields ?? {}).filter(([, field]) => field.inFacet);
  const same = (keys: Iterable<string>): Facet['results'] => [...keys].map((key) => ({ name: key, key }));
  return [
    {
      facetKey: 'FactSheetTypes',
      possibleOperators: [],
      operator: 'OR',
      results: same(type ? [type] : workspace.model.types.keys()),
    },
    {
      facetKey: 'lxState',
      possibleOperators: ['OR', 'NOR'],
      operator: 'OR',
      results: same(['APPROVED', 'BROKEN_QUALITY_SEAL', 'DRAFT', 'REJECTED']),
    },
    {
      facetKey: 'DataQuality',
      possibleOperators: ['OR', 'NOR'],
      operator: 'OR',
      results: same(['_noResponsible_', '_qualitySealBroken_', '_noDescription_', '_noLifecycle_']),
    },
    {
      facetKey: 'Subscriptions',
      possibleOperators: ['OR', 'AND', 'NOR'],
      operator: 'OR',
      results: people.map(({ id, displayName }) => ({ name: displayName, key: id })),
    },
    {
      facetKey: '_TAGS_',
      possibleOperators: ['OR', 'AND', 'NOR'],
      operator: 'OR',
      results: workspace.tags.tags().map(({ id, name }) => ({ name, key: id })),
    },
    { facetKey: 'TrashBin', possibleOperators: ['OR'], operator: 'OR', results: same(['archived']) },
    ...selects.map(([key, field]) => ({
      facetKey: key,
      possibleOperators: field.type === 'MULTIPLE_SELECT' ? ['OR', 'AND', 'NOR'] : ['OR', 'NOR'],
      operator: 'OR',
      results: same(field.values ?? []),
    })),
    ...workspace.tags.groups().map((group) => ({
      facetKey: group.id,
      possibleOperators: ['OR', 'AND', 'NOR'],
      operator: 'OR',
      results: workspace.tags
        .tags()
        .filter(({ groupId }) => groupId === group.id)
        .map(({ id, name }) => ({ name, key: id })),
    })),
  ];
}
