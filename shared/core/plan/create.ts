// The change that makes a fact sheet: all its mapped fields and our marks in one mutation, the external id
// among them, so that an unclear answer can be looked up.
import { changeField } from '../map/field-change.ts';
import { changePhases, phasesOf } from '../map/phases.ts';
import { changeTags, chooseTags, namesOfTags } from '../map/tags.ts';
import { externalIdKey } from '../map/target.ts';
import type { Item, LifecyclePhase } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { changeAttached } from './attached.ts';
import type { Change, FieldChange } from './plan.ts';
import { type PlanContext, plainField, wantedFields, writtenText } from './wanted.ts';

export type { PlanContext as CreateContext } from './wanted.ts';

export function planCreate(item: Item, name: string, context: PlanContext): Change {
  const { rules, target, tagId } = context;
  const first = (key: string, after: string, why: string) =>
    changeField({ key, before: '', after, owner: 'first-write-only', why });
  const fields: FieldChange[] = [
    changeField({
      key: 'name',
      before: '',
      after: name,
      owner: 'source-owned',
      why: whyName(item, name, rules),
    }),
    ...(target.subtype === undefined
      ? []
      : [first('category', target.subtype, `subtype of the flow ${rules.flow}`)]),
    ...(rules.state === undefined ? [] : [first('lxState', rules.state, 'state of the configuration')]),
    ...wantedFields(item, context)
      .filter(({ owner, value }) => owner !== 'human-owned' && value !== '')
      .map((field) =>
        changeField({ ...plainField(field), before: '', after: writtenText('', field, context) }),
      ),
    ...changePhases([], [...firstPhases(item, context), ...wantedPhases(item, context)], target.phases),
    ...marks(item, '', tagId, context),
    ...mappedTags(item, context, { tagIds: tagId === undefined ? [] : [tagId] }, ''),
    ...changeAttached(item, { row: undefined, written: {}, isMade: true }, context, {}),
  ];
  return { op: 'create', item: item.key, type: target.type, name, fields };
}

/** The rule that gave the name: a taken one gives way to the next. */
function whyName(item: Item, name: string, rules: FlowRules): string {
  const [first = name] = rules.names(item);
  return name === first ? 'name of the item' : `name of the item, because "${first}" is taken`;
}

/** Phases of the flow's own that the workspace has; a date that an item cannot give is left out. */
function firstPhases(item: Item, { rules, target }: PlanContext): LifecyclePhase[] {
  if (!target.hasLifecycle) return [];
  const { dates } = phasesOf(item, rules.firstPhases);
  return dates.filter(({ phase }) => target.phases.length === 0 || target.phases.includes(phase));
}

/** Our external id, in the field that the workspace has for it. */
export function changeIdentity(before: string, after: string, idField: string): FieldChange {
  return changeField({
    key: externalIdKey,
    before,
    after,
    owner: 'mark',
    why: 'identity of the item',
    ...(idField !== externalIdKey && { idField }),
  });
}

/** What we leave on a fact sheet besides fields: the external id where it is free, and our tag. */
export function marks(
  item: Item,
  externalId: string,
  tagId: string | undefined,
  { library = [], target: { idField } }: Pick<PlanContext, 'library' | 'target'>,
): FieldChange[] {
  return [
    ...(externalId === '' ? [changeIdentity('', item.key, idField)] : []),
    ...(tagId === undefined
      ? []
      : [
          changeField({
            key: 'tags',
            before: '',
            after: tagId,
            owner: 'mark',
            why: 'kept by Landbridge',
            names: namesOfTags([tagId], library),
          }),
        ]),
  ];
}

/** @param written what we set before */
export function mappedTags(
  item: Item,
  { rules, library, note }: PlanContext,
  factSheet: { tagIds: readonly string[] },
  written: string,
): FieldChange[] {
  const chosen = chooseTags(item, rules, library);
  const { change, notes } = changeTags(chosen.ids, factSheet, written, library ?? []);
  for (const text of [...chosen.notes, ...notes]) note?.(text);
  return change === undefined ? [] : [change];
}

/** The dates that the item gives for phases of the workspace. */
export function wantedPhases(item: Item, { rules, target, note }: PlanContext): LifecyclePhase[] {
  if (!target.hasLifecycle) return [];
  const { dates, noDates } = phasesOf(item, rules.lifecycle);
  for (const text of noDates)
    note?.(`${target.type} lifecycle: "${text.slice(0, 60)}" is no date; left alone.`);
  return dates;
}
