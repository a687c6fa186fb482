// Whether a fact sheet holds what a change would write.
import type { FactSheet } from '../model.ts';
import { formatLifecycle } from './lifecycle.ts';
import type { Change } from './plan.ts';

export function holds(factSheet: FactSheet, change: Change): boolean {
  return change.fields.every(({ key, after }) => {
    switch (key) {
      case 'name':
        return factSheet.name === after;
      case 'category':
        return factSheet.category === after;
      case 'externalId':
        return factSheet.externalId === after;
      case 'tags':
        return factSheet.tagIds.includes(after);
      case 'lifecycle':
        return formatLifecycle(factSheet.lifecycle) === after;
      default:
        return (factSheet.fields[key] ?? '') === after;
    }
  });
}
