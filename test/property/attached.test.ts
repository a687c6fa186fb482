// Laws of relations and links, over nights in which what the source wants moves and people relate and part.
import { describe, expect, it } from 'vitest';
import { isDocument } from '../../shared/core/map/documents.ts';
import { isRelation, movesOf, parseRelations } from '../../shared/core/map/relations.ts';
import {
  findSubscription,
  formatSubscriptions,
  isSubscription,
} from '../../shared/core/map/subscriptions.ts';
import type { FactSheet, Subscription } from '../../shared/core/model.ts';
import { inversePlan } from '../../shared/core/plan/inverse.ts';
import { partsOf } from '../../shared/core/plan/parts.ts';
import { type Change, isMaking } from '../../shared/core/plan/plan.ts';
import { wavesOf } from '../../shared/core/plan/waves.ts';
import { everyAttachedNight } from '../support/any-attached.ts';
import { withoutNames, withPull } from '../support/nights.ts';
import { applyPlan, type World } from '../support/paper-run.ts';

const relationsOf = (row: FactSheet | undefined) =>
  Object.entries(row?.relations ?? {}).flatMap(([key, list]) =>
    list.map(({ factSheetId, fields }) => ({ key, factSheetId, fields })),
  );
const linksOf = (row: FactSheet | undefined) =>
  (row?.documents ?? []).map(({ name, url }) => `${url} ${name}`).sort();

/** What we wrote last of the relations of a fact sheet. */
function oursOf({ links }: World, factSheetId: string): Set<string> {
  const link = [...links.values()].find((entry) => entry.factSheetId === factSheetId);
  return new Set(
    Object.entries(link?.written ?? {}).flatMap(([key, text]) =>
      isRelation(key) ? parseRelations(text).map(({ id }) => `${key} ${id}`) : [],
    ),
  );
}

/** The same of its subscriptions: what a person makes word for word as ours was is ours again. */
function isOurs(world: World, factSheetId: string, subscription: Subscription): boolean {
  const link = [...world.links.values()].find((entry) => entry.factSheetId === factSheetId);
  return Object.entries(link?.written ?? {}).some(
    ([key, text]) =>
      isSubscription(key) && text !== '' && findSubscription([subscription], text) !== undefined,
  );
}

describe('relations and links', () => {
  it('have nothing left to do once their plan is applied', () => {
    everyAttachedNight(({ before, plan, after, planAgain }) => {
      if (plan.tally.freedNames > 0) return;
      const again = planAgain(withPull(after, before.lastPull));
      expect(again.changes).toEqual([]);
      expect(withoutNames(again.conflicts)).toEqual(withoutNames(plan.conflicts));
    });
  });

  it('of people stay, with what stands on them', () => {
    everyAttachedNight(({ before, after }) => {
      for (const [id, row] of before.rows) {
        const ours = oursOf(before, id);
        const left = relationsOf(after.rows.get(id));
        for (const relation of relationsOf(row)) {
          if (!ours.has(`${relation.key} ${relation.factSheetId}`)) expect(left).toContainEqual(relation);
        }
        for (const { url, id: documentId } of row.documents ?? []) {
          if (documentId.startsWith('mine-')) {
            expect(after.rows.get(id)?.documents?.map((one) => one.url)).toContain(url);
          }
        }
        for (const subscription of row.subscriptions ?? []) {
          if (!subscription.id.startsWith('mine-') || isOurs(before, id, subscription)) continue;
          expect(after.rows.get(id)?.subscriptions).toContainEqual(subscription);
        }
      }
    });
  });

  it('are written of the keys that were given alone, and never twice', () => {
    everyAttachedNight(({ plan, after, settings: { relations = {}, documents = {} } }) => {
      for (const { fields } of plan.changes) {
        for (const { key } of fields) {
          if (isRelation(key)) expect(Object.keys(relations)).toContain(key);
          if (isDocument(key)) expect(Object.keys(documents)).toContain(key.slice('documents/'.length));
        }
      }
      for (const row of after.rows.values()) {
        const targets = relationsOf(row).map(({ key, factSheetId }) => `${key} ${factSheetId}`);
        expect(new Set(targets).size).toBe(targets.length);
      }
    });
  });

  it('that a person took away stay away while the source does not move', () => {
    everyAttachedNight(({ before, after }) => {
      for (const link of before.links.values()) {
        const [was, is] = [before.rows.get(link.factSheetId), after.rows.get(link.factSheetId)];
        const now = after.links.get(link.item)?.written ?? {};
        for (const [key, text] of Object.entries(link.written)) {
          if (!isRelation(key) || now[key] !== text) continue;
          const gone = parseRelations(text).filter(
            ({ id }) => !was?.relations?.[key]?.some(({ factSheetId }) => factSheetId === id),
          );
          for (const { id } of gone) {
            expect(is?.relations?.[key]?.some(({ factSheetId }) => factSheetId === id) ?? false).toBe(false);
          }
        }
      }
    });
  });

  it('are given back by taking the run back', () => {
    everyAttachedNight(({ before, plan, after }) => {
      const done = plan.changes.map((change) => doneOf(change, after));
      const undo = inversePlan({
        done,
        inventory: after.rows,
        links: after.links,
        idField: 'externalId',
        run: 'run',
        canSee: () => true,
      });
      expect(undo.conflicts).toEqual([]);
      const back = applyPlan(after, undo).world;
      for (const [id, row] of back.rows) {
        const was = before.rows.get(id);
        if (was === undefined) expect(row.status).toBe('ARCHIVED');
        else {
          expect(linksOf(row)).toEqual(linksOf(was));
          expect(formatSubscriptions(row.subscriptions ?? [])).toBe(
            formatSubscriptions(was.subscriptions ?? []),
          );
          const ends = (one: FactSheet) =>
            relationsOf(one)
              .map(({ key, factSheetId }) => `${key} ${factSheetId}`)
              .sort();
          expect(ends(row)).toEqual(ends(was));
        }
      }
    });
  });

  it('are sent once each, after everything they need', () => {
    everyAttachedNight(({ plan }) => {
      const made = new Map<string, number>();
      for (const change of plan.changes) if (change.op === 'create') made.set(change.item, change.wave ?? 0);
      for (const change of plan.changes) {
        const parts = partsOf(change, { id: 'x', rev: 0 });
        expect(parts.flatMap(({ change: part }) => part.fields.map(({ key }) => key)).sort()).toEqual(
          change.fields.map(({ key }) => key).sort(),
        );
        for (const { wave, change: part } of parts) {
          expect(wave).toBeLessThan(wavesOf(change));
          for (const field of part.fields.filter(({ key }) => isRelation(key))) {
            for (const id of movesOf(field).to.filter((to) => to.startsWith('new:'))) {
              expect(made.get(decodeURIComponent(id.slice(4))) ?? wave).toBeLessThan(wave);
            }
          }
        }
      }
    });
  });
});

/** With the ids that it was carried out with. */
function doneOf(change: Change, after: World) {
  const idOf = (item: string) => after.links.get(item)?.factSheetId ?? '';
  const real = (text: string) => text.replace(/new:(\S+)/g, (_, item) => idOf(decodeURIComponent(item)));
  const fields = change.fields.map((field) =>
    isRelation(field.key) ? { ...field, after: real(field.after) } : field,
  );
  return {
    change: { ...change, fields },
    factSheetId: isMaking(change) ? idOf(change.item) : change.factSheetId,
  };
}
