// The links of a flow in a workspace: which item is which fact sheet. Losing them loses no fact sheet, for
// they are found again by external id.
import type { Link } from '../core/link.ts';
import { LandbridgeError } from '../errors.ts';
import { deleteRecordsExcept, type RecordsRef, readRecords, writeRecords } from '../store/blobs.ts';
import { listJson, readJson, writeJson } from '../store/json.ts';
import { allLinksRange, linksKey, linksRange, partsOf } from '../store/keys.ts';
import type { Store, StoreKey } from '../store/store.ts';
import { createTextSharing } from './share-texts.ts';
import { trusted } from './trusted.ts';

interface LinksHead {
  flow: string;
  links: RecordsRef;
}

/** Content hash over all flows of the workspace: the same as before when no link has changed. */
export async function readLinksHash(store: Store, workspaceId: string): Promise<string> {
  const hashes: string[] = [];
  for await (const { value } of listJson(store, linksRange(workspaceId), trusted<LinksHead>)) {
    hashes.push(`${value.flow} ${value.links.hash}`);
  }
  return hashes.join('\n');
}

/** What the other flows of the workspace keep. */
export async function readOtherLinks(store: Store, workspaceId: string, flow: string): Promise<Link[]> {
  const links: Link[] = [];
  for await (const { value } of listJson(store, linksRange(workspaceId), trusted<LinksHead>)) {
    if (value.flow === flow) continue;
    for await (const record of readRecords(store, value.links)) links.push(trusted<Link>(record));
  }
  return links;
}

/** Where links are kept at all. */
export async function listLinkPlaces(store: Store): Promise<{ workspaceId: string; flow: string }[]> {
  const { collection, prefix } = allLinksRange;
  return Array.fromAsync(store.list(collection, prefix), ({ key }) => {
    const [workspaceId = '', flow = ''] = partsOf(key);
    return { workspaceId, flow };
  });
}

/** Without reading them. */
export async function countLinks(store: Store, workspaceId: string, flow: string): Promise<number> {
  const head = await readJson(store, linksKey(workspaceId, flow), trusted<LinksHead>);
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
  if ((await writeJson(store, key, { flow, links: ref }, condition)) === undefined) {
    throw new LandbridgeError('STORE_LEASE_LOST', { links: flow });
  }
  await deleteRecordsExcept(store, owner, [ref]);
}

async function loadLinks(
  store: Store,
  key: StoreKey,
): Promise<{ links: Map<string, Link>; version: string | undefined }> {
  const links = new Map<string, Link>();
  const head = await readJson(store, key, trusted<LinksHead>);
  if (head === undefined) return { links, version: undefined };
  const share = createTextSharing();
  for await (const record of readRecords(store, head.value.links)) {
    const link = share(trusted<Link>(record));
    links.set(link.item, link);
  }
  return { links, version: head.version };
}
