// Lets items that were taken back go on: the next run makes, links and changes again what it would have. Touches
// nothing but our store.
import type { Held } from '../core/held.ts';
import { nativeIdOf } from '../core/item.ts';
import { normalName } from '../core/text.ts';
import { LandbridgeError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { changeHeld, type HeldPlace, listHeld } from './held.ts';

export type HeldItem = HeldPlace & { held: Held };

/**
 * All of them or none.
 * @param wanted keys of items, their native ids, or names of fact sheets
 * @throws PLAN_NOT_HELD, PLAN_HELD_AMBIGUOUS
 */
export async function release(store: Store, wanted: readonly string[] | 'all'): Promise<HeldItem[]> {
  const all = await listHeld(store);
  const released = wanted === 'all' ? all : [...new Set(wanted.map((text) => find(all, text)))];
  const places = new Map(
    released.map(({ workspaceId, flow }) => [`${workspaceId} ${flow}`, { workspaceId, flow }]),
  );
  for (const place of places.values()) {
    const here = released.filter(
      ({ workspaceId, flow }) => workspaceId === place.workspaceId && flow === place.flow,
    );
    await changeHeld(store, place, (held) => {
      for (const { item } of here.map((entry) => entry.held)) held.delete(item);
    });
  }
  return released;
}

function find(all: readonly HeldItem[], text: string): HeldItem {
  const found = all.filter(
    ({ held: { item, name } }) =>
      item === text || nativeIdOf(item) === text || normalName(name) === normalName(text),
  );
  const [only, ...more] = found;
  if (only === undefined) throw new LandbridgeError('PLAN_NOT_HELD', { item: text });
  if (more.length > 0) {
    throw new LandbridgeError('PLAN_HELD_AMBIGUOUS', {
      item: text,
      items: found.map(({ held }) => held.item).join(', '),
    });
  }
  return only;
}
