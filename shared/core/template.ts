// Templates such as `{serviceTypeLabel} ({name})`: text with the fields of an item in it.
import type { Item } from './model.ts';
import { fieldOf } from './select.ts';

/** Undefined when the item lacks one of the fields named, so that no half text is ever written. */
export function fillTemplate(template: string, item: Item): string | undefined {
  let isComplete = true;
  const text = template.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = fieldOf(item, field);
    if (value === undefined) isComplete = false;
    return value ?? '';
  });
  return isComplete ? text : undefined;
}
