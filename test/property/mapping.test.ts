// Laws of what a mapping writes, over nights in which landscape, workspace and people move.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configureRules } from '../../shared/core/configure-rules.ts';
import { findBlock } from '../../shared/core/map/block.ts';
import type { FactSheet } from '../../shared/core/model.ts';
import { holds } from '../../shared/core/plan/holds.ts';
import { factSheetAfter } from '../../shared/core/plan/mutation.ts';
import { isMaking } from '../../shared/core/plan/plan.ts';
import type { FlowSettings } from '../../shared/core/settings.ts';
import { landscape } from '../../shared/flows/landscape.ts';
import { anyMappedSettings, mappedModel } from '../support/any-mapping.ts';
import { tagId } from '../support/builders.ts';
import { anyHistory, type Night, nightsOf, withoutNames, withPull } from '../support/nights.ts';
import { planOf, type World } from '../support/paper-run.ts';

/** People write around what is there, so that blocks stand in the midst of texts. */
function writeAround(world: World): World {
  if (world.night % 2 === 0) return world;
  const around = (row: FactSheet): FactSheet => ({
    ...row,
    rev: row.rev + 1,
    fields: { ...row.fields, description: `  Mine. ${row.fields.description ?? ''} Yours.\n` },
  });
  return { ...world, rows: new Map([...world.rows].map(([id, row]) => [id, around(row)])) };
}

interface Mapped extends Night {
  settings: FlowSettings;
  planAgain(world: World): ReturnType<typeof planOf>;
}

function everyNight(check: (night: Mapped) => void, change = (world: World) => world): void {
  fc.assert(
    fc.property(anyHistory, anyMappedSettings, (history, settings) => {
      const rules = configureRules(landscape, settings);
      const planAgain = (world: World) => planOf(world, rules, mappedModel);
      for (const night of nightsOf(history, planAgain, change)) check({ ...night, settings, planAgain });
    }),
    { numRuns: 300 },
  );
}

const outside = (field: string) => {
  const found = findBlock(field);
  return found.state === 'whole' ? [found.before, found.after] : [field === '' ? '' : `${field}\n\n`, ''];
};

describe('a mapping', () => {
  it('has nothing left to do once its plan is applied', () => {
    everyNight(({ before, plan, after, planAgain }) => {
      if (plan.tally.freedNames > 0) return;
      const again = planAgain(withPull(after, before.lastPull));
      expect(again.changes).toEqual([]);
      expect(withoutNames(again.conflicts)).toEqual(withoutNames(plan.conflicts));
    }, writeAround);
  });

  it('writes no field that it was not given, and none that belongs to people', () => {
    const always = ['name', 'category', 'externalId', 'tags', 'lifecycle'];
    everyNight(({ plan, settings: { mapping, tags, lifecycle = {}, state } }) => {
      const own = landscape.fieldKeys.filter((key) => mapping[key] === undefined);
      const given = Object.entries(mapping).flatMap(([key, rule]) =>
        typeof rule !== 'string' && rule.owner === 'human-owned' ? [] : [key],
      );
      const phases = Object.keys(lifecycle).map((phase) => `lifecycle/${phase}`);
      const more = [
        ...(tags === undefined ? [] : ['mappedTags']),
        ...(state === undefined ? [] : ['lxState']),
      ];
      const allowed = new Set([...always, ...own, ...given, ...phases, ...more]);
      const keys = plan.changes.flatMap(({ fields }) => fields.map(({ key }) => key));
      expect(keys.filter((key) => !allowed.has(key))).toEqual([]);
    });
  });

  it('never changes the text around a block', () => {
    let blocks = 0;
    everyNight(({ plan, settings: { mapping } }) => {
      for (const { key, before, after } of plan.changes.flatMap(({ fields }) => fields)) {
        const rule = mapping[key];
        if (typeof rule !== 'object' || !('block' in rule)) continue;
        blocks += 1;
        expect(outside(after)).toEqual(outside(before));
      }
    }, writeAround);
    expect(blocks).toBeGreaterThan(50);
  });

  it('leaves the tags that people set, and the phases', () => {
    everyNight(({ before, after }) => {
      for (const { item, factSheetId, written } of before.links.values()) {
        const [was, is] = [before.rows.get(factSheetId), after.rows.get(factSheetId)];
        const ours = [tagId, ...(written.mappedTags ?? '').split(' ')];
        const lost = was?.tagIds.filter((id) => !ours.includes(id) && !is?.tagIds.includes(id));
        expect([item, lost ?? []]).toEqual([item, []]);
        const kept = was?.lifecycle.filter(({ phase }) => phase === 'phaseOut') ?? [];
        if (written.lifecycle === undefined)
          expect(is?.lifecycle ?? kept).toEqual(expect.arrayContaining(kept));
      }
    });
  });

  it('says of the inventory what its mutations left in LeanIX', () => {
    everyNight(({ before, plan, after }) => {
      for (const change of plan.changes) {
        const row = after.rows.get(after.links.get(change.item)?.factSheetId ?? '');
        const former = isMaking(change) ? undefined : before.rows.get(change.factSheetId);
        if (row === undefined) throw new Error(`${change.item} left no fact sheet`);
        const said = factSheetAfter(change, row, former);
        expect(said).toEqual(row);
        const kept = change.fields.filter(({ key }) => key !== 'lxState');
        expect(holds(row, { ...change, fields: kept })).toBe(true);
      }
    }, writeAround);
  });

  it('is the same in any order of its keys', () => {
    const turned = (value: unknown): unknown =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, inner]) => [key, turned(inner)]),
          );
    everyNight(({ before, plan, settings }) => {
      const rules = configureRules(landscape, turned(settings) as FlowSettings);
      expect(rules.version).toBe(configureRules(landscape, settings).version);
      expect(JSON.stringify(planOf(before, rules, mappedModel))).toBe(JSON.stringify(plan));
    });
  });
});
