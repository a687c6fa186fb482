// How the inventory lies in the store: all rows as one blob, the newest ones' revisions as another, so that a
// night without news need not load the rows at all.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { compareInstants, instantMs } from '../core/instant.ts';
import type { FactSheet, Tag } from '../core/model.ts';
import { deleteRecordsExcept, type RecordsRef, readRecords, writeRecords } from '../store/blobs.ts';
import { readJson, writeJson } from '../store/json.ts';
import { inventoriesRange, inventoryKey, partsOf } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { createTextSharing } from './share-texts.ts';
import { trusted } from './trusted.ts';

const fullEveryMs = 7 * 24 * 60 * 60 * 1000;
/** As many as a first page can show of either kind. */
const newestKept = 500;

/** Which inventory: each flow keeps its own, for it selects its own fields. */
export interface InventoryPlace {
  workspaceId: string;
  flow: string;
}

export interface InventoryHead {
  /** What was selected; another selection needs a full read. */
  selection: string;
  /** Our own time of the last full read, ISO 8601. */
  fullAt: string;
  /** Our own time when we last wrote fact sheets ourselves, ISO 8601; empty before the first. */
  writtenAt: string;
  /** The tag library; undefined where the workspace has never named it. */
  tags: readonly Tag[] | undefined;
  rows: RecordsRef;
  newest: RecordsRef;
  activeTotal: number;
  archivedTotal: number;
}

/** Undefined when there is none, it holds another selection, or it is due for a full read. */
export async function readInventoryHead(
  store: Store,
  place: InventoryPlace,
  selection: FactSheetSelection,
  now: number,
): Promise<InventoryHead | undefined> {
  const head = await readKeptInventory(store, place);
  if (head === undefined || head.selection !== JSON.stringify(selection)) return undefined;
  // In the future: the clock was set back.
  return Math.abs(now - instantMs(head.fullAt)) > fullEveryMs ? undefined : head;
}

/** As it was kept last, whatever it selected and however old it is. */
export async function readKeptInventory(
  store: Store,
  { workspaceId, flow }: InventoryPlace,
): Promise<InventoryHead | undefined> {
  return (await readJson(store, inventoryKey(workspaceId, flow), trusted<InventoryHead>))?.value;
}

/** As kept last of the types that relations of the flow may lead to. */
export async function readKeptRelated(
  store: Store,
  { workspaceId, flow }: InventoryPlace,
): Promise<InventoryHead[]> {
  const { collection, prefix } = inventoriesRange(workspaceId);
  const heads: InventoryHead[] = [];
  for await (const { key } of store.list(collection, prefix)) {
    const [, name = ''] = partsOf(key);
    const isRelated = name.startsWith(relatedTo(flow, ''));
    const head = isRelated ? await readKeptInventory(store, { workspaceId, flow: name }) : undefined;
    if (head !== undefined) heads.push(head);
  }
  return heads;
}

/** How the inventory of a type is called that relations of a flow may lead to; names of flows hold no blanks. */
export function relatedTo(flow: string, type: string): string {
  return `${flow} ${type}`;
}

export async function loadRows(store: Store, head: InventoryHead): Promise<Map<string, FactSheet>> {
  const rows = new Map<string, FactSheet>();
  const share = createTextSharing();
  for await (const record of readRecords(store, head.rows)) {
    const row = share(trusted<FactSheet>(record));
    rows.set(row.id, row);
  }
  return rows;
}

/** Revisions of the rows that changed last, by id. */
export async function loadNewest(store: Store, head: InventoryHead): Promise<Map<string, number>> {
  const revisions = new Map<string, number>();
  for await (const record of readRecords(store, head.newest)) {
    const [id, rev] = trusted<[string, number]>(record);
    revisions.set(id, rev);
  }
  return revisions;
}

export async function saveInventory(
  store: Store,
  { workspaceId, flow }: InventoryPlace,
  selection: FactSheetSelection,
  {
    rows,
    tags,
    fullAt,
    writtenAt,
    archivedTotal,
  }: Pick<InventoryHead, 'tags' | 'fullAt' | 'writtenAt' | 'archivedTotal'> & {
    rows: ReadonlyMap<string, FactSheet>;
  },
): Promise<InventoryHead> {
  const owner = `inventory/${workspaceId}/${flow}`;
  const newestFirst = [...rows.values()].sort((left, right) =>
    compareInstants(right.updatedAt, left.updatedAt),
  );
  const active = newestFirst.filter(({ status }) => status === 'ACTIVE');
  const archived = newestFirst.filter(({ status }) => status === 'ARCHIVED');
  const newest = [...active.slice(0, newestKept), ...archived.slice(0, newestKept)];
  // Sorted, so that chunks without a change keep their content and are not written again.
  const sorted = newestFirst.sort((left, right) => (left.id < right.id ? -1 : 1));
  const head: InventoryHead = {
    selection: JSON.stringify(selection),
    fullAt,
    writtenAt,
    tags,
    rows: await writeRecords(store, owner, sorted),
    newest: await writeRecords(
      store,
      owner,
      newest.map(({ id, rev }) => [id, rev]),
    ),
    activeTotal: active.length,
    archivedTotal,
  };
  await writeJson(store, inventoryKey(workspaceId, flow), head);
  await deleteRecordsExcept(store, owner, [head.rows, head.newest]);
  return head;
}
