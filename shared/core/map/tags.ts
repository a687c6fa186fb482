// Tags that the configuration gives an item, besides the one that marks what Landbridge keeps. Ours follow the
// source; those that people set, and a group that may hold one tag and holds theirs, are left alone.
import type { FactSheet, Item, Patch, Tag } from '../model.ts';
import type { FieldChange } from '../plan/plan.ts';
import type { FlowRules } from '../rules.ts';
import { giveValue } from './value.ts';

/** Their change is spelt like a field of this name; its values are ids, joined by blanks. */
export const mappedTagsKey = 'mappedTags';

export const hiddenLibrary = 'The workspace does not name its tags to the technical user';

export interface TagChoice {
  ids: string[];
  /** What was left out and why, for people. */
  notes: string[];
}

/** By name, or by `Group/Name` where the library has several of that name. */
export function findTags(name: string, library: readonly Tag[]): Tag[] {
  return library.filter((tag) => tag.name === name || `${tag.group}/${tag.name}` === name);
}

/** Those of the ids that the library knows, for people; with the group where several have the name. */
export function namesOfTags(ids: readonly string[], library: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(
    library
      .filter(({ id }) => ids.includes(id))
      .map((tag) => [tag.id, findTags(tag.name, library).length > 1 ? fullName(tag) : tag.name]),
  );
}

export function fullName({ group, name }: Tag): string {
  return group === '' ? name : `${group}/${name}`;
}

/** Whether fact sheets of the type may carry it. */
export function maySet({ forTypes = [] }: Tag, type: string): boolean {
  return forTypes.length === 0 || forTypes.includes(type);
}

/** The tag that marks what Landbridge keeps; undefined where the library has none that may stand on the type. */
export function markTag({ tag, targetType }: FlowRules, library: readonly Tag[]): Tag | undefined {
  return findTags(tag, library).find((found) => maySet(found, targetType));
}

/**
 * The tags that the rules name for the item and that may stand on its type, in the order of their ids.
 * @param library undefined where the workspace does not name its tags
 */
export function chooseTags(item: Item, rules: FlowRules, library: readonly Tag[] | undefined): TagChoice {
  const chosen = new Map<string, Tag>();
  if (library === undefined) {
    return { ids: [], notes: rules.tags.length === 0 ? [] : [`${hiddenLibrary}: tags are left out.`] };
  }
  const notes: string[] = [];
  for (const rule of rules.tags) {
    const given = typeof rule === 'string' ? { text: rule } : giveValue(rule, item);
    if (given === undefined) continue;
    if ('unmatched' in given) {
      notes.push(`The mapping of tags has no value for "${given.unmatched}": left out.`);
      continue;
    }
    const [tag, another] = findTags(given.text, library);
    if (tag === undefined) notes.push(`The workspace has no tag "${given.text}": left out.`);
    else if (another !== undefined) {
      notes.push(`Several tag groups have a tag "${given.text}": write Group/Name; left out.`);
    } else if (!maySet(tag, rules.targetType)) {
      notes.push(`The tag "${given.text}" is not for ${rules.targetType}: left out.`);
    } else chosen.set(tag.id, tag);
  }
  return { ids: [...chosen.keys()].sort(), notes };
}

/**
 * @param written ids that we set before, joined by blanks
 * @returns the change, if any, and what a group that holds one tag only keeps out
 */
export function changeTags(
  chosen: readonly string[],
  { tagIds: present = [] }: Partial<Pick<FactSheet, 'tagIds'>>,
  written: string,
  library: readonly Tag[],
): { change?: FieldChange; notes: string[] } {
  const known = new Map(library.map((tag) => [tag.id, tag]));
  const ours = idsIn(written);
  // A tag that the library does not show this night is left where it is.
  const drop = ours.filter((id) => known.has(id) && !chosen.includes(id) && present.includes(id));
  const taken = new Map<string, string>();
  for (const id of present) if (!drop.includes(id)) occupy(taken, known.get(id));
  const add: string[] = [];
  const notes: string[] = [];
  for (const id of chosen) {
    if (present.includes(id) || ours.includes(id)) continue;
    const tag = known.get(id);
    if (tag === undefined) continue;
    if (tag.isSingle && taken.has(tag.group)) {
      notes.push(`The tag group "${tag.group}" may hold one tag and holds another: "${tag.name}" left out.`);
      continue;
    }
    occupy(taken, tag);
    add.push(id);
  }
  if (add.length + drop.length === 0) return { notes };
  const patches = [...tagPatch('remove', drop), ...tagPatch('add', add)];
  const kept = ours.filter((id) => !drop.includes(id) && chosen.includes(id));
  const names = namesOfTags([...ours, ...add], library);
  return {
    notes,
    change: {
      key: mappedTagsKey,
      before: ours.join(' '),
      after: [...kept, ...add].sort().join(' '),
      owner: 'mark',
      why: 'tags of the configuration',
      names,
      patches,
    },
  };
}

/** The ids of a record of what was written. */
export function idsIn(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

/** What the patches of a tag change make of the tags that are there. */
export function tagsAfter(present: readonly string[], { patches }: Pick<FieldChange, 'patches'>): string[] {
  return patches.reduce<string[]>(
    (tagIds, patch) => {
      const ids = patchedIds(patch);
      const others = tagIds.filter((id) => !ids.includes(id));
      return patch.op === 'remove' ? others : [...others, ...ids];
    },
    [...present],
  );
}

/** Takes off what was added and sets what was taken off, in that order: a group may hold one tag only. */
export function reversedTags(change: FieldChange, why: string): FieldChange {
  const { patches, before, after, ...rest } = change;
  return { ...rest, before: after, after: before, why, patches: patches.toReversed().map(inverted) };
}

function inverted({ op, ...rest }: Patch): Patch {
  return { ...rest, op: op === 'add' ? 'remove' : 'add' };
}

function occupy(taken: Map<string, string>, tag: Tag | undefined): void {
  if (tag?.isSingle) taken.set(tag.group, tag.id);
}

function tagPatch(op: 'add' | 'remove', ids: readonly string[]): Patch[] {
  if (ids.length === 0) return [];
  return [{ op, path: '/tags', value: JSON.stringify(ids.map((tagId) => ({ tagId }))) }];
}

function patchedIds({ value = '[]' }: Patch): string[] {
  const named: readonly { tagId: string }[] = JSON.parse(value);
  return named.map(({ tagId }) => tagId);
}
