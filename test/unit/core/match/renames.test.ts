import { describe, expect, it } from 'vitest';
import { commonWords, todayOf } from '../../../../shared/core/match/common-words.ts';
import { readName } from '../../../../shared/core/match/read-name.ts';
import entries from '../../../../shared/core/match/sap-renames.json' with { type: 'json' };

const today = (name: string) => todayOf(readName(name)).join(' ');
const areSame = (left: string, right: string) => commonWords(readName(left), readName(right)).areSame;

describe('the file of renames', () => {
  it('names a public page for every entry', () => {
    for (const { from, source } of entries) {
      expect(URL.parse(source)?.protocol, from).toBe('https:');
    }
  });

  it('tells each former name once', () => {
    const froms = entries.map(({ from }) => readName(from).core.join(' '));
    expect(new Set(froms).size).toBe(froms.length);
  });

  it.each(entries)('takes "$from" for "$to"', ({ from, to }) => {
    expect(areSame(from, to)).toBe(true);
  });
});

describe('a name as it would be today', () => {
  it.each([
    ['SAP HANA Cloud Integration', 'integration suite'],
    ['CPI', 'integration suite'],
    ['SAP Cloud Platform Portal', 'cloud portal'],
    ['SAP Launchpad service - EMEA', 'build work zone standard emea'],
    ['Gigya', 'customer data cloud'],
    ['CallidusCloud Commissions', 'successfactors incentive management'],
    ['SAP SuccessFactors Work Zone', 'successfactors work zone'],
    ['SAP S/4HANA Cloud', 's4hana cloud'],
  ])('of %s is %s', (name, expected) => {
    expect(today(name)).toBe(expected);
  });

  it('leaves a former name of one word alone where it is part of another name', () => {
    expect(today('Ariba')).toBe('ariba');
    expect(readName('Concur of the works council').renamed).toBeUndefined();
  });

  it('changes an abbreviation wherever it stands', () => {
    expect(today('CPI Germany')).toBe('integration suite germany');
  });

  it('does not change what bears the newer name already', () => {
    expect(readName('SAP Build Process Automation').renamed).toBeUndefined();
    expect(readName('SAP Digital Manufacturing').renamed).toBeUndefined();
  });

  it('says what was replaced', () => {
    expect(readName('HCI').renamed?.steps).toEqual([
      expect.objectContaining({ from: 'HCI', to: 'SAP Integration Suite' }),
    ]);
  });
});
