// Laws of the plan and its report over several nights, in which landscape and workspace change.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '../../shared/core/plan/holds.ts';
import { factSheetAfter } from '../../shared/core/plan/mutation.ts';
import { type Change, isMaking, type PlanTally } from '../../shared/core/plan/plan.ts';
import { normalName } from '../../shared/core/text.ts';
import { happen, startWorld } from '../support/arbitraries.ts';
import { anyHistory, everyNight, withoutNames, withPull } from '../support/nights.ts';
import { applyPlan, hashOf, planOf, type World } from '../support/paper-run.ts';

function activeNames({ rows }: World): string[] {
  return [...rows.values()].filter(({ status }) => status === 'ACTIVE').map(({ name }) => normalName(name));
}

/** Of two that are a little like one fact sheet one is made, and the other, whose name is taken, is then asked about. */
function inOneCount({ skipped, ...tally }: PlanTally): PlanTally {
  const { NAME_TAKEN: taken = 0, PROPOSED: asked = 0, ...others } = skipped;
  return { ...tally, skipped: { ...others, NAME_TAKEN: taken + asked } };
}

const nameOf = ({ fields }: Change) => fields.find(({ key }) => key === 'name')?.after;

describe('a plan', () => {
  it('is the same, with the same hash, whatever the order of its inputs', () => {
    everyNight(({ before, plan }) => {
      const { items, rows, links } = before;
      const backwards = {
        ...before,
        items: items.toReversed(),
        rows: new Map([...rows].toReversed()),
        links: new Map([...links].toReversed()),
      };
      expect(JSON.stringify(planOf(backwards))).toBe(JSON.stringify(plan));
      expect(hashOf(planOf(backwards))).toBe(hashOf(plan));
    });
  });

  it('is empty once applied, unless it gave a name free that others wait for', () => {
    everyNight(({ before, plan, after }) => {
      // The same pull once more: what it missed for the first time is not yet missing for the second.
      const again = planOf(withPull(after, before.lastPull));
      const freed = new Set(activeNames(before));
      for (const name of activeNames(after)) freed.delete(name);
      if (plan.tally.freedNames > 0 && freed.size > 0) {
        const names = again.changes.map((change) => normalName(nameOf(change) ?? ''));
        expect(names.length === 0 || names.some((name) => freed.has(name))).toBe(true);
        return;
      }
      const inConflict = new Set(again.conflicts.map(({ item }) => item));
      const done = plan.changes.filter(({ op, item }) => op !== 'retire' && !inConflict.has(item)).length;
      expect(again.changes).toEqual([]);
      expect(withoutNames(again.conflicts)).toEqual(withoutNames(plan.conflicts));
      expect(inOneCount(again.tally)).toEqual({
        ...inOneCount(plan.tally),
        unchanged: plan.tally.unchanged + done,
        freedNames: 0,
      });
    });
  });

  it('comes to rest', () => {
    everyNight(({ after }) => {
      let world = after;
      for (let left = world.items.length + 1; planOf(world).changes.length > 0; left -= 1) {
        expect(left).toBeGreaterThan(0);
        ({ world } = applyPlan(world, planOf(world)));
      }
    });
  });

  it('gives no name that another active fact sheet has before or after it', () => {
    everyNight(({ before, plan, after }) => {
      const former = new Set(activeNames(before));
      const given = plan.changes.flatMap((change) => nameOf(change) ?? []);
      for (const name of given) {
        expect(name).not.toContain(' / ');
        expect(activeNames(after).filter((other) => other === normalName(name))).toHaveLength(1);
      }
      const made = plan.changes.filter(({ op }) => op === 'create').map(({ name }) => normalName(name));
      for (const name of made) expect(former).not.toContain(name);
    });
  });

  it('says of the inventory what its mutations left in LeanIX', () => {
    everyNight(({ before, plan, after }) => {
      for (const change of plan.changes) {
        const row = after.rows.get(after.links.get(change.item)?.factSheetId ?? '');
        const former = isMaking(change) ? undefined : before.rows.get(change.factSheetId);
        if (row === undefined) throw new Error(`${change.item} left no fact sheet`);
        expect(factSheetAfter(change, row, former)).toEqual(row);
        expect(holds(row, change)).toBe(true);
        if (former !== undefined && change.fields.length > 0) expect(holds(former, change)).toBe(false);
      }
    });
  });

  it('touches each item and each fact sheet once', () => {
    everyNight(({ plan }) => {
      const items = plan.changes.map(({ item }) => item);
      const ids = plan.changes.flatMap((change) => (isMaking(change) ? [] : [change.factSheetId]));
      expect(new Set(items).size).toBe(items.length);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });
});

describe('the report', () => {
  const anyFate = fc.constantFrom('written', 'failed', 'conflict', 'not attempted');

  it('counts every item once, whatever came of the changes', () => {
    const anyFates = fc.array(anyFate, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(anyHistory, anyFates, ({ objects, rows, days }, fates) => {
        let world = startWorld(objects, rows);
        for (const day of [[], ...days]) {
          world = happen(world, day);
          const plan = planOf(world);
          const fateOf = (change: Change) => fates[plan.changes.indexOf(change) % fates.length] ?? 'written';
          const applied = applyPlan(world, plan, fateOf);
          const { items, ...rest } = applied.report.counts;
          expect(items).toBe(world.items.length);
          expect(Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(items);
          world = applied.world;
        }
      }),
    );
  });
});
