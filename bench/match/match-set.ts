// What matching is measured on: objects, fact sheets, and which belong together.
import { itemOf } from '../../shared/core/item.ts';
import type { FactSheet, Item, SourceObject } from '../../shared/core/model.ts';

export interface MatchSet {
  items: readonly Item[];
  factSheets: readonly FactSheet[];
  /** Ids of the fact sheets that an item may be, by its key. */
  truth: ReadonlyMap<string, ReadonlySet<string>>;
}

export function benchItem(object: SourceObject): Item {
  return itemOf('cloud-alm', 'bench', object);
}

export function benchFactSheet(id: string, name: string, fields: FactSheet['fields'] = {}): FactSheet {
  return {
    id,
    type: 'Application',
    name,
    displayName: name,
    category: 'businessApplication',
    rev: 1,
    status: 'ACTIVE',
    updatedAt: '2026-01-05T09:00:00.000Z',
    externalId: '',
    tagIds: [],
    lifecycle: [],
    fields,
  };
}
