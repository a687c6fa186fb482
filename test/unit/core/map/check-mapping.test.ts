import { describe, expect, it } from 'vitest';
import { checkMapping } from '../../../../shared/core/map/check-mapping.ts';
import { longestValue } from '../../../../shared/core/map/field.ts';
import type { DataModel, FieldModel } from '../../../../shared/core/model.ts';
import type { FlowRules } from '../../../../shared/core/rules.ts';
import type { FieldMapping } from '../../../../shared/core/settings.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';

const fields: Record<string, FieldModel> = {
  alias: { type: 'STRING' },
  hosting: { type: 'SINGLE_SELECT', values: ['onPremise', 'saas'] },
  regions: { type: 'MULTIPLE_SELECT', values: ['EU', 'US'] },
  users: { type: 'INTEGER' },
  cost: { type: 'DOUBLE' },
  cmdb: { type: 'EXTERNALID' },
  externalId: { type: 'EXTERNALID' },
  lifecycle: { type: 'LIFECYCLE', values: ['plan', 'active', 'endOfLife'] },
  owner: { type: 'PERSON' },
};
const writable = ['alias', 'hosting', 'regions', 'users', 'cost', 'cmdb', 'externalId'];
const model: DataModel = {
  types: {
    Application: {
      fields,
      relations: {
        relApplicationToITComponent: {
          targetType: 'ITComponent',
          fields: { costTotal: { type: 'DOUBLE' } },
        },
      },
    },
  },
  externalIdFields: {
    externalId: { readOnly: false, unique: true, forTypes: [] },
    cmdb: { readOnly: true, unique: true, forTypes: [] },
  },
  roles: [
    { id: '1', name: 'Application Owner', type: 'RESPONSIBLE' },
    { id: '2', name: 'Informed', type: '' },
    { id: '3', name: 'Auditor', type: 'OBSERVER' },
  ],
};

const check = (rules: Partial<FlowRules>, against = model) =>
  checkMapping({ ...landscape, compare: [], ...rules }, against);
const ofField = (key: string, rule: FieldMapping) => check({ mapping: { [key]: rule } });

describe('what a mapping writes to', () => {
  it('is not asked about where the type is missing, and fine where nothing is wrong', () => {
    expect(check({ targetType: 'Interface', mapping: { nothing: 'x' } })).toEqual([]);
    const mapping = {
      alias: '{name}',
      hosting: 'saas',
      regions: { value: ['US', 'EU'] },
      users: '12',
      cost: { value: '1.5' },
      name: '{name}',
      description: { block: '{name}' },
    };
    expect(check({ mapping })).toEqual([]);
  });

  it.each(['id', 'type', 'rev', 'level', 'createdAt', 'updatedAt', 'completion', 'qualitySeal'])(
    'is not %s, which LeanIX makes',
    (key) => {
      expect(ofField(key, '{name}')).toEqual([
        {
          code: 'LX_FIELD_COMPUTED',
          at: `mapping.${key}`,
          message: `LeanIX makes ${key} itself; nobody can write it`,
        },
      ]);
    },
  );

  it.each(['displayName', 'fullName'])('is not %s, which is made of the name', (key) => {
    expect(ofField(key, '{name}')).toEqual([
      {
        code: 'LX_FIELD_COMPUTED',
        at: `mapping.${key}`,
        message: `LeanIX makes ${key} itself; nobody can write it; what it is made of, the name, is given with naming`,
      },
    ]);
  });

  it('is not the field that holds the identity, whichever that is', () => {
    const message = 'Landbridge keeps the identity of the object there';
    expect(ofField('externalId', '{id}')).toEqual([
      { code: 'LX_FIELD_READ_ONLY', at: 'mapping.externalId', message },
    ]);
    expect(check({ idField: 'alias', mapping: { alias: '{id}', externalId: '{id}' } })).toEqual([
      { code: 'LX_FIELD_READ_ONLY', at: 'mapping.alias', message },
    ]);
  });

  it('is a field that is there, and one that can be written', () => {
    expect(ofField('aliass', '{name}')).toEqual([
      {
        code: 'LX_FIELD_UNKNOWN',
        at: 'mapping.aliass',
        message: 'Application has no field aliass',
        given: 'aliass',
        known: writable,
      },
    ]);
    expect(ofField('cmdb', '{id}')).toEqual([
      { code: 'LX_FIELD_READ_ONLY', at: 'mapping.cmdb', message: 'the workspace keeps cmdb read-only' },
    ]);
    expect(ofField('owner', '{name}')).toEqual([
      {
        code: 'LX_FIELD_KIND',
        at: 'mapping.owner',
        message: 'owner is of the kind PERSON, which a mapping cannot write',
        given: 'owner',
        known: writable,
      },
    ]);
  });

  it('is a text where it is a block', () => {
    expect(ofField('alias', { block: '{name}' })).toEqual([]);
    expect(ofField('hosting', { block: '{name}' })).toEqual([
      {
        code: 'LX_FIELD_KIND',
        at: 'mapping.hosting',
        message: 'hosting is of the kind SINGLE_SELECT; a block needs a text',
      },
    ]);
    expect(ofField('hosting', { template: '{name}' })).toEqual([]);
  });
});

describe('what a mapping always writes', () => {
  it('is a value that the field knows, wherever it stands in the rule', () => {
    const unknown = (at: string, given: string) => ({
      code: 'LX_VALUE_UNKNOWN',
      at,
      message: `hosting has no value "${given}"`,
      given,
      known: ['onPremise', 'saas'],
    });
    expect(ofField('hosting', 'Cloud')).toEqual([unknown('mapping.hosting', 'Cloud')]);
    expect(ofField('hosting', '{}')).toEqual([unknown('mapping.hosting', '{}')]);
    expect(ofField('hosting', '{role}')).toEqual([]);
    expect(ofField('hosting', { value: 'Cloud' })).toEqual([unknown('mapping.hosting.value', 'Cloud')]);
    const values = { PROD: 'saas', 'TEST*': 'Test' };
    expect(ofField('hosting', { from: 'role', values })).toEqual([
      unknown('mapping.hosting.values.TEST*', 'Test'),
    ]);
    expect(ofField('hosting', { from: 'role', values: { PROD: 'saas' }, else: 'None' })).toEqual([
      unknown('mapping.hosting.else', 'None'),
    ]);
    expect(ofField('hosting', { from: 'role', values: { PROD: 'saas' }, else: 'saas' })).toEqual([]);
  });

  it('is a list only where the field holds one, every entry of it known', () => {
    expect(ofField('hosting', { value: ['saas'] })).toEqual([
      { code: 'LX_FIELD_KIND', at: 'mapping.hosting.value', message: 'hosting holds one value, not a list' },
    ]);
    expect(ofField('name', { value: ['saas'] })).toMatchObject([
      { message: 'name holds one value, not a list' },
    ]);
    expect(ofField('regions', { value: ['EU', 'Mars', 'Moon'] })).toMatchObject([
      { code: 'LX_VALUE_UNKNOWN', given: 'Mars', known: ['EU', 'US'] },
      { code: 'LX_VALUE_UNKNOWN', given: 'Moon' },
    ]);
  });

  it('is a number where the field holds numbers', () => {
    expect(ofField('users', '1.5')).toEqual([
      { code: 'LX_VALUE_UNKNOWN', at: 'mapping.users', message: '"1.5" is no number that users can hold' },
    ]);
    expect(ofField('cost', 'much')).toMatchObject([{ message: '"much" is no number that cost can hold' }]);
  });

  it('is no longer than a field may be', () => {
    expect(ofField('alias', 'x'.repeat(longestValue))).toEqual([]);
    expect(ofField('alias', { value: 'x'.repeat(longestValue + 1) })).toEqual([
      {
        code: 'LX_VALUE_TOO_LONG',
        at: 'mapping.alias.value',
        message: `${longestValue + 1} characters are too many for alias`,
      },
    ]);
    expect(ofField('regions', { value: ['EU', 'x'.repeat(longestValue + 1)] })).toMatchObject([
      { message: `${longestValue + 1} characters are too many for regions` },
    ]);
  });

  it('may be anything where the workspace does not list the values', () => {
    const types = { Application: { fields: { hosting: { type: 'SINGLE_SELECT' } }, relations: {} } };
    expect(check({ mapping: { hosting: 'any' } }, { ...model, types })).toEqual([]);
  });
});

describe('what matching compares', () => {
  it('is a field that is there, the usual ones aside', () => {
    expect(check({ compare: ['name', 'alias', 'description', 'inventoryNo'] })).toEqual([
      {
        code: 'LX_FIELD_UNKNOWN',
        at: 'match.fields.inventoryNo',
        message: 'Application has no field inventoryNo',
        given: 'inventoryNo',
        known: Object.keys(fields),
      },
    ]);
  });
});

describe('lifecycle phases', () => {
  it('are those that the workspace has, but for the end of life', () => {
    const known = ['plan', 'active'];
    expect(check({ lifecycle: { plan: '{a}', pilot: '{b}', endOfLife: '{c}' } })).toEqual([
      {
        code: 'LX_VALUE_UNKNOWN',
        at: 'lifecycle.pilot',
        message: 'the lifecycle has no phase "pilot"',
        given: 'pilot',
        known,
      },
      {
        code: 'LX_VALUE_UNKNOWN',
        at: 'lifecycle.endOfLife',
        message: 'Landbridge writes endOfLife when the object is gone',
        given: 'endOfLife',
        known,
      },
    ]);
  });

  it('need a lifecycle, and may be any where its phases are not told', () => {
    const bare = (lifecycle: Record<string, FieldModel>): DataModel => ({
      ...model,
      types: { Application: { fields: lifecycle, relations: {} } },
    });
    const rules = { lifecycle: { pilot: '{b}' } };
    expect(check(rules, bare({}))).toEqual([
      { code: 'LX_FIELD_UNKNOWN', at: 'lifecycle.pilot', message: 'Application has no lifecycle' },
    ]);
    expect(check(rules, bare({ lifecycle: { type: 'LIFECYCLE' } }))).toEqual([]);
  });
});

describe('relations', () => {
  const key = 'relApplicationToITComponent';

  it('are those that the type has', () => {
    expect(check({ relationRules: { relToNothing: [{ name: 'HANA' }] } })).toEqual([
      {
        code: 'LX_RELATION_UNKNOWN',
        at: 'relations.relToNothing',
        message: 'Application has no relation relToNothing',
        given: 'relToNothing',
        known: [key],
      },
    ]);
  });

  it('have the fields that all have, and their own', () => {
    const good = { description: 'a', activeFrom: 'b', activeUntil: 'c', costTotal: 'd' };
    expect(check({ relationRules: { [key]: [{ name: 'HANA', fields: good }, { name: 'ABAP' }] } })).toEqual(
      [],
    );
    const bad = { name: 'HANA', fields: { cost: '1' } };
    const finding = {
      code: 'LX_FIELD_UNKNOWN',
      message: `${key} has no field cost`,
      given: 'cost',
      known: ['description', 'activeFrom', 'activeUntil', 'costTotal'],
    };
    expect(check({ relationRules: { [key]: [bad] } })).toEqual([
      { ...finding, at: `relations.${key}.fields.cost` },
    ]);
    expect(check({ relationRules: { [key]: [{ name: 'ABAP' }, bad] } })).toEqual([
      { ...finding, at: `relations.${key}.1.fields.cost` },
    ]);
  });
});

describe('roles of subscriptions', () => {
  const rule = (role: string | undefined) => ({
    team: { user: '{mail}', type: 'RESPONSIBLE', ...(role !== undefined && { role }) } as const,
  });

  it('are those that the workspace has for the type of the subscription', () => {
    expect(check({ subscriptionRules: rule('Application Owner') })).toEqual([]);
    expect(check({ subscriptionRules: rule('Informed') })).toEqual([]);
    expect(check({ subscriptionRules: rule(undefined) })).toEqual([]);
    expect(check({ subscriptionRules: rule('Auditor') })).toEqual([
      {
        code: 'LX_ROLE_UNKNOWN',
        at: 'subscriptions.team.role',
        message: 'the workspace has no role "Auditor" for RESPONSIBLE',
        given: 'Auditor',
        known: ['Application Owner', 'Informed'],
      },
    ]);
  });

  it('are none where the workspace tells of none', () => {
    const { roles: _, ...without } = model;
    expect(check({ subscriptionRules: rule('Informed') }, without)).toMatchObject([{ known: [] }]);
  });
});

describe('words of states', () => {
  const finding = (at: string) => ({
    code: 'CPI_STATUS_VOCAB',
    at,
    message: 'Cloud Integration has no status Stopped: what is not deployed has NotDeployed',
    known: ['Started', 'Starting', 'Stopping', 'Error', 'NotDeployed'],
  });
  const byStatus = (from: string, word: string) => ({ from, values: { [word]: 'saas', Started: 'saas' } });

  it('are those of Cloud Integration, in the mapping and of tags', () => {
    const rules = {
      system: 'cloud-integration',
      mapping: { hosting: byStatus('status', 'Stopped'), alias: '{status}', regions: { value: 'EU' } },
      tags: ['Stopped', byStatus('Status', 'STOPPED'), byStatus('kind', 'Stopped')],
    } as const;
    expect(check(rules)).toEqual([
      finding('mapping.hosting.values.Stopped'),
      finding('tags.1.values.STOPPED'),
    ]);
    expect(check({ ...rules, mapping: { hosting: byStatus('status', 'NotDeployed') }, tags: [] })).toEqual(
      [],
    );
  });

  it('may be any of another source', () => {
    expect(check({ mapping: { hosting: byStatus('status', 'Stopped') } })).toEqual([]);
  });
});
