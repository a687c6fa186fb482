// Laws of what a configuration makes of a plan, over nights in which landscape, workspace and people move.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configureRules } from '../../shared/core/configure-rules.ts';
import type { Change, Plan } from '../../shared/core/plan/plan.ts';
import { isSelected } from '../../shared/core/select.ts';
import type { FlowSettings } from '../../shared/core/settings.ts';
import { landscape } from '../../shared/flows/landscape.ts';
import { anySettings } from '../support/any-settings.ts';
import { anyHistory, nightsOf } from '../support/nights.ts';
import { applyPlan, planOf, type World } from '../support/paper-run.ts';

interface Configured {
  world: World;
  settings: FlowSettings;
  plan: Plan;
}

/** What a configuration would make of each night that went by without one. */
function everyPlan(check: (configured: Configured) => void): void {
  fc.assert(
    fc.property(anyHistory, anySettings, (history, settings) => {
      const rules = configureRules(landscape, settings);
      for (const { before: world } of nightsOf(history))
        check({ world, settings, plan: planOf(world, rules) });
    }),
    { numRuns: 300 },
  );
}

describe('a plan under any settings', () => {
  it('touches no item that is excluded or not included', () => {
    everyPlan(({ world, settings: { include, exclude }, plan }) => {
      const touched = new Set(plan.changes.map(({ item }) => item));
      for (const item of world.items.filter(({ key }) => touched.has(key))) {
        expect(isSelected(item, exclude)).toBe(false);
        expect(include === undefined || isSelected(item, include)).toBe(true);
      }
    });
  });

  it('holds only the classes of change that are to be applied', () => {
    everyPlan(({ settings: { policy }, plan }) => {
      const wanted: Readonly<Partial<Record<Change['op'], string>>> = { ...policy, archive: policy.retire };
      expect(plan.changes.filter(({ op }) => wanted[op] !== 'apply')).toEqual([]);
    });
  });

  it('writes no field whose template is empty', () => {
    everyPlan(({ settings: { mapping }, plan }) => {
      const keys = plan.changes.flatMap(({ fields }) => fields.map(({ key }) => key));
      expect(keys.filter((key) => mapping[key] === '')).toEqual([]);
    });
  });

  it('counts every item once', () => {
    everyPlan(({ world, plan }) => {
      const { items, ...outcomes } = applyPlan(world, plan).report.counts;
      expect(items).toBe(world.items.length);
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(items);
    });
  });
});
