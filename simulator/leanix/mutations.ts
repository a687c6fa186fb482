// The mutations of fact sheets: create and update, with what an update does beyond its patches: revision, seal,
// audit trail, the other ends of relations. Whether a batch as a whole stays is decided by whoever executes it.
import { canRead, checkMayWrite, checkMayWriteFactSheet, checkMayWriteField, readable } from './access.ts';
import { attempt } from './attempt.ts';
import { refuseByModel, refuseRevision, refuseUnknown } from './errors.ts';
import { type FactSheet, type FactSheetDraft, newFactSheet, type Relation } from './fact-sheet.ts';
import { compareRelations, describeEdit } from './log-events.ts';
import type { LogFacts } from './log-store.ts';
import type { Patch } from './patch.ts';
import { applyPatches, checkName } from './patches.ts';
import { endOf } from './relation-store.ts';
import { checkMaySeal, stateAfterEdit, stateOfNew } from './seal.ts';
import { accessControlEntities, type User } from './users.ts';
import type { Workspace } from './workspace.ts';

export interface CreateArguments {
  input: {
    name: string;
    type: string;
    permittedReadACL?: readonly (string | null)[] | null;
    permittedWriteACL?: readonly (string | null)[] | null;
  };
  patches?: readonly Patch[] | null;
  validateOnly?: boolean | null;
}

export function createFactSheet(workspace: Workspace, args: CreateArguments, user: User): FactSheet {
  const { input, validateOnly } = args;
  const patches = (args.patches ?? []).filter(Boolean);
  return attempt(workspace, validateOnly, () => {
    checkMayWrite(user);
    checkFields(workspace, user, input.type, patches);
    checkName(input.name);
    const draft = newFactSheet({
      id: workspace.newId(),
      type: input.type,
      name: input.name,
      stamp: workspace.stamp(),
    });
    draft.lxState = stateOfNew(workspace.settings);
    draft.permittedReadACL = readEntities(input.permittedReadACL);
    draft.permittedWriteACL = readEntities(input.permittedWriteACL);
    const row = patchAndSave(workspace, draft, patches, user);
    workspace.log.add(row.id, user, [{ eventType: 'FACT_SHEET_CREATED', newValue: row.displayName }]);
    logRelations(workspace, row, [], user);
    return validateOnly ? { ...row, id: '' } : row;
  });
}

/** assumption: an entity the workspace does not know is refused. */
function readEntities(ids: readonly (string | null)[] | null | undefined): readonly string[] {
  const known = (ids ?? []).filter((id) => id !== null);
  const unknown = known.find((id) => !accessControlEntities.some((entity) => entity.id === id));
  if (unknown !== undefined) {
    throw refuseByModel(`SIMULATED: access control entity '${unknown}' does not exist`);
  }
  return known;
}

export interface UpdateArguments {
  id: string;
  rev?: number | null;
  patches: readonly Patch[];
  comment?: string | null;
  validateOnly?: boolean | null;
}

export function updateFactSheet(workspace: Workspace, args: UpdateArguments, user: User): FactSheet {
  const { id, rev, validateOnly } = args;
  const patches = args.patches.filter(Boolean);
  return attempt(workspace, validateOnly, () => {
    checkMayWrite(user);
    const before = readable(workspace, user, id);
    if (before === undefined) throw refuseUnknown('fact sheet', id);
    checkMayWriteFactSheet(user, before);
    if (typeof rev === 'number' && rev !== before.rev) throw refuseRevision(id, before.rev, rev);
    checkFields(workspace, user, before.type, patches);
    if (patches.some(setsSeal)) checkMaySeal(workspace, user, before);
    if (patches.length === 0) return before;
    const row = edit(workspace, before, args, user);
    return validateOnly ? { ...row, rev: before.rev, updatedAt: before.updatedAt } : row;
  });
}

function edit(workspace: Workspace, before: FactSheet, args: UpdateArguments, user: User): FactSheet {
  const relationsBefore = workspace.relations.of(before.id);
  // assumption: the revision grows by one with each mutation, also when its patches change nothing.
  const draft: FactSheetDraft = { ...before, rev: before.rev + 1, updatedAt: workspace.stamp() };
  let row = patchAndSave(workspace, draft, args.patches.filter(Boolean), user);
  const changedRelations = logRelations(workspace, row, relationsBefore, user);
  const edits = describeEdit(workspace, before, row);
  if (changedRelations + edits.length > 0 && !args.patches.some(setsSeal)) {
    const lxState = stateAfterEdit(workspace, user, before);
    if (lxState !== row.lxState) row = workspace.save({ ...row, lxState });
  }
  const events = [...edits, ...describeStatus(before, row, args.comment)];
  workspace.log.add(row.id, user, events);
  if (row.status === 'ARCHIVED' && before.status === 'ACTIVE') touchRelated(workspace, row.id);
  return row;
}

function setsSeal(patch: Patch | null): boolean {
  return patch?.path === '/lxState';
}

function describeStatus(before: FactSheet, after: FactSheet, comment: string | null | undefined): LogFacts[] {
  if (before.status === after.status) return [];
  const eventType = after.status === 'ARCHIVED' ? 'FACT_SHEET_ARCHIVED' : 'FACT_SHEET_RECOVERED';
  return [{ eventType, oldValue: before.status, newValue: after.status, message: comment ?? null }];
}

/** leanix-api 2.6: archiving can change revisions of related ones; assumption: of all of them, by one. */
function touchRelated(workspace: Workspace, id: string): void {
  const ids = workspace.relations.of(id).flatMap(({ fromId, toId }) => [fromId, toId]);
  for (const relatedId of new Set(ids)) {
    const related = relatedId === id ? undefined : workspace.get(relatedId);
    if (related === undefined) continue;
    workspace.save({ ...related, rev: related.rev + 1, updatedAt: workspace.stamp() });
  }
}

/** Leaves an event at both ends and gives the number of relations that changed. */
function logRelations(workspace: Workspace, row: FactSheet, before: readonly Relation[], user: User): number {
  const events = compareRelations(workspace, before, workspace.relations.of(row.id));
  for (const { relation, facts } of events) {
    for (const side of ['from', 'to'] as const) workspace.log.add(endOf(relation, side), user, [facts]);
  }
  return events.length;
}

function patchAndSave(
  workspace: Workspace,
  draft: FactSheetDraft,
  patches: readonly Patch[],
  user: User,
): FactSheet {
  const others = applyPatches(workspace, draft, patches, (row) => canRead(user, row));
  const row = workspace.save(draft);
  for (const id of others) {
    const other = id === row.id ? undefined : workspace.get(id);
    // assumption: the revision of the other end of a relation stays.
    if (other !== undefined) workspace.save(other);
  }
  return row;
}

function checkFields(workspace: Workspace, user: User, type: string, patches: readonly Patch[]): void {
  for (const { path } of patches) checkMayWriteField(workspace, user, type, path.split('/')[1] ?? '');
}
