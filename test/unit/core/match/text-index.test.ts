import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../../../shared/core/finish.ts';
import { type IndexedText, indexTexts, type TextIndex } from '../../../../shared/core/match/text-index.ts';

const textOf = (name: string, owner: number): IndexedText => ({
  owner,
  words: name.split(' '),
  core: name.split(' '),
});

function indexed(names: readonly string[], queries: readonly string[]): TextIndex {
  return finish(indexTexts(names.map(textOf), queries.map(textOf)));
}

const names = ['payroll engine', 'payroll engines', 'dealer portal', 'canteen'];

describe('the index of texts', () => {
  it('finds what is most alike first, with 1 for the very same', () => {
    const found = indexed(names, ['payroll engine']).search(0, 8, []);
    expect([...found.keys()]).toEqual([0, 1]);
    expect(found.get(0)).toBeCloseTo(1, 5);
    expect(found.get(1)).toBeGreaterThan(0.5);
  });

  it('keeps as many as are asked for, and those that are to be compared in any case', () => {
    const index = indexed(names, ['payroll engine']);
    expect([...index.search(0, 1, []).keys()]).toEqual([0]);
    expect(index.search(0, 1, [2])).toEqual(new Map([...index.search(0, 1, []), [2, 0]]));
  });

  it('takes the better of several texts of one owner', () => {
    const index = finish(indexTexts([textOf('canteen', 5), textOf('payroll', 5)], [textOf('payroll', 0)]));
    expect(index.search(0, 8, []).get(5)).toBeCloseTo(1, 5);
  });

  it('finds a name written together or apart', () => {
    const found = indexed(['data warehouse', 'data lake'], ['datawarehouse']).search(0, 8, []);
    expect([...found.keys()][0]).toBe(0);
    expect(found.get(0)).toBeGreaterThan(0.5);
  });

  it('counts what is rare among the queries for more', () => {
    const queries = ['cloud ledger', 'cloud tariff', 'cloud payroll', 'cloud portal'];
    const found = indexed(['cloud', 'ledger'], queries).search(0, 8, []);
    expect(found.get(1)).toBeGreaterThan(found.get(0) ?? 1);
  });

  it('says the same however often it is asked, and whatever else was asked before', () => {
    const queries = ['payroll engine', 'portal dealer', 'canteens'];
    const index = indexed(names, queries);
    const first = queries.map((_, query) => index.search(query, 8, [0, 1, 2, 3]));
    expect(queries.map((_, query) => index.search(query, 8, [0, 1, 2, 3]))).toEqual(first);
  });

  it('finds the first query like itself, however many groups of letters there are', () => {
    const words = Array.from({ length: 9000 }, (_, index) => `${(index * 7919).toString(36)}q`);
    const name = 'canteen ledger';
    const found = indexed([...words, name], [name]).search(0, 1, []);
    expect(found.get(words.length)).toBeCloseTo(1, 5);
  });

  it('finds what is most alike among more than are compared in full, the last of all too', () => {
    const fillers = 'qxzjkv'.repeat(12);
    const all = Array.from({ length: 60 }, (_, index) => `ledger ${fillers.slice(0, 62 - index)}`);
    expect([...indexed(all, ['ledger']).search(0, 3, []).keys()]).toEqual([59, 58, 57]);
    expect([...indexed(all.toReversed(), ['ledger']).search(0, 3, []).keys()]).toEqual([0, 1, 2]);
    expect(indexed(all, ['ledger']).search(0, 60, []).size).toBe(24);
  });

  it('finds what is most alike wherever it stands among many that are a little alike', () => {
    const others = Array.from({ length: 60 }, (_, index) => `ledger ${(index * 7919).toString(36)}`);
    for (const at of [0, 1, 23, 24, 25, 59, 60]) {
      const all = [...others.slice(0, at), 'ledger canteen', ...others.slice(at)];
      const found = indexed(all, ['ledger canteen']).search(0, 3, []);
      expect([...found.keys()][0]).toBe(at);
      expect(found.size).toBe(3);
    }
  });

  it('looks up what is rare first, where what is common stands in more texts than can be looked at', () => {
    const common = Array.from({ length: 26_000 }, () => 'cloud');
    const found = indexed([...common, 'cloud canteen'], ['cloud canteen']).search(0, 1, []);
    expect([...found.keys()]).toEqual([common.length]);
  });

  it('is between 0 and 1, and 1 for every text itself', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-e]{1,6}( [a-e]{1,6}){0,2}$/), { maxLength: 9 }),
        (all) => {
          const index = indexed(all, all);
          for (const query of all.keys()) {
            const found = index.search(query, 8, [query]);
            expect(found.get(query)).toBeCloseTo(1, 4);
            for (const likeness of found.values()) {
              expect(likeness).toBeGreaterThanOrEqual(0);
              expect(likeness).toBeLessThanOrEqual(1);
            }
          }
        },
      ),
    );
  });
});
