// Reads the fact sheets of a type: the newest changes only, or all of them. Nothing is kept here.
import type { FactSheetPage, FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { compareInstants, instantMs } from '../core/instant.ts';
import type { FactSheet, Tag } from '../core/model.ts';
import type { Store } from '../store/store.ts';
import type { StepContext } from './context.ts';
import { type InventoryHead, loadNewest, loadRows } from './inventory-store.ts';
import { readAhead } from './read-ahead.ts';
import { createTextSharing } from './share-texts.ts';

/** Changes may show up in the search index this much late (leanix-api A18 knows of seconds). */
export const overlapMs = 5 * 60 * 1000;
/** A busy workspace may never stand still: what is missed then is caught by revisions and unique names. */
const mostLooks = 3;

export interface Read {
  rows: Map<string, FactSheet>;
  tags: readonly Tag[] | undefined;
  archivedTotal: number;
}

/** `doubt`: the totals do not fit, all must be read. */
export type Changes = Read | 'nothing' | 'doubt';

/**
 * Reads newest changes first until a page reaches behind the newest change known (less the overlap), or holds
 * nothing new at all. Whatever could hide deeper is caught by the totals, by the revision that every update
 * carries, and by the weekly full read (decision 0003).
 */
export async function readChanges(
  store: Store,
  pages: AsyncGenerator<FactSheetPage>,
  head: InventoryHead,
): Promise<Changes> {
  const newest = await loadNewest(store, head);
  let rows: Map<string, FactSheet> | undefined;
  let since = Number.NaN;
  let tags = head.tags;
  let last: FactSheetPage | undefined;
  for await (const page of pages) {
    last = page;
    if (rows === undefined) {
      if (isKnown(page, head, newest)) return 'nothing';
      rows = await loadRows(store, head);
      since = instantMs(newestOf(rows.values())) - overlapMs;
    }
    const news = takeNews(rows, page);
    tags = page.tags ?? tags;
    if (news === 0 || reachesBehind(page, since)) break;
  }
  if (rows === undefined || last === undefined || !fits(rows, last)) return 'doubt';
  return { rows, tags, archivedTotal: last.archivedTotal };
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

export async function readAll(
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
