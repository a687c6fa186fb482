// A person's verdict on what was proposed, as the decisions it comes to.
import type { Decision } from '../decision.ts';
import { isParty } from '../item.ts';
import { decideDispute } from './dispute.ts';
import { hashNeeds, type Proposal } from './proposal.ts';

export type Verdict =
  /** `anew`: whatever there is, a fact sheet is to be made. */
  { say: 'accept'; anew?: true } | { say: 'reject' } | { say: 'ignore' };

export interface Stamp {
  who?: string;
  when: string;
}

/** @returns none where a fact sheet must be chosen first, or one is to be made for what has one */
export function decideOn(proposal: Proposal, verdict: Verdict, stamp: Stamp): Decision[] {
  const { item, name, conflicts = [] } = proposal;
  const said = { item, name, ...stamp };
  if (verdict.say === 'ignore') return [{ ...said, verdict: 'ignore' }];
  if (verdict.say === 'accept' && verdict.anew) {
    return isPaired(proposal) || isParty(item) ? [] : [{ ...said, verdict: 'create' }];
  }
  const isAccepted = verdict.say === 'accept';
  const answer = isAccepted ? 'take' : 'keep';
  return [
    ...decideRest(proposal, isAccepted, said),
    ...conflicts.map((conflict) => ({ ...said, ...decideDispute(conflict, answer) })),
  ];
}

function decideRest(
  { change, candidates, needs }: Proposal,
  isAccepted: boolean,
  said: Pick<Decision, 'item' | 'name' | 'who' | 'when'>,
): Decision[] {
  switch (change?.op) {
    case undefined:
      if (needs !== undefined && !isAccepted) {
        return [{ ...said, verdict: 'decline', change: 'update', of: hashNeeds(needs) }];
      }
      return isAccepted
        ? []
        : candidates.map(({ factSheetId }) => ({ ...said, verdict: 'reject', factSheetId }));
    case 'link':
      return [{ ...said, verdict: isAccepted ? 'link' : 'reject', factSheetId: change.factSheetId ?? '' }];
    case 'update':
    case 'retire':
      return [{ ...said, verdict: isAccepted ? 'apply' : 'decline', change: change.op, of: change.of }];
    default:
      return isAccepted
        ? [{ ...said, verdict: 'create' }]
        : [{ ...said, verdict: 'decline', change: 'create' }];
  }
}

/** Whether the item has its fact sheet already, and waits for something else. */
export function isPaired({ change, needs, conflicts }: Proposal): boolean {
  if (needs !== undefined || conflicts !== undefined) return true;
  return change !== undefined && !['create', 'prepare', 'link'].includes(change.op);
}

/** Whether the item must be looked at again for it: only what forbids is done by being kept. */
export function isToBeDone(decision: Decision): boolean {
  switch (decision.verdict) {
    case 'ignore':
    case 'decline':
    case 'keep':
      return false;
    // Only a whole night says that an item is gone.
    case 'apply':
      return decision.change !== 'retire';
    default:
      return true;
  }
}
