// Filters and orders fact sheets as allFactSheets does (leanix-api 2.3). What is not simulated is refused and
// says so: a filter that is silently ignored would hand out too much.
import { type FacetConditions, narrowedValues } from './facet-conditions.ts';
import { facetValues } from './facets.ts';
import type { FactSheet } from './fact-sheet.ts';
import type { Workspace } from './workspace.ts';

interface FacetFilter extends FacetConditions {
  keys?: readonly (string | null)[] | null;
  subFilter?: FilterInput | null;
}

export interface FilterInput {
  facetFilters?: readonly (FacetFilter | null)[] | null;
  ids?: readonly (string | null)[] | null;
  externalIds?: readonly (string | null)[] | null;
  displayName?: string | null;
  fullTextSearch?: string | null;
  quickSearch?: string | null;
  naFields?: readonly (string | null)[] | null;
}

export interface Sorting {
  key: string;
  order?: 'asc' | 'desc' | null;
}

export interface Search {
  factSheetType?: string | null;
  filter?: FilterInput | null;
  sort?: readonly (Sorting | null)[] | null;
}

type Test = (factSheet: FactSheet) => boolean;

export function findFactSheets(workspace: Workspace, search: Search): FactSheet[] {
  const filter = search.filter ?? {};
  const facets = (filter.facetFilters ?? []).filter((facet) => facet !== null);
  const tests = [...testsOf(workspace, filter), ...facets.map((facet) => testFacet(workspace, facet))];
  // Without the trash bin archived rows are left out, with it they are all there is.
  if (!facets.some(({ facetKey }) => facetKey === 'TrashBin'))
    tests.push(({ status }) => status === 'ACTIVE');
  const found: FactSheet[] = [];
  for (const factSheet of candidates(workspace, search, facets)) {
    if (tests.every((test) => test(factSheet))) found.push(factSheet);
  }
  return order(found, search.sort ?? []);
}

/** The smallest set that certainly holds everything searched for. */
function candidates(
  workspace: Workspace,
  search: Search,
  facets: readonly FacetFilter[],
): Iterable<FactSheet> {
  const { ids, externalIds } = search.filter ?? {};
  if (ids) return distinct(ids.flatMap((id) => (id === null ? [] : (workspace.get(id) ?? []))));
  // assumption A19: several external ids are combined by OR.
  if (externalIds) return distinct(externalIds.flatMap((text) => findByExternalId(workspace, text ?? '')));
  if (search.factSheetType) return workspace.list(search.factSheetType);
  const types = facets.find(({ facetKey, operator }) => facetKey === 'FactSheetTypes' && operator !== 'NOR');
  const [only, ...more] = types?.keys ?? [];
  return typeof only === 'string' && more.length === 0 ? workspace.list(only) : workspace.list();
}

/** `<field>/<value>`; assumption: everything after the first slash is the value. */
function findByExternalId(workspace: Workspace, text: string): readonly FactSheet[] {
  const at = text.indexOf('/');
  return workspace.withExternalId(text.slice(0, at), text.slice(at + 1));
}

function distinct(factSheets: readonly FactSheet[]): Iterable<FactSheet> {
  return new Map(factSheets.map((factSheet) => [factSheet.id, factSheet])).values();
}

function testsOf(workspace: Workspace, filter: FilterInput): Test[] {
  const { displayName, fullTextSearch, quickSearch, naFields, ids, externalIds } = filter;
  const tests: Test[] = [];
  // assumption: the whole display name, as it is written.
  if (displayName) tests.push((factSheet) => factSheet.displayName === displayName);
  if (quickSearch) tests.push((factSheet) => contains(factSheet.displayName, quickSearch));
  if (fullTextSearch) {
    const words = [...fullTextSearch.matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, phrase, word]) => phrase ?? word ?? '',
    );
    tests.push((factSheet) => words.every((word) => contains(searchedText(factSheet), word)));
  }
  if (naFields?.length)
    tests.push((factSheet) => naFields.every((key) => factSheet.naFields.includes(key ?? '')));
  if (ids && externalIds) {
    const matching = new Set(externalIds.flatMap((text) => findByExternalId(workspace, text ?? '')));
    tests.push((factSheet) => matching.has(factSheet));
  }
  return tests;
}

function searchedText({ displayName, description, fields }: FactSheet): string {
  return `${displayName}\n${description ?? ''}\n${fields.alias ?? ''}`;
}

function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

function testAll(workspace: Workspace, filter: FilterInput): Test {
  const facets = (filter.facetFilters ?? []).filter((facet) => facet !== null);
  const tests = [...testsOf(workspace, filter), ...facets.map((facet) => testFacet(workspace, facet))];
  return (factSheet) => tests.every((test) => test(factSheet));
}

function testFacet(workspace: Workspace, facet: FacetFilter): Test {
  const { facetKey, operator, subFilter } = facet;
  const narrowed = narrowedValues(workspace, facet, subFilter ? testAll(workspace, subFilter) : undefined);
  const valuesOf = narrowed ?? facetValues(workspace, facetKey);
  const given = (facet.keys ?? []).filter((key) => key !== null);
  // assumption: a condition without keys means any key.
  const keys = narrowed !== undefined && given.length === 0 ? ['__any__'] : given;
  if (keys.length === 0) return () => true;
  const hasKey = (values: readonly string[], key: string): boolean => {
    if (key === '__any__') return values.length > 0;
    if (key === '__missing__' || key === '__empty__') return values.length === 0;
    return values.includes(key);
  };
  switch (operator) {
    case 'AND':
      return (factSheet) => {
        const values = valuesOf(factSheet);
        return keys.every((key) => hasKey(values, key));
      };
    case 'NOR':
      return (factSheet) => {
        const values = valuesOf(factSheet);
        return !keys.some((key) => hasKey(values, key));
      };
    default:
      return (factSheet) => {
        const values = valuesOf(factSheet);
        return keys.some((key) => hasKey(values, key));
      };
  }
}

function order(found: FactSheet[], sort: readonly (Sorting | null)[]): FactSheet[] {
  const keys = sort.filter((sorting) => sorting !== null);
  if (keys.length === 0) return found;
  return found.sort((a, b) => {
    for (const { key, order: direction } of keys) {
      const compared = compare(sortValue(a, key), sortValue(b, key));
      if (compared !== 0) return direction === 'desc' ? -compared : compared;
    }
    return 0;
  });
}

function sortValue(factSheet: FactSheet, key: string): string | number {
  switch (key) {
    case 'displayName':
      return factSheet.displayName;
    case 'name':
    case 'id':
    case 'type':
    case 'status':
    case 'lxState':
    case 'updatedAt':
    case 'createdAt':
    case 'rev':
      return factSheet[key];
    case 'category':
    case 'description':
      return factSheet[key] ?? '';
    default: {
      const value = factSheet.fields[key];
      return typeof value === 'string' || typeof value === 'number' ? value : '';
    }
  }
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
