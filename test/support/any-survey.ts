// Random findings in connected systems, under names that would like to be more than names.
import fc from 'fast-check';
import { landscape } from '../../shared/flows/landscape.ts';
import type { DraftInput } from '../../shared/platform/config/draft-config.ts';
import type { CountedValue, Survey } from '../../shared/steps/survey.ts';

const variable = ['$', '{NAME}'].join('');
const secrets = ['LXT_hunter2', 'eyJhbGciOi.hunter2', '-----BEGIN hunter2'];
const address = 'anna.hunter2@example.com';

const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    ...secrets,
    address,
    `mail to ${address}`,
    variable,
    `a${variable}b`,
    '$',
    '${',
    '#',
    ' # x',
  ),
  fc.constantFrom(
    '',
    ' ',
    '*',
    '*a',
    '&a',
    '!!int 1',
    'a: b',
    '- a',
    '? a',
    '"',
    "'",
    '"}',
    '[',
    '{a: b}',
    '|',
  ),
  fc.constantFrom(
    '\n',
    'a\nflows: {}',
    '\r',
    'a\r\n- b',
    '\u2028x: y',
    '\u0085x: y',
    '\0',
    '\ufeff',
    '\ud800',
  ),
  fc.constantFrom('---', '...', '%YAML 1.1', 'true', 'null', '~', '12', '0x1f', '1e3', '2026-01-01', '<<'),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'calm',
    'leanix',
    'CALM',
    'calm-2',
    'SAP S/4HANA Cloud',
    'Größe 日本',
  ),
);

const counted: fc.Arbitrary<CountedValue> = fc.record({
  value: hostile,
  objects: fc.nat(999),
  selected: fc.nat(2),
});
const values = fc.array(counted, { maxLength: 12 });
const workspace = fc.record({ id: hostile, name: hostile, host: hostile });
const source = fc.record({ tenant: hostile, objects: fc.nat(3), selected: fc.nat(3) });

const survey: fc.Arbitrary<Survey> = fc.record({
  sources: fc.array(source, { minLength: 1, maxLength: 3 }),
  fields: fc.record({
    kind: values,
    role: values,
    serviceTypeLabel: values,
    deploymentModel: values,
  }),
  skipped: fc.constant({}),
  workspaces: fc.tuple(workspace, workspace),
  target: fc.record({
    types: fc.array(fc.oneof(hostile, fc.constant('Application')), { maxLength: 30 }),
    subtypes: fc.array(hostile, { maxLength: 3 }),
  }),
  tag: fc.constantFrom('present', 'absent', 'unreadable'),
});

export const anyDraftInput: fc.Arbitrary<DraftInput> = fc
  .tuple(survey, fc.boolean(), fc.uniqueArray(hostile, { minLength: 5, maxLength: 5 }), hostile)
  .map(([found, isAlone, [first = '', second = '', ...names], command]) => ({
    survey: isAlone ? { ...found, workspaces: [found.workspaces[0]] } : found,
    rules: landscape,
    bindings: {
      sources: names.slice(0, found.sources.length),
      workspaces: isAlone ? [first] : [first, second],
    },
    command,
  }));
