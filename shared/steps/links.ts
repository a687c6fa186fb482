// The links of a flow in a workspace: which item is which fact sheet. Losing them loses no fact sheet, for
// they are found again by external id.
import type { Link } from '../core/link.ts';
import { deleteRecordsExcept, type RecordsRef, readRecords, writeRecords } from '../store/blobs.ts';
import { readJson, writeJson } from '../store/json.ts';
import { linksKey } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { trusted } from './trusted.ts';

/** Content hash: the same as before when no link has changed. */
export async function readLinksHash(store: Store, workspaceId: string, flow: string): Promise<string> {
  const head = await readJson(store, linksKey(workspaceId, flow), trusted<{ links: RecordsRef }>);
  return head?.value.links.hash ?? '';
}

export async function readLinks(store: Store, workspaceId: string, flow: string): Promise<Map<string, Link>> {
  const links = new Map<string, Link>();
  const head = await readJson(store, linksKey(workspaceId, flow), trusted<{ links: RecordsRef }>);
  if (head === undefined) return links;
  for await (const record of readRecords(store, head.value.links)) {
    const link = trusted<Link>(record);
    links.set(link.item, link);
  }
  return links;
}

export async function saveLinks(
  store: Store,
  workspaceId: string,
  flow: string,
  links: ReadonlyMap<string, Link>,
): Promise<void> {
  const owner = `links/${workspaceId}/${flow}`;
  const sorted = [...links.values()].sort((left, right) => (left.item < right.item ? -1 : 1));
  const ref = await writeRecords(store, owner, sorted);
  await writeJson(store, linksKey(workspaceId, flow), { links: ref });
  await deleteRecordsExcept(store, owner, [ref]);
}
