// What a flow decides for itself: which items become fact sheets, under which names, with which fields.
// The rules are plain functions over an item, so that match and plan stay the same for every flow.
import type { Item, SourceSystem } from './model.ts';
import type { ChangeClass, FieldMapping, Ownership, Policy, TagRule } from './settings.ts';

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
  /** No value of the mapping fits this value of the source: nothing is written. */
  isUnmatched?: true;
}

export interface FlowRules {
  flow: string;
  /** What its sources are. */
  system: SourceSystem;
  /** Changes with whatever changes what they would write: the program's own rules, or the configuration. */
  version: string;
  targetType: string;
  /** Subtype key; left out where the workspace does not know it. */
  subtype: string;
  /** Marks what Landbridge keeps; used only where a tag of this name exists in the workspace. */
  tag: string;
  /** Keys of all fields that `fields` may ever give. */
  fieldKeys: readonly string[];
  /** At most this share of the linked items may be retired in one run. */
  removalLimitPercent: number;
  /** A source that lost more than this share since the last complete pull counts as shrunken. */
  shrinkLimitPercent: number;
  /** The first run of the flow is refused until its plan is approved. */
  stopsFirstRun: boolean;
  /** A source of which only a part could be read stops the run until its plan is approved. */
  stopsPartialPull: boolean;
  /** More changes in one plan stop it. */
  maxChanges: number;
  policy: Readonly<Record<ChangeClass, Policy>>;
  /** What the configuration maps; a mistake in it stops the run, where a field of the flow's own is left out. */
  mapping: Readonly<Record<string, FieldMapping>>;
  /** Tags besides `tag`. */
  tags: readonly TagRule[];
  /** Templates of start dates by lifecycle phase. */
  lifecycle: Readonly<Record<string, string>>;
  /** State of the quality seal of what is made; undefined: as the workspace has it. */
  state: string | undefined;
  /** A reason code when nothing can be made of the item, whatever is configured. */
  unusable(item: Item): string | undefined;
  /** A reason code when the item becomes no fact sheet, else undefined. */
  skip(item: Item): string | undefined;
  /** Names in order of preference; the later ones are for when the earlier are taken. Never empty. */
  names(item: Item): readonly string[];
  fields(item: Item): readonly MappedField[];
}
