import { describe, expect, it } from 'vitest';
import { commonWords } from '../../../../shared/core/match/common-words.ts';
import type { IdHit } from '../../../../shared/core/match/identity.ts';
import { readName } from '../../../../shared/core/match/read-name.ts';
import { idsIn, type Side, systemIdsIn } from '../../../../shared/core/match/veto.ts';
import { type Compared, weigh } from '../../../../shared/core/match/weigh.ts';

function side(text: string): Side {
  const name = readName(text);
  return { name, environments: name.environments, systemIds: systemIdsIn(text), ids: idsIn(name) };
}

function weighed(left: string, right: string, more: Partial<Compared> = {}) {
  const [item, factSheet] = [side(left), side(right)];
  return weigh({
    item,
    factSheet,
    likeness: 0,
    hits: [],
    product: 0,
    isOtherProduct: false,
    common: commonWords(item.name, factSheet.name),
    hasOtherId: false,
    ...more,
  });
}

const strong: IdHit = {
  kind: 'tenant id',
  value: 'my400123',
  field: 'alias',
  isStrong: true,
  fillsField: true,
  rest: '',
  isShared: false,
};
const weak: IdHit = { ...strong, kind: 'system id', value: 'P6G', isStrong: false, fillsField: false };

describe('a score', () => {
  it('closes with each signal for it a part of what is missing to 1', () => {
    expect(weighed('a', 'b', { likeness: 0.5, hits: [weak] })).toEqual({
      score: 0.725,
      signals: [
        { kind: 'name', weight: 0.5, detail: 'alike in letters: b' },
        { kind: 'system id', weight: 0.45, detail: 'P6G in alias' },
      ],
    });
  });

  it('loses with each signal against it a part of the whole', () => {
    expect(weighed('Payroll EMEA', 'Ledger 7 demo', { likeness: 0.8 })).toEqual({
      score: 0.342,
      signals: [
        { kind: 'name', weight: 0.8, detail: 'alike in letters: Ledger 7 demo' },
        { kind: 'environment', weight: -0.5, detail: 'only one of the two says demo' },
        { kind: 'region', weight: -0.05, detail: 'only one of the two says emea' },
        { kind: 'number', weight: -0.1, detail: 'only one of the two says 7' },
      ],
    });
  });

  it('is nothing where nothing speaks for it', () => {
    expect(weighed('a', 'b')).toEqual({ score: 0, signals: [] });
  });
});

describe('signals', () => {
  it('tell words that are the same, and by which rename', () => {
    expect(weighed('SAP Payroll service', 'payroll').signals).toEqual([
      { kind: 'same words', weight: 0.9, detail: 'the same words, fillers aside' },
    ]);
    expect(weighed('Gigya', 'SAP Customer Data Cloud').signals).toEqual([
      {
        kind: 'same words',
        weight: 0.8,
        detail: 'the same words: Gigya is SAP Customer Data Cloud',
      },
    ]);
  });

  it('tell the words that both have, by their share of the shorter name', () => {
    expect(weighed('Payroll engine north', 'engine of payroll and so much more').signals).toEqual([
      { kind: 'words', weight: 0.2, detail: 'both say payroll, engine' },
    ]);
    expect(weighed('Payroll engine', 'Payroll engine north').signals).toEqual([
      { kind: 'words', weight: 0.3, detail: 'both say payroll, engine' },
    ]);
  });

  it('weigh an id by how sure it is, and where it stands', () => {
    const weightOf = (hit: IdHit, isOtherProduct = false) =>
      weighed('a', 'b', { hits: [hit], isOtherProduct }).signals[0]?.weight;
    expect(weightOf(strong)).toBe(0.9);
    expect(weightOf(strong, true)).toBe(0.9);
    expect(weightOf({ ...strong, field: 'description' })).toBe(0.7);
    expect(weightOf(weak)).toBe(0.45);
    expect(weightOf(weak, true)).toBe(0.25);
    expect(weightOf({ ...weak, fillsField: true }, true)).toBe(0.45);
  });

  it('count the product only where an id is there, too', () => {
    const product = { kind: 'product', weight: 0.15, detail: 'the product is named' };
    expect(weighed('a', 'b', { product: 0.5 }).signals).toEqual([]);
    expect(weighed('a', 'b', { product: 0.5, hits: [weak] }).signals).toContainEqual(product);
  });

  it('do not ask that a productive system is called one, and tell no non-production from a test', () => {
    expect(weighed('a PRD', 'b').signals).toEqual([]);
    expect(weighed('a non-production', 'b QA').signals).toEqual([]);
    expect(weighed('a non-production', 'b').signals).toHaveLength(1);
  });

  it('tell an interface from its product, and an alias that is the id of something else', () => {
    expect(weighed('a API', 'b').signals).toEqual([
      { kind: 'part', weight: -0.1, detail: 'only one of the two says api' },
    ]);
    expect(weighed('Ledger API 7 8', 'Ledger SDK API 7').signals.slice(-2)).toEqual([
      { kind: 'part', weight: -0.1, detail: 'only one of the two says sdk' },
      { kind: 'number', weight: -0.1, detail: 'only one of the two says 8' },
    ]);
    expect(weighed('a 7 8', 'b').signals).toEqual([
      { kind: 'number', weight: -0.1, detail: 'only one of the two says 7, 8' },
    ]);
    expect(weighed('a', 'b', { hasOtherId: true }).signals).toEqual([
      { kind: 'other id', weight: -0.5, detail: 'its alias is the id of something else' },
    ]);
  });
});
