// Guards: rules that stop a plan before anything is written. Trouble of the source is never truth of the target.
import { LandbridgeError } from '../../errors.ts';
import type { FlowRules } from '../rules.ts';
import { givenUpBy } from './give-up.ts';
import type { Plan } from './plan.ts';

export interface SourceHistory {
  tenant: string;
  /** Objects of this pull. */
  count: number;
  complete: boolean;
  /** Objects of the last complete pull; absent on the first. */
  previousCount?: number;
}

/** Stops on an empty or shrunken source. A partial pull passes, unless it is to be looked at: it retires nothing. */
export function guardSource(source: SourceHistory, rules: FlowRules): void {
  if (!source.complete) {
    if (rules.stopsPartialPull)
      throw new LandbridgeError('PLAN_SOURCE_PARTIAL', { tenant: source.tenant, objects: source.count });
    return;
  }
  if (source.count === 0) {
    throw new LandbridgeError('PLAN_SOURCE_EMPTY', {
      tenant: source.tenant,
      objects: 0,
      before: source.previousCount ?? 0,
    });
  }
  if (source.previousCount === undefined) return;
  if (source.count * 100 < source.previousCount * (100 - rules.shrinkLimitPercent)) {
    throw new LandbridgeError('PLAN_SOURCE_SHRUNKEN', {
      tenant: source.tenant,
      objects: source.count,
      before: source.previousCount,
      limitPercent: rules.shrinkLimitPercent,
    });
  }
}

/** Stops when more than the allowed share of the linked items would be retired or archived; a single one always may. */
export function guardRemovals(plan: Plan, linkedItems: number, rules: FlowRules): void {
  const retired = plan.changes.filter(
    (change) => (change.op === 'retire' || change.op === 'archive') && givenUpBy(change) === undefined,
  ).length;
  if (retired > 1 && retired * 100 > linkedItems * rules.removalLimitPercent) {
    throw new LandbridgeError('PLAN_REMOVAL_LIMIT', {
      retired,
      linked: linkedItems,
      limitPercent: rules.removalLimitPercent,
    });
  }
}

/** Stops on more changes than the configured cap, and on a first run where it is to be looked at. */
export function guardChanges(plan: Plan, isFirstRun: boolean, rules: FlowRules): void {
  const changes = plan.changes.length;
  if (changes === 0) return;
  if (isFirstRun && rules.stopsFirstRun) throw new LandbridgeError('PLAN_FIRST_RUN', { changes });
  if (changes > rules.maxChanges) {
    throw new LandbridgeError('PLAN_CHANGE_LIMIT', { changes, maxChanges: rules.maxChanges });
  }
}
