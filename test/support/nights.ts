// Random histories: a first night and the days after it, each with its plan carried out on paper.

import fc from 'fast-check';
import type { Conflict, Plan } from '../../shared/core/plan/plan.ts';
import { anyEvents, anyObjects, anyRows, happen, startWorld } from './arbitraries.ts';
import { applyPlan, planOf, type World } from './paper-run.ts';

export const anyHistory = fc.record({
  objects: anyObjects,
  rows: anyRows,
  days: fc.array(anyEvents, { minLength: 1, maxLength: 4 }),
});
export type History = Parameters<Parameters<typeof anyHistory.map>[0]>[0];

export interface Night {
  before: World;
  plan: Plan;
  after: World;
}

export function nightsOf(
  { objects, rows, days }: History,
  makePlan = planOf,
  change = (world: World) => world,
): Night[] {
  const nights: Night[] = [];
  let world = startWorld(objects, rows);
  for (const day of [[], ...days]) {
    const before = change(happen(world, day));
    const plan = makePlan(before);
    ({ world } = applyPlan(before, plan));
    nights.push({ before, plan, after: world });
  }
  return nights;
}

export function everyNight(check: (night: Night) => void): void {
  fc.assert(
    fc.property(anyHistory, (history) => {
      nightsOf(history).forEach(check);
    }),
    { numRuns: 400 },
  );
}

/** The same world after another last pull. */
export function withPull({ lastPull: _, ...world }: World, lastPull: World['lastPull']): World {
  return lastPull === undefined ? world : { ...world, lastPull };
}

/** A plan may give its fact sheets other names, which they are told by from then on. */
export function withoutNames(conflicts: readonly Conflict[]): Omit<Conflict, 'name'>[] {
  return conflicts.map(({ name: _, ...conflict }) => conflict);
}
