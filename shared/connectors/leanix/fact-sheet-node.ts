// Turns a node of LeanIX GraphQL into a fact sheet as the inventory keeps it.
import type { FactSheet, Relation } from '../../core/model.ts';
import { parseShape } from '../http/parse-shape.ts';
import type { FactSheetSelection } from './leanix.ts';
import { DocumentList, FactSheetNode, RelationList, SubscriptionList } from './schema.ts';

export function toFactSheet(
  node: Readonly<Record<string, unknown>>,
  { fields, idFields = [], externalIdField, relations, documents, subscriptions }: FactSheetSelection,
): FactSheet {
  const { tags, lifecycle, lxState, ...base } = parseShape(FactSheetNode, node, { system: 'leanix' });
  return {
    ...base,
    ...(lxState === 'APPROVED' && { isSealed: true as const }),
    externalId: externalIdField === undefined ? '' : externalIdOf(node[externalIdField]),
    tagIds: tags.map((tag) => tag.id),
    lifecycle: lifecycle.phases,
    fields: Object.fromEntries(
      fields.map((field) => [field, (idFields.includes(field) ? externalIdOf : textOf)(node[field])]),
    ),
    ...(relations !== undefined && { relations: readRelations(node, Object.keys(relations)) }),
    ...(documents && {
      documents: parseShape(DocumentList, node.documents, { system: 'leanix', of: 'documents' }),
    }),
    ...(subscriptions && {
      subscriptions: parseShape(SubscriptionList, node.subscriptions, {
        system: 'leanix',
        of: 'subscriptions',
      }),
    }),
  };
}

function readRelations(
  node: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, Relation[]> {
  const read = (key: string) => parseShape(RelationList, node[key], { system: 'leanix', relation: key });
  return Object.fromEntries(keys.map((key) => [key, read(key)]));
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
