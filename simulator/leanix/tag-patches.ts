// Patches on /tags: add and remove name some, replace sets the whole list (leanix-api 2.5). Tags are not made
// on the fly: that option of a workspace is off here.
import { refuseByModel } from './errors.ts';
import type { FactSheetDraft, Tag } from './fact-sheet.ts';
import { readObjects, refuseValue } from './field-values.ts';
import type { Patch } from './patch.ts';
import type { Workspace } from './workspace.ts';

export function patchTags(workspace: Workspace, draft: FactSheetDraft, patch: Patch): void {
  const value = patch.value ?? '';
  const named = readObjects('tags', value).map((reference) => findTag(workspace, reference, value));
  const ids = named.map(({ id }) => id);
  if (patch.op === 'remove') {
    draft.tagIds = draft.tagIds.filter((id) => !ids.includes(id));
    return;
  }
  const tagIds = [...new Set(patch.op === 'add' ? [...draft.tagIds, ...ids] : ids)];
  checkGroups(workspace, draft.type, tagIds);
  draft.tagIds = tagIds;
}

function findTag(workspace: Workspace, reference: Record<string, unknown>, value: string): Tag {
  const { tagId, tagName } = reference;
  const tag =
    typeof tagId === 'string'
      ? workspace.tags.tag(tagId)
      : workspace.tags.tags().find(({ name }) => name === tagName);
  if (tag === undefined) throw refuseValue('tags', value);
  return tag;
}

function checkGroups(workspace: Workspace, type: string, tagIds: readonly string[]): void {
  const single = new Set<string>();
  for (const tagId of tagIds) {
    const group = workspace.tags.group(workspace.tags.tag(tagId)?.groupId);
    if (group === undefined) continue;
    const { restrictToFactSheetTypes, mode, name } = group;
    if (restrictToFactSheetTypes.length > 0 && !restrictToFactSheetTypes.includes(type)) {
      throw refuseByModel(`SIMULATED: tags of group '${name}' are not allowed for type ${type}`);
    }
    // assumption A7: a second tag of a SINGLE group is refused.
    if (mode === 'SINGLE' && single.has(group.id)) {
      throw refuseByModel(`SIMULATED: tag group '${name}' allows one tag only`);
    }
    single.add(group.id);
  }
}
