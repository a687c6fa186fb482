// Whether somebody has decided on a proposal since it was made.
import type { Decisions } from '../decision.ts';
import { isPaired } from './decide.ts';
import { answerDispute } from './dispute.ts';
import { decidedOf, type Question } from './permit.ts';
import { hashNeeds, type Proposal } from './proposal.ts';
import { classOf } from './question.ts';
import type { Standing } from './standing.ts';

export interface Answers {
  decisions: Decisions;
  standing: readonly Standing[];
}

/** `accepted`: it is to be written and is not yet, as far as the store knows. */
export type Answer = 'open' | 'accepted' | 'declined';

export function answerOf(proposal: Proposal, answers: Answers): Answer {
  const { item: itemKey, name, source, change, needs, conflicts = [] } = proposal;
  const item = source === undefined ? undefined : { name, ...source };
  const isAboutMore = conflicts.length === 0 || change !== undefined || needs !== undefined;
  const all = [
    ...(isAboutMore ? [answerOfRest(proposal, answers)] : []),
    ...conflicts.map((conflict): Answer => {
      const answer = answerDispute(conflict, { itemKey, ...(item && { item }) }, answers);
      return answer === undefined ? 'open' : answer === 'take' ? 'accepted' : 'declined';
    }),
  ];
  return all.find((one) => one === 'open') ?? all.find((one) => one === 'accepted') ?? 'declined';
}

function answerOfRest(proposal: Proposal, answers: Answers): Answer {
  const { links, created, rejected } = answers.decisions;
  const { item, candidates, change, needs } = proposal;
  const isDecided = decidedOf(questionAbout(proposal), answers);
  // Whatever may be written, it cannot be yet.
  if (change === undefined && needs !== undefined) return isDecided === 'declined' ? 'declined' : 'open';
  if (isDecided !== undefined) return isDecided === 'apply' ? 'accepted' : 'declined';
  // Something else than what was proposed.
  if (!isPaired(proposal) && (links.has(item) || created.has(item))) return 'accepted';
  const isLeftNone =
    change === undefined &&
    candidates.length > 0 &&
    candidates.every(({ factSheetId }) => rejected.get(item)?.has(factSheetId));
  return isLeftNone ? 'declined' : 'open';
}

function questionAbout({ item, name, source, candidates, change, state, needs }: Proposal): Question {
  const score = state === 'proposed' ? candidates[0]?.score : undefined;
  return {
    itemKey: item,
    ...(source !== undefined && { item: { name, ...source } }),
    change: change === undefined ? (needs === undefined ? 'link' : 'update') : classOf(change),
    ...(score !== undefined && { score }),
    ...(change?.factSheetId !== undefined && { factSheetId: change.factSheetId }),
    ...(change !== undefined && { of: change.of }),
    ...(change === undefined && needs !== undefined && { of: hashNeeds(needs) }),
  };
}
