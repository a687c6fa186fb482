import { describe, expect, it } from 'vitest';
import { compare } from '../../../../shared/core/match/compare.ts';
import type { IdHit } from '../../../../shared/core/match/identity.ts';
import { readFactSheet, readItem } from '../../../../shared/core/match/sides.ts';
import type { FactSheet, SourceObject } from '../../../../shared/core/model.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, anItem } from '../../../support/builders.ts';

const hit: IdHit = {
  kind: 'tenant id',
  value: 'my400123',
  field: 'name',
  isStrong: true,
  fillsField: false,
  rest: '',
  isShared: false,
};

function compared(
  attributes: SourceObject['attributes'],
  factSheet: Partial<FactSheet>,
  hits: readonly IdHit[] = [],
  rules = landscape,
) {
  return compare(
    readItem(anItem({ attributes }), rules),
    readFactSheet(aFactSheet(factSheet), rules),
    0.5,
    hits,
  );
}

const certainty = (name: string, hits: readonly IdHit[]) => compared({}, { name }, hits).certain;

describe('what is read of an item', () => {
  it('is its environment by its role, besides what its name says', () => {
    const item = anItem({ name: 'works qas', attributes: { role: 'PROD' } });
    expect(readItem(item, landscape).environments).toEqual(new Set(['quality', 'production']));
    expect(readItem(anItem({ attributes: { role: 'Unheard' } }), landscape).environments).toEqual(new Set());
  });

  it('is its system id, where it is one, and the ids in its name', () => {
    const system = readItem(anItem({ kind: 'TechnicalSystem', name: 'P6G' }), landscape);
    expect([system.systemIds, system.ids]).toEqual([['P6G'], []]);
    const tenant = readItem(anItem(), landscape);
    expect([tenant.systemIds, tenant.ids]).toEqual([[], ['my400123']]);
  });

  it('is the words of its product that tell it from others, as it is written and as it is called today', () => {
    const productOf = (serviceTypeLabel: string) => {
      const { product } = readItem(anItem({ attributes: { serviceTypeLabel } }), landscape);
      return product && [product.written, product.today];
    };
    expect(productOf('SAP S/4HANA Cloud')).toEqual([['s4hana'], ['s4hana']]);
    expect(productOf('SAP Data Warehouse Cloud')).toEqual([['data', 'warehouse'], ['datasphere']]);
    expect(productOf('SAP Business Network')).toEqual([
      ['business', 'network'],
      ['business', 'network'],
    ]);
    expect(productOf('')).toBeUndefined();
    expect(productOf('***')).toBeUndefined();
  });
});

describe('a product', () => {
  const signals = (factSheet: string) =>
    compare(
      readItem(
        anItem({
          name: 'QX7',
          kind: 'TechnicalSystem',
          attributes: { serviceTypeLabel: 'SAP S/4HANA Cloud Private Edition' },
        }),
        landscape,
      ),
      readFactSheet(aFactSheet({ name: factSheet }), landscape),
      0,
      [{ ...hit, kind: 'system id', value: 'QX7', isStrong: false }],
    ).signals.map(({ kind }) => kind);

  it('is named by its name of today and by the one that it still bears here', () => {
    expect(signals('S4 Prod Poland QX7')).toContain('product');
    expect(signals('Cloud ERP Poland QX7')).toContain('product');
    expect(signals('Payroll Poland QX7')).not.toContain('product');
  });
});

describe('what is read of a fact sheet', () => {
  it('is its alias, if there is one and aliases are compared', () => {
    const read = (alias: string, rules = landscape) =>
      readFactSheet(aFactSheet({ fields: { alias } }), rules).alias?.text;
    expect(read('Finance')).toBe('Finance');
    expect(read('')).toBeUndefined();
    expect(read('Finance', { ...landscape, compare: ['name'] })).toBeUndefined();
  });
});

describe('a pair is certain', () => {
  it('by the same words with an id among them', () => {
    expect(certainty('S/4HANA Cloud my400123', [hit])).toBe('same words');
    expect(certainty('S/4HANA Cloud my400123', [])).toBeUndefined();
    expect(
      certainty('S/4HANA Cloud my400123', [{ ...hit, isStrong: false, field: 'alias' }]),
    ).toBeUndefined();
  });

  it('by an id that nobody else has, where the name says the product', () => {
    const inAlias = { ...hit, field: 'alias' };
    expect(certainty('S/4HANA, my400123', [hit])).toBe('id');
    expect(certainty('Cloud, my400123', [hit])).toBeUndefined();
    expect(certainty('S/4HANA', [inAlias])).toBe('id');
    expect(certainty('S/4HANA', [{ ...inAlias, isStrong: false }])).toBeUndefined();
    expect(certainty('S/4HANA', [{ ...inAlias, isShared: true }])).toBeUndefined();
    expect(certainty('S/4HANA', [{ ...hit, field: 'description' }])).toBeUndefined();
  });

  it('by an id only where the name says nothing else but regions and its own environment', () => {
    expect(certainty('S/4HANA Deutschland PRD, my400123', [hit])).toBe('id');
    for (const more of ['archive', 'Abnahme', 'Learning', 'P02', '2', 'my400124', 'QAS']) {
      expect(certainty(`S/4HANA ${more}, my400123`, [hit])).toBeUndefined();
    }
  });

  it('by an id in a field that says nothing else but what the id is of', () => {
    const inAlias = (rest: string) => certainty('S/4HANA', [{ ...hit, field: 'alias', rest }]);
    for (const rest of ['Tenant:', 'https:// ', 'SAP S/4HANA Cloud', '(PRD)'])
      expect(inAlias(rest)).toBe('id');
    for (const rest of ['ex', 'for', '?', 'P02', 'Test', 'my400124']) expect(inAlias(rest)).toBeUndefined();
  });

  it('by an id only where the whole product is named: two of one tenant share half their words', () => {
    const provisioning = (factSheet: string) =>
      compared({ serviceTypeLabel: 'SAP Identity Provisioning' }, { name: factSheet }, [hit]).certain;
    expect(provisioning('Identity Provisioning PRD, my400123')).toBe('id');
    expect(provisioning('Identity PRD, my400123')).toBeUndefined();
  });

  it('by such an id alone where no product is known', () => {
    const rules = { ...landscape, evidence: () => ({ ids: [{ kind: hit.kind, value: hit.value }] }) };
    expect(compared({}, { name: 'my400123' }, [hit], rules).certain).toBe('id');
  });

  it('by no words of one product that another relates to: an app for it, the platform beside it', () => {
    for (const name of ['App for S/4HANA Cloud my400123', 'SAP BTP (S/4HANA Cloud my400123)']) {
      expect(certainty(name, [hit])).toBeUndefined();
    }
  });

  it('by no former name where several products went into one', () => {
    const identity = (label: string, factSheet: string) =>
      compared({ serviceTypeLabel: label }, { name: factSheet }, [hit]).certain;
    expect(identity('SAP Identity Provisioning', 'Cloud Identity Services my400123')).toBeUndefined();
    expect(identity('SAP Cloud Identity Services', 'IAS my400123')).toBeUndefined();
    expect(identity('SAP Identity Provisioning', 'Identity Provisioning (my400123)')).toBe('same words');
  });

  it('by no system id that is a word of the trade', () => {
    const rules = { ...landscape, evidence: () => ({ ids: [], product: 'SAP Access Control' }) };
    const item = readItem(
      anItem({ name: 'GRC', attributes: { serviceTypeLabel: 'SAP Access Control' } }),
      rules,
    );
    const sheet = readFactSheet(aFactSheet({ name: 'SAP GRC Access Control' }), rules);
    const grc: IdHit = { ...hit, kind: 'system id', value: 'GRC', isStrong: false };
    expect(compare(item, sheet, 0.5, [grc]).certain).toBeUndefined();
  });
});

describe('an alias that is the id of something else', () => {
  const isToldOf = (alias: string, hits: readonly IdHit[] = [], rules = landscape) =>
    compared({}, { name: 'Works', fields: { alias } }, hits, rules).signals.some(
      ({ kind }) => kind === 'other id',
    );

  it('speaks against the pair, unless an id speaks for it or none is known', () => {
    expect(isToldOf('my400999')).toBe(true);
    expect(isToldOf('Finance')).toBe(false);
    expect(isToldOf('')).toBe(false);
    expect(isToldOf('my400999', [hit])).toBe(false);
    expect(isToldOf('my400999', [], { ...landscape, evidence: () => ({ ids: [] }) })).toBe(false);
  });
});

it('a pair has the veto of its names', () => {
  expect(compared({ role: 'PROD' }, { name: 'S/4HANA QAS' }).veto).toContain('environment');
  expect(compared({}, { name: 'S/4HANA Cloud (my400124)' }).veto).toBe(
    'another system: my400123, not my400124',
  );
  expect(compared({}, { name: 'S/4HANA Cloud (my400124)' }, [hit]).veto).toBeUndefined();
});
