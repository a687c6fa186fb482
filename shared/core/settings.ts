// What a configuration file may say of a flow, as plain values with every default filled in. The flows turn
// it into rules; nothing here knows of files.

/** Globs by item field, all of which must fit: `{ kind: ['CloudService'], role: ['PROD'] }`. */
export type Selection = Readonly<Record<string, readonly string[]>>;

/** What becomes of a class of change: written, left for a person to decide, or not wanted. */
export type Policy = 'apply' | 'inbox' | 'ignore';

export const changeClasses = ['create', 'link', 'update', 'retire'] as const;

export type ChangeClass = (typeof changeClasses)[number];

export interface FlowSettings {
  /** Items that fit one of them are wanted; absent: the flow's own choice. */
  include?: readonly Selection[];
  /** Items that fit one of them are not, whatever else says so. */
  exclude: readonly Selection[];
  targetType?: string;
  subtype?: string;
  /** Templates such as `{serviceTypeLabel} ({name})`, in order of preference; absent: the flow's own. */
  naming?: readonly string[];
  /** Templates by field key in place of the flow's own; an empty one leaves the field out. */
  mapping: Readonly<Record<string, string>>;
  tag?: string;
  removal: { limitPercent: number };
  guards: {
    /** `stop`: the first run of the flow is refused until its plan is approved. */
    firstRun: 'go' | 'stop';
    /** `stop`: a source of which only a part could be read stops the run. */
    partialPull: 'go' | 'stop';
    shrinkPercent: number;
    /** More changes than this in one plan stop it; absent: no cap. */
    maxChanges?: number;
  };
  policy: Readonly<Record<ChangeClass, Policy>>;
}

export const defaultSettings: FlowSettings = {
  exclude: [],
  mapping: {},
  removal: { limitPercent: 5 },
  guards: { firstRun: 'go', partialPull: 'go', shrinkPercent: 20 },
  policy: { create: 'apply', link: 'apply', update: 'apply', retire: 'apply' },
};
