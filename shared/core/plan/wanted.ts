// What the rules want of the fields of an item's fact sheet, in the spelling of the workspace. What the workspace
// cannot hold costs that field, and is noted.
import { canBeBlock, putBlock } from '../map/block.ts';
import type { Fit } from '../map/field.ts';
import type { Target } from '../map/target.ts';
import type { Targets } from '../map/targets.ts';
import type { Item, Tag } from '../model.ts';
import type { FlowRules, MappedField } from '../rules.ts';

export interface PlanContext {
  rules: FlowRules;
  target: Target;
  /** The tag that marks what is kept; undefined where it cannot be set. */
  tagId: string | undefined;
  /** Fact sheets that relations may lead to. */
  targets: Targets;
  /** All tags of the workspace; undefined where it does not name them. */
  library?: readonly Tag[] | undefined;
  /** Told what a person should know of an item and what stops nothing. */
  note?(text: string): void;
  /** When the run began, ISO 8601. */
  syncedAt?: string | undefined;
}

export interface WantedField
  extends Pick<MappedField, 'key' | 'value' | 'why' | 'owner' | 'isBlock' | 'isStamped'> {
  isExternalId: boolean;
}

export function wantedFields(item: Item, { rules, target, note }: PlanContext): WantedField[] {
  return rules.fields(item).flatMap((field): WantedField[] => {
    const fit = target.fitOf(field);
    // A field that does not exist is noted once, not for each item.
    if (fit === undefined) return [];
    if ('misfit' in fit) {
      note?.(`${target.type} ${field.key}: ${inWords(fit, field.value)}; left alone.`);
      return [];
    }
    const { key, why, owner, isBlock, isStamped } = field;
    if (isBlock && !canBeBlock(fit.value)) {
      note?.(`${target.type} ${key}: the text of its block holds the markers of a block; left alone.`);
      return [];
    }
    return [{ key, why, owner, ...(isBlock && { isBlock }), ...(isStamped && { isStamped }), ...fit }];
  });
}

/** What is told of the field in a change. */
export function plainField({ key, why, owner, isExternalId }: WantedField) {
  return { key, why, owner, ...(isExternalId && { idField: key }) };
}

/** What the field holds once the value is written, with what people wrote around a block. */
export function writtenText(
  before: string,
  { value, isBlock, isStamped }: Pick<WantedField, 'value' | 'isBlock' | 'isStamped'>,
  { rules, syncedAt }: Pick<PlanContext, 'rules' | 'syncedAt'>,
): string {
  return isBlock ? putBlock(before, value, rules.system, isStamped && syncedAt) : value;
}

const longestShown = 60;

function inWords({ misfit }: Extract<Fit, { misfit: string }>, value: string): string {
  const shown = value.length > longestShown ? `${value.slice(0, longestShown)}…` : value;
  switch (misfit) {
    case 'unmatched':
      return `the mapping has no value for "${shown}"`;
    case 'unknown':
      return `the workspace has no value "${shown}"`;
    case 'no number':
      return `"${shown}" is no number that it can hold`;
    case 'too long':
      return 'the value is longer than a field may be';
  }
}
