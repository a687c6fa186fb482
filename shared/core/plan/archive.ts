// Fact sheets that we made, put away and brought back. Archived ones are kept by LeanIX for 90 days
// (leanix-api 2.6), and where external ids are unique they lose theirs.
import type { Link } from '../link.ts';
import { formatDocument, isDocument } from '../map/documents.ts';
import { changeField } from '../map/field-change.ts';
import { isRelation, parseRelations } from '../map/relations.ts';
import { formatSubscriptions, isSubscription, unnamed } from '../map/subscriptions.ts';
import { externalIdKey } from '../map/target.ts';
import type { FactSheet } from '../model.ts';
import { changeIdentity } from './create.ts';
import { textOf } from './holds.ts';
import type { Change, FieldChange } from './plan.ts';

type ChangeOf<Op> = Extract<Change, { op: Op }>;

/** All of a fact sheet that is read and that a person may have worked on. */
export function seenOf(factSheet: FactSheet): Record<string, string> {
  const { fields, relations = {}, documents, subscriptions } = factSheet;
  const keys = [
    'name',
    'category',
    'lifecycle',
    externalIdKey,
    ...Object.keys(fields),
    ...Object.keys(relations),
    ...(documents === undefined ? [] : [allDocuments]),
    ...(subscriptions === undefined ? [] : [allSubscriptions]),
  ];
  return Object.fromEntries(keys.map((key) => [key, seenText(factSheet, key)]));
}

const allDocuments = 'documents';
const allSubscriptions = 'subscriptions';

/** Of relations the fact sheets alone: their names change by themselves. */
export function seenText(factSheet: FactSheet, key: string): string {
  if (isRelation(key)) return idsOf(factSheet.relations?.[key] ?? []);
  if (key === allDocuments) return (factSheet.documents ?? []).map(formatDocument).sort().join('\n');
  if (key === allSubscriptions) return formatSubscriptions(factSheet.subscriptions ?? []);
  return textOf(factSheet, key);
}

/** What was written, in the words of what is seen. */
export function seenAsWritten(written: Link['written']): Record<string, string> {
  const entries = Object.entries(written).filter(([, text]) => text !== '');
  const documents = entries.flatMap(([key, text]) => (isDocument(key) ? [text] : []));
  const subscriptions = entries.flatMap(([key, text]) => (isSubscription(key) ? [unnamed(text)] : []));
  const others = entries
    .filter(([key]) => !isDocument(key) && !isSubscription(key))
    .map(([key, text]) => [
      key,
      isRelation(key) ? idsOf(parseRelations(text).map(({ id }) => ({ factSheetId: id }))) : text,
    ]);
  return {
    ...Object.fromEntries(others),
    ...(documents.length > 0 && { [allDocuments]: documents.sort().join('\n') }),
    ...(subscriptions.length > 0 && { [allSubscriptions]: formatSubscriptions(subscriptions) }),
  };
}

function idsOf(relations: readonly { factSheetId: string }[]): string {
  return relations
    .map(({ factSheetId }) => factSheetId)
    .sort()
    .join(' ');
}

export function planArchive(item: string, factSheet: FactSheet, why: string): ChangeOf<'archive'> {
  return {
    op: 'archive',
    item,
    factSheetId: factSheet.id,
    rev: factSheet.rev,
    name: factSheet.name,
    comment: why,
    seen: seenOf(factSheet),
    fields: [status('ACTIVE', 'ARCHIVED', why)],
  };
}

export function planRecover(
  link: Pick<Link, 'item' | 'written'>,
  factSheet: FactSheet,
  idField: string,
  why: string,
): ChangeOf<'recover'> {
  const { externalId } = factSheet;
  // Sent in any case: it may be gone though the inventory, which saw the fact sheet before, still shows it.
  const isOurs = link.written[externalIdKey] === link.item && [link.item, ''].includes(externalId);
  return {
    op: 'recover',
    item: link.item,
    factSheetId: factSheet.id,
    rev: factSheet.rev,
    name: factSheet.name,
    comment: why,
    fields: [
      status('ARCHIVED', 'ACTIVE', why),
      ...(isOurs ? [changeIdentity(externalId, link.item, idField)] : []),
    ],
  };
}

function status(before: string, after: string, why: string): FieldChange {
  return changeField({ key: 'status', before, after, owner: 'mark', why });
}
