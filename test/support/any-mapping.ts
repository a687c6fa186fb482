// Random mappings, in words that the random landscapes of arbitraries.ts know, and a workspace that can hold them.
import fc from 'fast-check';
import type { DataModel } from '../../shared/core/model.ts';
import {
  defaultSettings,
  type FieldMapping,
  type FlowSettings,
  type Ownership,
  type TagRule,
} from '../../shared/core/settings.ts';
import { fullModel } from './builders.ts';

const application = fullModel.types.Application ?? { fields: {}, relations: {} };

export const mappedModel: DataModel = {
  ...fullModel,
  types: {
    Application: {
      ...application,
      fields: {
        ...application.fields,
        platforms: { type: 'MULTIPLE_SELECT', values: ['web', 'linux', 'macOS'] },
        seats: { type: 'INTEGER' },
        sapId: { type: 'EXTERNALID' },
      },
    },
  },
};

const anyOwner = fc.constantFrom<(Ownership | undefined)[]>(
  undefined,
  'source-owned',
  'first-write-only',
  'human-owned',
);
const template = fc.constantFrom('{name}', '{role} {name}', '{systemNumber}', '{deploymentModel}', 'x');
const owned = <Rule extends object>(rule: fc.Arbitrary<Rule>) =>
  fc.tuple(rule, anyOwner).map(([given, owner]) => (owner === undefined ? given : { ...given, owner }));
const byValue = (...values: readonly string[]) =>
  fc.dictionary(fc.constantFrom('PROD', 'T*', '*', '?ROD'), fc.constantFrom(...values), { maxKeys: 3 });
const anyText: fc.Arbitrary<FieldMapping> = fc.oneof(
  template,
  owned(template.map((value) => ({ template: value }))),
  owned(template.map((block) => ({ block }))),
  owned(byValue('one', 'two').map((values) => ({ from: 'role', values }))),
);

const anyMapping: fc.Arbitrary<Record<string, FieldMapping>> = fc.record(
  {
    alias: anyText,
    description: anyText,
    lxHostingType: owned(byValue('saas', 'paas', 'nonsense').map((values) => ({ from: 'role', values }))),
    platforms: owned(fc.subarray(['web', 'linux', 'macOS'], { minLength: 1 }).map((value) => ({ value }))),
    seats: fc.constantFrom('{systemNumber}', '{name}', '7'),
    sapId: owned(template.map((value) => ({ template: value }))),
  },
  { requiredKeys: [] },
);

const anyTag: fc.Arbitrary<TagRule> = fc.oneof(
  fc.constantFrom('SAP', 'Stage/Productive', 'Test', 'Nowhere'),
  byValue('Productive', 'Test', 'SAP').map((values) => ({ from: 'role', values })),
);

export const anyMappedSettings: fc.Arbitrary<FlowSettings> = fc
  .record(
    {
      mapping: anyMapping,
      tags: fc.array(anyTag, { maxLength: 3 }),
      lifecycle: fc.dictionary(fc.constantFrom('plan', 'active'), fc.constantFrom('2024-01-01', '{role}')),
      state: fc.constantFrom('DRAFT', 'APPROVED'),
    },
    { requiredKeys: ['mapping'] },
  )
  .map((settings) => ({ ...defaultSettings, ...settings, include: [{ kind: ['*'] }] }));
