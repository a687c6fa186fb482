// The inventory: the fact sheets of one type as last seen, kept from run to run. A night reads the newest
// changes only and stops at what it knows; our own writes enter it from the answers to the mutations.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { instantMs } from '../core/instant.ts';
import type { Target } from '../core/map/target.ts';
import type { FactSheet, Tag } from '../core/model.ts';
import type { StepContext } from './context.ts';
import {
  type InventoryHead,
  type InventoryPlace,
  loadRows,
  readInventoryHead,
  saveInventory,
} from './inventory-store.ts';
import { type Changes, overlapMs, type Read, readAll, readChanges } from './read-inventory.ts';

export interface Inventory {
  /** The tag library; undefined where the workspace has never named it. */
  tags: readonly Tag[] | undefined;
  /** Content hash: the same as before when nothing has changed. */
  hash: string;
  /** Read from the store only when they are needed. */
  rows(): Promise<Map<string, FactSheet>>;
}

export function selectionOf(target: Target): FactSheetSelection {
  return {
    type: target.type,
    fields: target.seenKeys,
    externalIdField: target.idField,
    hasLifecycle: target.hasLifecycle,
    ...(target.idKeys.length > 0 && { idFields: target.idKeys }),
    ...(Object.keys(target.relations).length > 0 && { relations: relationsOf(target) }),
    ...(target.keepsDocuments && { documents: true as const }),
    ...(target.keepsSubscriptions && { subscriptions: true as const }),
  };
}

function relationsOf({ relations }: Target): Record<string, string[]> {
  const entries = Object.entries(relations).map(([key, { fields }]) => [key, Object.keys(fields)]);
  return Object.fromEntries(entries);
}

/** One of the inventories to be read. */
export interface InventoryRead {
  place: InventoryPlace;
  selection: FactSheetSelection;
}

/** The inventories as they are now, in their order; where nothing has changed it is one request for all of them. */
export async function readInventories(
  context: StepContext,
  reads: readonly InventoryRead[],
  ensureHeld: () => void,
): Promise<Inventory[]> {
  const { store, leanIx, time } = context;
  const heads = await Promise.all(
    reads.map(({ place, selection }) => readInventoryHead(store, place, selection, time.now())),
  );
  const known = reads.flatMap((read, index) => {
    const head = heads[index];
    return head === undefined ? [] : [{ ...read, head }];
  });
  const pages = leanIx.pagesTogether(known.map(({ selection }) => selection));
  const changes = new Map<InventoryHead, Changes>();
  // Before any is read to its end: a cursor does not outlive a few minutes.
  for (const [index, { head }] of known.entries()) {
    const own = pages[index];
    if (own !== undefined) changes.set(head, await readChanges(store, own, head));
  }
  const inventories: Inventory[] = [];
  for (const [index, read] of reads.entries()) {
    const head = heads[index];
    const news = head && { head, read: changes.get(head) ?? 'doubt' };
    inventories.push(await bringUpToDate(context, read, news, ensureHeld));
  }
  return inventories;
}

/**
 * One inventory as it is now, read with as few requests as its age allows, and saved where it changed.
 * @param isWhole all of it is read: what hangs on a fact sheet may change without leaving a trace on it
 */
export async function readInventory(
  context: StepContext,
  place: InventoryPlace,
  selection: FactSheetSelection,
  ensureHeld: () => void,
  { isWhole = false } = {},
): Promise<Inventory> {
  const { store, leanIx, time } = context;
  const head = await readInventoryHead(store, place, selection, time.now());
  const news = head && {
    head,
    read: isWhole ? ('doubt' as const) : await readChanges(store, leanIx.factSheetPages(selection), head),
  };
  return bringUpToDate(context, { place, selection }, news, ensureHeld);
}

interface News {
  head: InventoryHead;
  read: Changes;
}

async function bringUpToDate(
  context: StepContext,
  { place, selection }: InventoryRead,
  news: News | undefined,
  ensureHeld: () => void,
): Promise<Inventory> {
  const { store, time } = context;
  const head = news?.head;
  if (news !== undefined) {
    if (news.read === 'nothing') return kept(news.head);
    if (news.read !== 'doubt') return save({ ...news.read, fullAt: news.head.fullAt });
  }
  const fullAt = new Date(time.now()).toISOString();
  // Only what we wrote a moment ago may be missing from the search index; later, what is missing is gone.
  const mayLag = head !== undefined && time.now() - instantMs(head.writtenAt) < overlapMs;
  const before = mayLag ? await loadRows(store, head) : undefined;
  return save({ ...(await readAll(context, selection, before)), fullAt });

  function kept(known: InventoryHead): Inventory {
    return { tags: known.tags, hash: hashOf(known), rows: () => loadRows(store, known) };
  }

  async function save(read: Read & { fullAt: string }): Promise<Inventory> {
    ensureHeld();
    const writtenAt = head?.writtenAt ?? '';
    const saved = await saveInventory(store, place, selection, { ...read, writtenAt });
    return { ...kept(saved), rows: async () => read.rows };
  }
}

/** The content hash as it is kept, without asking LeanIX. */
export async function readInventoryHash(
  { store, time }: StepContext,
  place: InventoryPlace,
  selection: FactSheetSelection,
): Promise<string | undefined> {
  const head = await readInventoryHead(store, place, selection, time.now());
  return head && hashOf(head);
}

function hashOf({ rows, tags }: InventoryHead): string {
  return `${rows.hash} ${JSON.stringify(tags ?? [])}`;
}
