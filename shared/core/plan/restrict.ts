// The part of a plan that is about some items: what a small run may do. Nothing that the other items need, and no
// end of anything: only a whole night can say that an item is gone.
import { isParty } from '../item.ts';
import type { AssembledPlan } from './assemble.ts';
import { givenUpBy, itemOfChange } from './give-up.ts';
import type { Change, Skip } from './plan.ts';
import { withoutUnneeded } from './prepare.ts';

const notThere = 'NOT_IN_SOURCE';

/**
 * @param items a system that items name is none itself: it stands among them for what is proposed of it
 * @param present keys of all items that the source held
 */
export function restrictPlan(
  plan: AssembledPlan,
  items: ReadonlySet<string>,
  present: ReadonlySet<string>,
): AssembledPlan {
  const among = <Entry extends { item: string }>(entries: readonly Entry[]) =>
    entries.filter(({ item }) => items.has(item));
  const wanted = plan.changes.filter(
    (change) => change.op === 'prepare' || (items.has(itemOfChange(change)) && !isEnd(change)),
  );
  const needed = new Set(withoutUnneeded(wanted));
  // What somebody decided on is made, though the rest needs it only in the next night.
  const changes = wanted.filter((change) => needed.has(change) || items.has(change.item));
  const conflicts = among(plan.conflicts);
  const known = among(plan.skips);
  const told = new Set([...changes.map(itemOfChange), ...[...conflicts, ...known].map(({ item }) => item)]);
  const own = [...items].filter((item) => !isParty(item));
  const gone = own.filter((item) => !present.has(item) && !told.has(item));
  const skips = [...known, ...gone.map((item): Skip => ({ item, name: item, reason: notThere }))].sort(
    (left, right) => (left.item < right.item ? -1 : 1),
  );
  const touched = new Set([...changes, ...conflicts, ...skips].map(({ item }) => item));
  const skipped: Record<string, number> = {};
  for (const { reason } of skips) skipped[reason] = (skipped[reason] ?? 0) + 1;
  return {
    changes,
    conflicts,
    skips,
    proposals: among(plan.proposals),
    agreed: new Map([...plan.agreed].filter(([item]) => items.has(item))),
    notes: [],
    tally: {
      items: own.length - changes.filter(({ op, item }) => op === 'prepare' && items.has(item)).length,
      unchanged: own.filter((item) => !touched.has(item)).length,
      skipped: Object.fromEntries(Object.entries(skipped).sort(([a], [b]) => (a < b ? -1 : 1))),
      missing: 0,
      freedNames: 0,
    },
  };
}

function isEnd(change: Change): boolean {
  return (change.op === 'retire' || change.op === 'archive') && givenUpBy(change) === undefined;
}
