// The items of a run, as its pulls left them.
import type { Item } from '../core/model.ts';
import { readRecords } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import type { Pull } from './run.ts';
import { trusted } from './trusted.ts';

/** Items of one pull; one that a shifting list showed twice is given once. */
export async function* readItems(store: Store, pull: Pull): AsyncGenerator<Item> {
  if (pull.items === undefined) return;
  const seen = new Set<string>();
  for await (const record of readRecords(store, pull.items)) {
    const item = trusted<Item>(record);
    // Objects without an id cannot be told apart: each is counted.
    if (item.nativeId !== '' && seen.has(item.key)) continue;
    seen.add(item.key);
    yield item;
  }
}
