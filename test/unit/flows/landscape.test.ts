import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { skipReasons } from '../../../shared/core/report-reasons.ts';
import { flowOf, flows } from '../../../shared/flows/flows.ts';
import { landscape } from '../../../shared/flows/landscape.ts';
import { anItem, fullTarget } from '../../support/builders.ts';

const skipOf = (spec: Parameters<typeof anItem>[0]) => landscape.skip(anItem(spec));
const fieldsOf = (spec: Parameters<typeof anItem>[0]) =>
  Object.fromEntries(landscape.fields(anItem(spec)).map(({ key, value }) => [key, value]));

describe('what becomes an application', () => {
  it.each([
    ['a productive cloud service', {}],
    ['a productive technical system', { kind: 'TechnicalSystem', attributes: { serviceType: 'ABAP' } }],
    ['a role in other letters', { attributes: { role: 'Production' } }],
    ['SAP S/4HANA, whose code only ends like the database', { attributes: { serviceType: 'SAP_S4HANA' } }],
  ])('%s does', (_, spec) => {
    expect(skipOf(spec)).toBeUndefined();
  });

  it.each([
    ['NO_ID', { nativeId: '' }],
    ['NO_NAME', { name: '' }],
    ['NO_NAME', { name: ' \t' }],
    ['BUSINESS_SERVICE', { kind: 'BusinessService' }],
    ['LOGICAL_SYSTEM', { kind: 'LogicalSystem' }],
    ['KIND_UNKNOWN', { kind: 'Spaceship' }],
    ['KIND_UNKNOWN', { kind: '' }],
    ['PLATFORM_SERVICE', { attributes: { deploymentModel: 'BTP System' } }],
    ['PLATFORM_SERVICE', { attributes: { serviceType: 'SCP_HCAAS_DATALAKE' } }],
    ['PLATFORM_SERVICE', { attributes: { serviceType: 'SAP_HANA_CLOUD' } }],
    ['PLATFORM_SERVICE', { kind: 'TechnicalSystem', attributes: { serviceType: 'HANA' } }],
    ['ROLE_NOT_PRODUCTIVE', { attributes: { role: 'TEST' } }],
    ['ROLE_NOT_PRODUCTIVE', { attributes: { role: 'qa' } }],
    ['ROLE_UNKNOWN', { attributes: { role: 'EMERGENCY' } }],
    ['ROLE_UNKNOWN', { attributes: { role: '' } }],
  ])('%s: %o does not', (reason, spec) => {
    expect(skipOf(spec)).toBe(reason);
    expect(skipReasons).toHaveProperty(reason);
  });

  it('sorts the recorded objects as SAP advises', () => {
    const file = new URL('../../fixtures/cloud-alm/landscape-objects.list.json', import.meta.url);
    const { body } = JSON.parse(readFileSync(file, 'utf8'));
    const reasons = body.map(
      ({ lmsId, name, objectType, role, serviceType, deploymentModel }: Record<string, string>) =>
        skipOf({
          nativeId: lmsId ?? '',
          name: name ?? '',
          kind: objectType ?? '',
          attributes: {
            role: role ?? '',
            serviceType: serviceType ?? '',
            deploymentModel: deploymentModel ?? '',
          },
        }),
    );
    expect(reasons).toEqual([undefined, undefined, 'PLATFORM_SERVICE', 'BUSINESS_SERVICE']);
  });
});

describe('the name of an application', () => {
  it('is the service type and the system, then with the system number', () => {
    expect(landscape.names(anItem({ attributes: { systemNumber: '000000000800123456' } }))).toEqual([
      'SAP S/4HANA Cloud (my400123)',
      'SAP S/4HANA Cloud (my400123, 000000000800123456)',
    ]);
  });

  it('does without what the source did not send', () => {
    const bare = { ...anItem(), attributes: { role: 'PROD' } };
    expect(landscape.names(bare)).toEqual(['my400123']);
    expect(landscape.names({ ...bare, attributes: { systemNumber: '0001' } })).toEqual([
      'my400123',
      'my400123 (0001)',
    ]);
    expect(landscape.names({ ...bare, attributes: { serviceType: 'SAP_S4HANA' } })).toEqual([
      'SAP_S4HANA (my400123)',
    ]);
  });

  it('has no separator of levels in it', () => {
    expect(landscape.names(anItem({ name: 'Europe / PRD' }))).toEqual(['SAP S/4HANA Cloud (Europe/PRD)']);
  });
});

describe('the fields of an application', () => {
  it('hold the facts of the landscape object', () => {
    const attributes = { systemNumber: '0008', deploymentModel: 'SAP Public Cloud' };
    expect(fieldsOf({ attributes })).toEqual({
      alias: 'my400123',
      description:
        'SAP S/4HANA Cloud, cloud service my400123; system number 0008; deployment model SAP Public Cloud; kept in step with SAP Cloud ALM.',
      lxHostingType: 'saas',
    });
  });

  it('leave the hosting type alone where the deployment model does not say it', () => {
    expect(fieldsOf({ attributes: { deploymentModel: 'On-Premise' } })).toHaveProperty(
      'lxHostingType',
      'onPremise',
    );
    expect(fieldsOf({ attributes: { deploymentModel: 'SAP Private Cloud' } })).not.toHaveProperty(
      'lxHostingType',
    );
    expect(fieldsOf({})).not.toHaveProperty('lxHostingType');
  });

  it('are named beforehand, and a full workspace takes them all', () => {
    const all = landscape.fields(anItem({ attributes: { deploymentModel: 'On-Premise' } }));
    expect(all.map(({ key }) => key)).toEqual(landscape.fieldKeys);
    expect(all.every((field) => fullTarget.accepts(field))).toBe(true);
    expect(new Set(all.map(({ owner }) => owner))).toEqual(new Set(['source-owned']));
  });
});

describe('flows', () => {
  it('are known by name, and nothing inherited is one', () => {
    for (const name of ['landscape', 'landscape-apj', 'landscape--']) expect(flowOf(name)).toBe('landscape');
    for (const name of [
      '',
      'Landscape',
      'landscape-',
      'landscapes',
      'x-landscape',
      'toString',
      'constructor',
    ])
      expect(flowOf(name)).toBeUndefined();
    for (const [name, rules] of Object.entries(flows)) expect(rules.flow).toBe(name);
  });
});
