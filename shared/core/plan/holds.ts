// Whether a fact sheet holds what a change would write.
import { phaseIn, startOf } from '../map/phases.ts';
import { mappedTagsKey, tagsAfter } from '../map/tags.ts';
import type { FactSheet } from '../model.ts';
import { formatLifecycle } from './lifecycle.ts';
import type { Change, FieldChange } from './plan.ts';

export function holds(factSheet: FactSheet, change: Change): boolean {
  return change.fields.every((field) => isHeld(factSheet, field));
}

export function isHeld(factSheet: FactSheet, field: FieldChange): boolean {
  const { key, before, after } = field;
  if (key === 'tags') {
    return after === '' ? !factSheet.tagIds.includes(before) : factSheet.tagIds.includes(after);
  }
  if (key === mappedTagsKey) {
    const wanted = tagsAfter(factSheet.tagIds, field);
    return wanted.length === factSheet.tagIds.length && wanted.every((id) => factSheet.tagIds.includes(id));
  }
  return textOf(factSheet, key) === after;
}

/** What a field holds, in the words of plans and links. */
export function textOf(factSheet: FactSheet, key: string): string {
  switch (key) {
    case 'name':
      return factSheet.name;
    case 'category':
      return factSheet.category;
    case 'status':
      return factSheet.status;
    case 'externalId':
      return factSheet.externalId;
    case 'lifecycle':
      return formatLifecycle(factSheet.lifecycle);
    default: {
      const phase = phaseIn(key);
      if (phase !== undefined) return startOf(factSheet.lifecycle, phase);
      return factSheet.fields[key] ?? '';
    }
  }
}
