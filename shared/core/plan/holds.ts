// Whether a fact sheet holds what a change would write.
import type { FactSheet } from '../model.ts';
import { formatLifecycle } from './lifecycle.ts';
import type { Change, FieldChange } from './plan.ts';

export function holds(factSheet: FactSheet, change: Change): boolean {
  return change.fields.every((field) => isHeld(factSheet, field));
}

export function isHeld(factSheet: FactSheet, { key, before, after }: FieldChange): boolean {
  if (key !== 'tags') return textOf(factSheet, key) === after;
  return after === '' ? !factSheet.tagIds.includes(before) : factSheet.tagIds.includes(after);
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
    default:
      return factSheet.fields[key] ?? '';
  }
}
