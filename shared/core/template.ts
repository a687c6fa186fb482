// Templates such as `{serviceTypeLabel} ({name})`: text with the fields of an item in it.
import type { Item } from './model.ts';
import { fieldOf } from './select.ts';

/** Undefined when the item lacks one of the fields named, so that no half text is ever written. */
export function fillTemplate(template: string, item: Item): string | undefined {
  return fill(template, item, (value) => value);
}

/** The same for an address: values are spelt as parts of one, but for a value that it begins with. */
export function fillAddress(template: string, item: Item): string | undefined {
  const spell = (value: string, at: number) => (at === 0 ? value : encodeURIComponent(value));
  return fill(template.trim(), item, spell)
    ?.trim()
    .replaceAll(/\s/g, (blank) => encodeURIComponent(blank));
}

function fill(
  template: string,
  item: Item,
  spell: (value: string, at: number) => string,
): string | undefined {
  let isComplete = true;
  const text = template.replace(/\{(\w+)\}/g, (_, field: string, at: number) => {
    const value = fieldOf(item, field);
    if (value === undefined) isComplete = false;
    return spell(value ?? '', at);
  });
  return isComplete ? text : undefined;
}
