// What architects keep beside a system, named after it or with its id: never taken for the system without asking.
import { describe, expect, it } from 'vitest';
import { pair } from '../../../../shared/core/match/pair.ts';
import type { FactSheet, Item } from '../../../../shared/core/model.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, anItem } from '../../../support/builders.ts';

function stateOf(item: Item, factSheet: Partial<FactSheet>, others: readonly Item[] = []) {
  const [pairing] = pair({
    items: [item, ...others],
    factSheets: [aFactSheet(factSheet)],
    links: new Map(),
    rules: landscape,
    tagId: undefined,
    isWhole: true,
  });
  return pairing?.state;
}

const cloud = anItem();
const system = (name: string, label: string, attributes: Item['attributes'] = {}, nativeId = 'lms-1') =>
  anItem({ kind: 'TechnicalSystem', nativeId, name, attributes: { serviceTypeLabel: label, ...attributes } });
const p01 = system('P01', 'SAP S/4HANA', { systemNumber: '000000000312345678' });

const besides = [
  'Archive of X|Archiv X|X migration|Replacement for X|Successor of X|X Reporting|Interface to X|X Schnittstelle',
  'Projekt X|X add-on|X Extension|X Fiori Launchpad|X Backup|X-old|X (decommissioned)|Copy of X|Kopie von X|X clone',
  'TEMPLATE X|DO NOT USE X|X DR|X standby|X pre-go-live|X legacy|X alt|X neu|X abgeschaltet|X Abnahme|X recette',
  'X homologação|X Training|X API|X Agent|X Cockpit|X II|X 2|X v2|X 2024|ex X|former X|X and Salesforce|X 200',
  'App for X|Services for X|SAP BTP for X|SAP BTP (X)|X on BTP app|X Group Reporting|† X|X → my400999|X, my400124',
].flatMap((line) => line.split('|'));

describe('what is named after a system', () => {
  it.each(besides)('%s is asked about', (pattern) => {
    for (const [item, name] of [
      [cloud, 'SAP S/4HANA Cloud my400123'],
      [p01, 'SAP S/4HANA P01 312345678'],
      [p01, 'SAP S/4HANA P01'],
    ] as const) {
      expect(stateOf(item, { name: pattern.replaceAll('X', name) })).not.toBe('linked');
    }
    const fields = { alias: 'my400123' };
    expect(stateOf(cloud, { name: pattern.replaceAll('X', 'SAP S/4HANA Cloud'), fields })).not.toBe('linked');
  });

  it.each(['S/4HANA Cloud my400123', 'my400123 SAP S/4HANA Cloud PRD', 'SAP S/4HANA Cloud my400123 Germany'])(
    '%s is the system itself',
    (name) => {
      expect(stateOf(cloud, { name })).toBe('linked');
    },
  );
});

describe('a field with the id of a system', () => {
  it.each([
    'ex my400123',
    'Archiv my400123',
    'replaces my400123',
    'my400123-old',
    'my400123, my400124',
    'my400123 QAS',
    'to my400123',
    'my400123 API',
    'my400123 ?',
  ])('%s is asked about', (alias) => {
    expect(stateOf(cloud, { name: 'S/4HANA Cloud', fields: { alias } })).not.toBe('linked');
    expect(stateOf(cloud, { name: 'S/4HANA Cloud', externalId: alias })).not.toBe('linked');
  });
});

describe('one tenant', () => {
  it.each([
    ['SAP SuccessFactors', 'SAP SuccessFactors Learning'],
    ['SAP Ariba', 'SAP Ariba Sourcing'],
    ['SAP Concur', 'SAP Concur Invoice'],
    ['SAP Sales Cloud', 'SAP Sales and Service Cloud'],
    ['SAP S/4HANA Cloud, private edition', 'SAP S/4HANA Cloud, public edition'],
    ['SAP Cloud Identity Services', 'SAP Identity Provisioning'],
    ['SAP Integration Suite', 'SAP Integration Suite API Management'],
  ])('of %s does not make %s of it', (label, name) => {
    const id = 'a1b2c3d45';
    const item = anItem({ name: id, attributes: { serviceTypeLabel: label } });
    expect(stateOf(item, { name: `${name} (${id})` })).not.toBe('linked');
    expect(stateOf(item, { name, fields: { alias: id } })).not.toBe('linked');
    expect(stateOf(item, { name, externalId: id })).not.toBe('linked');
  });

  it('that test and production share tells nothing of either', () => {
    const fields = { alias: 'erp-4711.example.com' };
    const host = { rootUrl: 'https://erp-4711.example.com/ui' };
    const test = (nativeId: string, kind = 'TechnicalSystem') => ({
      ...system('Q01', 'SAP ERP', { ...host, role: 'TEST' }, nativeId),
      kind,
    });
    const productive = system('P01', 'SAP ERP', host, 'lms-5');
    expect(stateOf(productive, { name: 'SAP ERP', fields })).toBe('linked');
    for (const before of ['lms-1', 'lms-9']) {
      expect(stateOf(productive, { name: 'SAP ERP', fields }, [test(before)])).toBe('proposed');
    }
    // A client of a system is no other system.
    expect(stateOf(productive, { name: 'SAP ERP', fields }, [test('lms-1', 'LogicalSystem')])).toBe('linked');
  });
});

it('a name with a year is no id', () => {
  const item = anItem({ name: 'Finance 2024', attributes: { serviceTypeLabel: 'SAP Analytics Cloud' } });
  expect(stateOf(item, { name: 'SAP Analytics Cloud', fields: { alias: 'Finance 2024' } })).toBe('proposed');
});
