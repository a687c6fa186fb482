import { describe, expect, it } from 'vitest';
import { type Decision, indexDecisions } from '../../../../shared/core/decision.ts';
import { type MatchInput, pair } from '../../../../shared/core/match/pair.ts';
import type { FactSheet } from '../../../../shared/core/model.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, aLink, anItem, keyOf, linksOf } from '../../../support/builders.ts';

const s4 = anItem();
const said = { item: s4.key, who: 'Ada', when: '2026-11-01T10:00:00Z' };
const linked: Decision = { ...said, verdict: 'link', factSheetId: 'fs-1' };
const elsewhere = aFactSheet({ name: 'Finance core' });

function decide(
  factSheets: readonly FactSheet[],
  decisions: readonly Decision[],
  more: Partial<MatchInput> = {},
) {
  const [pairing] = pair({
    items: [s4],
    factSheets,
    links: new Map(),
    decisions,
    rules: landscape,
    tagId: undefined,
    isWhole: true,
    ...more,
  });
  return pairing;
}

describe('pair by decision', () => {
  it('links what a person linked, whatever it is called, even where only a part was read', () => {
    for (const isWhole of [true, false]) {
      expect(decide([elsewhere], [linked], { isWhole })).toEqual({
        state: 'linked',
        item: s4,
        factSheet: elsewhere,
        by: 'decision',
      });
    }
  });

  it('settles which of two copies with the external id is meant', () => {
    const copies = ['fs-1', 'fs-2'].map((id) => aFactSheet({ id, name: id, externalId: s4.key }));
    expect(decide(copies, [linked])).toMatchObject({ state: 'linked', factSheet: { id: 'fs-1' } });
  });

  it('gives the fact sheet of an item that is gone to another', () => {
    const links = linksOf(aLink({ item: keyOf('lms-old') }));
    expect(decide([elsewhere], [linked], { links })).toMatchObject({ state: 'linked', by: 'decision' });
  });

  it('takes no fact sheet from an item that is there', () => {
    const other = anItem({ nativeId: 'lms-2', name: 'my400999' });
    const links = linksOf(aLink({ item: other.key }));
    expect(decide([elsewhere], [linked], { items: [s4, other], links })).toMatchObject({
      state: 'ambiguous',
      candidates: [{ factSheetId: 'fs-1' }],
      reason: 'AMBIGUOUS_DECISION',
    });
  });

  it('leaves two items that were linked to one fact sheet to a person', () => {
    const other = anItem({ nativeId: 'lms-2', name: 'my400999' });
    const both = [linked, { ...linked, item: other.key }];
    expect(decide([elsewhere], both, { items: [s4, other] })).toMatchObject({
      state: 'ambiguous',
      reason: 'AMBIGUOUS_ITEMS',
    });
  });

  it('keeps a fact sheet out of the hands of its namesake', () => {
    const other = anItem({ nativeId: 'lms-2', name: 'my400999' });
    const given: Decision = { ...linked, item: other.key };
    expect(decide([aFactSheet()], [given], { items: [s4, other] })).toMatchObject({
      state: 'ambiguous',
      reason: 'AMBIGUOUS_ITEMS',
    });
  });

  it.each([
    ['archived', [aFactSheet({ status: 'ARCHIVED' })], 'HELD_ARCHIVED'],
    ['deleted or hidden', [], 'FACT_SHEET_GONE'],
  ])('makes no other fact sheet where the one it was linked to is %s', (_, rows, reason) => {
    expect(decide(rows, [linked])).toEqual({ state: 'ignored', item: s4, reason });
  });

  it('never comes back to a pair that was rejected', () => {
    const rejected: Decision = { ...said, verdict: 'reject', factSheetId: 'fs-1' };
    expect(decide([aFactSheet()], [rejected])).toEqual({ state: 'new', item: s4 });
    const namesakes = [aFactSheet(), aFactSheet({ id: 'fs-2' })];
    expect(decide(namesakes, [rejected])).toMatchObject({ state: 'linked', factSheet: { id: 'fs-2' } });
  });

  it('makes what a person wants made, though a fact sheet has its name', () => {
    expect(decide([aFactSheet()], [{ ...said, verdict: 'create' }])).toEqual({
      state: 'new',
      item: s4,
      decided: true,
    });
  });

  it('leaves out what a person wants left out, linked or not', () => {
    const ignored = { state: 'ignored', item: s4, reason: 'DECIDED_IGNORE' };
    expect(decide([aFactSheet()], [{ ...said, verdict: 'ignore' }])).toEqual(ignored);
    expect(decide([aFactSheet()], [{ ...said, verdict: 'ignore' }], { links: linksOf(aLink()) })).toEqual(
      ignored,
    );
  });
});

describe('several decisions on one item', () => {
  const later = { ...said, when: '2026-11-02T10:00:00Z' };

  it.each<[string, Decision[]]>([
    [
      'left out',
      [
        { ...later, verdict: 'link', factSheetId: 'fs-1' },
        { ...said, verdict: 'ignore' },
      ],
    ],
    [
      'to be made',
      [
        { ...said, verdict: 'create' },
        { ...later, verdict: 'link', factSheetId: 'fs-1' },
      ],
    ],
    [
      'linked elsewhere',
      [
        { ...later, verdict: 'link', factSheetId: 'fs-1' },
        { ...said, verdict: 'link', factSheetId: 'fs-2' },
      ],
    ],
    [
      'rejected',
      [
        { ...said, verdict: 'reject', factSheetId: 'fs-1' },
        { ...later, verdict: 'link', factSheetId: 'fs-1' },
      ],
    ],
  ])('the latest holds, in whatever order they come: first %s, then linked', (_, decisions) => {
    expect(indexDecisions(decisions)).toEqual({
      links: new Map([[s4.key, 'fs-1']]),
      rejected: expect.any(Map),
      values: new Map(),
      created: new Set(),
      ignored: new Set(),
      changes: new Map(),
    });
    expect(indexDecisions(decisions).rejected.get(s4.key)?.has('fs-1') ?? false).toBe(false);
  });

  it('a rejection takes a link of the same pair back, and no other', () => {
    const rejected: Decision = { ...later, verdict: 'reject', factSheetId: 'fs-1' };
    expect(indexDecisions([rejected, linked]).links).toEqual(new Map());
    const other: Decision = { ...linked, factSheetId: 'fs-2' };
    expect(indexDecisions([rejected, other]).links).toEqual(new Map([[s4.key, 'fs-2']]));
  });

  it('rejections add up and survive what is decided else', () => {
    const decisions: Decision[] = [
      { ...said, verdict: 'reject', factSheetId: 'fs-1' },
      { ...said, verdict: 'reject', factSheetId: 'fs-2' },
      { ...later, verdict: 'create' },
    ];
    expect(indexDecisions(decisions).rejected.get(s4.key)).toEqual(new Set(['fs-1', 'fs-2']));
    expect(indexDecisions(decisions).created).toEqual(new Set([s4.key]));
  });
});
