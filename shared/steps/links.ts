// The links of a flow in a workspace: which item is which fact sheet. Losing them loses no fact sheet, for
// they are found again by external id.
import type { Link } from '../core/link.ts';
import { LandbridgeError } from '../errors.ts';
import { deleteRecordsExcept, type RecordsRef, readRecords, writeRecords } from '../store/blobs.ts';
import { readJson, writeJson } from '../store/json.ts';
import { linksKey } from '../store/keys.ts';
import type { Store, StoreKey } from '../store/store.ts';
import { createTextSharing } from './share-texts.ts';
import { trusted } from './trusted.ts';

/** Content hash: the same as before when no link has changed. */
export async function readLinksHash(store: Store, workspaceId: string, flow: string): Promise<string> {
  const head = await readJson(store, linksKey(workspaceId, flow), trusted<{ links: RecordsRef }>);
  return head?.value.links.hash ?? '';
}

/** Without reading them. */
export async function countLinks(store: Store, workspaceId: string, flow: string): Promise<number> {
  const head = await readJson(store, linksKey(workspaceId, flow), trusted<{ links: RecordsRef }>);
  return head?.value.links.count ?? 0;
}

export async function readLinks(store: Store, workspaceId: string, flow: string): Promise<Map<string, Link>> {
  return (await loadLinks(store, linksKey(workspaceId, flow))).links;
}

/** @throws STORE_LEASE_LOST when somebody else changed them in the meantime; then nothing is changed */
export async function changeLinks(
  store: Store,
  workspaceId: string,
  flow: string,
  change: (links: Map<string, Link>) => Promise<void>,
): Promise<void> {
  const key = linksKey(workspaceId, flow);
  const { links, version } = await loadLinks(store, key);
  await change(links);
  const owner = `links/${workspaceId}/${flow}`;
  const sorted = [...links.values()].sort((left, right) => (left.item < right.item ? -1 : 1));
  const ref = await writeRecords(store, owner, sorted);
  const condition = version === undefined ? { ifAbsent: true } : { ifVersion: version };
  if ((await writeJson(store, key, { links: ref }, condition)) === undefined) {
    throw new LandbridgeError('STORE_LEASE_LOST', { links: flow });
  }
  await deleteRecordsExcept(store, owner, [ref]);
}

async function loadLinks(
  store: Store,
  key: StoreKey,
): Promise<{ links: Map<string, Link>; version: string | undefined }> {
  const links = new Map<string, Link>();
  const head = await readJson(store, key, trusted<{ links: RecordsRef }>);
  if (head === undefined) return { links, version: undefined };
  const share = createTextSharing();
  for await (const record of readRecords(store, head.value.links)) {
    const link = share(trusted<Link>(record));
    links.set(link.item, link);
  }
  return { links, version: head.version };
}
