// The JSON Schema of the editors and the parser of the command agree: what one takes, the other takes.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so a configuration file names variables
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { Config, configSchema, type SchemaNode } from '../../shared/platform/config/schema.ts';
import { mistakesIn } from '../support/config-file.ts';

const editor = new Ajv2020().compile(JSON.parse(readFileSync('landbridge.schema.json', 'utf8')));

const junk = fc.constantFrom<unknown>(null, true, 5, -1, 0.5, '', 'x', 'name', [], {}, ['a'], { a: 'b' });
const names = fc.constantFrom(
  'landscape',
  'landscape-a',
  'landscape-',
  'calm',
  'alias',
  'name',
  'status',
  'a b',
  '',
);
const texts = fc.constantFrom(
  'x',
  '',
  '{name}',
  '{na me}',
  '{links.x}',
  '}',
  '17 1 * * 1-5',
  'nightly',
  '5 5 5',
);

/** Mostly what the schema wants at a place, now and then something else. */
function anyValue(node: SchemaNode): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(0).chain(() => fitting(node)) },
    { weight: 1, arbitrary: junk },
  );
}

function fitting({
  anyOf,
  enum: values,
  type,
  properties,
  items,
  ...node
}: SchemaNode): fc.Arbitrary<unknown> {
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(anyValue));
  if (values !== undefined) return fc.constantFrom(...values);
  if (type === 'array') return fc.array(anyValue(items ?? {}), { maxLength: 2 });
  if (type === 'number' || type === 'integer') return fc.integer({ min: -1, max: 101 });
  if (type === 'string') return texts;
  const inside = Object.entries(properties ?? {}).map(([key, below]) => [key, anyValue(below)] as const);
  if (inside.length === 0)
    return fc.dictionary(names, anyValue(node.additionalProperties || {}), { maxKeys: 2 });
  return fc
    .tuple(
      fc
        .subarray(inside, { maxLength: Math.min(4, inside.length) })
        .chain((chosen) => fc.record(Object.fromEntries(chosen))),
      fc.oneof(
        { weight: 15, arbitrary: fc.constant({}) },
        fc.dictionary(names, junk, { minKeys: 1, maxKeys: 1 }),
      ),
    )
    .map(([known, unknown]) => ({ ...known, ...unknown }));
}

const lx = 'connections: {calm: {binding: c}, lx: {binding: l, workspace: "1"}}\n';
const of = (line: string) => `${lx}flows: {landscape: {${line}}}`;

describe('the JSON Schema and the parser', () => {
  it('take and refuse the same of any file', () => {
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(anyValue(configSchema()), (value) => {
        const isTaken = Config.safeParse(value).success;
        seen[isTaken ? 'taken' : 'refused'] += 1;
        expect(editor(value), JSON.stringify([value, editor.errors])).toBe(isTaken);
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(200);
  });

  const page = readFileSync('docs/configuration.md', 'utf8');
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];

  it.each([
    example,
    lx,
    of('source: calm, workspace: lx'),
    of('policy: {create: "${STAGE}"}'.replace('${STAGE}', 'ignore')),
    of('workspace: lx, target: {type: ITComponent, state: DRAFT}'),
    of('mapping: {alias: "", a: {value: [x, y]}, b: {from: role, values: {"*": x}, else: y}}'),
    of('tags: [A/B, {from: role, values: {PROD: [C, D]}}], lifecycle: {active: "{goLive}"}'),
    of('include: [{}], exclude: [], schedule: "*/5 0,12 1 * *"'),
    'retention: {days: 2}',
  ])('take this file: %j', (text) => {
    expect(mistakesIn(text)).toEqual([]);
    expect(editor(parseYaml(text)), JSON.stringify(editor.errors)).toBe(true);
  });

  it.each([
    'flow: {}',
    'flows: {landscap: {}}',
    'flows: {landscape: }',
    'connections: {a: {}}',
    'connections: {a: {binding: b, host: c}}',
    'retention: {days: 1}',
    of('source: []'),
    of('include: []'),
    of('exclude: {name: a}'),
    of('mapping: {name: x}'),
    of('mapping: {alias: {}}'),
    of('mapping: {alias: {value: x, block: y}}'),
    of('mapping: {alias: {from: role}}'),
    of('mapping: {alias: {value: x, else: y}}'),
    of('mapping: {alias: {template: "{na me}"}}'),
    of('tags: [{from: role}]'),
    of('links: {"a b": c}'),
    of('removal: {limitPercent: 101}'),
    of('guards: {maxChanges: 0.5}'),
    of('policy: {create: inbx}'),
    of('schedule: nightly'),
  ])('refuse this file: %j', (text) => {
    expect(mistakesIn(text)).not.toEqual([]);
    expect(editor(parseYaml(text))).toBe(false);
  });

  it('take variables wherever a text or one of several words may stand', () => {
    const text = of(
      'workspace: "${LX}", schedule: "${WHEN}", policy: {create: "${CREATE}"}, target: {state: "${S}"}',
    );
    expect(editor(parseYaml(text)), JSON.stringify(editor.errors)).toBe(true);
  });
});
