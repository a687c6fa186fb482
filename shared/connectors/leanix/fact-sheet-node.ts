// Turns a node of LeanIX GraphQL into a fact sheet as the inventory keeps it.
import type { FactSheet } from '../../core/model.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { FactSheetSelection } from './leanix.ts';
import { FactSheetNode } from './schema.ts';

export function toFactSheet(
  node: Readonly<Record<string, unknown>>,
  { fields, idFields = [], externalIdField }: FactSheetSelection,
): FactSheet {
  const { tags, lifecycle, ...base } = parseShape(FactSheetNode, node, { system: 'leanix' });
  return {
    ...base,
    externalId: externalIdOf(node[externalIdField]),
    tagIds: tags.map((tag) => tag.id),
    lifecycle: lifecycle.phases,
    fields: Object.fromEntries(
      fields.map((field) => [field, (idFields.includes(field) ? externalIdOf : textOf)(node[field])]),
    ),
  };
}

function externalIdOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('externalId' in value)) return '';
  return textOf(value.externalId);
}

/** As a patch would write it: lists, sorted, and objects as JSON text, nothing as an empty string. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value.toSorted());
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
