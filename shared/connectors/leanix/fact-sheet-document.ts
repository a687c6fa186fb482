// Writes the GraphQL document that reads fact sheets: the active and the archived ones of each type as two root
// fields of one request. Values travel as variables; only names of the data model stand in the text.
import { LandbridgeError } from '../../errors.ts';
import type { FactSheetSelection } from './leanix.ts';

export interface Side {
  /** Null on the first page. */
  after: string | null;
}

export interface PageRequest {
  selection: FactSheetSelection;
  /** Narrows both sides, for example `{ ids }`. */
  filter: Readonly<Record<string, unknown>>;
  /** A side that is left out is not asked for. */
  sides: { active?: Side; archived?: Side };
}

/** Whether the tag library is asked for, and with the types that its groups are meant for. */
export type WantedTags = 'none' | 'plain' | 'with types';

export interface Document {
  query: string;
  variables: Record<string, unknown>;
}

// larger pages were seen, but no maximum is published (leanix-api.md 2.3)
const pageSize = 500;
const baseFields = 'id type name displayName category rev status updatedAt lxState tags { id }';
/** `mode` is documented (leanix-api 2.3); that a group names its types is an assumption, so it may be refused. */
export function allTags(withTypes: boolean): string {
  const types = withTypes ? ' restrictToFactSheetTypes' : '';
  return `allTags { edges { node { id name tagGroup { name mode${types} } } } }`;
}

/** How the sides of the request at this place are called in the document, and in its answer. */
export function sideAlias(side: keyof PageRequest['sides'], index: number): string {
  return index === 0 ? side : `${side}${index + 1}`;
}

export function factSheetDocument(requests: readonly PageRequest[], tags: WantedTags): Document {
  const inTrashBin = { facetKey: 'TrashBin', operator: 'OR', keys: ['archived'] };
  const declared: string[] = [];
  const roots: string[] = [];
  const variables: Record<string, unknown> = {
    sort: [{ key: 'updatedAt', order: 'desc' }],
    first: pageSize,
  };

  for (const [index, { selection, filter, sides }] of requests.entries()) {
    const inType = { facetKey: 'FactSheetTypes', operator: 'OR', keys: [selection.type] };
    const node = nodeSelection(selection);
    for (const [name, facetFilters] of [
      ['active', [inType]],
      ['archived', [inType, inTrashBin]],
    ] as const) {
      const side = sides[name];
      if (side === undefined) continue;
      const alias = sideAlias(name, index);
      declared.push(`$${alias}: FilterInput!, $${alias}After: String`);
      variables[alias] = { ...filter, facetFilters };
      variables[`${alias}After`] = side.after;
      roots.push(
        `${alias}: allFactSheets(filter: $${alias}, sort: $sort, first: $first, after: $${alias}After) ` +
          `{ totalCount pageInfo { hasNextPage endCursor } edges { node { ${node} } } }`,
      );
    }
  }
  if (tags !== 'none') roots.push(allTags(tags === 'with types'));
  const parameters = `$sort: [Sorting], $first: Int, ${declared.join(', ')}`;
  return { query: `query FactSheets(${parameters}) { ${roots.join(' ')} }`, variables };
}

function nodeSelection({
  type,
  fields,
  idFields = [],
  externalIdField,
  hasLifecycle,
  relations = {},
  documents,
  subscriptions,
}: FactSheetSelection): string {
  const ofType = [
    ...fields.filter((field) => field !== 'description' && !idFields.includes(field)).map(nameOf),
    ...[...idFields, ...(externalIdField === undefined ? [] : [externalIdField])].map(
      (field) => `${nameOf(field)} { externalId }`,
    ),
    ...(hasLifecycle ? ['lifecycle { phases { phase startDate } }'] : []),
    ...Object.entries(relations).map(([key, own]) => relationSelection(key, own)),
  ];
  const base = [
    baseFields,
    ...(fields.includes('description') ? ['description'] : []),
    ...(subscriptions ? ['subscriptions { edges { node { id type user { email } roles { name } } } }'] : []),
    ...(documents ? ['documents { edges { node { id name url } } }'] : []),
  ].join(' ');
  return ofType.length === 0 ? base : `${base} ... on ${nameOf(type)} { ${ofType.join(' ')} }`;
}

/** Dates and description stand on every relation (leanix-api 2.3). */
export function relationSelection(key: string, own: readonly string[] = []): string {
  const fields = ['id', 'description', 'activeFrom', 'activeUntil', ...own.map(nameOf)].join(' ');
  return `${nameOf(key)} { edges { node { ${fields} factSheet { id displayName } } } }`;
}

/** Names come from the configuration and stand in the text unquoted. */
export function nameOf(text: string): string {
  if (/^[_A-Za-z][_0-9A-Za-z]*$/.test(text)) return text;
  throw new LandbridgeError('BUG_UNEXPECTED', { error: 'not a name of a data model', name: text });
}
