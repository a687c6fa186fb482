// docs/configuration.md from the schema of the configuration file: every key with its type, default, meaning
// and example, and one example that holds them all.
import { stringify } from 'yaml';
import { renderConfig } from '../shared/platform/config/render-config.ts';
import { configSchema, type SchemaNode } from '../shared/platform/config/schema.ts';

export const configPagePath = 'docs/configuration.md';

export function renderConfigPage(): string {
  const keys = listKeys(configSchema());
  return `${[introduction, '## A complete example', '', '```yaml', renderConfigExample(), '```', '', '## Keys', '', ...keys.flatMap(renderKey)].join('\n').trimEnd()}\n`;
}

const introduction = `# Configuration

Generated from \`shared/platform/config/schema.ts\` by \`npm run docs\`; do not edit.

Landbridge works without a file. With one it does what the file says: \`--config <file>\`, else the one that \`landbridge config import\` put into the store, else the \`landbridge.yaml\` of the working directory (of a function: of its package). What the file does not say stays as the flow has it.

- Every mistake is told at once, as \`file:line:column: message\` on stderr with exit code 2, before any system is asked. An unknown key is a mistake.
- \`\${NAME}\` in a text stands for the environment variable \`NAME\`, which must exist.
- Secrets cannot be written into the file. They stand in bound services, and the file names those.
- Aliases (\`*name\`) are not read.
- An editor that knows JSON Schema completes and checks the file with \`landbridge.schema.json\`: see the first line of the example.

**Fields of an object**, for rules and templates: \`name\`, \`kind\` (such as \`CloudService\` or \`TechnicalSystem\`), \`id\`, \`tenant\`, and whatever else Cloud ALM sends as a text, such as \`role\`, \`serviceType\`, \`serviceTypeLabel\`, \`systemNumber\`, \`deploymentModel\`.

**Rules** (\`include\`, \`exclude\`) are maps of field and glob, or field and list of globs. A rule fits when each of its fields fits one of its globs; \`*\` stands for any text, \`?\` for one character, and case does not matter. A field that the object lacks fits nothing; a rule without fields (\`{}\`) fits everything. An object is wanted when it fits one rule of \`include\` and none of \`exclude\`.

**Templates** (\`naming\`, \`mapping\`) are texts with fields in braces: \`{serviceTypeLabel} ({name})\`. One that names a field the object lacks gives nothing, so that no half text is written.
`;

interface Key {
  path: string;
  node: SchemaNode;
  required: boolean;
}

/** Every key in the order of the schema, each map before what it holds. */
function listKeys({ properties = {}, required = [] }: SchemaNode, prefix = ''): Key[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const path = `${prefix}${name}`;
    const entry = node.additionalProperties || undefined;
    const entryPath = `${path}.<name>`;
    return [
      { path, node, required: required.includes(name) },
      ...(entry?.properties === undefined
        ? []
        : [{ path: entryPath, node: entry, required: false }, ...listKeys(entry, `${entryPath}.`)]),
      ...listKeys(node, `${path}.`),
    ];
  });
}

function renderKey({ path, node, required }: Key): string[] {
  const [meaning = '', absent] = (node.description ?? '').split(' Without it: ');
  const lines = [`### \`${path}\``, '', meaning, ''];
  if (holdsKeys(node)) return lines;
  const value = node.default === undefined ? absent?.replace(/\.$/, '') : `\`${oneLine(node.default)}\``;
  const key = path.slice(path.lastIndexOf('.') + 1);
  return [
    ...lines,
    `- **Type:** ${typeOf(node)}`,
    `- **Default:** ${required ? 'none, it must be given' : (value ?? 'none')}`,
    ...(node.examples ?? []).map((example) => `- **Example:** \`${key}: ${oneLine(example)}\``),
    '',
    ...renderMembers(mapAmong(node.additionalProperties || node.items || {})),
  ];
}

/** The map among what an entry may be, where there is a choice. */
function mapAmong({ anyOf }: SchemaNode): SchemaNode | undefined {
  return anyOf?.find(({ properties }) => properties !== undefined);
}

function renderMembers(map: SchemaNode | undefined): string[] {
  if (map === undefined) return [];
  const members = Object.entries(map.properties ?? {}).map(
    ([name, node]) => `- \`${name}\` (${typeOf(node)}): ${node.description}`,
  );
  return [map.description ?? '', '', ...members, ''];
}

function holdsKeys({ properties, additionalProperties }: SchemaNode): boolean {
  return properties !== undefined || Boolean(additionalProperties && 'properties' in additionalProperties);
}

function typeOf(node: SchemaNode): string {
  const { anyOf, enum: values, type, minimum, maximum, items, additionalProperties } = node;
  if (anyOf !== undefined) return 'text, or list of texts';
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(', ');
  if (type === 'array') {
    if (items?.anyOf !== undefined) return 'list of texts, or of maps as below';
    return items?.type === 'object' ? 'list of rules' : 'list of texts';
  }
  if (type === 'object') return mapOf(additionalProperties || {});
  if (type === 'string') return 'text';
  if (type === 'boolean') return 'true or false';
  // JSON Schema gives every whole number an end; only a round one was meant.
  const isBounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  const range = isBounded ? ` from ${minimum} to ${maximum}` : `, at least ${minimum}`;
  return `${type === 'integer' ? 'whole number' : 'number'}${range}`;
}

function mapOf({ anyOf = [] }: SchemaNode): string {
  if (anyOf.length === 0) return 'map of templates';
  return anyOf.some(({ type }) => type === 'object')
    ? 'map of templates, or of maps as below'
    : 'map of texts, or of lists of texts';
}

function oneLine(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim();
}

/** A file that holds every key, with its meaning as a comment above. */
function renderConfigExample(): string {
  const header = ['yaml-language-server: $schema=./landbridge.schema.json'];
  return renderConfig({ header, config: exampleOf(configSchema()) }).trimEnd();
}

function exampleOf({ properties = {} }: SchemaNode): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, node]) => {
      const entry = node.additionalProperties || undefined;
      if (name === 'flows' && entry !== undefined) return [name, { landscape: exampleOf(entry) }];
      if (name === 'connections' && entry !== undefined) {
        return [name, { calm: { binding: 'calm-api' }, leanix: exampleOf(entry) }];
      }
      return [name, node.properties === undefined ? (node.examples?.[0] ?? node.default) : exampleOf(node)];
    }),
  );
}
