import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonWords } from '../../../../shared/core/match/common-words.ts';
import { readName } from '../../../../shared/core/match/read-name.ts';

const common = (left: string, right: string) => commonWords(readName(left), readName(right));

describe('the words of two names', () => {
  it('are the same in any order, and not where one is missing', () => {
    expect(common('Payroll engine', 'engine: payroll').areSame).toBe(true);
    expect(common('Payroll engine', 'Payroll').areSame).toBe(false);
    expect(common('Payroll', 'Ledger').areSame).toBe(false);
    expect(common('***', '***').areSame).toBe(false);
  });

  it('are a share of the name that has fewer', () => {
    expect(common('Payroll engine north', 'engine of payroll and so much more')).toMatchObject({
      words: ['payroll', 'engine'],
      share: 2 / 3,
    });
    expect(common('Payroll', 'Ledger')).toMatchObject({ words: [], share: 0 });
  });

  it('need no rename where both bear the former name', () => {
    expect(common('Gigya', 'GIGYA')).toMatchObject({ areSame: true, words: ['gigya'], renames: [] });
    expect(common('SAP Data Hub north', 'SAP Data Hub south')).toMatchObject({
      words: ['data', 'hub'],
      renames: [],
    });
  });

  it('are those of today where that makes more of them the same, with what was replaced, once', () => {
    expect(common('Gigya', 'SAP Customer Data Cloud')).toMatchObject({
      areSame: true,
      renames: [expect.objectContaining({ from: 'Gigya', to: 'SAP Customer Data Cloud' })],
    });
    expect(common('CPI Germany', 'CPI Integration Suite').renames).toHaveLength(1);
  });

  it('are the same under two names of one line, and not where two products gave way to one', () => {
    expect(common('CallidusCloud Commissions north', 'SAP Commissions north').areSame).toBe(true);
    expect(common('Identity Authentication north', 'Identity Provisioning north')).toMatchObject({
      areSame: false,
      words: ['cloud', 'identity', 'north'],
      share: 1,
    });
    expect(common('Identity Provisioning north', 'Cloud Identity Services north').areSame).toBe(true);
  });

  it('do not depend on which name is whose', () => {
    const word = fc.constantFrom(
      'SAP',
      'CPI',
      'Gigya',
      'data',
      'hub',
      'cloud',
      'integration',
      'suite',
      'EMEA',
    );
    const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(name, name, (left, right) => {
        const [one, other] = [common(left, right), common(right, left)];
        expect({ ...one, words: one.words.toSorted(), renames: one.renames.length }).toEqual({
          ...other,
          words: other.words.toSorted(),
          renames: other.renames.length,
        });
      }),
    );
  });
});
