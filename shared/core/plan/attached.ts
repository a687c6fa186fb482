// What hangs on a fact sheet besides its fields: relations and links to other systems, as changes of its plan.
import { changeDocument, documentKey, findDocument, formatDocument } from '../map/documents.ts';
import { changeRelation, formatRelations, wishesOf } from '../map/relations.ts';
import { changeSubscription, subscriptionKey } from '../map/subscriptions.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FieldChange } from './plan.ts';
import type { PlanContext } from './wanted.ts';

interface Owned {
  /** Undefined for one that is to be made. */
  row: FactSheet | undefined;
  /** What we wrote last, by key. */
  written: Readonly<Record<string, string>>;
  /** We made it. */
  isMade: boolean;
}

/** What is told of what hangs on a fact sheet and cannot follow the source. */
interface Told {
  conflict?(key: string, message?: string): void;
  /** A person must make or choose something first. */
  review?(key: string, message: string): void;
}

export function changeAttached(
  item: Item,
  { row, written, isMade }: Owned,
  { rules, target, targets, note }: PlanContext,
  { conflict, review }: Told,
): FieldChange[] {
  const models = target.relations;
  const relations = [...wishesOf({ item, rules, models, targets })].flatMap(([key, wishes]) => {
    const model = models[key];
    if (model === undefined) return [];
    const planned = changeRelation(wishes, { key, model, row, written: written[key] ?? '', isMade });
    for (const text of planned.notes) note?.(text);
    if (planned.conflict !== undefined) conflict?.(key, planned.conflict);
    if (planned.review !== undefined) review?.(key, planned.review);
    return planned.change ?? [];
  });
  const documents = rules.documents(item).flatMap((wanted) => {
    const key = documentKey(wanted.slot);
    const planned = changeDocument(wanted, row?.documents ?? [], written[key]);
    if (planned.isConflict) conflict?.(key);
    return planned.change === undefined
      ? []
      : { ...planned.change, ...(row === undefined && { isLater: true as const }) };
  });
  const subscriptions = rules.subscriptions(item).flatMap((wanted) => {
    const key = subscriptionKey(wanted.slot);
    const planned = changeSubscription(wanted, target.roles, row?.subscriptions ?? [], written[key]);
    if (planned.isConflict) conflict?.(key);
    if (planned.note !== undefined) note?.(planned.note);
    return planned.change ?? [];
  });
  return [...relations, ...documents, ...subscriptions];
}

/** Where nothing is sent before it, nothing is sent later. */
export function withoutWaiting(fields: readonly FieldChange[]): readonly FieldChange[] {
  if (!fields.every(({ isLater }) => isLater)) return fields;
  return fields.map(({ isLater: _, ...field }) => field);
}

/** On a fact sheet that was ours before the store was lost: what is wanted and there is ours. */
export function confirmAttached(
  item: Item,
  row: FactSheet,
  { rules, target, targets }: PlanContext,
): Record<string, string> {
  const relations = [...wishesOf({ item, rules, models: target.relations, targets })].map(([key, wishes]) => {
    const there = wishes.flatMap(({ wish, found }) =>
      found.state === 'found' && row.relations?.[key]?.some(({ factSheetId }) => factSheetId === found.id)
        ? [{ id: found.id, wish }]
        : [],
    );
    return [key, formatRelations(there)] as const;
  });
  const documents = rules.documents(item).flatMap((wanted): [string, string][] => {
    const text = formatDocument(wanted);
    return findDocument(row.documents ?? [], text) === undefined ? [] : [[documentKey(wanted.slot), text]];
  });
  return Object.fromEntries([...relations.filter(([, text]) => text !== ''), ...documents]);
}
