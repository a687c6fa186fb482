import { describe, expect, it } from 'vitest';
import { findContradiction } from '../../../../shared/core/match/contradiction.ts';
import { pair } from '../../../../shared/core/match/pair.ts';
import type { FactSheet, SourceObject } from '../../../../shared/core/model.ts';
import { iflows } from '../../../../shared/flows/iflows.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, anItem } from '../../../support/builders.ts';

const against = (factSheet: Partial<FactSheet>, object: Partial<SourceObject> = {}, rules = landscape) =>
  findContradiction(anItem(object), aFactSheet(factSheet), rules);

describe('what speaks against a fact sheet of the same name', () => {
  it('is a field that holds an id like one of the item and none of it', () => {
    const p01 = {
      kind: 'TechnicalSystem',
      name: 'P01',
      attributes: { systemNumber: '000000000312345678' },
    };
    expect(against({ fields: { alias: 'my400124' } })).toBe('its alias says my400124');
    expect(against({ externalId: 'my400124' })).toBe('its externalId says my400124');
    expect(against({ fields: { alias: 'P02' } }, p01)).toBe('its alias says p02');
    expect(against({ fields: { alias: '312345679' } }, p01)).toBe('its alias says 312345679');
    for (const alias of ['my400123', 'my400123, my400124', 'CMDB-4711', '4711', 'ERP core', 'S4H', '2023']) {
      expect(against({ fields: { alias } })).toBeUndefined();
    }
    for (const alias of ['P01', 'P01, P02', '312345678', 'ABC', '4711']) {
      expect(against({ fields: { alias } }, p01)).toBeUndefined();
    }
    expect(against({ fields: { description: 'Talks to my400124.' } })).toBeUndefined();
    expect(
      against({ fields: { alias: 'my400124' } }, {}, { ...landscape, compare: ['name'] }),
    ).toBeUndefined();
    expect(against({ externalId: 'calm:acme:my400124' })).toBeUndefined();
  });

  it('is a field that says another environment', () => {
    expect(against({ fields: { alias: 'Testsystem' } })).toBe('its alias says test, not production');
    expect(against({ fields: { alias: 'PRD' } })).toBeUndefined();
    expect(against({ fields: { alias: 'Testsystem' } }, { attributes: { role: 'TEST' } })).toBeUndefined();
  });

  it('is an end of life that had come when it was last changed', () => {
    const ending = (startDate: string) => against({ lifecycle: [{ phase: 'endOfLife', startDate }] });
    expect(ending('2019-12-31')).toBe('its life ended on 2019-12-31');
    expect(ending('2026-01-05')).toBe('its life ended on 2026-01-05');
    expect(ending('2026-01-06')).toBeUndefined();
    expect(against({ lifecycle: [{ phase: 'active', startDate: '2019-12-31' }] })).toBeUndefined();
  });

  it('is a sign by which people mark what is gone or unsure, unless the item bears it too', () => {
    for (const sign of ['†', '❌', '?']) {
      expect(against({ name: `SAP S/4HANA Cloud (my400123) ${sign}` })).toBe(`its name bears ${sign}`);
      expect(against({ name: `${sign} x` }, { name: `my400123 ${sign}` })).toBeUndefined();
    }
    expect(against({ name: 'SAP® S/4HANA™ Cloud – my400123' })).toBeUndefined();
  });

  it('is a parent that is another thing, where the name alone does not tell', () => {
    const name = 'Replicate Customer';
    const flow = { kind: 'INTEGRATION_FLOW', name, attributes: { package: 'Order to Cash' } };
    const under = (parent: string) => against({ name, displayName: `${parent} / ${name}` }, flow, iflows);
    expect(under('Salesforce')).toBe('it stands under Salesforce');
    expect(under('Order to Cash')).toBeUndefined();
    const cloud = (parent: string) => against({ displayName: `${parent} / SAP S/4HANA Cloud (my400123)` });
    expect(cloud('ERP')).toBeUndefined();
    expect(cloud('Test systems')).toBe('it stands under Test systems');
    expect(against({ displayName: 'SAP S/4HANA Cloud (my400123) copy' })).toBeUndefined();
  });
});

describe('a fact sheet that something speaks against', () => {
  const decide = (factSheet: Partial<FactSheet>, attributes: SourceObject['attributes'] = {}) =>
    pair({
      items: [anItem({ attributes })],
      factSheets: [aFactSheet(factSheet)],
      links: new Map(),
      rules: landscape,
      tagId: undefined,
      isWhole: true,
    });
  const lifecycle = [{ phase: 'endOfLife', startDate: '2019-12-31' }];

  it('is asked about though it has the very name, and it is said why', () => {
    expect(decide({ lifecycle })).toMatchObject([
      {
        state: 'ambiguous',
        reason: 'AMBIGUOUS_CONTRADICTED',
        candidates: [
          {
            score: 1,
            signals: [
              { kind: 'same name' },
              { kind: 'contradiction', weight: 0, detail: 'its life ended on 2019-12-31' },
            ],
          },
        ],
      },
    ]);
  });

  it('is only proposed by the same words or an id', () => {
    expect(decide({ name: 'S/4HANA Cloud my400123', lifecycle })).toMatchObject([{ state: 'proposed' }]);
    expect(decide({ name: 'S/4HANA', fields: { alias: 'my400123' }, lifecycle })).toMatchObject([
      { state: 'proposed' },
    ]);
  });
});
