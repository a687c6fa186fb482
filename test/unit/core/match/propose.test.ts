import { describe, expect, it } from 'vitest';
import type { Judged } from '../../../../shared/core/match/judge.ts';
import type { Pairing } from '../../../../shared/core/match/pairing.ts';
import { propose } from '../../../../shared/core/match/propose.ts';
import { aFactSheet, anItem } from '../../../support/builders.ts';

const factSheets = Array.from({ length: 8 }, (_, index) => aFactSheet({ id: `fs-${index}` }));

function judged(factSheet: number, score: number, more: Partial<Judged> = {}): Judged {
  return { factSheet, likeness: score, score, certain: undefined, veto: undefined, ...more };
}

const sure = (factSheet: number, score = 0.99) => judged(factSheet, score, { certain: 'id' });

/** A row an item, the best first. */
function proposed(rows: readonly (readonly Judged[])[], isWhole = true): Pairing[] {
  const items = rows.map((_, index) => anItem({ nativeId: `${index}` }));
  return propose({
    items,
    isOpen: () => true,
    factSheets,
    judgement: {
      rows,
      explain: (_, { score }) => ({ score, signals: [], certain: undefined, veto: undefined }),
    },
    isWhole,
  });
}

/** State, reason and fact sheets of each. */
function said(rows: readonly (readonly Judged[])[], isWhole = true): string[] {
  return proposed(rows, isWhole).map((pairing) => {
    if (pairing.state === 'linked') return `linked ${pairing.factSheet.id} by ${pairing.by}`;
    if (!('candidates' in pairing)) return pairing.state;
    const ids = pairing.candidates.map(({ factSheetId }) => factSheetId);
    return [pairing.state, pairing.reason, ...ids].join(' ');
  });
}

describe('what is certain', () => {
  it('is linked, however alike something else is', () => {
    expect(said([[judged(1, 1), sure(0, 0.9)]])).toEqual(['linked fs-0 by id']);
  });

  it('is asked about where two fact sheets are, or two items', () => {
    expect(said([[sure(0), sure(1)]])).toEqual(['ambiguous AMBIGUOUS_CANDIDATES fs-0 fs-1']);
    expect(said([[sure(0)], [sure(0), judged(1, 0.5)]])).toEqual([
      'ambiguous AMBIGUOUS_ITEMS fs-0',
      'ambiguous AMBIGUOUS_ITEMS fs-0 fs-1',
    ]);
  });

  it('is asked about while only a part of the items is known', () => {
    expect(said([[sure(0)]], false)).toEqual(['ambiguous AMBIGUOUS_PARTIAL fs-0']);
  });

  it('is not where there is a veto', () => {
    expect(said([[{ ...sure(0), veto: 'another environment' }]])).toEqual(['new']);
  });

  it('takes its fact sheet away from all others', () => {
    expect(said([[sure(0)], [judged(0, 0.95), judged(1, 0.5)]])).toEqual([
      'linked fs-0 by id',
      'proposed PROPOSED fs-1',
    ]);
  });
});

describe('what is likely', () => {
  it('is proposed from the least score on, the one that is meant first', () => {
    expect(said([[judged(0, 0.35)]])).toEqual(['proposed PROPOSED fs-0']);
    expect(said([[judged(0, 0.34)]])).toEqual(['new']);
    expect(said([[judged(0, 0.9), judged(1, 0.8)]])).toEqual(['proposed PROPOSED fs-0 fs-1']);
  });

  it('is what is left where another item has the best', () => {
    const rows = [[judged(0, 0.99)], [judged(0, 0.9), judged(1, 0.7), judged(2, 0.4)]];
    expect(said(rows)).toEqual(['proposed PROPOSED fs-0', 'proposed PROPOSED fs-1 fs-0 fs-2']);
  });

  it('is shown with five fact sheets at most', () => {
    const row = [judged(0, 0.9), ...[1, 2, 3, 4, 5, 6].map((index) => judged(index, 0.5))];
    expect(said([row])).toEqual(['proposed PROPOSED fs-0 fs-1 fs-2 fs-3 fs-4']);
  });

  it('is shown without what is alike only as any two names are', () => {
    expect(said([[judged(0, 0.9), judged(1, 0.1), judged(2, 0.09)]])).toEqual([
      'proposed PROPOSED fs-0 fs-1',
    ]);
  });
});

describe('what is contested', () => {
  it('is asked about from .6 on, and made below', () => {
    expect(said([[judged(0, 0.6), judged(1, 0.59)]])).toEqual(['ambiguous AMBIGUOUS_CANDIDATES fs-0 fs-1']);
    expect(said([[judged(0, 0.59), judged(1, 0.59)]])).toEqual(['new']);
  });

  it('is asked about with whoever contests it, though that one be less likely, and on from there', () => {
    expect(said([[judged(0, 0.61)], [judged(0, 0.58)]])).toEqual([
      'ambiguous AMBIGUOUS_CANDIDATES fs-0',
      'ambiguous AMBIGUOUS_CANDIDATES fs-0',
    ]);
    const chain = [[judged(0, 0.61)], [judged(0, 0.58), judged(1, 0.57)], [judged(1, 0.56)]];
    expect(said(chain)).toEqual([
      'ambiguous AMBIGUOUS_CANDIDATES fs-0',
      'ambiguous AMBIGUOUS_CANDIDATES fs-0 fs-1',
      'ambiguous AMBIGUOUS_CANDIDATES fs-1',
    ]);
  });

  it('leaves those alone that contest nothing', () => {
    const rows = [[judged(0, 0.61)], [judged(0, 0.58)], [judged(0, 0.5)], [judged(2, 0.4), judged(3, 0.4)]];
    expect(said(rows).slice(2)).toEqual(['new', 'new']);
  });

  it('is nothing that what was given away contests', () => {
    // The second has the better one for its own: the first is not asked about for its sake.
    const rows = [[judged(0, 0.9)], [judged(0, 0.5), judged(1, 0.49)]];
    expect(said(rows)).toEqual(['proposed PROPOSED fs-0', 'proposed PROPOSED fs-1 fs-0']);
  });
});

it('says nothing of items that are not open', () => {
  const items = [anItem({ nativeId: '0' }), anItem({ nativeId: '1' })];
  const [open] = items;
  const pairings = propose({
    items,
    isOpen: (item) => item === open,
    factSheets,
    judgement: {
      rows: [[sure(0)], []],
      explain: () => ({ score: 0, signals: [], certain: undefined, veto: undefined }),
    },
    isWhole: true,
  });
  expect(pairings.map(({ item }) => item)).toEqual([open]);
});
