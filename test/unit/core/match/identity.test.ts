import { describe, expect, it } from 'vitest';
import { indexIds } from '../../../../shared/core/match/identity.ts';
import { pair } from '../../../../shared/core/match/pair.ts';
import type { FactSheet, Item, SourceObject } from '../../../../shared/core/model.ts';
import type { FlowRules, ItemId } from '../../../../shared/core/rules.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, anItem } from '../../../support/builders.ts';

function decide(item: Item, factSheet: FactSheet, rules: FlowRules = landscape) {
  const [pairing] = pair({
    items: [item],
    factSheets: [factSheet],
    links: new Map(),
    rules,
    tagId: undefined,
    isWhole: true,
  });
  return pairing;
}

const tenantId = 'f2a7c0de-11aa-4b5c-9d8e-0123456789ab';
const cloud = (attributes: SourceObject['attributes']) => anItem({ name: 'Works', attributes });
const erp = anItem({
  kind: 'TechnicalSystem',
  name: 'P6G',
  attributes: { serviceTypeLabel: 'SAP ERP', installationNumber: '0020123456' },
});

describe('an id that source and fact sheet carry', () => {
  it.each([
    ['a system number', { systemNumber: '000000000312345678' }, { alias: '312345678' }],
    ['a tenant id', { tenantId }, { alias: tenantId.toUpperCase() }],
    [
      'a host',
      { rootUrl: 'https://works-4711.s4hana.cloud.sap/ui' },
      { alias: 'works-4711.s4hana.cloud.sap' },
    ],
    [
      'a host within a URL',
      { rootUrl: 'https://works-4711.s4hana.cloud.sap/ui' },
      { alias: 'https://works-4711.s4hana.cloud.sap' },
    ],
  ])('%s links where nobody else has it', (_, attributes, fields) => {
    const factSheet = aFactSheet({ name: 'S/4HANA Works', fields });
    expect(decide(cloud(attributes), factSheet)).toMatchObject({ state: 'linked', by: 'id' });
  });

  it('is looked for in the external id of another program too', () => {
    const factSheet = aFactSheet({ name: 'S/4HANA Works', externalId: tenantId });
    expect(decide(cloud({ tenantId }), factSheet)).toMatchObject({ state: 'linked', by: 'id' });
  });

  it.each([
    ['a system number', { systemNumber: '000000000312345678' }, 'System 312345678, kept by the works.'],
    ['a tenant id', { tenantId }, `Tenant ${tenantId}.`],
    [
      'a host',
      { rootUrl: 'https://works-4711.s4hana.cloud.sap' },
      'See https://works-4711.s4hana.cloud.sap/ui',
    ],
  ])('%s in a description is told and asked about', (kind, attributes, description) => {
    const factSheet = aFactSheet({ name: 'S/4HANA Works', fields: { description } });
    expect(decide(cloud(attributes), factSheet)).toMatchObject({
      state: 'proposed',
      candidates: [
        {
          signals: expect.arrayContaining([{ kind: kind.slice(2), weight: 0.7, detail: expect.any(String) }]),
        },
      ],
    });
  });

  it('a system id links with the words of the product, and is asked about without them', () => {
    expect(decide(erp, aFactSheet({ name: 'ERP P6G' }))).toMatchObject({ state: 'linked', by: 'same words' });
    const alone = aFactSheet({ name: 'Finance of the works', fields: { alias: 'P6G' } });
    expect(decide(erp, alone)).toMatchObject({
      state: 'proposed',
      candidates: [{ signals: expect.arrayContaining([expect.objectContaining({ kind: 'system id' })]) }],
    });
  });

  it('a system id counts only as it is written, and not in a description', () => {
    for (const fields of [{ alias: 'p6g' }, { description: 'Runs on P6G.' }]) {
      expect(decide(erp, aFactSheet({ name: 'Canteen menu', fields }))).toMatchObject({ state: 'new' });
    }
  });

  it('an installation number, which several systems share, is told and links nothing by itself', () => {
    const factSheet = aFactSheet({ name: 'SAP ERP of the works', fields: { alias: '20123456' } });
    expect(decide(erp, factSheet)).toMatchObject({
      state: 'proposed',
      candidates: [
        {
          signals: expect.arrayContaining([
            { kind: 'installation number', weight: 0.45, detail: '0020123456 in alias' },
          ]),
        },
      ],
    });
  });

  it('is looked for in the fields that the configuration names, and in no other', () => {
    const factSheet = aFactSheet({ name: 'S/4HANA Works', fields: { inventoryNumber: tenantId } });
    expect(decide(cloud({ tenantId }), factSheet)).not.toMatchObject({ by: 'id' });
    const rules = { ...landscape, compare: [...landscape.compare, 'inventoryNumber'] };
    expect(decide(cloud({ tenantId }), factSheet, rules)).toMatchObject({ state: 'linked', by: 'id' });
  });

  it('links nobody where two objects have it', () => {
    const twins = ['lms-1', 'lms-2'].map((nativeId) => ({
      ...cloud({ tenantId }),
      ...anItem({ nativeId, name: nativeId, attributes: { tenantId } }),
    }));
    const factSheet = aFactSheet({ name: 'S/4HANA Works', fields: { alias: tenantId } });
    const pairings = pair({
      items: twins,
      factSheets: [factSheet],
      links: new Map(),
      rules: landscape,
      tagId: undefined,
      isWhole: true,
    });
    expect(pairings.map(({ state }) => state)).toEqual(['ambiguous', 'ambiguous']);
  });
});

describe('the index of ids', () => {
  const hitsOf = (ids: readonly ItemId[], fields: FactSheet['fields'], name = 'Works', externalId = '') =>
    (
      indexIds([ids], ['name', 'alias', 'externalId', 'description'], new Set())
        .hitsIn(aFactSheet({ name, externalId, fields }))
        .get(0) ?? []
    ).map(({ kind, field, isStrong, fillsField }) => [kind, field, isStrong, fillsField]);
  const number = (value: string): ItemId => ({ kind: 'system number', value });

  it('takes for strong what has six signs and three digits, and is no installation number', () => {
    const strengthOf = (value: string, kind: ItemId['kind'] = 'tenant id') =>
      hitsOf([{ kind, value }], { alias: value })[0]?.[2];
    expect(strengthOf('abc123')).toBe(true);
    expect(strengthOf('ab123')).toBe(false);
    expect(strengthOf('abcd12')).toBe(false);
    expect(strengthOf('abc123', 'installation number')).toBe(false);
  });

  it('tells whether a field says hardly anything else', () => {
    expect(hitsOf([number('123456')], { alias: 'abcdef 123456' })).toEqual([
      ['system number', 'alias', true, true],
    ]);
    expect(hitsOf([number('123456')], { alias: 'abcdefg 123456' })).toEqual([
      ['system number', 'alias', true, false],
    ]);
  });

  it('tells each kind once, from the first field that has it', () => {
    const ids = [number('123456'), { kind: 'host', value: 'works-01.example.com' } as const];
    const fields = { alias: '123456', description: 'At works-01.example.com, with 123456.' };
    expect(hitsOf(ids, fields)).toEqual([['system number', 'alias', true, true]]);
    expect(hitsOf([number('123456')], {}, 'Works 123456', '123456')).toEqual([
      ['system number', 'name', true, true],
    ]);
  });

  it('finds an id that is written with other signs between, and no part of a longer one', () => {
    expect(hitsOf([number('service-prod-8061')], { alias: 'SERVICE PROD 8061' })).toHaveLength(1);
    expect(hitsOf([number('service-prod-8061')], { alias: 'serviceprod8061' })).toHaveLength(1);
    expect(hitsOf([number('123456')], { alias: '1234567' })).toEqual([]);
    expect(hitsOf([number('00123456')], { alias: '0123456' })).toHaveLength(1);
    expect(hitsOf([number('a0123456')], { alias: 'a123456' })).toEqual([]);
  });

  it('looks for no id of two signs, and for none where there are none', () => {
    expect(hitsOf([number('12')], { alias: '12' })).toEqual([]);
    expect(hitsOf([], { alias: '12' })).toEqual([]);
  });
});
