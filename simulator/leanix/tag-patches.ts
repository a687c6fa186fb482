// Patches on /tags: add and remove name some, replace sets the whole list (leanix-api 2.5). A tag of no group is
// made on the fly where the workspace allows it.
import { refuseByModel } from './errors.ts';
import type { FactSheetDraft, Tag } from './fact-sheet.ts';
import { readObjects, refuseValue } from './field-values.ts';
import type { Patch } from './patch.ts';
import type { Workspace } from './workspace.ts';

export function patchTags(workspace: Workspace, draft: FactSheetDraft, patch: Patch): void {
  const value = patch.value ?? '';
  const mayMake = workspace.settings.tagsOnTheFly && patch.op !== 'remove';
  const named = readObjects('tags', value).map((reference) => findTag(workspace, reference, value, mayMake));
  const ids = named.map(({ id }) => id);
  if (patch.op === 'remove') {
    draft.tagIds = draft.tagIds.filter((id) => !ids.includes(id));
    return;
  }
  const before = patch.op === 'add' ? draft.tagIds : [];
  const kept = workspace.settings.secondSingleTag === 'replace' ? giveWay(workspace, before, ids) : before;
  const tagIds = [...new Set([...kept, ...ids])];
  checkGroups(workspace, draft.type, tagIds);
  draft.tagIds = tagIds;
}

function findTag(
  workspace: Workspace,
  reference: Record<string, unknown>,
  value: string,
  mayMake: boolean,
): Tag {
  const { tagId, tagName } = reference;
  const tag =
    typeof tagId === 'string'
      ? workspace.tags.tag(tagId)
      : // assumption: a name that several groups have means the tag that was made first.
        workspace.tags.tags().find(({ name }) => name === tagName);
  if (tag !== undefined) return tag;
  if (typeof tagName === 'string' && tagName !== '' && tagId === undefined && mayMake) {
    return makeTag(workspace, tagName);
  }
  throw refuseValue('tags', value);
}

/** assumption: such a tag has no group at all; "Other tags" is only how the page calls those. */
function makeTag(workspace: Workspace, name: string): Tag {
  const tag = { id: workspace.newId(), name, description: null, color: '#336699', groupId: undefined };
  workspace.tags.putTag(tag);
  return tag;
}

/** assumption A7, the other way: tags of SINGLE groups make room for the ones that come. */
function giveWay(workspace: Workspace, before: readonly string[], coming: readonly string[]): string[] {
  const groupOf = (id: string): string | undefined => workspace.tags.tag(id)?.groupId;
  return before.filter((id) => {
    const group = workspace.tags.group(groupOf(id));
    return group?.mode !== 'SINGLE' || !coming.some((other) => groupOf(other) === group.id);
  });
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
