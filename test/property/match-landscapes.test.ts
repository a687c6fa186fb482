// Laws of matching on landscapes as spiteful as real ones: tiers, tenants, regions, texts about other systems.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeLandscape, type Noise, noises } from '../../bench/match/made-landscape.ts';
import type { MatchSet } from '../../bench/match/match-set.ts';
import type { Link } from '../../shared/core/link.ts';
import { pair } from '../../shared/core/match/pair.ts';
import type { Pairing } from '../../shared/core/match/pairing.ts';
import renames from '../../shared/core/match/sap-renames.json' with { type: 'json' };
import { landscape } from '../../shared/flows/landscape.ts';
import { aFactSheet, aLink, anItem } from '../support/builders.ts';
import { applyPlan, planOf, type World } from '../support/paper-run.ts';

const anyLandscape = fc
  .record({
    seed: fc.nat({ max: 1_000_000 }),
    noise: fc.constantFrom(...(Object.keys(noises) as Noise[])),
    objects: fc.integer({ min: 5, max: 30 }),
  })
  .map(({ seed, noise, objects }) => madeLandscape({ objects, factSheets: 2 * objects }, noise, seed));

function pairAll(
  { items, factSheets }: Pick<MatchSet, 'items' | 'factSheets'>,
  links: ReadonlyMap<string, Link> = new Map(),
): Map<string, Pairing> {
  const pairings = pair({ items, factSheets, links, rules: landscape, tagId: undefined, isWhole: true });
  return new Map(pairings.map((pairing) => [pairing.item.key, pairing]));
}

function linkedIn(pairings: ReadonlyMap<string, Pairing>): Map<string, string> {
  return new Map(
    [...pairings].flatMap(([key, pairing]): [string, string][] =>
      pairing.state === 'linked' ? [[key, pairing.factSheet.id]] : [],
    ),
  );
}

describe('in a landscape', () => {
  it('what is linked without asking is right', () => {
    fc.assert(
      fc.property(anyLandscape, (set) => {
        for (const [key, factSheetId] of linkedIn(pairAll(set))) {
          expect(set.truth.get(key)?.has(factSheetId)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('pairings do not depend on the order of items and fact sheets', () => {
    fc.assert(
      fc.property(anyLandscape, ({ items, factSheets }) => {
        const backwards = { items: items.toReversed(), factSheets: factSheets.toReversed() };
        expect(pairAll(backwards)).toEqual(pairAll({ items, factSheets }));
      }),
      { numRuns: 30 },
    );
  });

  it('a fact sheet that has nothing to do with it changes no link', () => {
    fc.assert(
      fc.property(anyLandscape, ({ items, factSheets }) => {
        const stranger = aFactSheet({ id: 'stranger', name: 'Canteen menu' });
        const more = linkedIn(pairAll({ items, factSheets: [stranger, ...factSheets] }));
        expect(more).toEqual(linkedIn(pairAll({ items, factSheets })));
      }),
      { numRuns: 30 },
    );
  });

  it('a link survives that the object and the fact sheet are given other names', () => {
    fc.assert(
      fc.property(anyLandscape, fc.nat(), ({ items, factSheets }, shift) => {
        const linked = linkedIn(pairAll({ items, factSheets }));
        const links = new Map(
          [...linked].map(([item, factSheetId]) => [item, aLink({ item, factSheetId, by: 'same words' })]),
        );
        const swap = <Value extends { name: string }>(values: readonly Value[]): Value[] =>
          values.map((value, at) => ({ ...value, name: values[(at + shift) % values.length]?.name ?? '' }));
        const after = linkedIn(pairAll({ items: swap(items), factSheets: swap(factSheets) }, links));
        for (const [key, factSheetId] of linked) expect(after.get(key)).toBe(factSheetId);
      }),
      { numRuns: 30 },
    );
  });

  it('a plan is empty once applied, whatever was contested', () => {
    fc.assert(
      fc.property(anyLandscape, ({ items, factSheets }) => {
        const rows = new Map(factSheets.map((factSheet) => [factSheet.id, factSheet]));
        const before: World = { items: [...items], rows, links: new Map(), night: 0 };
        const { world } = applyPlan(before, planOf(before));
        expect(planOf(world).changes).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a rename that is known', () => {
  it.each(renames.filter(({ part }) => part !== true))(
    'keeps $from and $to together, whichever side takes the newer name',
    ({ from, to }) => {
      for (const [ours, theirs] of [
        [from, to],
        [to, from],
      ] as const) {
        const item = anItem({ attributes: { serviceTypeLabel: ours } });
        const factSheet = aFactSheet({ name: `${theirs} - my400123` });
        const rival = aFactSheet({ id: 'fs-2', name: `${theirs} - my400124` });
        expect(pairAll({ items: [item], factSheets: [rival, factSheet] }).get(item.key)).toMatchObject({
          state: 'linked',
          factSheet: { id: 'fs-1' },
          by: 'same words',
        });
      }
    },
  );

  it.each(renames.filter(({ part }) => part === true))(
    'asks whether $to is $from or another that went into it',
    ({ from, to }) => {
      const item = anItem({ attributes: { serviceTypeLabel: from } });
      const factSheet = aFactSheet({ name: `${to} - my400123` });
      expect(pairAll({ items: [item], factSheets: [factSheet] }).get(item.key)).toMatchObject({
        state: 'proposed',
      });
    },
  );
});
