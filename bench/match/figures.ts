// How good answers are, held against the truth. Pure.
import type { Answer } from './answer.ts';
import type { MatchSet } from './match-set.ts';

export interface Figures {
  /** Share of the items with a truth whose likeliest fact sheet is right. */
  top1: number;
  precision: number;
  recall: number;
  f1: number;
  /** Share of the truth that is found as long as at least 95 % of what is taken are right, the surest first. */
  recallAt95: number;
  /** Wrong pairs that would be written without asking. */
  falseAutomatic: number;
  /** Right ones. */
  automatic: number;
}

const demandedPrecision = 0.95;

export function figuresOf(answers: readonly Answer[], { truth }: Pick<MatchSet, 'truth'>): Figures {
  const isRight = ({ item, factSheetId }: Answer) => truth.get(item)?.has(factSheetId) === true;
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  const taken = answers.filter(({ as }) => as !== 'ranked');
  const automatic = answers.filter(({ as }) => as === 'automatic');
  const right = taken.filter(isRight).length;
  const [precision, recall] = [share(right, taken.length), share(right, truth.size)];
  return {
    top1: share(answers.filter(isRight).length, truth.size),
    precision,
    recall,
    f1: share(2 * precision * recall, precision + recall),
    recallAt95: share(rightAtPrecision(answers, isRight), truth.size),
    falseAutomatic: automatic.filter((answer) => !isRight(answer)).length,
    automatic: automatic.filter(isRight).length,
  };
}

/** Answers that are equally sure are taken together. */
function rightAtPrecision(answers: readonly Answer[], isRight: (answer: Answer) => boolean): number {
  const sorted = answers.toSorted((a, b) => b.sureness - a.sureness);
  let [right, best] = [0, 0];
  for (const [index, answer] of sorted.entries()) {
    if (isRight(answer)) right += 1;
    if (sorted[index + 1]?.sureness === answer.sureness) continue;
    if (right >= demandedPrecision * (index + 1)) best = Math.max(best, right);
  }
  return best;
}
