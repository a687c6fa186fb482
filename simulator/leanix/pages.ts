// Relay pages of allFactSheets. A cursor is opaque, belongs to one search and dies after five minutes: never to
// be kept between runs (leanix-api 2.3, assumption A5). The rows of a search are pinned, their contents are not.
import { refuse } from './errors.ts';
import type { FactSheet } from './fact-sheet.ts';
import type { Workspace } from './workspace.ts';

/** assumption A5: what is asked for without `first`, and the most that is given. */
const defaultPage = 1000;
const maxPage = 10_000;
const cursorLifeMs = 5 * 60_000;
/** Only to bound the memory: the oldest search is given up. */
const maxSearches = 200;
/** Search of the cursor that stands at the end of a single page. */
const nothingMore = 0;

export interface FactSheetPage {
  totalCount: number;
  factSheets: readonly FactSheet[];
  hasNextPage: boolean;
  endCursor: string | null;
}

export interface PageRequest {
  first?: number | null;
  after?: string | null;
}

interface PinnedSearch {
  ids: readonly string[];
  expiresAt: number;
}

export type PageReader = (request: PageRequest, find: () => readonly FactSheet[]) => FactSheetPage;

export function createPageReader(workspace: Workspace): PageReader {
  const searches = new Map<number, PinnedSearch>();
  let nextSearch = 1;

  function pin(ids: readonly string[]): number {
    for (const [id, { expiresAt }] of searches) {
      if (expiresAt <= workspace.now() || searches.size >= maxSearches) searches.delete(id);
    }
    searches.set(nextSearch, { ids, expiresAt: workspace.now() + cursorLifeMs });
    nextSearch += 1;
    return nextSearch - 1;
  }

  function goOn(cursor: Cursor, size: number): FactSheetPage {
    const search = searches.get(cursor.search);
    if (search === undefined || search.expiresAt <= workspace.now()) {
      throw refuse('SIMULATED: the cursor has expired, start again with the first page');
    }
    const factSheets = search.ids
      .slice(cursor.offset, cursor.offset + size)
      .flatMap((id) => workspace.get(id) ?? []);
    const offset = cursor.offset + size;
    return {
      totalCount: search.ids.length,
      factSheets,
      hasNextPage: offset < search.ids.length,
      endCursor: writeCursor({ search: cursor.search, offset }, workspace.now()),
    };
  }

  return ({ first, after }, find) => {
    if (typeof first === 'number' && first < 1) throw refuse("SIMULATED: 'first' must be at least 1");
    const size = Math.min(first ?? defaultPage, maxPage);
    const cursor = after ? readCursor(after) : undefined;
    if (cursor !== undefined && cursor.search !== nothingMore) return goOn(cursor, size);
    const found = find();
    if (cursor !== undefined)
      return { totalCount: found.length, factSheets: [], hasNextPage: false, endCursor: null };
    const factSheets = found.slice(0, size);
    const hasNextPage = found.length > size;
    const search = hasNextPage ? pin(found.map(({ id }) => id)) : nothingMore;
    return {
      totalCount: found.length,
      factSheets,
      hasNextPage,
      endCursor: found.length === 0 ? null : writeCursor({ search, offset: size }, workspace.now()),
    };
  };
}

interface Cursor {
  search: number;
  offset: number;
}

function writeCursor({ search, offset }: Cursor, now: number): string {
  return Buffer.from(`mix:${offset}#${search}%${now}`).toString('base64');
}

function readCursor(text: string): Cursor {
  const [, offset, search] = /^mix:(\d+)#(\d+)%\d+$/.exec(Buffer.from(text, 'base64').toString()) ?? [];
  if (offset === undefined || search === undefined) throw refuse('SIMULATED: the cursor cannot be read');
  return { search: Number(search), offset: Number(offset) };
}
