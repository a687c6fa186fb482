// landbridge.schema.json for editors, and docs/configuration.md for people, from the schema of the
// configuration file: `npm run docs` writes both, `npm run check` compares.
import { writeFileSync } from 'node:fs';
import { configSchema, type SchemaNode } from '../shared/platform/config/schema.ts';
import { configPagePath, renderConfigPage } from './config-page.ts';

export const configSchemaPath = 'landbridge.schema.json';

export function renderConfigSchema(): string {
  const { $schema, ...schema } = configSchema();
  const title = 'Configuration of Landbridge (landbridge.yaml)';
  return `${JSON.stringify({ $schema, title, ...schema }, allowVariables, 2)}\n`;
}

/** Editors see `${NAME}` where the parser sees what is filled in. */
function allowVariables(_: string, node: SchemaNode): SchemaNode {
  const { type, enum: values, ...rest } = node ?? {};
  if (type !== 'string' || values === undefined) return node;
  return { ...rest, anyOf: [{ enum: values }, { type, pattern: '\\$\\{\\w+\\}' }] };
}

if (import.meta.main) {
  writeFileSync(configSchemaPath, renderConfigSchema());
  writeFileSync(configPagePath, renderConfigPage());
  console.log(`${configSchemaPath} and ${configPagePath} written`);
}
