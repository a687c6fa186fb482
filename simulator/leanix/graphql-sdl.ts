// Writes the GraphQL schema of a workspace from its data model, as LeanIX does: one object type per fact sheet
// type, enums for its select fields, connections for its relations. The name of the common interface type,
// BaseFactSheet, is an assumption; so are the names of all types that no public query mentions.
import type { DataModel } from './data-model-shape.ts';
import { writeFactSheetType } from './fact-sheet-sdl.ts';
import { eventTypes } from './log-store.ts';

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
  permittedReadACL: [ID]
  permittedWriteACL: [ID]
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
input UserInput { id: ID email: String }
input SubscriptionRoleInput { id: ID! comment: String }
input ValidityFilter { activeFrom: String activeUntil: String }

type PageInfo { hasNextPage: Boolean endCursor: String }
type Completion { percentage: Int completion: Float }
type Permissions { self: [String] create: [String] read: [String] update: [String] delete: [String] }
type ExternalId { externalId: String externalUrl: String comment: String status: String externalVersion: String }
type Milestone { id: ID name: String date: String description: String }
type ProjectStatus { id: ID date: String status: String progress: String description: String }
type User {
  id: ID
  email: String
  firstName: String
  lastName: String
  displayName: String
  technicalUser: Boolean
}
type SubscriptionRole {
  id: ID
  name: String
  comment: String
  subscriptionType: SubscriptionType
  restrictToFactSheetTypes: [FactSheetType]
}
type Subscription {
  id: ID
  type: SubscriptionType
  user: User
  roles: [SubscriptionRole]
  createdAt: String
}
type SubscriptionEdge { node: Subscription }
type SubscriptionConnection { totalCount: Int edges: [SubscriptionEdge] }
type Comment { id: ID message: String status: CommentStatus createdAt: String }
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
type TagGroup {
  id: ID
  name: String
  shortName: String
  mode: TagGroupMode
  restrictToFactSheetTypes: [FactSheetType]
  tags: TagConnection
}
type TagGroupEdge { node: TagGroup }
type TagGroupConnection { totalCount: Int edges: [TagGroupEdge] }
type Tag { id: ID name: String description: String color: String tagGroup: TagGroup }
type TagEdge { node: Tag }
type TagConnection { totalCount: Int edges: [TagEdge] }
type SubscriptionRoleEdge { node: SubscriptionRole }
type SubscriptionRoleConnection { totalCount: Int edges: [SubscriptionRoleEdge] }
type LogEvent {
  id: ID
  eventType: LogEventType
  path: String
  oldValue: String
  newValue: String
  message: String
  secondsPast: Long
  createdAt: String
  user: User
}
type LogEventEdge { node: LogEvent }
type LogEventConnection { totalCount: Int edges: [LogEventEdge] }
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
  allLogEvents(factSheetId: ID!, eventTypes: [LogEventType], first: Int): LogEventConnection
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
  deleteTag(id: ID!): Tag
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
  createSubscription(
    factSheetId: ID!
    user: UserInput!
    type: SubscriptionType!
    roleIds: [ID]
    roles: [SubscriptionRoleInput]
  ): Subscription
  updateSubscription(
    id: ID!
    user: UserInput
    type: SubscriptionType
    roleIds: [ID]
    roles: [SubscriptionRoleInput]
  ): Subscription
  deleteSubscription(id: ID!): BaseFactSheet
  createComment(factSheetId: ID!, message: String!, status: CommentStatus): Comment
}
`;

export function writeSdl(model: DataModel): string {
  const types = [...model.types];
  return [
    fixedTypes,
    `enum FactSheetType { ${types.map(([type]) => type).join(' ')} }`,
    `enum LogEventType { ${eventTypes.join(' ')} }`,
    `interface BaseFactSheet {${baseFields}}`,
    ...types.flatMap(([type, typeModel]) => writeFactSheetType(type, typeModel, baseFields)),
  ].join('\n');
}
