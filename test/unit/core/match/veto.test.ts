import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pair } from '../../../../shared/core/match/pair.ts';
import { readName } from '../../../../shared/core/match/read-name.ts';
import { environments, regionOf, regionWords } from '../../../../shared/core/match/trade-words.ts';
import { findVeto, idsIn, type Side, systemIdsIn } from '../../../../shared/core/match/veto.ts';
import type { FactSheet } from '../../../../shared/core/model.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, anItem } from '../../../support/builders.ts';

function side(text: string): Side {
  const name = readName(text);
  return { name, environments: name.environments, systemIds: systemIdsIn(text), ids: idsIn(name) };
}

const veto = (left: string, right: string, sharesId = false) => findVeto(side(left), side(right), sharesId);

describe('a veto', () => {
  it.each([
    ['Payroll PRD', 'Payroll QAS', 'another environment: production, not quality'],
    ['Payroll (Preprod)', 'Payroll production', 'another environment: preproduction, not production'],
    ['Payroll non-production', 'Payroll prod', 'another environment: non-production, not production'],
    ['Payroll EMEA', 'Payroll APJ', 'another region: emea, not apj'],
    ['Payroll Deutschland', 'Payroll Brasil', 'another region: germany, not brazil'],
    ['Payroll Produktivsystem', 'Payroll Testsystem', 'another environment: production, not test'],
    ['Payroll Germany', 'Payroll France', 'another region: germany, not france'],
    ['Payroll P01', 'Payroll P02', 'another system id: P01, not P02'],
    ['Payroll my400123', 'Payroll my400124', 'another system: my400123, not my400124'],
    ['Payroll 2', 'Payroll 3', 'another number: 2, not 3'],
    ['Payroll III', 'Payroll IV', 'another number: 3, not 4'],
    ['Payroll 2 5', 'Payroll 3 6', 'another number: 2, 5, not 3, 6'],
    ['Payroll 2', 'Payroll 3 b2', 'another number: 2, not 3'],
    ['Payroll PRD demo', 'Payroll QAS test', 'another environment: production, demo, not quality, test'],
    ['Payroll 4711', 'Payroll 4712', 'another system: 4711, not 4712'],
  ])('stands between %s and %s', (left, right, words) => {
    expect(veto(left, right)).toBe(words);
    expect(veto(right, left)).toBe(swapped(words));
  });

  it.each([
    ['Payroll PRD', 'Payroll'],
    ['Payroll PRD', 'Payroll productive'],
    ['Payroll Germany', 'Payroll Deutschland'],
    ['Payroll Österreich', 'Payroll Autriche'],
    ['Payroll US', 'Payroll USA'],
    ['Payroll (Preprod)', 'Payroll non-production'],
    ['Payroll non-productive', 'Payroll QA'],
    ['Payroll EMEA', 'Payroll'],
    ['Payroll P01', 'Payroll'],
    ['Payroll 02', 'Payroll II'],
    ['Payroll ERP', 'Payroll CRM'],
    ['Payroll 2', 'Payroll'],
    ['Payroll 12', 'Payroll R12 13'],
    ['Payroll PRD QAS', 'Payroll QAS'],
    ['Payroll 2 4711', 'Payroll 3 x4711y'],
    ['Sony PSLX350H', 'Sony PS-LX350H 33'],
  ])('does not stand between %s and %s', (left, right) => {
    expect(veto(left, right)).toBeUndefined();
    expect(veto(right, left)).toBeUndefined();
  });

  it('is not for numbers and system ids where both carry an id, but for environments and regions', () => {
    expect(veto('Payroll P01 1', 'Payroll P02 2', true)).toBeUndefined();
    expect(veto('Payroll PRD', 'Payroll QAS', true)).toContain('environment');
    expect(veto('Payroll EMEA', 'Payroll APJ', true)).toContain('region');
  });
});

function swapped(words: string): string {
  const [, what, left, right] = /^(.*): (.*), not (.*)$/.exec(words) ?? [];
  return `${what}: ${right}, not ${left}`;
}

describe('ids in a name', () => {
  it('are words with two digits and a letter, and numbers of three digits that are no year', () => {
    const ids = (text: string) => idsIn(readName(text));
    expect(ids('Payroll my12 a1b2 r3 471 2019 1999 19991 12019 20190 12 x1y')).toEqual([
      'my12',
      'a1b2',
      '471',
      '19991',
      '12019',
      '20190',
    ]);
  });
});

const products = ['SAP S/4HANA Cloud', 'Payroll engine', 'SAP Ariba'] as const;
const environmentWords = [...environments.keys()];

/** Pairs of words of which no two say the same. */
const otherEnvironments = fc
  .tuple(fc.constantFrom(...environmentWords), fc.constantFrom(...environmentWords))
  .filter(([left, right]) => environments.get(left) !== environments.get(right))
  .filter(
    ([left, right]) => !(isAny(left) && !isProductive(right)) && !(isAny(right) && !isProductive(left)),
  );
const otherRegions = fc
  .tuple(fc.constantFrom(...regionWords), fc.constantFrom(...regionWords))
  .filter(([left, right]) => regionOf(left) !== regionOf(right));

const isAny = (word: string) => environments.get(word) === 'non-production';
const isProductive = (word: string) => environments.get(word) === 'production';

describe('whatever else is alike', () => {
  it.each([
    ['environment', otherEnvironments],
    ['region', otherRegions],
  ])('another %s is never linked nor proposed', (_, words) => {
    fc.assert(
      fc.property(fc.constantFrom(...products), words, fc.boolean(), (product, [ours, theirs], bears) => {
        const item = {
          ...anItem({ name: `${product} ${ours} my400123`, attributes: {} }),
          attributes: { role: 'PROD' },
        };
        const rules = { ...landscape, evidence: () => evidence };
        const evidence = { ids: [{ kind: 'tenant id', value: 'my400123' } as const] };
        const fields: FactSheet['fields'] = bears ? { alias: 'my400123' } : {};
        const sheet = aFactSheet({ name: `${product} ${theirs} my400123`, fields });
        const [pairing] = pair({
          items: [item],
          factSheets: [sheet],
          links: new Map(),
          rules,
          tagId: undefined,
          isWhole: true,
        });
        expect(pairing).toMatchObject({ state: 'new' });
      }),
    );
  });
});
