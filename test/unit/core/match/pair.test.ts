import { describe, expect, it } from 'vitest';
import type { Link } from '../../../../shared/core/link.ts';
import { pair } from '../../../../shared/core/match/pair.ts';
import type { FactSheet, Item } from '../../../../shared/core/model.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, aLink, anItem, keyOf, linksOf } from '../../../support/builders.ts';

const s4 = anItem();

function decide(
  item: Item,
  factSheets: readonly FactSheet[],
  links: readonly Link[] = [],
  others: readonly Item[] = [],
) {
  const [pairing] = pair({
    items: [item, ...others],
    factSheets,
    links: linksOf(...links),
    rules: landscape,
    tagId: undefined,
    isWhole: true,
  });
  return pairing;
}

describe('pair by stored link', () => {
  it('holds whatever the fact sheet is called by now', () => {
    const factSheet = aFactSheet({ name: 'Finance core' });
    const link = aLink();
    expect(decide(s4, [factSheet], [link])).toEqual({
      state: 'linked',
      item: s4,
      factSheet,
      by: 'stored link',
      link,
    });
  });

  it('wins over another fact sheet with the same name, and over one with our external id', () => {
    const linked = aFactSheet({ name: 'Finance core' });
    const others = [aFactSheet({ id: 'fs-2' }), aFactSheet({ id: 'fs-3', name: 'x', externalId: s4.key })];
    expect(decide(s4, [...others, linked], [aLink()])).toMatchObject({
      state: 'linked',
      factSheet: { id: 'fs-1' },
    });
  });

  it.each([
    ['archived by a person', [aFactSheet({ status: 'ARCHIVED' })], 'HELD_ARCHIVED'],
    ['deleted or hidden', [], 'FACT_SHEET_GONE'],
  ])('holds the item when its fact sheet was %s, even if another has its name', (_, rows, reason) => {
    const namesake = aFactSheet({ id: 'fs-2' });
    expect(decide(s4, [...rows, namesake], [aLink()])).toEqual({ state: 'ignored', item: s4, reason });
  });
});

describe('pair by external id', () => {
  it('finds what was made before the store was lost', () => {
    const factSheet = aFactSheet({ name: 'Renamed by a person', externalId: 'calm:acme:lms-1' });
    expect(decide(s4, [factSheet])).toEqual({ state: 'linked', item: s4, factSheet, by: 'external id' });
  });

  it('holds the item when only an archived fact sheet carries it', () => {
    const archived = aFactSheet({ status: 'ARCHIVED', externalId: s4.key });
    expect(decide(s4, [archived])).toMatchObject({ state: 'ignored', reason: 'HELD_ARCHIVED' });
  });

  it('takes the active one of an active and an archived fact sheet', () => {
    const archived = aFactSheet({ status: 'ARCHIVED', externalId: s4.key });
    const active = aFactSheet({ id: 'fs-2', externalId: s4.key });
    expect(decide(s4, [archived, active])).toMatchObject({ state: 'linked', factSheet: { id: 'fs-2' } });
  });

  it('leaves two copies with the same external id to a person', () => {
    const copies = ['fs-9', 'fs-2'].map((id) => aFactSheet({ id, name: id, externalId: s4.key }));
    expect(decide(s4, copies)).toMatchObject({
      state: 'ambiguous',
      item: s4,
      candidates: [{ factSheetId: 'fs-2' }, { factSheetId: 'fs-9' }],
      reason: 'AMBIGUOUS_EXTERNAL_ID',
    });
  });

  it('leaves a fact sheet alone that is linked to another item', () => {
    const factSheet = aFactSheet({ externalId: s4.key });
    const taken = aLink({ item: keyOf('lms-2') });
    expect(decide(s4, [factSheet], [taken])).toMatchObject({
      state: 'ambiguous',
      reason: 'AMBIGUOUS_EXTERNAL_ID',
    });
  });
});

describe('pair by name', () => {
  it.each(['SAP S/4HANA Cloud (my400123)', 'sap s/4hana cloud - MY400123', ' SAP  S/4HANA Cloud: my400123 '])(
    'knows the system as "%s"',
    (name) => {
      expect(decide(s4, [aFactSheet({ name })])).toMatchObject({ state: 'linked', by: 'name' });
    },
  );

  it.each(['SAP S/4HANA Cloud (my400124)', 'SAP S/4HANA Cloud (my400123) Test', 'Payroll'])(
    'does not take "%s" for the system',
    (name) => {
      expect(decide(s4, [aFactSheet({ name })])).toEqual({ state: 'new', item: s4 });
    },
  );

  it.each(['SAP S/4HANA Cloud', 'my400123'])('asks whether "%s" is the system', (name) => {
    expect(decide(s4, [aFactSheet({ name })])).toMatchObject({
      state: 'proposed',
      candidates: [{ factSheetId: 'fs-1', name }],
      reason: 'PROPOSED',
    });
  });

  it('takes one that carries the id of another program', () => {
    expect(decide(s4, [aFactSheet({ externalId: 'CMDB-4711' })])).toMatchObject({
      state: 'linked',
      by: 'name',
    });
  });

  it('leaves two fact sheets of one name to a person', () => {
    const rows = [aFactSheet({ id: 'fs-2' }), aFactSheet({ name: 'SAP S/4HANA CLOUD (MY400123)' })];
    expect(decide(s4, rows)).toMatchObject({
      state: 'ambiguous',
      candidates: [{ factSheetId: 'fs-1' }, { factSheetId: 'fs-2' }],
      reason: 'AMBIGUOUS_NAME',
    });
  });

  it('leaves two items of one name to a person, whichever comes first', () => {
    const twin = anItem({ nativeId: 'lms-2' });
    for (const [first, second] of [
      [s4, twin],
      [twin, s4],
    ] as const) {
      expect(decide(first, [aFactSheet()], [], [second])).toMatchObject({
        state: 'ambiguous',
        candidates: [{ factSheetId: 'fs-1' }],
        reason: 'AMBIGUOUS_ITEMS',
      });
    }
  });

  it('does not see a name that only an archived fact sheet has', () => {
    expect(decide(s4, [aFactSheet({ status: 'ARCHIVED' })])).toEqual({ state: 'new', item: s4 });
  });

  it('makes a second fact sheet beside the one of a namesake that is there', () => {
    const twin = anItem({ nativeId: 'lms-2' });
    const rows = [aFactSheet({ externalId: twin.key })];
    expect(decide(s4, rows, [aLink({ item: twin.key })], [twin])).toEqual({ state: 'new', item: s4 });
  });

  it.each([
    ['the stored link', [aFactSheet()], [aLink({ item: keyOf('lms-old') })]],
    ['the external id', [aFactSheet({ externalId: keyOf('lms-old') })], []],
  ])('asks whether a system came back under another id, by %s', (_, rows, links) => {
    expect(decide(s4, rows, links)).toMatchObject({ state: 'ambiguous', reason: 'AMBIGUOUS_VANISHED' });
  });

  it('names the free namesake among the candidates as well', () => {
    const rows = [aFactSheet({ externalId: keyOf('lms-old') }), aFactSheet({ id: 'fs-0' })];
    expect(decide(s4, rows)).toMatchObject({
      candidates: [{ factSheetId: 'fs-0' }, { factSheetId: 'fs-1' }],
      reason: 'AMBIGUOUS_VANISHED',
    });
  });

  it('does not pair names of nothing but signs with each other', () => {
    const odd = anItem({ name: '***', attributes: {} });
    const nameless = { ...odd, attributes: { role: 'PROD' } };
    expect(decide(nameless, [aFactSheet({ name: '---' })])).toEqual({ state: 'new', item: nameless });
  });

  it('does not pair names that differ by a voicing mark only', () => {
    const bus = { ...anItem({ name: 'バス' }), attributes: { role: 'PROD' } };
    expect(decide(bus, [aFactSheet({ name: 'ハス' })])).toEqual({ state: 'new', item: bus });
  });
});

describe('pair by an id', () => {
  const numbered = anItem({ attributes: { systemNumber: '000123456' } });
  const sheet = (fields: FactSheet['fields']) => aFactSheet({ name: 'SAP S/4HANA', fields });

  it('takes a fact sheet whose alias is the id, where its name names the product', () => {
    for (const alias of ['my400123', '000123456', '123456']) {
      expect(decide(numbered, [sheet({ alias })])).toMatchObject({ state: 'linked', by: 'id' });
    }
  });

  it.each([
    ['a description, which may speak of another system', { description: 'Replaces my400123.' }],
    ['a description of nothing else', { description: 'my400123' }],
    ['an alias that says more than the id', { alias: 'Successor of the system with the number my400123' }],
  ])('asks where the id stands in %s', (_, fields) => {
    expect(decide(numbered, [sheet(fields)])).toMatchObject({ state: 'proposed' });
  });

  it('asks where the name names another product', () => {
    const other = aFactSheet({ name: 'Dealer portal', fields: { alias: 'my400123' } });
    expect(decide(numbered, [other])).toMatchObject({ state: 'proposed' });
  });
});

describe('pair with what is contested', () => {
  const named = (nativeId: string, name: string) =>
    anItem({ kind: 'TechnicalSystem', nativeId, name, attributes: { serviceTypeLabel: 'SAP Ariba' } });
  const states = (items: readonly Item[], factSheets: readonly FactSheet[]) =>
    pair({ items, factSheets, links: new Map(), rules: landscape, tagId: undefined, isWhole: true }).map(
      ({ state }) => state,
    );

  it('asks about both of two objects that are as likely to be one fact sheet, and makes neither', () => {
    const free = aFactSheet({ name: 'Ariba works' });
    expect(states([named('1', 'Works Nord'), named('2', 'Works West')], [free])).toEqual([
      'ambiguous',
      'ambiguous',
    ]);
  });

  it('proposes what nobody else is likely to be', () => {
    const free = aFactSheet({ name: 'Ariba of the works' });
    expect(states([named('1', 'Works Nord')], [free])).toEqual(['proposed']);
  });

  it('proposes the one that stands clear, and makes the other', () => {
    const free = aFactSheet({ name: 'Ariba works nord' });
    expect(states([named('1', 'Works Nord'), named('2', 'Canteen')], [free])).toEqual(['proposed', 'new']);
  });
});

describe('pair and the rules of the flow', () => {
  it('skips what is no application, even where a fact sheet has its name or its link', () => {
    const test = anItem({ attributes: { role: 'TEST' } });
    expect(decide(test, [aFactSheet()])).toEqual({
      state: 'ignored',
      item: test,
      reason: 'ROLE_NOT_PRODUCTIVE',
    });
    expect(decide(test, [aFactSheet()], [aLink()])).toMatchObject({ state: 'ignored' });
  });
});
