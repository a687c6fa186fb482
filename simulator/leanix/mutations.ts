// The mutations of the simulated workspace. Each is done completely or refused: what it did before it was
// refused is taken back, and `validateOnly` takes everything back (assumption A6). Whether a batch as a whole
// stays is decided by whoever executes it.
import { refuse, refuseRevision } from './errors.ts';
import {
  type Document,
  type FactSheet,
  type FactSheetDraft,
  newFactSheet,
  type Tag,
  type TagGroup,
} from './fact-sheet.ts';
import type { Patch } from './patch.ts';
import { applyPatches, checkName } from './patches.ts';
import type { Workspace } from './workspace.ts';

export interface CreateArguments {
  input: { name: string; type: string };
  patches?: readonly Patch[] | null;
  validateOnly?: boolean | null;
}

export function createFactSheet(workspace: Workspace, args: CreateArguments): FactSheet {
  const { input, patches, validateOnly } = args;
  return attempt(workspace, validateOnly, () => {
    checkName(input.name);
    const draft = newFactSheet({
      id: workspace.newId(),
      type: input.type,
      name: input.name,
      stamp: workspace.stamp(),
    });
    const row = patchAndSave(workspace, draft, patches ?? []);
    return validateOnly ? { ...row, id: '' } : row;
  });
}

export interface UpdateArguments {
  id: string;
  rev?: number | null;
  patches: readonly Patch[];
  validateOnly?: boolean | null;
}

export function updateFactSheet(workspace: Workspace, args: UpdateArguments): FactSheet {
  const { id, rev, patches, validateOnly } = args;
  return attempt(workspace, validateOnly, () => {
    const before = workspace.get(id);
    if (before === undefined) throw refuse(`SIMULATED: fact sheet '${id}' does not exist`);
    if (typeof rev === 'number' && rev !== before.rev) throw refuseRevision(id, before.rev, rev);
    if (patches.length === 0) return before;
    // assumption: the revision grows by one with each mutation, also when its patches change nothing.
    const row = patchAndSave(
      workspace,
      { ...before, rev: before.rev + 1, updatedAt: workspace.stamp() },
      patches,
    );
    return validateOnly ? { ...row, rev: before.rev, updatedAt: before.updatedAt } : row;
  });
}

function patchAndSave(workspace: Workspace, draft: FactSheetDraft, patches: readonly Patch[]): FactSheet {
  const others = applyPatches(workspace, draft, patches.filter(Boolean));
  const row = workspace.save(draft);
  for (const id of others) {
    const other = id === row.id ? undefined : workspace.get(id);
    // assumption: the revision of the other end of a relation stays.
    if (other !== undefined) workspace.save(other);
  }
  return row;
}

export interface TagGroupArguments {
  name: string;
  mode?: 'SINGLE' | 'MULTIPLE' | null;
  restrictToFactSheetTypes?: readonly string[] | null;
}

export function upsertTagGroup(workspace: Workspace, args: TagGroupArguments): TagGroup {
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

export function upsertTag(workspace: Workspace, args: TagArguments): Tag {
  const group = workspace.tags.groups().find(({ name }) => name === args.tagGroupName);
  if (args.tagGroupName && group === undefined) {
    throw refuse(`SIMULATED: tag group '${args.tagGroupName}' does not exist`);
  }
  const before = workspace.tags
    .tags()
    .find(({ name, groupId }) => name === args.name && groupId === group?.id);
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

export function createTag(workspace: Workspace, args: TagArguments): Tag {
  const group = args.tagGroupId ? workspace.tags.group(args.tagGroupId) : undefined;
  if (args.tagGroupId && group === undefined)
    throw refuse(`SIMULATED: tag group '${args.tagGroupId}' does not exist`);
  const isTaken = workspace.tags
    .tags()
    .some(({ name, groupId }) => name === args.name && groupId === group?.id);
  if (isTaken) throw refuse(`SIMULATED: tag '${args.name}' exists already`);
  return upsertTag(workspace, { ...args, tagGroupName: group?.name ?? null });
}

export interface DocumentArguments {
  factSheetId: string;
  name: string;
  url?: string | null;
  description?: string | null;
  origin?: string | null;
  documentType?: string | null;
  validateOnly?: boolean | null;
}

export function createDocument(workspace: Workspace, args: DocumentArguments): Document {
  const { factSheetId, name, url, description, origin, documentType, validateOnly } = args;
  return attempt(workspace, validateOnly, () => {
    if (workspace.get(factSheetId) === undefined) {
      throw refuse(`SIMULATED: fact sheet '${factSheetId}' does not exist`);
    }
    const document: Document = {
      id: validateOnly ? '' : workspace.newId(),
      factSheetId,
      name,
      url: url ?? null,
      description: description ?? null,
      origin: origin ?? 'CUSTOM_LINK',
      documentType: documentType ?? null,
    };
    workspace.documents.put(document);
    return document;
  });
}

const documentMembers = ['name', 'url', 'description', 'documentType'] as const;

export interface DocumentPatches {
  id: string;
  patches: readonly Patch[];
  validateOnly?: boolean | null;
}

export function updateDocument(workspace: Workspace, args: DocumentPatches): Document {
  return attempt(workspace, args.validateOnly, () => {
    let document = findDocument(workspace, args.id);
    for (const { op, path, value } of args.patches) {
      const member = documentMembers.find((name) => path === `/${name}`);
      if (member === undefined) throw refuse(`SIMULATED: the path '${path}' is invalid for a document`);
      const next = op === 'remove' ? null : (value ?? null);
      document = { ...document, [member]: member === 'name' ? (next ?? document.name) : next };
    }
    workspace.documents.put(document);
    return document;
  });
}

/** Answers nothing, as the real one (leanix-api 2.4). */
export function deleteDocument(workspace: Workspace, args: { id: string }): null {
  workspace.documents.remove(findDocument(workspace, args.id).id);
  return null;
}

function findDocument(workspace: Workspace, id: string): Document {
  const document = workspace.documents.get(id);
  if (document === undefined) throw refuse(`SIMULATED: document '${id}' does not exist`);
  return document;
}

function attempt<Row>(workspace: Workspace, validateOnly: boolean | null | undefined, work: () => Row): Row {
  const mark = workspace.undo.mark();
  try {
    const row = work();
    if (validateOnly) workspace.undo.rollBack(mark);
    return row;
  } catch (thrown) {
    workspace.undo.rollBack(mark);
    throw thrown;
  }
}
