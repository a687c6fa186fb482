// The hash of a whole plan, by which it is approved and known again.
import { startPlanHash } from '../core/plan/hash.ts';
import type { Plan } from '../core/plan/plan.ts';

export interface PlanOrigin {
  flow: string;
  workspaceId: string;
  rulesVersion: string;
}

export function planHash(plan: Plan, origin: PlanOrigin): string {
  const hash = startPlanHash(origin);
  for (const change of plan.changes) hash.add(change);
  return hash.end(plan);
}
