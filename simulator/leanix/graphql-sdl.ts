// Writes the GraphQL schema of a workspace from its data model, as LeanIX does: one object type per fact sheet
// type, enums for its select fields, connections for its relations. The name of the common interface type,
// BaseFactSheet, is an assumption; so are the names of all types that no public query mentions.
import type { DataModel, FieldDefinition, RelationField, TypeModel } from './data-model-shape.ts';

/** leanix-api 2.3 */
const baseFields = `
  id: ID
  name: String
  displayName: String
  fullName: String
  type: FactSheetType
  category: String
  description: String
  status: String
  rev: Long
  level: Int
  lxState: String
  qualitySeal: String
  createdAt: String
  updatedAt: String
  naFields: [String]
  completion: Completion
  tags: [Tag]
  subscriptions(filter: SubscriptionFilter, first: Int): SubscriptionConnection
  documents(first: Int): DocumentConnection
  comments(filter: CommentFilter, first: Int): CommentConnection
  permissions: Permissions
  permittedReadACL: [AccessControlEntity]
  permittedWriteACL: [AccessControlEntity]
  lxExcludeFromQuota: Boolean
`;

const fixedTypes = `
scalar Long
enum PatchOperation { add replace remove }
enum SortOrder { asc desc }
enum FacetOperator { OR AND NOR }
enum RelationFieldsOperator { INCLUSIVE }
enum DateFilterType { RANGE POINT TODAY END_OF_MONTH END_OF_YEAR RANGE_STARTS RANGE_ENDS }
enum HierarchyMode { FULL_TREE }
enum TagGroupMode { SINGLE MULTIPLE }
enum SubscriptionType { RESPONSIBLE ACCOUNTABLE OBSERVER }
enum CommentStatus { ACTIVE DELETED }

input Patch { op: PatchOperation! path: String! value: String }
input BaseFactSheetInput {
  name: String!
  type: FactSheetType!
  permittedReadACL: [ID]
  permittedWriteACL: [ID]
}
input Sorting { key: String! order: SortOrder }
input DateFilter { type: DateFilterType! from: String to: String }
input FacetSubscriptionFilter { type: SubscriptionType roleId: ID }
input RelationFieldFilter { fieldName: String! values: [String] }
input SubFilter { facetFilters: [FacetFilter] fullTextSearch: String }
input FacetFilter {
  facetKey: String!
  operator: FacetOperator
  keys: [String]
  dateFilter: DateFilter
  subscriptionFilter: FacetSubscriptionFilter
  relationFieldsFilterOperator: RelationFieldsOperator
  relationFieldsFilter: [RelationFieldFilter]
  subFilter: SubFilter
}
input ResponseOptions { maxFacetDepth: Int }
input FilterInput {
  facetFilters: [FacetFilter]
  ids: [ID]
  externalIds: [String]
  displayName: String
  fullTextSearch: String
  quickSearch: String
  naFields: [String]
  responseOptions: ResponseOptions
}
input Hierarchy { mode: HierarchyMode }
input TagFilter { tagGroupName: String }
input SubscriptionFilter { userId: ID }
input CommentFilter { status: CommentStatus }
input ValidityFilter { activeFrom: String activeUntil: String }

type PageInfo { hasNextPage: Boolean endCursor: String }
type Completion { percentage: Int completion: Float }
type Permissions { self: [String] create: [String] read: [String] update: [String] delete: [String] }
type AccessControlEntity { id: ID name: String }
type ExternalId { externalId: String externalUrl: String comment: String status: String externalVersion: String }
type Milestone { id: ID name: String date: String description: String }
type ProjectStatus { id: ID date: String status: String progress: String description: String }
type User { id: ID email: String firstName: String lastName: String }
type SubscriptionRole { id: ID name: String comment: String }
type Subscription { id: ID type: SubscriptionType user: User roles: [SubscriptionRole] }
type SubscriptionEdge { node: Subscription }
type SubscriptionConnection { totalCount: Int edges: [SubscriptionEdge] }
type Comment { id: ID message: String status: CommentStatus }
type CommentEdge { node: Comment }
type CommentConnection { totalCount: Int edges: [CommentEdge] }
type Document {
  id: ID
  name: String
  url: String
  description: String
  origin: String
  documentType: String
  factSheetId: ID
}
type DocumentEdge { node: Document }
type DocumentConnection { totalCount: Int edges: [DocumentEdge] }
type TagGroup { id: ID name: String shortName: String mode: TagGroupMode tags: TagConnection }
type TagGroupEdge { node: TagGroup }
type TagGroupConnection { totalCount: Int edges: [TagGroupEdge] }
type Tag { id: ID name: String description: String color: String tagGroup: TagGroup }
type TagEdge { node: Tag }
type TagConnection { totalCount: Int edges: [TagEdge] }
type SubscriptionRoleEdge { node: SubscriptionRole }
type SubscriptionRoleConnection { totalCount: Int edges: [SubscriptionRoleEdge] }
type FacetResult { name: String key: String }
type Facet { facetKey: String possibleOperators: [String] operator: String results: [FacetResult] }
type FilterOptions { facets: [Facet] }
type FactSheetEdge { node: BaseFactSheet }
type FactSheetConnection {
  totalCount: Int
  edges: [FactSheetEdge]
  pageInfo: PageInfo
  filterOptions: FilterOptions
}
type FactSheetResult { factSheet: BaseFactSheet }

type Query {
  factSheet(id: ID!): BaseFactSheet
  allFactSheets(
    factSheetType: FactSheetType
    filter: FilterInput
    sort: [Sorting]
    first: Int
    after: String
    hierarchy: Hierarchy
  ): FactSheetConnection
  allTags(filter: TagFilter): TagConnection
  allTagGroups: TagGroupConnection
  allSubscriptionRoles: SubscriptionRoleConnection
}
type Mutation {
  createFactSheet(input: BaseFactSheetInput!, patches: [Patch], validateOnly: Boolean): FactSheetResult
  updateFactSheet(
    id: ID!
    patches: [Patch]!
    rev: Long
    comment: String
    validateOnly: Boolean
  ): FactSheetResult
  upsertTagGroup(name: String!, mode: TagGroupMode, restrictToFactSheetTypes: [FactSheetType]): TagGroup
  upsertTag(name: String!, tagGroupName: String, description: String, color: String): Tag
  createTag(name: String!, tagGroupId: ID, description: String, color: String): Tag
  createDocument(
    factSheetId: ID!
    name: String!
    url: String
    description: String
    origin: String
    documentType: String
    validateOnly: Boolean
  ): Document
  updateDocument(id: ID!, patches: [Patch]!, validateOnly: Boolean): Document
  deleteDocument(id: ID!): Document
}
`;

export function writeSdl(model: DataModel): string {
  const types = [...model.types];
  return [
    fixedTypes,
    `enum FactSheetType { ${types.map(([type]) => type).join(' ')} }`,
    `interface BaseFactSheet {${baseFields}}`,
    ...types.flatMap(([type, typeModel]) => writeType(type, typeModel)),
  ].join('\n');
}

/** Fields of the model that are base fields of every fact sheet. */
const alreadyInBase = new Set(['name', 'description', 'category']);

function writeType(type: string, { fields, relations }: TypeModel): string[] {
  const own = Object.entries(fields).filter(([key]) => !alreadyInBase.has(key));
  const extra: string[] = [];
  const lines = own.map(([key, field]) => {
    if (field.values !== undefined) extra.push(`enum ${enumName(type, key)} { ${field.values.join(' ')} }`);
    if (field.type === 'LIFECYCLE') extra.push(...writeLifecycle(type));
    return `  ${key}: ${fieldType(type, key, field)}`;
  });
  for (const relation of relations.values()) {
    const name = `${type}${capital(relation.name)}`;
    lines.push(`  ${relation.name}(validityFilter: ValidityFilter, first: Int): ${name}Connection`);
    extra.push(...writeRelation(name, relation));
  }
  return [`type ${type} implements BaseFactSheet {${baseFields}${lines.join('\n')}\n}`, ...extra];
}

function fieldType(type: string, key: string, field: FieldDefinition): string {
  switch (field.type) {
    case 'SINGLE_SELECT':
      return enumName(type, key);
    case 'MULTIPLE_SELECT':
      return `[${enumName(type, key)}]`;
    case 'INTEGER':
      return 'Int';
    case 'DOUBLE':
      return 'Float';
    case 'EXTERNALID':
      return 'ExternalId';
    case 'LIFECYCLE':
      return `${type}Lifecycle`;
    case 'PROJECT':
      return '[ProjectStatus]';
    case 'MILESTONE':
      return '[Milestone]';
    case 'STRING':
      return 'String';
  }
}

/** Phases are an enum of each type, so that two types in one selection need aliases (leanix-api 2.3). */
function writeLifecycle(type: string): string[] {
  return [
    `type ${type}Lifecycle { asString: ${enumName(type, 'lifecycle')} phases: [${type}LifecyclePhase] }`,
    `type ${type}LifecyclePhase { phase: ${enumName(type, 'lifecycle')} startDate: String milestoneId: ID }`,
  ];
}

function writeRelation(name: string, { targetType, fields }: RelationField): string[] {
  const own = Object.entries(fields).map(
    ([key, { type }]) => `${key}: ${type === 'INTEGER' ? 'Int' : 'String'}`,
  );
  return [
    `type ${name}Connection { totalCount: Int edges: [${name}Edge] }`,
    `type ${name}Edge { node: ${name}Relation }`,
    `type ${name}Relation {
  id: ID
  description: String
  activeFrom: String
  activeUntil: String
  factSheet: ${targetType}
  ${own.join('\n  ')}
}`,
  ];
}

function enumName(type: string, key: string): string {
  return `${type}${capital(key)}Value`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
