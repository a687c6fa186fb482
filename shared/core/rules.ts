// What a flow decides for itself: which items become fact sheets, under which names, with which fields.
// The rules are plain functions over an item, so that match and plan stay the same for every flow.
import type { RelationTarget } from './map/targets.ts';
import type { Item, SourceSystem, SubscriptionType } from './model.ts';
import type {
  ChangeClass,
  DocumentRule,
  DoubtfulState,
  FieldMapping,
  MissingTags,
  Ownership,
  Policy,
  RelationRule,
  SubscriptionRule,
  TagRule,
} from './settings.ts';

export type { Ownership } from './settings.ts';

export interface MappedField {
  /** Field key in the data model, or a base field such as `description`. */
  key: string;
  value: string;
  owner: Ownership;
  /** Which rule gave the value, for people. */
  why: string;
  /** The value stands between markers; what is around them belongs to people. */
  isBlock?: true;
  /** Only where the configuration maps nothing: with rows of its own it goes. */
  isStandIn?: true;
  /** With the time of the sync that wrote it as its last line. */
  isStamped?: true;
  /** No value of the mapping fits this value of the source: nothing is written. */
  isUnmatched?: true;
}

export interface MappedRelation {
  /** Relation key as the target type spells it, such as `relApplicationToITComponent`. */
  key: string;
  to: RelationTarget;
  /** The target in words, for people: `ITComponent "SAP S/4HANA"` without the type. */
  named: string;
  /** A guess of the flow's: what cannot be found is told of all objects together, not by name. */
  isGuess?: true;
  /** Written with the relation, then people's: description, dates, fields of its own. */
  fields?: Readonly<Record<string, string>>;
  why: string;
}

/** A fact sheet that the relations of all items of a tenant lead to. */
export interface Companion {
  /** Its external id, and its key in decisions. */
  key: string;
  name: string;
  /** What it is at the source, for people who decide. */
  kind: string;
  /** The relation that leads to it. */
  relation: string;
  why: string;
}

export interface MappedDocument {
  /** Names the link among those of a fact sheet, whatever it is called and wherever it leads. */
  slot: string;
  name: string;
  url: string;
  /** Written with the link, then people's; as is the type. */
  description?: string;
  type?: string;
  why: string;
}

export interface MappedSubscription {
  /** Names it among those of a fact sheet, whoever it is. */
  slot: string;
  email: string;
  type: SubscriptionType;
  /** By name. */
  role?: string;
  why: string;
}

/** What tells an object from all others wherever it is written down. */
export interface ItemId {
  kind: 'system number' | 'tenant id' | 'system id' | 'host' | 'installation number' | 'own name';
  value: string;
}

/** What is known of an object besides its names. */
export interface ItemEvidence {
  ids: readonly ItemId[];
  /** What kind of product it is, as people call it. */
  product?: string;
  /** As the words of environments call it: `production`, `test`. */
  environment?: string;
}

export interface FlowRules {
  flow: string;
  /** What its sources are. */
  system: SourceSystem;
  /** Changes with whatever changes what they would write: the program's own rules, or the configuration. */
  version: string;
  targetType: string;
  /** Why that type, for people who wonder whether another would be better. */
  typeReason: string;
  /** Subtype key; left out where it is empty, or the workspace does not know it. */
  subtype: string;
  /** It is a person's choice and not the flow's. */
  isSubtypeGiven: boolean;
  /** A given one is written even where the workspace does not list it. */
  takesAnySubtype: boolean;
  /** Field of the workspace for external ids that holds the identity of an item. */
  idField: string;
  /** Marks what Landbridge keeps; used only where a tag of this name exists in the workspace. */
  tag: string;
  /** Keys of all fields that `fields` may ever give. */
  fieldKeys: readonly string[];
  /** What we made is archived when its item is gone, in place of its end of life. */
  archivesGone: boolean;
  /** At most this share of the linked items may be retired or archived in one run. */
  removalLimitPercent: number;
  /** A source that lost more than this share since the last complete pull counts as shrunken. */
  shrinkLimitPercent: number;
  /** The first run of the flow is refused until its plan is approved. */
  stopsFirstRun: boolean;
  /** A source of which only a part could be read stops the run until its plan is approved. */
  stopsPartialPull: boolean;
  /** More changes in one plan stop it. */
  maxChanges: number;
  policy: Readonly<Record<ChangeClass | DoubtfulState, Policy>>;
  /** What the configuration maps; a mistake in it stops the run, where a field of the flow's own is left out. */
  mapping: Readonly<Record<string, FieldMapping>>;
  /** Tags besides `tag`. */
  tags: readonly TagRule[];
  /** Those of them that the configuration names: a mistake in it stops the run. */
  tagRules: readonly TagRule[];
  /** What becomes of those that the library does not have. */
  missingTags: MissingTags;
  /** Templates of start dates by lifecycle phase. */
  lifecycle: Readonly<Record<string, string>>;
  /** What the configuration says of relations and documents: a mistake in it stops the run. */
  relationRules: Readonly<Record<string, readonly RelationRule[]>>;
  documentRules: Readonly<Record<string, DocumentRule>>;
  /** Keys of all relations that `relations` may ever give. */
  relationKeys: readonly string[];
  subscriptionRules: Readonly<Record<string, SubscriptionRule>>;
  /** Whether `documents` may ever give any. */
  keepsDocuments: boolean;
  /** The same of the flow's own: put on what is made where the workspace knows the phase, and then left to people. */
  firstPhases: Readonly<Record<string, string>>;
  /** State of the quality seal of what is made; undefined: as the workspace has it. */
  state: string | undefined;
  /** A reason code when nothing can be made of the item, whatever is configured. */
  unusable(item: Item): string | undefined;
  /** A reason code when the item becomes no fact sheet, else undefined. */
  skip(item: Item): string | undefined;
  /**
   * A reason code when the source still tells of the item but it is in use no more: nothing is made of it, and its
   * fact sheet is retired like that of an item that is gone.
   */
  gone(item: Item): string | undefined;
  /** What a person should know of the item and what stops nothing. */
  remarks(item: Item): readonly string[];
  /** Names in order of preference; the later ones are for when the earlier are taken. Never empty. */
  names(item: Item): readonly string[];
  fields(item: Item): readonly MappedField[];
  relations(item: Item): readonly MappedRelation[];
  /** Made where they are missing and the policy lets them be. */
  companions(tenant: string): readonly Companion[];
  documents(item: Item): readonly MappedDocument[];
  /** Names a person: none but where the configuration does. */
  subscriptions(item: Item): readonly MappedSubscription[];
  /** Fields of a fact sheet in which names and ids of items are looked for. */
  compare: readonly string[];
  /** Absent: the names say all. */
  evidence?(item: Item): ItemEvidence;
}
