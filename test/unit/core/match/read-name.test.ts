import { describe, expect, it } from 'vitest';
import { readName } from '../../../../shared/core/match/read-name.ts';
import { systemIdsIn } from '../../../../shared/core/match/veto.ts';

const wordsOf = (text: string) => readName(text).core.join(' ');

describe('a name in the spelling of the trade', () => {
  it.each([
    ['SAP S/4HANA Cloud', 's4hana cloud'],
    ['S/4 HANA', 's4hana'],
    ['S4', 's4hana'],
    ['BW/4HANA', 'bw4hana'],
    ['bw/4', 'bw4hana'],
    ['C/4HANA', 'c4hana'],
    ['R/3', 'r3'],
    ['Ledger T&D', 'ledger test demo'],
    ['Ledger Non-Production', 'ledger nonprod'],
    ['Ledger Pre-Prod', 'ledger preprod'],
    ['Ledger (Prod Validation)', 'ledger prodvalidation'],
    ['Ledger (Validation)', 'ledger prodvalidation'],
    ['Ledger (Quality)', 'ledger qas'],
    ['Ledger quality', 'ledger quality'],
    ['Ledger (Development)', 'ledger dev'],
    ['Ledger service for SAP BTP', 'ledger'],
    ['Ledger on SAP Business Technology Platform', 'ledger'],
    ['SAP Cloud Platform Ledger', 'ledger'],
    ['SAP HANA Cloud Platform, Ledger', 'ledger'],
    ['Internet of Things gateway', 'iot gateway'],
    ['SAP Master Data Governance', 'mdg'],
    ['Environment, Health, and Safety', 'ehs'],
    ['environment health and safety', 'ehs'],
    ['Internet of Thinkers', 'internet thinkers'],
    ['Ledgér', 'ledger'],
    ['SAP', 'sap'],
  ])('%s is %s', (text, words) => {
    expect(wordsOf(text)).toBe(words);
  });

  it('tells environment, region, part and numbers', () => {
    expect(readName('Ledger PRD EMEA API 007 IV 2.1')).toMatchObject({
      environments: new Set(['production']),
      regions: new Set(['emea']),
      parts: new Set(['api']),
      numbers: new Set(['7', '2.1', '4']),
    });
    expect(readName('Ledger')).toMatchObject({
      environments: new Set(),
      regions: new Set(),
      parts: new Set(),
      numbers: new Set(),
    });
  });

  it('takes no number out of a word', () => {
    expect(readName('P01 my400123 R3').numbers).toEqual(new Set());
  });
});

describe('a system id', () => {
  it('is three capitals and digits, and no word of the trade', () => {
    expect(systemIdsIn('Ledger P6G, ERP QAS (X01) abc ABCD A1 1AB CPI PRD GTS IoT IOT')).toEqual([
      'P6G',
      'X01',
    ]);
  });
});
