import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { renderConfigPage } from '../../../scripts/config-page.ts';
import { renderConfigSchema } from '../../../scripts/config-schema.ts';
import { defaultSettings } from '../../../shared/core/settings.ts';
import { flowSettings } from '../../../shared/platform/config/flow-settings.ts';
import { configSchema, type SchemaNode } from '../../../shared/platform/config/schema.ts';
import { parse } from '../../support/config-file.ts';

const page = renderConfigPage();
const example = /```yaml\n([\s\S]*?)\n```/.exec(page)?.[1] ?? '';

/** Every key with its node; the keys of a map of connections under the name given. */
function nodesOf(node: SchemaNode, entryName: string, prefix = ''): [string, SchemaNode][] {
  const entry = node.additionalProperties || undefined;
  const inEntry = entry?.properties === undefined ? [] : [[entryName, entry] as const];
  return [...Object.entries(node.properties ?? {}), ...inEntry].flatMap(([name, child]) => [
    [`${prefix}${name}`, child],
    ...nodesOf(child, entryName, `${prefix}${name}.`),
  ]);
}

const nodes = nodesOf(configSchema(), '<name>');
const leaves = nodes.filter(([path]) => !nodes.some(([other]) => other.startsWith(`${path}.`)));
const sectionOf = (path: string) => page.split(`### \`${path}\`\n`)[1]?.split('\n### ')[0] ?? '';

describe('the page of the configuration', () => {
  it('has a heading for every key, in the order of the schema', () => {
    const headings = [...page.matchAll(/^### `(.+)`$/gm)].map((match) => match[1]);
    expect(headings).toEqual(nodes.map(([path]) => path));
    expect(headings.length).toBeGreaterThan(25);
  });

  it.each(nodes.map(([path, { description }]) => [path, description]))(
    'says what %s is for',
    (path, description) => {
      expect(description).toMatch(/\w.*\.$/);
      expect(sectionOf(path)).toContain(description?.split(' Without it: ')[0]);
    },
  );

  it.each(leaves)('says type, default and example of %s', (path, node) => {
    const section = sectionOf(path);
    expect(section).toMatch(/^- \*\*Type:\*\* \S/m);
    expect(section).not.toContain('undefined');
    const isTold = node.default !== undefined || node.description?.includes(' Without it: ');
    expect(section).toMatch(
      isTold ? /^- \*\*Default:\*\* \S/m : /^- \*\*Default:\*\* none, it must be given$/m,
    );
    expect(section).toMatch(/^- \*\*Example:\*\* `\w+: .+`$/m);
  });

  it('gives examples that are YAML and mean what the schema has', () => {
    for (const [path, { examples }] of leaves) {
      const text = /^- \*\*Example:\*\* `(.+)`$/m.exec(sectionOf(path))?.[1] ?? '';
      expect(parseYaml(text)).toEqual({ [path.split('.').at(-1) ?? '']: examples?.[0] });
    }
  });

  it('has a complete example: every key, with its meaning, and no mistake', () => {
    const config = parse(example);
    const leanix = config.connections?.leanix ?? {};
    const { connections: _, ...rest } = config;
    const present = JSON.stringify([leanix, rest]);
    for (const [path] of leaves) expect(present).toContain(`"${path.split('.').at(-1)}":`);
    const keysInExample = Object.keys(config.flows?.landscape ?? {});
    const known = nodes.flatMap(([path]) => /^flows\.<name>\.(\w+)$/.exec(path)?.[1] ?? []);
    expect(keysInExample).toEqual(known);
    const comments = example.replace(/\n *# /g, ' ');
    for (const [path, { description = '' }] of nodes) {
      if (!path.endsWith('<name>')) expect(comments).toContain(description.replaceAll('`', ''));
    }
  });

  it('tells the defaults that hold', () => {
    const told = Object.fromEntries(
      nodes.flatMap(([path, { default: value }]) => (value === undefined ? [] : [[path, value]])),
    );
    const { match, removal, guards, policy } = flowSettings({});
    expect(told).toMatchObject({
      'flows.<name>.removal.action': removal.action,
      'flows.<name>.match.fields': match.fields,
      'flows.<name>.removal.limitPercent': removal.limitPercent,
      'flows.<name>.guards.firstRun': guards.firstRun,
      'flows.<name>.guards.shrinkPercent': guards.shrinkPercent,
      'flows.<name>.policy.create': policy.create,
      'flows.<name>.policy.link': policy.link,
      'flows.<name>.policy.update': policy.update,
      'flows.<name>.policy.retire': policy.retire,
    });
    expect(flowSettings({})).toEqual(defaultSettings);
  });
});

describe('the JSON Schema', () => {
  it('is one, and closes every object', () => {
    const schema = JSON.parse(renderConfigSchema());
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.additionalProperties).toBe(false);
    for (const [, node] of nodes) if (node.properties) expect(node.additionalProperties).toBe(false);
  });
});

describe('README', () => {
  it('shows a configuration without mistakes', async () => {
    const readme = await readFile('README.md', 'utf8');
    const shown = /## Configuration[\s\S]*?```yaml\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? '';
    expect(Object.keys(parse(shown).flows?.landscape ?? {})).toContain('naming');
  });
});
