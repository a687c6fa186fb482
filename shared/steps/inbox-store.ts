// What waits for a person, by flow and workspace: a head that says how much, the proposals behind it. The newest
// run replaces them, under the lease of its flow.
import { type Proposal, type ProposalKind, proposalKinds } from '../core/inbox/proposal.ts';
import { deleteRecordsExcept, type RecordsRef, readRecords, writeRecords } from '../store/blobs.ts';
import { listJson, readJson, writeJson } from '../store/json.ts';
import { inboxKey, inboxRange } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import type { FlowPlace } from './decisions.ts';
import { readWhole } from './read-whole.ts';
import { trusted } from './trusted.ts';

export interface InboxHead extends FlowPlace {
  /** The run whose snapshot the proposals are about. */
  readBy: string;
  /** ISO 8601, when it was looked at last. */
  at: string;
  byKind: Readonly<Record<ProposalKind, number>>;
  proposals: RecordsRef;
}

export async function readInboxHead(
  store: Store,
  { workspaceId, flow }: FlowPlace,
): Promise<InboxHead | undefined> {
  return (await readJson(store, inboxKey(workspaceId, flow), trusted<InboxHead>))?.value;
}

/** Of all flows and workspaces. */
export function listInboxHeads(store: Store): Promise<InboxHead[]> {
  return Array.fromAsync(listJson(store, inboxRange, trusted<InboxHead>), ({ value }) => value);
}

export async function readProposals(store: Store, { workspaceId, flow }: FlowPlace): Promise<Proposal[]> {
  const found = await readWhole(store, inboxKey(workspaceId, flow), (head: InboxHead) =>
    Array.fromAsync(readRecords(store, head.proposals), trusted<Proposal>),
  );
  return found?.loaded ?? [];
}

/** @param proposals in the order of their items */
export async function saveInbox(
  store: Store,
  place: FlowPlace,
  { proposals, readBy, at }: { proposals: readonly Proposal[]; readBy: string; at: string },
): Promise<void> {
  const { workspaceId, flow } = place;
  const owner = `inbox/${workspaceId}/${flow}`;
  const ref = await writeRecords(store, owner, proposals);
  const byKind = Object.fromEntries(
    proposalKinds.map((kind) => [kind, proposals.filter((proposal) => proposal.kind === kind).length]),
  ) as InboxHead['byKind'];
  const head: InboxHead = { workspaceId, flow, readBy, at, byKind, proposals: ref };
  await writeJson(store, inboxKey(workspaceId, flow), head);
  await deleteRecordsExcept(store, owner, [ref]);
}

/** The same proposals stand, as a later run found. */
export async function renewInbox(
  store: Store,
  place: FlowPlace,
  { readBy, at }: { readBy: string; at: string },
): Promise<void> {
  const head = await readInboxHead(store, place);
  if (head !== undefined) {
    await writeJson(store, inboxKey(place.workspaceId, place.flow), { ...head, readBy, at });
  }
}
