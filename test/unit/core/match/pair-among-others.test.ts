import { describe, expect, it } from 'vitest';
import { finish } from '../../../../shared/core/finish.ts';
import { judgeInSlices, type MatchInput, pair } from '../../../../shared/core/match/pair.ts';
import type { FactSheet, Item } from '../../../../shared/core/model.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, aLink, anItem, keyOf, linksOf } from '../../../support/builders.ts';

const s4 = anItem();

describe('pair and what is kept elsewhere', () => {
  const input: MatchInput = {
    items: [s4],
    factSheets: [aFactSheet()],
    links: new Map(),
    rules: landscape,
    tagId: undefined,
    isWhole: true,
  };
  const elsewhere = [aLink()];

  it('leaves an item alone that another flow keeps, unless it is linked here too', () => {
    expect(pair({ ...input, otherLinks: elsewhere })).toEqual([
      { state: 'ignored', item: s4, reason: 'LINKED_BY_OTHER_FLOW' },
    ]);
    expect(pair({ ...input, otherLinks: elsewhere, links: linksOf(aLink()) })).toMatchObject([
      { state: 'linked', by: 'stored link' },
    ]);
  });

  it('takes no fact sheet that another flow keeps, and does not ask whether its item is gone', () => {
    const otherLinks = [aLink({ item: keyOf('lms-9') })];
    expect(pair({ ...input, otherLinks })).toEqual([{ state: 'new', item: s4 }]);
  });

  it('leaves an item alone that was taken back, linked or not, and its fact sheet to nobody', () => {
    const twin = anItem({ nativeId: 'lms-2' });
    const since = '2026-11-01T10:00:00Z';
    const kept = { item: s4.key, factSheetId: 'fs-1', name: 'Finance core', run: 'run-1', since };
    const held = new Map([[s4.key, kept]]);
    for (const links of [linksOf(), linksOf(aLink())]) {
      expect(pair({ ...input, items: [s4, twin], held, links })).toEqual([
        { state: 'ignored', item: s4, reason: 'HELD' },
        { state: 'new', item: twin },
      ]);
    }
  });

  it('leaves out what is gone from use, unless something says whose fact sheet it is', () => {
    const rules = { ...landscape, gone: () => 'NOT_DEPLOYED' };
    expect(pair({ ...input, rules })).toEqual([{ state: 'ignored', item: s4, reason: 'NOT_DEPLOYED' }]);
    expect(pair({ ...input, rules, links: linksOf(aLink()) })).toMatchObject([{ state: 'linked' }]);
  });
});

describe('pair by name and what contests it', () => {
  const twin = anItem({ nativeId: 'lms-2' });
  const said = { when: '2026-11-01T10:00:00Z', factSheetId: 'fs-1' };
  const pairAll = (
    items: readonly Item[],
    factSheets: readonly FactSheet[],
    more: Partial<MatchInput> = {},
  ) =>
    pair({
      items,
      factSheets,
      links: new Map(),
      rules: landscape,
      tagId: undefined,
      isWhole: true,
      ...more,
    });
  const sameName = [{ kind: 'same name', weight: 1, detail: 'the very same name' }];

  it('asks while only a part of the items is known', () => {
    expect(pairAll([s4], [aFactSheet()], { isWhole: false })).toMatchObject([
      {
        state: 'ambiguous',
        candidates: [{ factSheetId: 'fs-1', signals: sameName }],
        reason: 'AMBIGUOUS_PARTIAL',
      },
    ]);
  });

  it('asks where another item may mean the same, though it may mean another one too', () => {
    const namesakes = [aFactSheet(), aFactSheet({ id: 'fs-2' })];
    const decisions = [{ ...said, item: s4.key, verdict: 'reject', factSheetId: 'fs-2' } as const];
    expect(pairAll([s4, twin], namesakes, { decisions })).toMatchObject([
      { state: 'ambiguous', candidates: [{ factSheetId: 'fs-1' }], reason: 'AMBIGUOUS_ITEMS' },
      { state: 'ambiguous', candidates: [{}, {}], reason: 'AMBIGUOUS_NAME' },
    ]);
  });

  it('gives what a person said to the one of whom they said it, and asks about its namesake', () => {
    const decisions = [{ ...said, item: twin.key, verdict: 'link' } as const];
    expect(pairAll([s4, twin], [aFactSheet()], { decisions })).toMatchObject([
      { state: 'ambiguous', candidates: [{ signals: sameName }], reason: 'AMBIGUOUS_ITEMS' },
      { state: 'linked', by: 'decision' },
    ]);
  });

  it('asks about two of whom a person said the same, and says by what', () => {
    const decisions = [s4, twin].map(({ key }) => ({ ...said, item: key, verdict: 'link' }) as const);
    const signals = [{ kind: 'decision', weight: 1, detail: 'a person linked them' }];
    const asked = { state: 'ambiguous', candidates: [{ signals }], reason: 'AMBIGUOUS_ITEMS' };
    expect(pairAll([s4, twin], [aFactSheet({ name: 'Finance' })], { decisions })).toMatchObject([
      asked,
      asked,
    ]);
  });

  it('keeps a stored link, whoever else is said to mean its fact sheet', () => {
    const decisions = [{ ...said, item: twin.key, verdict: 'link' } as const];
    const links = linksOf(aLink());
    expect(pairAll([s4, twin], [aFactSheet()], { decisions, links })).toMatchObject([
      { state: 'linked', by: 'stored link' },
      { state: 'ambiguous', reason: 'AMBIGUOUS_DECISION' },
    ]);
  });
});

describe('what pair compares', () => {
  const named = (nativeId: string, name: string) =>
    anItem({ kind: 'TechnicalSystem', nativeId, name, attributes: { serviceTypeLabel: 'SAP Ariba' } });
  const judged = (input: Pick<MatchInput, 'items' | 'factSheets'> & Partial<MatchInput>) =>
    finish(judgeInSlices({ links: new Map(), rules: landscape, tagId: undefined, isWhole: true, ...input }));

  it('is nothing where all is known', () => {
    const { pairings, compared } = judged({ items: [s4], factSheets: [aFactSheet()] });
    expect(pairings).toHaveLength(1);
    expect(compared).toBeUndefined();
  });

  it('is every item with the fact sheets that are free, in an order of its own', () => {
    const items = [named('3', 'Works Nord'), s4, named('2', 'Canteen')];
    const factSheets = [
      aFactSheet({ id: 'fs-5', name: 'Ariba works' }),
      aFactSheet({ id: 'fs-6', name: 'Travel' }),
      aFactSheet({ id: 'fs-1' }),
      aFactSheet({ id: 'fs-4', name: 'Ariba canteen', externalId: keyOf('lms-9') }),
      aFactSheet({ id: 'fs-3', name: 'Ariba works nord', status: 'ARCHIVED' }),
      aFactSheet({ id: 'fs-2', name: 'Ariba' }),
    ];
    const { pairings, compared } = judged({ items, factSheets });
    expect(pairings.map(({ item }) => item)).toEqual(items);
    expect(compared?.items.map(({ nativeId }) => nativeId)).toEqual(['2', '3', 'lms-1']);
    expect(compared?.factSheets.map(({ id }) => id)).toEqual(['fs-2', 'fs-5', 'fs-6']);
    expect(compared?.judgement.rows.map((row) => row.length > 0)).toEqual([true, true, false]);
  });

  it('has nothing to do with items that are known: they keep nothing from being proposed', () => {
    const items = [named('1', 'Works Nord'), named('2', 'Works Nord')];
    const factSheets = [
      aFactSheet({ name: 'Payroll' }),
      aFactSheet({ id: 'fs-2', name: 'Ariba works north' }),
    ];
    const links = linksOf(aLink({ item: keyOf('1') }));
    expect(judged({ items, factSheets, links }).pairings).toMatchObject([
      { state: 'linked' },
      { state: 'proposed', candidates: [{ factSheetId: 'fs-2' }] },
    ]);
  });
});
