// Turns a node of LeanIX GraphQL into a fact sheet as the inventory keeps it.
import type { FactSheet } from '../../core/model.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { FactSheetSelection } from './leanix.ts';
import { FactSheetNode } from './schema.ts';

export function toFactSheet(
  node: Readonly<Record<string, unknown>>,
  { fields, externalIdField }: FactSheetSelection,
): FactSheet {
  const { tags, lifecycle, ...base } = parseShape(FactSheetNode, node, { system: 'leanix' });
  return {
    ...base,
    externalId: externalIdOf(node[externalIdField]),
    tagIds: tags.map((tag) => tag.id),
    lifecycle: lifecycle.phases,
    fields: Object.fromEntries(fields.map((field) => [field, textOf(node[field])])),
  };
}

function externalIdOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('externalId' in value)) return '';
  return textOf(value.externalId);
}

/** As a patch would write it: lists and objects as JSON text, nothing as an empty string. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
