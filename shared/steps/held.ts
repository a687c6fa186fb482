// The items of a flow that were taken back and not released yet. Losing them is safe: what was archived stays so,
// and what was unlinked is at most linked again by its name.
import type { Held } from '../core/held.ts';
import { deleteRecordsExcept, type RecordsRef, readRecords, writeRecords } from '../store/blobs.ts';
import { listJson, readJson, writeJson } from '../store/json.ts';
import { heldKey, heldRange } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { trusted } from './trusted.ts';

interface HeldHead {
  workspaceId: string;
  flow: string;
  held: RecordsRef;
}

export interface HeldPlace {
  workspaceId: string;
  flow: string;
}

/** Content hash: the same as before when nothing was held or released. */
export async function readHeldHash(store: Store, place: HeldPlace): Promise<string> {
  return (await readHead(store, place))?.value.held.hash ?? '';
}

export async function readHeld(store: Store, place: HeldPlace): Promise<Map<string, Held>> {
  return loadHeld(store, (await readHead(store, place))?.value);
}

/** Of all flows and workspaces. */
export async function listHeld(store: Store): Promise<(HeldPlace & { held: Held })[]> {
  const all: (HeldPlace & { held: Held })[] = [];
  for await (const { value } of listJson(store, heldRange, trusted<HeldHead>)) {
    const { workspaceId, flow } = value;
    for (const held of (await loadHeld(store, value)).values()) all.push({ workspaceId, flow, held });
  }
  return all;
}

/** @param change may be called again, with what somebody else left meanwhile */
export async function changeHeld(
  store: Store,
  place: HeldPlace,
  change: (held: Map<string, Held>) => void,
): Promise<void> {
  const owner = `held/${place.workspaceId}/${place.flow}`;
  for (;;) {
    const head = await readHead(store, place);
    const held = await loadHeld(store, head?.value);
    const before = JSON.stringify([...held]);
    change(held);
    if (JSON.stringify([...held]) === before) return;
    const sorted = [...held.values()].sort((left, right) => (left.item < right.item ? -1 : 1));
    const ref = await writeRecords(store, owner, sorted);
    const condition = head === undefined ? { ifAbsent: true } : { ifVersion: head.version };
    const next: HeldHead = { ...place, held: ref };
    if ((await writeJson(store, heldKey(place.workspaceId, place.flow), next, condition)) === undefined)
      continue;
    await deleteRecordsExcept(store, owner, [ref]);
    return;
  }
}

function readHead(store: Store, { workspaceId, flow }: HeldPlace) {
  return readJson(store, heldKey(workspaceId, flow), trusted<HeldHead>);
}

async function loadHeld(store: Store, head: HeldHead | undefined): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  if (head === undefined) return held;
  for await (const record of readRecords(store, head.held)) {
    const entry = trusted<Held>(record);
    held.set(entry.item, entry);
  }
  return held;
}
