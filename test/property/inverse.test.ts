// Laws of taking a run back: what nobody touched since is as it was before, what somebody touched is left alone,
// and taking back the taking back gives the run again.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Held } from '../../shared/core/held.ts';
import type { Link } from '../../shared/core/link.ts';
import type { FactSheet } from '../../shared/core/model.ts';
import { textOf } from '../../shared/core/plan/holds.ts';
import { type DoneChange, inversePlan } from '../../shared/core/plan/inverse.ts';
import { isMaking, type Plan } from '../../shared/core/plan/plan.ts';
import { anyEvents, happen } from '../support/arbitraries.ts';
import { anyHistory, everyNight, nightsOf } from '../support/nights.ts';
import { applyPlan, planOf, type World } from '../support/paper-run.ts';

const seenKeys = ['name', 'category', 'externalId', 'lifecycle', 'alias', 'description', 'lxHostingType'];

function doneOf(plan: Plan, after: World): DoneChange[] {
  return plan.changes.map((change) => ({
    change,
    factSheetId: isMaking(change) ? (after.links.get(change.item)?.factSheetId ?? '') : change.factSheetId,
  }));
}

function undoOf(done: readonly DoneChange[], { rows, links }: World): Plan {
  return inversePlan({ done, inventory: rows, links, idField: 'externalId', run: 'run', canSee: () => true });
}

function contentOf(row: FactSheet): unknown {
  return [row.status, [...row.tagIds].sort(), ...seenKeys.map((key) => textOf(row, key))];
}

const contentsOf = ({ rows }: World) => new Map([...rows].map(([id, row]) => [id, contentOf(row)]));
const withoutRun = (links: ReadonlyMap<string, Link>) =>
  [...links.values()].map(({ run: _, ...link }) => link).sort((a, b) => (a.item < b.item ? -1 : 1));

function heldBy(plan: Plan): Map<string, Held> {
  const since = '2026-01-01T00:00:00Z';
  return new Map(
    plan.changes.flatMap(({ item, name, ...change }) =>
      'factSheetId' in change
        ? [[item, { item, name, factSheetId: change.factSheetId, run: 'undo', since }]]
        : [],
    ),
  );
}

describe('taking a run back right after it', () => {
  it('gives every field back as it was, and archives what was made', () => {
    everyNight(({ before, plan, after }) => {
      const undo = undoOf(doneOf(plan, after), after);
      expect(undo.conflicts).toEqual([]);
      const back = applyPlan(after, undo).world;
      const [was, is] = [contentsOf(before), contentsOf(back)];
      for (const [id, row] of back.rows) {
        if (was.has(id)) expect(is.get(id)).toEqual(was.get(id));
        else expect(row.status).toBe('ARCHIVED');
      }
      // What the links say was written last is what is there: nothing looks like a person's edit.
      for (const link of back.links.values()) {
        const [former, row] = [before.links.get(link.item), back.rows.get(link.factSheetId)];
        if (former === undefined) expect(row?.status).toBe('ARCHIVED');
        else for (const [key, value] of Object.entries(former.written)) expect(link.written[key]).toBe(value);
      }
      // Once more there is nothing to do.
      expect(undoOf(doneOf(plan, after), back)).toMatchObject({ changes: [], conflicts: [] });
    });
  });

  it('holds its items: the next nights leave them alone, until they are released', () => {
    everyNight(({ plan, after }) => {
      const undo = undoOf(doneOf(plan, after), after);
      const held = heldBy(undo);
      const back = { ...applyPlan(after, undo).world, held };
      for (const change of planOf(back).changes) expect(held.has(change.item)).toBe(false);
      const touched = new Set([...held.values()].map(({ factSheetId }) => factSheetId));
      for (const change of planOf(back).changes)
        expect(touched.has('factSheetId' in change ? change.factSheetId : '')).toBe(false);
    });
  });

  it('and taking that back gives the run again', () => {
    everyNight(({ plan, after }) => {
      const undo = undoOf(doneOf(plan, after), after);
      const back = applyPlan(after, undo).world;
      const redo = undoOf(doneOf(undo, back), back);
      expect(redo.conflicts).toEqual([]);
      const again = applyPlan(back, redo).world;
      expect(contentsOf(again)).toEqual(contentsOf(after));
      expect(withoutRun(again.links)).toEqual(withoutRun(after.links));
    });
  });

  it('counts every item once, and does not depend on the order of what it is given', () => {
    everyNight(({ plan, after }) => {
      const done = doneOf(plan, after);
      const undo = undoOf(done, after);
      const backwards = { ...after, rows: new Map([...after.rows].toReversed()) };
      expect(JSON.stringify(undoOf(done.toReversed(), backwards))).toBe(JSON.stringify(undo));
      const { report } = applyPlan(after, undo);
      const { items, ...rest } = report.counts;
      expect(Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(items);
      const ops = (op: string) => plan.changes.filter((change) => change.op === op).length;
      expect([report.archived, report.unlinked, report.counts.updated + report.retired]).toEqual([
        ops('create'),
        ops('link'),
        ops('update') + ops('retire'),
      ]);
    });
  });
});

describe('taking a run back later', () => {
  const laterDays = fc.array(anyEvents, { minLength: 1, maxLength: 2 });

  it('never touches what holds something else than the run wrote, and says so', () => {
    fc.assert(
      fc.property(anyHistory, laterDays, fc.boolean(), (history, days, isSynced) => {
        for (const { plan, after } of nightsOf(history)) {
          let now = after;
          for (const day of days) {
            now = happen(now, day);
            if (isSynced) now = applyPlan(now, planOf(now)).world;
          }
          const done = doneOf(plan, after);
          const undo = undoOf(done, now);
          const back = applyPlan(now, undo).world;
          const conflicts = new Set(undo.conflicts.map(({ item, key }) => `${item} ${key}`));
          const told = new Set(undo.conflicts.map(({ item }) => item));
          for (const { change, factSheetId } of done) {
            const [seen, left] = [now.rows.get(factSheetId), back.rows.get(factSheetId)];
            if (seen === undefined || left === undefined) {
              expect(told).toContain(change.item);
              continue;
            }
            const untouched = seenKeys.every((key) => textOf(seen, key) === textOf(left, key));
            if (change.op === 'create') {
              expect(untouched).toBe(true);
              if (left.status === 'ACTIVE') expect(told).toContain(change.item);
              const ours = now.links.get(change.item)?.written ?? {};
              const isWorkedOn = seenKeys.some((key) => textOf(seen, key) !== (ours[key] ?? ''));
              if (isWorkedOn) expect(left.status).toBe(seen.status);
              continue;
            }
            for (const key of seenKeys) {
              const field = change.fields.find((candidate) => candidate.key === key);
              const [was, is] = [textOf(seen, key), textOf(left, key)];
              if (field === undefined) expect(is).toBe(was);
              else if (was !== field.after) {
                expect(is).toBe(was);
                if (was !== field.before)
                  expect(conflicts.has(`${change.item} ${key}`) || told.has(change.item)).toBe(true);
              } else expect(is === field.before || told.has(change.item)).toBe(true);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
