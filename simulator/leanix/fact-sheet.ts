// What the simulated workspace keeps: fact sheets, relations, tags, documents,
// subscriptions, comments. Rows are never changed in place,
// a change puts a new row; members that are mostly empty share one empty value.

export interface ExternalId {
  externalId: string;
  externalUrl: string | null;
  comment: string | null;
  status: string | null;
  externalVersion: string | null;
}

export interface Phase {
  phase: string;
  /** `YYYY-MM-DD`. */
  startDate: string;
  milestoneId: string | null;
}

export type FieldValue = string | number | readonly string[] | readonly object[];

export interface FactSheetDraft {
  /** Empty on what `validateOnly` would have made. */
  id: string;
  type: string;
  name: string;
  /** Computed by the workspace: parents and full name. */
  displayName: string;
  category: string | null;
  description: string | null;
  rev: number;
  status: 'ACTIVE' | 'ARCHIVED';
  lxState: string;
  /** Microseconds since 1970. */
  createdAt: number;
  updatedAt: number;
  externalId: ExternalId | null;
  /** By the key of a further field for external ids. */
  otherIds: Readonly<Record<string, ExternalId>>;
  lifecycle: readonly Phase[];
  tagIds: readonly string[];
  naFields: readonly string[];
  /** Ids of access control entities; empty for everybody. */
  permittedReadACL: readonly string[];
  permittedWriteACL: readonly string[];
  /** Fields of the type beyond the ones above. */
  fields: Readonly<Record<string, FieldValue>>;
}

export type FactSheet = Readonly<FactSheetDraft>;

export interface Relation {
  readonly id: string;
  /** Internal name. */
  readonly relation: string;
  readonly fromId: string;
  readonly toId: string;
  readonly description: string | null;
  readonly activeFrom: string | null;
  readonly activeUntil: string | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

export interface TagGroup {
  readonly id: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly mode: 'SINGLE' | 'MULTIPLE';
  readonly restrictToFactSheetTypes: readonly string[];
}

export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly color: string;
  /** Absent for a tag of no group. */
  readonly groupId: string | undefined;
}

export interface Document {
  readonly id: string;
  readonly factSheetId: string;
  readonly name: string;
  readonly url: string | null;
  readonly description: string | null;
  readonly origin: string;
  readonly documentType: string | null;
}

export type SubscriptionType = 'RESPONSIBLE' | 'ACCOUNTABLE' | 'OBSERVER';

export interface Subscription {
  readonly id: string;
  readonly factSheetId: string;
  readonly userId: string;
  readonly type: SubscriptionType;
  readonly roles: readonly { readonly id: string; readonly comment: string | null }[];
  /** Microseconds since 1970. */
  readonly createdAt: number;
}

export interface Comment {
  readonly id: string;
  readonly factSheetId: string;
  readonly userId: string;
  readonly message: string;
  readonly status: 'ACTIVE' | 'DELETED';
  /** Microseconds since 1970. */
  readonly createdAt: number;
}

const nothing: readonly never[] = [];
const noFields: FactSheet['fields'] = {};

/** A new fact sheet as LeanIX makes it: revision 0, seal broken (leanix-api 2.9, seal on and drafts off). */
export function newFactSheet(facts: {
  id: string;
  type: string;
  name: string;
  stamp: number;
}): FactSheetDraft {
  const { id, type, name, stamp } = facts;
  return {
    id,
    type,
    name,
    displayName: name,
    category: null,
    description: null,
    rev: 0,
    status: 'ACTIVE',
    lxState: 'BROKEN_QUALITY_SEAL',
    createdAt: stamp,
    updatedAt: stamp,
    externalId: null,
    otherIds: {},
    lifecycle: nothing,
    tagIds: nothing,
    naFields: nothing,
    permittedReadACL: nothing,
    permittedWriteACL: nothing,
    fields: noFields,
  };
}

/** By the key of their field. */
export function externalIdsOf({ externalId, otherIds }: FactSheet): Readonly<Record<string, ExternalId>> {
  return externalId === null ? otherIds : { ...otherIds, externalId };
}
