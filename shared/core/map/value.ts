// What a rule of the mapping gives for an item: a constant, a template filled in, or what a source value stands for.
import type { Item } from '../model.ts';
import { fieldOf, fitsGlob } from '../select.ts';
import type { Constant, ValueMap } from '../settings.ts';
import { fillTemplate } from '../template.ts';

export type Given =
  | { text: string }
  /** The source value that no entry of a value map fits. */
  | { unmatched: string };

/** `block` is a template too. */
type AnyRule = { value: Constant } | { template: string } | { block: string } | ValueMap;

/** Undefined where the item lacks a field that is named, or nothing is to be written. */
export function giveValue(rule: string | AnyRule, item: Item): Given | undefined {
  if (typeof rule === 'string') return given(fillTemplate(rule, item));
  if ('value' in rule) return given(textOf(rule.value));
  if ('template' in rule) return given(fillTemplate(rule.template, item));
  if ('block' in rule) return given(fillTemplate(rule.block, item)?.trim());
  const source = fieldOf(item, rule.from);
  if (source === undefined || source === '') return undefined;
  const fitting = findFitting(Object.keys(rule.values), source);
  const value = fitting === undefined ? rule.else : rule.values[fitting];
  return value === undefined ? { unmatched: source } : given(textOf(value));
}

/** As a patch writes it: several texts as a JSON list. */
function textOf(value: Constant): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The rule in words, for plans and reports. */
export function describeRule(rule: string | AnyRule): string {
  if (typeof rule === 'string') return rule;
  if ('value' in rule) return `constant ${textOf(rule.value)}`;
  if ('template' in rule) return rule.template;
  return 'block' in rule ? `block ${rule.block}` : `values by ${rule.from}`;
}

/** The text itself before globs, a longer glob before a shorter one: the order in the file does not count. */
function findFitting(globs: readonly string[], text: string): string | undefined {
  const same = globs.filter((glob) => glob.toLowerCase() === text.toLowerCase()).sort();
  if (same[0] !== undefined) return same[0];
  const byWeight = (left: string, right: string) => right.length - left.length || (left < right ? -1 : 1);
  return globs.toSorted(byWeight).find((glob) => fitsGlob(text, glob));
}

function given(text: string | undefined): Given | undefined {
  return text === undefined || text === '' ? undefined : { text };
}
