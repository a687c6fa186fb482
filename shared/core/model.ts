// The nouns of Landbridge: what the connectors deliver, what the pure core decides on and what is stored.
// Hardly more than types; every other module speaks in these words (the glossary is in ARCHITECTURE.md).

export type SourceSystem = 'cloud-alm' | 'cloud-integration';

/** One object as a connector reads it, before it belongs to a run. Attributes hold only what the source sent. */
export interface SourceObject {
  kind: string;
  /** Empty when the source sent none: such an object is counted and skipped, never written. */
  nativeId: string;
  /** Empty when the source sent none. */
  name: string;
  attributes: Readonly<Record<string, string>>;
}

/** What a source gives at a time. */
export interface SourcePage {
  /** Those not seen earlier in this pull; an object without an id is told apart by its content. */
  objects: readonly SourceObject[];
  /** Where to go on: what a later burst hands in to be given the rest. */
  nextOffset: number;
  /** The source ends here. */
  last: boolean;
}

/** A connected system whose objects become items. */
export interface Source {
  system: SourceSystem;
  tenant: string;
  /** @throws where its credentials are refused */
  checkToken(): Promise<void>;
  /**
   * All objects page by page, each once, from where an earlier burst stopped.
   * @param known ids of the objects that earlier bursts were given
   */
  pages(fromOffset?: number, known?: ReadonlySet<string>): AsyncGenerator<SourcePage>;
}

/** One source object, normalised. `key` is also its external id in LeanIX: `calm:<tenant>:<native id>`. */
export interface Item extends SourceObject {
  key: string;
  system: SourceSystem;
  tenant: string;
  /** SHA-256 over kind, name and attributes. */
  hash: string;
}

export interface LifecyclePhase {
  phase: string;
  /** `YYYY-MM-DD`. */
  startDate: string;
}

/** A fact sheet as the inventory keeps it: only what matching, planning and conflict checks read. */
export interface FactSheet {
  id: string;
  type: string;
  name: string;
  displayName: string;
  category: string;
  rev: number;
  status: 'ACTIVE' | 'ARCHIVED';
  /** ISO 8601 as LeanIX sent it, up to nanoseconds: compare with compareInstants, never through Date. */
  updatedAt: string;
  /** Its quality seal stands, or its type has none. */
  isSealed?: true;
  externalId: string;
  tagIds: readonly string[];
  lifecycle: readonly LifecyclePhase[];
  /** Values of the plain fields a flow maps, by field key; an empty string when LeanIX holds none. */
  fields: Readonly<Record<string, string>>;
  /** By relation key as this type spells it; only where a flow keeps relations, and only those it keeps. */
  relations?: Readonly<Record<string, readonly Relation[]>>;
  /** Only where a flow keeps links to other systems. */
  documents?: readonly LinkedDocument[];
  /** Only where a flow keeps subscriptions. */
  subscriptions?: readonly Subscription[];
}

/** A relation as one of its ends sees it. */
export interface Relation {
  /** Of the relation itself: it is replaced and removed by it. */
  id: string;
  /** The fact sheet at the other end, and its display name. */
  factSheetId: string;
  name: string;
  /** What else stands on it: description, dates, fields of its own; only what is set. */
  fields: Readonly<Record<string, string>>;
}

/** A link from a fact sheet into another system: LeanIX calls it a resource, its API a document. */
export interface LinkedDocument {
  id: string;
  name: string;
  url: string;
}

export const subscriptionTypes = ['RESPONSIBLE', 'ACCOUNTABLE', 'OBSERVER'] as const;
export type SubscriptionType = (typeof subscriptionTypes)[number];

/** A user who stands by a fact sheet. Nobody is named in it: `who` is the digest of an e-mail address. */
export interface Subscription {
  id: string;
  type: string;
  who: string;
  roles: readonly string[];
}

export interface SubscriptionRole {
  id: string;
  name: string;
  /** Type of subscription that it belongs to; empty where it is not told. */
  type: string;
}

export interface Tag {
  id: string;
  name: string;
  group: string;
  /** A fact sheet may carry one tag of its group only. */
  isSingle?: true;
  /** The only types that may carry it; absent: any, or it was not told. */
  forTypes?: readonly string[];
}

export interface Workspace {
  id: string;
  name: string;
  host: string;
  /** Role of the technical user there, such as `MEMBER`; absent where the token does not say. */
  role?: string;
}

export interface FieldModel {
  type: string;
  /** Present for single and multiple selects. */
  values?: readonly string[];
}

/** A relation as one type sees it. */
export interface RelationModel {
  /** Type at the other end; empty where the workspace does not tell it. */
  targetType: string;
  /** A fact sheet of this type may have one only. */
  isSingle?: true;
  fields: Readonly<Record<string, FieldModel>>;
}

export interface TypeModel {
  fields: Readonly<Record<string, FieldModel>>;
  relations: Readonly<Record<string, RelationModel>>;
}

export interface ExternalIdFieldModel {
  readOnly: boolean;
  unique: boolean;
  forTypes: readonly string[];
}

/** What the workspace says it can hold; read at run time, never assumed. */
export interface DataModel {
  types: Readonly<Record<string, TypeModel>>;
  externalIdFields: Readonly<Record<string, ExternalIdFieldModel>>;
  /** Only where a flow gives roles. */
  roles?: readonly SubscriptionRole[];
}

/** One patch of LeanIX GraphQL: `value` is always a string, objects travel as JSON text inside it. */
export interface Patch {
  op: 'add' | 'replace' | 'remove';
  path: string;
  value?: string;
}

/** One aliased mutation of a batch. `ref` is ours and names the change in the answer; a change may have several. */
export type Mutation =
  | ({ ref: string; op: 'create'; type: string; name: string } & Patching)
  | ({ ref: string; op: 'update'; id: string; rev: number; comment?: string } & Patching)
  | { ref: string; op: 'make-tag'; name: string; group: string }
  | ({ ref: string } & AttachedMutation);

interface Patching {
  patches: readonly Patch[];
  /** Relations of the type whose new ids are to be told. */
  tell?: RelationSelection;
}

/** Relations to be read, with what stands on each of them by its own keys. */
export interface RelationSelection {
  type: string;
  relations: Readonly<Record<string, readonly string[]>>;
}

/** Of what hangs on a fact sheet: `key` names it among what its change does. */
export type AttachedMutation = { key: string; factSheetId: string } & (
  | ({ op: 'create-document'; description?: string; documentType?: string } & Omit<LinkedDocument, 'id'>)
  | { op: 'update-document'; id: string; patches: readonly Patch[] }
  | { op: 'delete-document'; id: string }
  | ({ op: 'create-subscription' } & Subscribing)
  | ({ op: 'update-subscription'; id: string } & Subscribing)
  | { op: 'delete-subscription'; id: string }
);

export interface Subscribing {
  email: string;
  type: SubscriptionType;
  roleIds: readonly string[];
}

/** What the mutations of a change left behind. */
export interface Written {
  ref: string;
  id: string;
  /** Absent where the fact sheet itself was not changed. */
  rev?: number;
  updatedAt?: string;
  isSealed?: boolean;
  /** Relations that were asked for, as they are now. */
  relations?: Readonly<Record<string, readonly Relation[]>>;
  /** Ids of documents and subscriptions that were made, by key. */
  made?: Readonly<Record<string, string>>;
}

/** Why a change of a batch was refused. But for LX_REFUSED, LeanIX has moved on: look again before writing. */
export interface Refused {
  ref: string;
  code: 'LX_REVISION_CLASH' | 'LX_RELATION_TWICE' | 'LX_REFUSED';
  message: string;
}
