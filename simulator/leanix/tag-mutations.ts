// Mutations of tag groups and tags as such (leanix-api 2.4); fact sheets get their tags by patches.
import { checkMayAdminister } from './access.ts';
import { refuse, refuseUnknown } from './errors.ts';
import type { Tag, TagGroup } from './fact-sheet.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

export interface TagGroupArguments {
  name: string;
  mode?: 'SINGLE' | 'MULTIPLE' | null;
  restrictToFactSheetTypes?: readonly string[] | null;
}

export function upsertTagGroup(workspace: Workspace, args: TagGroupArguments, user: User): TagGroup {
  checkMayAdminister(user);
  const before = workspace.tags.groups().find(({ name }) => name === args.name);
  const group: TagGroup = {
    id: before?.id ?? workspace.newId(),
    name: args.name,
    shortName: before?.shortName ?? null,
    mode: args.mode ?? before?.mode ?? 'MULTIPLE',
    restrictToFactSheetTypes: args.restrictToFactSheetTypes ?? before?.restrictToFactSheetTypes ?? [],
  };
  workspace.tags.putGroup(group);
  return group;
}

export interface TagArguments {
  name: string;
  tagGroupName?: string | null;
  tagGroupId?: string | null;
  description?: string | null;
  color?: string | null;
}

export function upsertTag(workspace: Workspace, args: TagArguments, user: User): Tag {
  checkMayAdminister(user);
  const group = workspace.tags.groups().find(({ name }) => name === args.tagGroupName);
  if (args.tagGroupName && group === undefined) throw refuseUnknown('tag group', args.tagGroupName);
  return putTag(workspace, args, group);
}

export function createTag(workspace: Workspace, args: TagArguments, user: User): Tag {
  checkMayAdminister(user);
  const group = args.tagGroupId ? workspace.tags.group(args.tagGroupId) : undefined;
  if (args.tagGroupId && group === undefined) throw refuseUnknown('tag group', args.tagGroupId);
  // assumption: names are unique within a group.
  if (findTag(workspace, args.name, group) !== undefined) {
    throw refuse(`SIMULATED: tag '${args.name}' exists already`);
  }
  return putTag(workspace, args, group);
}

/** leanix-api 2.4: not while a fact sheet carries it, an archived one neither; the text is not public. */
export function deleteTag(workspace: Workspace, { id }: { id: string }, user: User): Tag {
  checkMayAdminister(user);
  const tag = workspace.tags.tag(id);
  if (tag === undefined) throw refuseUnknown('tag', id);
  for (const { tagIds } of workspace.list()) {
    if (tagIds.includes(id)) throw refuse(`SIMULATED: tag '${tag.name}' is still in use`);
  }
  workspace.tags.removeTag(id);
  return tag;
}

function putTag(workspace: Workspace, args: TagArguments, group: TagGroup | undefined): Tag {
  const before = findTag(workspace, args.name, group);
  const tag: Tag = {
    id: before?.id ?? workspace.newId(),
    name: args.name,
    description: args.description ?? before?.description ?? null,
    color: args.color ?? before?.color ?? '#336699',
    groupId: group?.id,
  };
  workspace.tags.putTag(tag);
  return tag;
}

function findTag(workspace: Workspace, wanted: string, group: TagGroup | undefined): Tag | undefined {
  return workspace.tags.tags().find(({ name, groupId }) => name === wanted && groupId === group?.id);
}
