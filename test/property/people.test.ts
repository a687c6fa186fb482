// Laws of what Landbridge leaves alone over several nights: what people did stays theirs, what is retired
// comes back, and a lost store loses no fact sheet.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOurExternalId } from '../../shared/core/item.ts';
import { isMaking } from '../../shared/core/plan/plan.ts';
import { landscape } from '../../shared/flows/landscape.ts';
import { anyHistory, everyNight, nightsOf, withPull } from '../support/nights.ts';
import { absentOf, applyPlan, goneSince, planOf, type World } from '../support/paper-run.ts';

describe('people', () => {
  it('keep what they wrote: a field is written over only while it holds what Landbridge wrote last', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const ours = new Map<string, string>();
        for (const { before, plan, after } of nightsOf(history)) {
          for (const change of plan.changes) {
            const former = isMaking(change) ? undefined : before.rows.get(change.factSheetId);
            const id = after.links.get(change.item)?.factSheetId ?? '';
            for (const { key, after: value } of change.fields) {
              const current = key === 'name' ? former?.name : former?.fields[key];
              const isField = !['category', 'externalId', 'tags', 'lifecycle'].includes(key);
              if (isField) expect(current ?? '').toBe(ours.get(`${id} ${key}`) ?? '');
              ours.set(`${id} ${key}`, value);
            }
            // After the loss of a store: what still holds the source's value is ours again.
            for (const [key, value] of Object.entries(change.op === 'link' ? change.confirmed : {})) {
              const held = { ...former?.fields, name: former?.name, externalId: value, tags: value };
              expect(held).toHaveProperty(key, value);
              ours.set(`${id} ${key}`, value);
            }
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('are in conflict only where the source left what was written last', () => {
    everyNight(({ before, plan }) => {
      for (const { item: itemKey, key } of plan.conflicts) {
        const written = before.links.get(itemKey)?.written[key] ?? '';
        const item = before.items.find((candidate) => candidate.key === itemKey);
        const given = item && [
          ...(key === 'name' ? landscape.names(item) : []),
          ...landscape.fields(item).flatMap((field) => (field.key === key ? [field.value] : [])),
        ];
        expect(given).not.toContain(written);
      }
    });
  });

  it('keep fact sheets archived and deleted', () => {
    everyNight(({ before, after }) => {
      const gone = [...before.rows.values()].filter(({ status }) => status === 'ARCHIVED');
      for (const row of gone) expect(after.rows.get(row.id)).toBe(row);
      for (const [key, link] of before.links)
        expect(after.links.get(key)?.factSheetId).toBe(link.factSheetId);
    });
  });
});

describe('retiring', () => {
  it('meets only items that two pulls did not hold, and keeps every earlier phase', () => {
    everyNight(({ before, plan, after }) => {
      for (const change of plan.changes.filter(({ op }) => op === 'retire')) {
        expect([...absentOf(before).vanished.keys()]).toContain(change.item);
        const id = before.links.get(change.item)?.factSheetId ?? '';
        const [phases, now] = [before.rows.get(id)?.lifecycle, after.rows.get(id)?.lifecycle];
        expect(now).toEqual([...(phases ?? []), { phase: 'endOfLife', startDate: goneSince }]);
        expect(phases?.filter(({ phase }) => phase === 'endOfLife')).toEqual([]);
        // Retired before: whatever stands there now was put there by a person.
        expect(before.links.get(change.item)).not.toHaveProperty('retiredFrom');
      }
    });
  });

  it('is taken back to the letter when the items return', () => {
    everyNight(({ after }) => {
      const kept = new Set(after.items.filter((item) => !landscape.skip(item)).map(({ key }) => key));
      const ids = [...after.links.values()].flatMap((link) =>
        kept.has(link.item) ? [link.factSheetId] : [],
      );
      const lifecycles = ({ rows }: World) => ids.map((id) => rows.get(id)?.lifecycle);
      const night = (world: World) => applyPlan(world, planOf(world)).world;
      const gone = night(night({ ...after, items: [] }));
      expect(lifecycles(night({ ...gone, items: after.items }))).toEqual(lifecycles(after));
      expect(planOf(night(gone)).changes).toEqual([]);
    });
  });
});

describe('a lost store', () => {
  it('makes nothing twice and writes no field over: links are found by external id', () => {
    everyNight(({ after }) => {
      const marked = new Set([...after.rows.values()].map(({ externalId }) => externalId));
      const plan = planOf({ ...withPull(after, undefined), links: new Map() });
      for (const change of plan.changes) {
        expect(['create', 'link']).toContain(change.op);
        if (change.op === 'create') expect(marked).not.toContain(change.item);
        else expect(change.fields.filter(({ owner }) => owner !== 'mark')).toEqual([]);
      }
      const again = applyPlan({ ...after, links: new Map() }, plan).world;
      const keys = [...again.rows.values()].map(({ externalId }) => externalId).filter(isOurExternalId);
      const before = [...after.rows.values()].map(({ externalId }) => externalId).filter(isOurExternalId);
      expect(keys.filter((key) => !before.includes(key))).toEqual(
        [...new Set(keys)].filter((key) => !before.includes(key)),
      );
    });
  });
});
