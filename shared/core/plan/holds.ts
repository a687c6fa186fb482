// Whether a fact sheet holds what a change would write.
import { formatDocument, isDocument, isDocumentHeld } from '../map/documents.ts';
import { phaseIn, startOf } from '../map/phases.ts';
import { isRelation, movesOf } from '../map/relations.ts';
import { formatSubscriptions, isSubscription, isSubscriptionHeld } from '../map/subscriptions.ts';
import { idsIn, mappedTagsKey, namesOfTags, tagsAfter } from '../map/tags.ts';
import type { FactSheet, Tag } from '../model.ts';
import { formatLifecycle } from './lifecycle.ts';
import type { Change, FieldChange } from './plan.ts';

export function holds(factSheet: FactSheet, change: Change): boolean {
  return change.fields.every((field) => isHeld(factSheet, field));
}

export function isHeld(
  factSheet: FactSheet,
  field: Pick<FieldChange, 'key' | 'before' | 'after'> & Partial<Pick<FieldChange, 'patches'>>,
): boolean {
  const { key, before, after, patches } = field;
  if (key === 'tags') {
    return after === '' ? !factSheet.tagIds.includes(before) : factSheet.tagIds.includes(after);
  }
  if (key === mappedTagsKey) {
    if (patches === undefined) return idsIn(after).every((id) => factSheet.tagIds.includes(id));
    const wanted = tagsAfter(factSheet.tagIds, { patches });
    return wanted.length === factSheet.tagIds.length && wanted.every((id) => factSheet.tagIds.includes(id));
  }
  if (isRelation(key)) {
    const related = (factSheet.relations?.[key] ?? []).map(({ factSheetId }) => factSheetId);
    const { to, from } = movesOf(field);
    return to.every((id) => related.includes(id)) && !from.some((id) => related.includes(id));
  }
  if (isDocument(key)) return isDocumentHeld(factSheet.documents ?? [], field);
  if (isSubscription(key)) return isSubscriptionHeld(factSheet.subscriptions ?? [], field);
  return textOf(factSheet, key) === after;
}

/** What a field holds, in the words of plans and links. */
export function textOf(factSheet: FactSheet, key: string): string {
  switch (key) {
    case 'name':
      return factSheet.name;
    case 'category':
      return factSheet.category;
    case 'status':
      return factSheet.status;
    case 'externalId':
      return factSheet.externalId;
    case 'lifecycle':
      return formatLifecycle(factSheet.lifecycle);
    default: {
      const phase = phaseIn(key);
      if (phase !== undefined) return startOf(factSheet.lifecycle, phase);
      if (isRelation(key)) return relatedOf(factSheet, key);
      if (isDocument(key)) return (factSheet.documents ?? []).map(formatDocument).sort().join('\n');
      if (isSubscription(key)) return formatSubscriptions(factSheet.subscriptions ?? []);
      return factSheet.fields[key] ?? '';
    }
  }
}

/** The same as far as it is about what was written: of the tags on a fact sheet only ours are, each once. */
export function textBeside(factSheet: FactSheet, key: string, ours: string): string {
  if (key !== mappedTagsKey) return textOf(factSheet, key);
  return [...new Set(idsIn(ours))].filter((id) => factSheet.tagIds.includes(id)).join(' ');
}

/** Of the ids in what was written and in what is there now, for people. */
export function namesBeside(
  { relations = {} }: FactSheet,
  key: string,
  ids: { texts: readonly string[]; library: readonly Tag[] },
): Record<string, string> {
  if (key === 'tags' || key === mappedTagsKey) return namesOfTags(ids.texts.flatMap(idsIn), ids.library);
  return Object.fromEntries((relations[key] ?? []).map(({ factSheetId, name }) => [factSheetId, name]));
}

/** All fact sheets that are related, whoever related them. */
function relatedOf({ relations }: FactSheet, key: string): string {
  const related = (relations?.[key] ?? []).map(({ factSheetId, name }) => `${factSheetId} ${name}`);
  return related.sort().join('\n');
}
