// The inventory: the fact sheets of one type as last seen, kept from run to run. A night reads the newest
// changes only and stops at what it knows; our own writes enter it from the answers to the mutations.
import type { FactSheetPage, FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { compareInstants, instantMs } from '../core/instant.ts';
import { externalIdField, type Target } from '../core/map/target.ts';
import type { FactSheet, Tag } from '../core/model.ts';
import type { StepContext } from './context.ts';
import {
  type InventoryHead,
  type InventoryPlace,
  loadNewest,
  loadRows,
  readInventoryHead,
  saveInventory,
} from './inventory-store.ts';
import { readAhead } from './read-ahead.ts';
import { createTextSharing } from './share-texts.ts';

/** Changes may show up in the search index this much late (leanix-api A18 knows of seconds). */
const overlapMs = 5 * 60 * 1000;
/** A busy workspace may never stand still: what is missed then is caught by revisions and unique names. */
const mostLooks = 3;

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
    externalIdField,
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

/**
 * The inventory as it is now, read with as few requests as its age allows, and saved where it changed.
 * @param isWhole all of it is read: what hangs on a fact sheet may change without leaving a trace on it
 */
export async function readInventory(
  context: StepContext,
  place: InventoryPlace,
  selection: FactSheetSelection,
  ensureHeld: () => void,
  { isWhole = false } = {},
): Promise<Inventory> {
  const { store, time } = context;
  const head = await readInventoryHead(store, place, selection, time.now());
  if (head !== undefined && !isWhole) {
    const read = await readChanges(context, selection, head);
    if (read === 'nothing') return kept(head);
    if (read !== 'doubt') return save({ ...read, fullAt: head.fullAt });
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

interface Read {
  rows: Map<string, FactSheet>;
  tags: readonly Tag[] | undefined;
  archivedTotal: number;
}

/**
 * Reads newest changes first until a page reaches behind the newest change known (less the overlap), or holds
 * nothing new at all. Whatever could hide deeper is caught by the totals, by the revision that every update
 * carries, and by the weekly full read (decision 0003). `doubt`: the totals do not fit, all must be read.
 */
async function readChanges(
  { store, leanIx }: StepContext,
  selection: FactSheetSelection,
  head: InventoryHead,
): Promise<Read | 'nothing' | 'doubt'> {
  const newest = await loadNewest(store, head);
  let rows: Map<string, FactSheet> | undefined;
  let since = Number.NaN;
  let tags = head.tags;
  for await (const page of leanIx.factSheetPages(selection)) {
    if (rows === undefined) {
      if (isKnown(page, head, newest)) return 'nothing';
      rows = await loadRows(store, head);
      since = instantMs(newestOf(rows.values())) - overlapMs;
    }
    const news = takeNews(rows, page);
    tags = page.tags ?? tags;
    if (news === 0 || reachesBehind(page, since)) {
      return fits(rows, page) ? { rows, tags, archivedTotal: page.archivedTotal } : 'doubt';
    }
  }
  return 'doubt';
}

/** Whether the page shows only what was seen before, so that the rows need not even be loaded. */
function isKnown(page: FactSheetPage, head: InventoryHead, newest: ReadonlyMap<string, number>): boolean {
  return (
    page.activeTotal === head.activeTotal &&
    page.archivedTotal === head.archivedTotal &&
    (page.tags === undefined || JSON.stringify(page.tags) === JSON.stringify(head.tags)) &&
    [...page.active, ...page.archived].every(({ id, rev }) => newest.get(id) === rev)
  );
}

async function readAll(
  { leanIx }: StepContext,
  selection: FactSheetSelection,
  before: ReadonlyMap<string, FactSheet> | undefined,
): Promise<Read> {
  const rows = new Map<string, FactSheet>();
  const share = createTextSharing();
  let tags: readonly Tag[] | undefined;
  let last: FactSheetPage | undefined;
  for await (const page of readAhead(leanIx.factSheetPages(selection))) {
    for (const row of [...page.active, ...page.archived]) share(row);
    takeNews(rows, page);
    tags = page.tags ?? tags;
    last = page;
  }
  // What was changed while we read has moved to the front, behind our back: look there until all are seen.
  for (let look = 0; last !== undefined && !fits(rows, last) && look < mostLooks; look += 1) {
    for await (const page of leanIx.factSheetPages(selection)) {
      last = page;
      if (takeNews(rows, page) === 0 || fits(rows, page)) break;
    }
  }
  // The search index may lag behind what was written a moment ago: newer rows than it shows are kept.
  const since = instantMs(newestOf(rows.values())) - overlapMs;
  for (const row of before?.values() ?? []) {
    if (!rows.has(row.id) && !(instantMs(row.updatedAt) <= since)) rows.set(row.id, row);
  }
  return { rows, tags, archivedTotal: last?.archivedTotal ?? 0 };
}

/** Takes rows of a later revision into the map; @returns how many were new or newer. */
function takeNews(rows: Map<string, FactSheet>, page: FactSheetPage): number {
  let news = 0;
  for (const row of [...page.active, ...page.archived]) {
    const known = rows.get(row.id);
    if (known !== undefined && known.rev >= row.rev) continue;
    rows.set(row.id, row);
    news += 1;
  }
  return news;
}

function reachesBehind(page: FactSheetPage, since: number): boolean {
  return [page.active, page.archived].every((rows) => {
    const last = rows.at(-1);
    return last === undefined || instantMs(last.updatedAt) < since;
  });
}

function fits(rows: ReadonlyMap<string, FactSheet>, page: FactSheetPage): boolean {
  let active = 0;
  for (const row of rows.values()) if (row.status === 'ACTIVE') active += 1;
  // LeanIX deletes archived rows after 90 days: that there are fewer is no news.
  return active === page.activeTotal && rows.size - active >= page.archivedTotal;
}

function newestOf(rows: Iterable<FactSheet>): string {
  let newest = '';
  for (const { updatedAt } of rows) {
    if (newest === '' || compareInstants(updatedAt, newest) > 0) newest = updatedAt;
  }
  return newest;
}
