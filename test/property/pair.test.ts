// Laws of matching: which pairing an item gets depends on what is there, never on the order it came in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Link } from '../../shared/core/link.ts';
import { pair } from '../../shared/core/match/pair.ts';
import type { Pairing } from '../../shared/core/match/pairing.ts';
import type { FactSheet, Item } from '../../shared/core/model.ts';
import { skipReasons } from '../../shared/core/report-reasons.ts';
import { landscape } from '../../shared/flows/landscape.ts';
import { anyObjects, anyRows, startWorld } from '../support/arbitraries.ts';
import { aFactSheet, aLink } from '../support/builders.ts';

interface Meeting {
  items: readonly Item[];
  factSheets: readonly FactSheet[];
  links: ReadonlyMap<string, Link>;
}

/** Links pair every item and every fact sheet once at most; some lead to a fact sheet that is gone. */
const anyMeeting: fc.Arbitrary<Meeting> = fc
  .tuple(anyObjects, anyRows, fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { maxLength: 4 }))
  .map(([objects, rows, linked]) => {
    const { items } = startWorld(objects, rows);
    const links = linked.flatMap((sheet, index): [string, Link][] => {
      const item = items[index];
      if (item === undefined) return [];
      return [[item.key, aLink({ item: item.key, factSheetId: `fs-${sheet}`, by: 'name' })]];
    });
    return { items, factSheets: [...rows.values()], links: new Map(links) };
  });

function pairAll({ items, factSheets, links }: Meeting): Map<string, Pairing> {
  const pairings = pair({ items, factSheets, links, rules: landscape, tagId: undefined, isWhole: true });
  expect(pairings.map(({ item }) => item)).toEqual(items);
  return new Map(pairings.map((pairing) => [pairing.item.key, pairing]));
}

function shuffled<Value>(values: readonly Value[], order: readonly number[]): Value[] {
  return values
    .map((value, index) => ({ value, rank: order[index % order.length] ?? 0 }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ value }) => value);
}

const anyOrder = fc.array(fc.nat(), { minLength: 1, maxLength: 9 });

describe('pair', () => {
  it('gives the same pairings whatever the order of items, fact sheets and links', () => {
    fc.assert(
      fc.property(anyMeeting, anyOrder, (meeting, order) => {
        const mixed = {
          items: shuffled(meeting.items, order),
          factSheets: shuffled(meeting.factSheets, order),
          links: new Map(shuffled([...meeting.links], order)),
        };
        expect(pairAll(mixed)).toEqual(pairAll(meeting));
      }),
    );
  });

  it('links no fact sheet to two items, and only active ones', () => {
    fc.assert(
      fc.property(anyMeeting, (meeting) => {
        const linked = [...pairAll(meeting).values()].filter((pairing) => pairing.state === 'linked');
        const ids = linked.map(({ factSheet }) => factSheet.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(linked.map(({ factSheet }) => factSheet.status)).not.toContain('ARCHIVED');
      }),
    );
  });

  it('takes no fact sheet away from the item it belongs to', () => {
    fc.assert(
      fc.property(anyMeeting, (meeting) => {
        const owners = new Map([...meeting.links.values()].map((link) => [link.factSheetId, link.item]));
        for (const pairing of pairAll(meeting).values()) {
          if (pairing.state !== 'linked') continue;
          const { id, externalId } = pairing.factSheet;
          expect(owners.get(id) ?? pairing.item.key).toBe(pairing.item.key);
          if (!owners.has(id) && externalId.startsWith('calm:')) expect(externalId).toBe(pairing.item.key);
        }
      }),
    );
  });

  it('decides the same when a fact sheet is added that has nothing to do with it', () => {
    fc.assert(
      fc.property(anyMeeting, fc.constantFrom('', 'CMDB-1', 'calm:other:9'), (meeting, externalId) => {
        const stranger = aFactSheet({ id: 'stranger', name: 'Travel expenses', externalId });
        const more = { ...meeting, factSheets: [stranger, ...meeting.factSheets] };
        expect(pairAll(more)).toEqual(pairAll(meeting));
      }),
    );
  });

  it('makes nothing new of an item whose fact sheet a person archived or deleted', () => {
    fc.assert(
      fc.property(anyMeeting, (meeting) => {
        const byId = new Map(meeting.factSheets.map((factSheet) => [factSheet.id, factSheet]));
        for (const [key, pairing] of pairAll(meeting)) {
          const link = meeting.links.get(key);
          const isMarked = meeting.factSheets.some(({ externalId }) => externalId === key);
          if (link !== undefined || isMarked) expect(pairing.state).not.toBe('new');
          if (link === undefined || landscape.skip(pairing.item) !== undefined) continue;
          const alive = byId.get(link.factSheetId)?.status === 'ACTIVE';
          expect(pairing.state).toBe(alive ? 'linked' : 'ignored');
        }
      }),
    );
  });

  it('has words for every reason it skips for', () => {
    fc.assert(
      fc.property(anyMeeting, (meeting) => {
        for (const pairing of pairAll(meeting).values()) {
          if ('reason' in pairing) expect(skipReasons).toHaveProperty(pairing.reason);
        }
      }),
    );
  });
});
