// The change that makes a fact sheet: all its mapped fields and our marks in one mutation, the external id
// among them, so that an unclear answer can be looked up.
import { changeField } from '../map/field-change.ts';
import { externalIdField, type Target } from '../map/target.ts';
import type { Item } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import type { Change, FieldChange } from './plan.ts';

export interface CreateContext {
  rules: FlowRules;
  target: Target;
  tagId: string | undefined;
}

export function planCreate(item: Item, name: string, { rules, target, tagId }: CreateContext): Change {
  const fields: FieldChange[] = [
    changeField({ key: 'name', before: '', after: name, owner: 'source-owned', why: 'name of the item' }),
    ...(target.subtype === undefined
      ? []
      : [
          changeField({
            key: 'category',
            before: '',
            after: target.subtype,
            owner: 'first-write-only',
            why: `subtype of the flow ${rules.flow}`,
          }),
        ]),
    ...rules
      .fields(item)
      .filter((field) => target.accepts(field))
      .map(({ key, value, owner, why }) => changeField({ key, before: '', after: value, owner, why })),
    ...marks(item, '', tagId),
  ];
  return { op: 'create', item: item.key, type: target.type, name, fields };
}

/** What we leave on a fact sheet besides fields: the external id where it is free, and our tag. */
export function marks(item: Item, externalId: string, tagId: string | undefined): FieldChange[] {
  return [
    ...(externalId === ''
      ? [
          changeField({
            key: externalIdField,
            before: '',
            after: item.key,
            owner: 'mark',
            why: 'identity of the item',
          }),
        ]
      : []),
    ...(tagId === undefined
      ? []
      : [changeField({ key: 'tags', before: '', after: tagId, owner: 'mark', why: 'kept by Landbridge' })]),
  ];
}
