// What waits, as scripts read it. Its shape is a contract.
import type { Inbox, ProposalSeen } from '../../shared/steps/read-inbox.ts';

export interface InboxJson {
  /** Of those that fit the filter, how many nobody has decided on. */
  waiting: number;
  flows: {
    flow: string;
    workspace: string;
    /** When a run looked last; null where none has. */
    at: string | null;
    counts: Record<string, number>;
    proposals: readonly ProposalSeen[];
  }[];
}

export function inboxJson(inboxes: readonly Inbox[]): InboxJson {
  return {
    waiting: inboxes.reduce((sum, { proposals }) => sum + openOf(proposals).length, 0),
    flows: inboxes.map(({ place: { flow, workspaceId }, head, proposals }) => ({
      flow,
      workspace: workspaceId,
      at: head?.at ?? null,
      counts: countKinds(openOf(proposals)),
      proposals,
    })),
  };
}

export function openOf(proposals: readonly ProposalSeen[]): ProposalSeen[] {
  return proposals.filter(({ answer }) => answer === 'open');
}

export function countKinds(proposals: readonly ProposalSeen[]): Record<string, number> {
  const counts: Record<string, number> = { create: 0, link: 0, review: 0 };
  for (const { kind } of proposals) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
