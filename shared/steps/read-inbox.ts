// What waits for a person in a flow, with what was decided on it since. Asks no system.
import { indexDecisions } from '../core/decision.ts';
import { type Answer, answerOf } from '../core/inbox/answer.ts';
import { isWanted, type ProposalFilter } from '../core/inbox/filter.ts';
import { type Proposal, proposalKinds } from '../core/inbox/proposal.ts';
import { LandbridgeError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { type FlowPlace, type KeptDecisions, listDecisionPlaces, readDecisions } from './decisions.ts';
import { type InboxHead, listInboxHeads, readInboxHead, readProposals } from './inbox-store.ts';

export type { Decision } from '../core/decision.ts';
export type { Dispute } from '../core/inbox/dispute.ts';
export type { ProposalFilter } from '../core/inbox/filter.ts';
export { type Proposal, proposalStates } from '../core/inbox/proposal.ts';
export type { Standing } from '../core/inbox/standing.ts';
export { isParty } from '../core/item.ts';
export { proposalKinds };

export type ProposalSeen = Proposal & { answer: Answer };

export interface Inbox {
  place: FlowPlace;
  /** Absent where no run has looked yet. */
  head?: InboxHead;
  proposals: readonly ProposalSeen[];
  kept: KeptDecisions;
}

/**
 * The flows that have an inbox or decisions, the one that is asked for or all.
 * @throws INBOX_FLOW_UNKNOWN
 */
export async function listInboxPlaces(store: Store, flow?: string): Promise<FlowPlace[]> {
  const places = new Map<string, FlowPlace>();
  for (const { workspaceId, flow: name } of [
    ...(await listInboxHeads(store)),
    ...(await listDecisionPlaces(store)),
  ]) {
    if (flow === undefined || flow === name)
      places.set(`${name} ${workspaceId}`, { workspaceId, flow: name });
  }
  if (flow !== undefined && places.size === 0) throw new LandbridgeError('INBOX_FLOW_UNKNOWN', { flow });
  return [...places.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, place]) => place);
}

/** @throws INBOX_SEVERAL_FLOWS, INBOX_NOT_READ */
export function theOnlyPlace(places: readonly FlowPlace[]): FlowPlace {
  const [place, ...more] = places;
  if (place === undefined) throw new LandbridgeError('INBOX_NOT_READ');
  if (more.length > 0) {
    throw new LandbridgeError('INBOX_SEVERAL_FLOWS', { flows: places.map(({ flow }) => flow).join(', ') });
  }
  return place;
}

export async function readInbox(store: Store, place: FlowPlace, filter: ProposalFilter = {}): Promise<Inbox> {
  const head = await readInboxHead(store, place);
  const kept = await readDecisions(store, place);
  const answers = { decisions: indexDecisions(kept.decisions), standing: kept.standing };
  const proposals = (await readProposals(store, place))
    .filter((proposal) => isWanted(proposal, filter))
    .map((proposal) => ({ ...proposal, answer: answerOf(proposal, answers) }))
    .sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
  return { place, ...(head !== undefined && { head }), proposals, kept };
}

/** What needs most thought comes first: choices and pairs before what is merely to be made. */
function orderOf({ kind, name, item }: Proposal): string {
  return `${String.fromCharCode(proposalKinds.length - proposalKinds.indexOf(kind))} ${name} ${item}`;
}
