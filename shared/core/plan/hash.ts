// The hash of a plan's body: the same inputs give the same hash, whoever made the plan and when.
import { createHash } from 'node:crypto';
import type { Change, Plan } from './plan.ts';

export interface PlanScope {
  flow: string;
  workspaceId: string;
  rulesVersion: string;
}

/** Fed change by change, so that a large plan need not be held at once to be checked. */
export function startPlanHash(scope: PlanScope): {
  add(change: Change): void;
  end(rest: Pick<Plan, 'conflicts' | 'tally' | 'notes'>): string;
} {
  const { flow, workspaceId, rulesVersion } = scope;
  const hash = createHash('sha256').update(JSON.stringify([flow, workspaceId, rulesVersion]));
  return {
    add: (change) => {
      hash.update('\n').update(JSON.stringify(change));
    },
    end: ({ conflicts, tally, notes }) =>
      hash
        .update('\n')
        .update(JSON.stringify([conflicts, tally, notes]))
        .digest('hex'),
  };
}
