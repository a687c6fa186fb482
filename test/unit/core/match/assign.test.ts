import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, type ScoredPair } from '../../../../shared/core/match/assign.ts';

const thresholds = { least: 0.3, margin: 0.9 };
const pairs = (...triples: readonly [number, number, number][]): ScoredPair[] =>
  triples.map(([item, factSheet, score]) => ({ item, factSheet, score }));
const given = (...triples: readonly [number, number, number][]) =>
  assign(pairs(...triples), thresholds).map(({ item, factSheet }) => [item, factSheet]);

describe('assign', () => {
  it('gives the best pairs first', () => {
    expect(given([1, 1, 0.4], [1, 2, 0.9], [2, 1, 0.8], [2, 2, 0.5])).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it('gives nothing below the least score, and what has exactly that', () => {
    expect(given([1, 1, 0.29])).toEqual([]);
    expect(given([1, 1, 0.3])).toEqual([[1, 1]]);
  });

  it('gives to nobody what another item is nearly as likely to be', () => {
    expect(given([1, 1, 0.8], [2, 1, 0.73])).toEqual([]);
    expect(given([1, 1, 0.8], [2, 1, 0.71])).toEqual([[1, 1]]);
  });

  it('gives to nobody what is nearly as likely to be another fact sheet', () => {
    expect(given([1, 1, 0.8], [1, 2, 0.73])).toEqual([]);
    expect(given([1, 1, 0.8], [1, 2, 0.71])).toEqual([[1, 1]]);
  });

  it('takes exactly the margin for clear', () => {
    expect(given([1, 1, 1], [1, 2, 0.9])).toEqual([[1, 1]]);
  });

  it('counts a rival below the least score, too', () => {
    expect(given([1, 1, 0.31], [2, 1, 0.29])).toEqual([]);
  });

  it('does not count a rival that has found its own, whoever came first', () => {
    expect(given([1, 1, 0.8], [2, 1, 0.79], [2, 2, 0.95])).toEqual([
      [2, 2],
      [1, 1],
    ]);
    // The rival of the best pair is out of the way only after the second was given.
    expect(given([1, 1, 0.8], [1, 2, 0.79], [2, 2, 0.9], [2, 1, 0.3])).toEqual([
      [2, 2],
      [1, 1],
    ]);
  });

  it('is one to one, clear, and the same in whatever order the pairs come', () => {
    const anyPairs = fc.uniqueArray(
      fc.record({
        item: fc.nat({ max: 5 }),
        factSheet: fc.nat({ max: 5 }),
        score: fc.constantFrom(0.2, 0.3, 0.5, 0.52, 0.8, 0.9, 1),
      }),
      { selector: ({ item, factSheet }) => `${item} ${factSheet}`, maxLength: 20 },
    );
    fc.assert(
      fc.property(anyPairs, (all) => {
        const chosen = assign(all, thresholds);
        expect(assign(all.toReversed(), thresholds)).toEqual(chosen);
        expect(new Set(chosen.map(({ item }) => item)).size).toBe(chosen.length);
        expect(new Set(chosen.map(({ factSheet }) => factSheet)).size).toBe(chosen.length);
        const [items, factSheets] = [
          new Set(chosen.map(({ item }) => item)),
          new Set(chosen.map(({ factSheet }) => factSheet)),
        ];
        const left = all.filter(({ item, factSheet }) => !items.has(item) && !factSheets.has(factSheet));
        // What is left over is contested by something else that is left over.
        for (const pair of left.filter(({ score }) => score >= thresholds.least)) {
          const rivals = left.filter(
            (other) => other !== pair && (other.item === pair.item || other.factSheet === pair.factSheet),
          );
          expect(rivals.some(({ score }) => score > thresholds.margin * pair.score)).toBe(true);
        }
      }),
    );
  });
});
