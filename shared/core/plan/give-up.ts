// The change to a fact sheet that an item is given up for, because a person said that it is another one, or not this
// one: our marks and what of ours hangs on it go, its fields stay. What we made and nobody has touched, where another
// takes its place, is put away: it would be a duplicate.
import { type Decisions, isOverruled } from '../decision.ts';
import type { Link } from '../link.ts';
import { isDocument, reversedDocument } from '../map/documents.ts';
import { changeField } from '../map/field-change.ts';
import { phaseIn } from '../map/phases.ts';
import { isRelation, reversedRelation } from '../map/relations.ts';
import { isSubscription, reversedSubscription } from '../map/subscriptions.ts';
import { changeTags, mappedTagsKey, namesOfTags } from '../map/tags.ts';
import type { Pairing } from '../match/pairing.ts';
import type { FactSheet, Tag } from '../model.ts';
import { planArchive, seenAsWritten, seenOf } from './archive.ts';
import { changeIdentity } from './create.ts';
import { isHeld } from './holds.ts';
import { formatLifecycle } from './lifecycle.ts';
import type { Change, FieldChange } from './plan.ts';

const prefix = 'former ';

/** How the change is named beside the one that the item is about now. */
function formerRef(item: string): string {
  return `${prefix}${item}`;
}

/** The item whose former fact sheet the change is about; undefined for any other change. */
export function givenUpBy({ item }: Pick<Change, 'item'>): string | undefined {
  return item.startsWith(prefix) ? item.slice(prefix.length) : undefined;
}

/** The item that a change is about, in whichever way. */
export function itemOfChange(change: Pick<Change, 'item'>): string {
  return givenUpBy(change) ?? change.item;
}

/** The link goes once the change was written, unless the item has another one by now. */
export function forgetGivenUp(links: Map<string, Link>, change: Change): void {
  const item = itemOfChange(change);
  const isSame = 'factSheetId' in change && links.get(item)?.factSheetId === change.factSheetId;
  if (isSame) links.delete(item);
}

interface Around {
  inventory: ReadonlyMap<string, FactSheet>;
  decisions: Decisions;
  library: readonly Tag[];
  /** The field that holds our external id. */
  idField: string;
}

/** Undefined while nobody has contradicted the link, or what is to take its place cannot. */
export function planGiveUp(
  link: Link,
  { state }: Pairing,
  { inventory, decisions, library, idField }: Around,
): Extract<Change, { op: 'unlink' | 'archive' }> | undefined {
  if (!isOverruled(link, decisions)) return undefined;
  const isReplaced = decisions.links.has(link.item);
  if (isReplaced && state !== 'linked') return undefined;
  const why = isReplaced
    ? 'a person decided that it is another one'
    : 'a person decided that it is not this one';
  const row = inventory.get(link.factSheetId);
  const item = formerRef(link.item);
  const isThere = row !== undefined && row.status === 'ACTIVE';
  if (isThere && isReplaced && link.by === 'created' && isUntouched(row, link)) {
    return { ...planArchive(link.item, row, why), item };
  }
  return {
    op: 'unlink',
    item,
    factSheetId: link.factSheetId,
    rev: row?.rev ?? 0,
    name: row?.name ?? link.written.name ?? '',
    comment: `Landbridge: ${why}`,
    former: link,
    fields: isThere ? marksOff(row, link, { library, idField, why }) : [],
  };
}

/** It holds what we wrote and nothing else. */
function isUntouched(row: FactSheet, { written }: Link): boolean {
  const phases = Object.entries(written).flatMap(([key, startDate]) => {
    const phase = phaseIn(key);
    return phase === undefined || startDate === '' ? [] : [{ phase, startDate }];
  });
  const ours: Record<string, string> = { lifecycle: formatLifecycle(phases), ...seenAsWritten(written) };
  return Object.entries(seenOf(row)).every(([key, now]) => now === (ours[key] ?? ''));
}

function marksOff(
  row: FactSheet,
  { item, written }: Link,
  { library, idField, why }: Pick<Around, 'library' | 'idField'> & { why: string },
): FieldChange[] {
  const { tags = '' } = written;
  const mapped = changeTags([], row, written[mappedTagsKey] ?? '', library).change;
  return [
    ...(row.externalId === item ? [{ ...changeIdentity(item, '', idField), why }] : []),
    ...(row.tagIds.includes(tags)
      ? [
          changeField({
            key: 'tags',
            before: tags,
            after: '',
            owner: 'mark',
            why,
            names: namesOfTags([tags], library),
          }),
        ]
      : []),
    ...(mapped === undefined ? [] : [{ ...mapped, why }]),
    ...Object.entries(written).flatMap(([key, after]) => attachedOff(row, key, after, why)),
  ];
}

function attachedOff(row: FactSheet, key: string, after: string, why: string): FieldChange[] {
  const field: FieldChange = { key, before: '', after, owner: 'source-owned', why, patches: [] };
  if (after === '' || !(isRelation(key) || isDocument(key) || isSubscription(key)) || !isHeld(row, field))
    return [];
  if (isRelation(key)) return [reversedRelation(field, row.relations?.[key] ?? [], why)];
  if (isDocument(key)) return [reversedDocument(field, row.documents ?? [], why)];
  return [reversedSubscription(field, row.subscriptions ?? [], why)];
}
