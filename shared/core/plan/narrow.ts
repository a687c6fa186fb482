// A part of a plan, as a person chose it: some items, or one kind of change. What is left out is told as skipped, so
// that the numbers still add up.
import { nativeIdOf } from '../item.ts';
import { givenUpBy, itemOfChange } from './give-up.ts';
import type { Change, Plan, Skip } from './plan.ts';
import { withoutUnneeded } from './prepare.ts';

export interface Choice {
  /** Ids of items at their source. */
  only?: readonly string[];
  changes?: 'create' | 'update';
}

/** What is new, or what is linked already. */
const opsOf = {
  create: ['create', 'link'],
  update: ['update', 'retire', 'archive', 'recover'],
} as const satisfies Record<NonNullable<Choice['changes']>, readonly Change['op'][]>;

type WithSkips = Plan & { skips?: readonly Skip[] };

export function narrowPlan<Whole extends WithSkips>(plan: Whole, choice: Choice): Whole {
  const isLeft = (change: Change) => change.op !== 'prepare' && !isChosen(change, choice);
  const left = plan.changes.filter(isLeft);
  if (left.length === 0) return plan;
  // What is retired is gone from the source, so it is no item of this run.
  const skipped = left.filter(({ op }) => op !== 'retire' && op !== 'archive' && op !== 'unlink');
  const reason = 'NOT_CHOSEN';
  return {
    ...plan,
    changes: withoutUnneeded(plan.changes.filter((change) => !isLeft(change))),
    tally: {
      ...plan.tally,
      skipped: { ...plan.tally.skipped, ...(skipped.length > 0 && { [reason]: skipped.length }) },
    },
    ...(plan.skips !== undefined && {
      skips: [...plan.skips, ...skipped.map(({ item, name }) => ({ item, name, reason }))],
    }),
  };
}

function isChosen(change: Change, { only, changes }: Choice): boolean {
  // What is given up goes with what takes its place.
  const op = givenUpBy(change) === undefined ? change.op : 'link';
  const isWanted = changes === undefined || opsOf[changes].some((known) => known === op);
  return isWanted && (only === undefined || only.includes(nativeIdOf(itemOfChange(change))));
}
