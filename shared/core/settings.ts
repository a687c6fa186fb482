// What a configuration file may say of a flow, as plain values with every default filled in. The flows turn
// it into rules; nothing here knows of files.
import type { SubscriptionType } from './model.ts';

/** Globs by item field, all of which must fit: `{ kind: ['CloudService'], role: ['PROD'] }`. */
export type Selection = Readonly<Record<string, readonly string[]>>;

/** What becomes of a class of change: written, left for a person to decide, or not wanted. */
export type Policy = 'apply' | 'inbox' | 'ignore';

export const changeClasses = ['create', 'link', 'update', 'retire'] as const;

export type ChangeClass = (typeof changeClasses)[number];

/** Match states in which no pair is certain. */
export type DoubtfulState = 'proposed' | 'ambiguous';

/** What a field is given: one text, or several for a field that holds a list. */
export type Constant = string | readonly string[];

/** A source value decides, by texts or globs that several of them may fit. */
export interface ValueMap {
  from: string;
  values: Readonly<Record<string, Constant>>;
  /** For values that nothing fits; absent: none, and it is reported. */
  else?: Constant;
}

/** Where a value comes from. A block is text between markers, in the midst of what people wrote. */
export type ValueRule = { value: Constant } | { template: string } | { block: string } | ValueMap;

/** Who may change a field once it was written (house rule: a human edit is never silently overwritten). */
export type Ownership = 'source-owned' | 'first-write-only' | 'human-owned';

export type FieldMapping = string | (ValueRule & { owner?: Ownership });

/** A tag that is not in the library stops the run, is left out, or is made. */
export type MissingTags = 'stop' | 'skip' | 'create';

/** A tag by name, `Group/Name` where the name alone is not unique; or chosen by a source value. */
export type TagRule = string | ValueMap;

/** Who a relation leads to: a name, an external id, or the id of another object of the same tenant. */
export type RelationRule = ({ name: string | ValueMap } | { externalId: string } | { object: string }) & {
  /** Templates of what stands on the relation itself. */
  fields?: Readonly<Record<string, string>>;
};

/** Templates of a link's name, address and description. */
export interface DocumentRule {
  name: string;
  url: string;
  /** Written with the link, then people's; as is the type. */
  description?: string;
  /** Key of LeanIX, such as `website`. */
  type?: string;
}

/** Template of an e-mail address, and what its user is to the fact sheet. */
export interface SubscriptionRule {
  user: string;
  type: SubscriptionType;
  /** By name. */
  role?: string;
}

export interface FlowSettings {
  /** Items that fit one of them are wanted; absent: the flow's own choice. */
  include?: readonly Selection[];
  /** Items that fit one of them are not, whatever else says so. */
  exclude: readonly Selection[];
  targetType?: string;
  subtype?: string;
  /** Field for external ids that holds ours; absent: `externalId`. */
  idField?: string;
  /** Templates such as `{serviceTypeLabel} ({name})`, in order of preference; absent: the flow's own. */
  naming?: readonly string[];
  /** By field key in place of the flow's own; an empty template leaves the field out. */
  mapping: Readonly<Record<string, FieldMapping>>;
  /** Texts that templates name as `{links.<name>}`: addresses that nobody sends. */
  links?: Readonly<Record<string, string>>;
  tag?: string;
  /** Tags besides the one that marks what is kept. */
  tags?: readonly TagRule[];
  missingTags: MissingTags;
  /** Templates of start dates by lifecycle phase. */
  lifecycle?: Readonly<Record<string, string>>;
  /** By relation key, in place of the flow's own; none leaves the relation alone. */
  relations?: Readonly<Record<string, readonly RelationRule[]>>;
  /** Links to other systems, by a name of their own, in place of the flow's own; undefined leaves that one out. */
  documents?: Readonly<Record<string, DocumentRule | undefined>>;
  /** Users to be subscribed, by a name of their own; absent: nobody. */
  subscriptions?: Readonly<Record<string, SubscriptionRule>>;
  /** State of the quality seal of what is made; absent: as the workspace has it. */
  state?: string;
  removal: {
    /** Fact sheets that we made: whether they end their life or are put away. */
    action: 'retire' | 'archive';
    limitPercent: number;
  };
  /** Fields of a fact sheet in which names and ids of objects are looked for. */
  match: { fields: readonly string[] };
  guards: {
    /** `stop`: the first run of the flow is refused until its plan is approved. */
    firstRun: 'go' | 'stop';
    /** `stop`: a source of which only a part could be read stops the run. */
    partialPull: 'go' | 'stop';
    shrinkPercent: number;
    /** More changes than this in one plan stop it; absent: no cap. */
    maxChanges?: number;
  };
  policy: Readonly<Record<ChangeClass | DoubtfulState, Policy>>;
}

export const defaultSettings: FlowSettings = {
  exclude: [],
  mapping: {},
  missingTags: 'stop',
  removal: { action: 'retire', limitPercent: 5 },
  match: { fields: ['name', 'alias', 'externalId', 'description'] },
  guards: { firstRun: 'go', partialPull: 'go', shrinkPercent: 20 },
  policy: {
    create: 'apply',
    link: 'apply',
    update: 'apply',
    retire: 'apply',
    proposed: 'inbox',
    ambiguous: 'inbox',
  },
};
