// Applies the patches of one mutation to a draft of its fact sheet (leanix-api 2.5). Paths are checked against
// the data model; relations go straight to the workspace, whose undo log takes them back if a later one fails.
import type { FieldDefinition, TypeModel } from './data-model-shape.ts';
import { refuse, refuseByModel, refusePath } from './errors.ts';
import type { FactSheet, FactSheetDraft, FieldValue } from './fact-sheet.ts';
import {
  readExternalId,
  readField,
  readLifecycle,
  readStrings,
  readText,
  refuseValue,
} from './field-values.ts';
import { readMilestones, readProjectStatus } from './initiative-values.ts';
import { type Patch, requireValue } from './patch.ts';
import { patchRelation } from './relation-patches.ts';
import { checkState, sealStates } from './seal.ts';
import { patchTags } from './tag-patches.ts';
import type { Workspace } from './workspace.ts';

/** Gives the ids of the other fact sheets whose names may hang on what was patched. */
export function applyPatches(
  workspace: Workspace,
  draft: FactSheetDraft,
  patches: readonly Patch[],
  canSee: (row: FactSheet) => boolean,
): Set<string> {
  const model = workspace.model.types.get(draft.type);
  if (model === undefined) throw refuse(`SIMULATED: no fact sheet type ${draft.type}`);
  checkNewRelations(patches);
  const others = new Set<string>();
  for (const patch of patches) {
    const [, key = '', ...rest] = patch.path.split('/');
    if (!patch.path.startsWith('/')) throw refusePath(patch.path, draft.type);
    const relation = model.relations.get(key);
    if (relation !== undefined)
      others.add(patchRelation({ workspace, draft, field: relation, canSee }, patch, rest));
    else if (rest.length > 0) throw refusePath(patch.path, draft.type);
    else applyPatch(workspace, draft, model, patch, key);
  }
  return others;
}

function applyPatch(
  workspace: Workspace,
  draft: FactSheetDraft,
  model: TypeModel,
  patch: Patch,
  key: string,
): void {
  switch (key) {
    case 'name':
      draft.name = readName(patch);
      return;
    case 'status':
      patchStatus(workspace, draft, patch);
      return;
    case 'lxState':
      draft.lxState = readOneOf(patch, ['replace'], sealStates);
      checkState(workspace.settings, draft.lxState);
      return;
    case 'tags':
      patchTags(workspace, draft, patch);
      return;
    case 'naFields': {
      const keys = readStrings(key, requireValue(patch, ['add', 'replace']));
      const unknown = keys.find((name) => model.fields[name] === undefined && !model.relations.has(name));
      if (unknown !== undefined) throw refusePath(`/${unknown}`, draft.type);
      draft.naFields = patch.op === 'add' ? [...new Set([...draft.naFields, ...keys])] : keys;
      return;
    }
    default:
      patchField(workspace, draft, model, patch, key);
  }
}

/** leanix-api 2.5: new_N is unique; assumption: two of the same path are refused. */
function checkNewRelations(patches: readonly Patch[]): void {
  const added = patches.filter(({ path }) => /\/new_\w+$/.test(path)).map(({ path }) => path);
  const twice = added.find((path, index) => added.indexOf(path) < index);
  if (twice !== undefined) throw refuse(`SIMULATED: the path '${twice}' is given twice`);
}

function patchField(
  workspace: Workspace,
  draft: FactSheetDraft,
  model: TypeModel,
  patch: Patch,
  key: string,
): void {
  const field = Object.hasOwn(model.fields, key) ? model.fields[key] : undefined;
  // Computed members such as displayName and fullName are no fields of the model, so they end here too.
  if (field === undefined) throw refusePath(patch.path, draft.type);
  if (key === 'category') {
    draft.category = String(readField(key, field, requireValue(patch, ['add', 'replace'])));
    return;
  }
  const value = patch.op === 'remove' ? undefined : requireValue(patch, ['add', 'replace']);
  if (key === 'description') draft.description = value === undefined ? null : readText(key, value);
  else if (field.type === 'EXTERNALID') {
    const { externalId, forceWrite } = readExternalId(key, value);
    // assumption: taking a read-only external id away needs no more than its value, an empty one.
    if (workspace.model.readOnlyExternalId && externalId !== null && !forceWrite) {
      throw refuseByModel(`SIMULATED: field '${key}' is read-only`);
    }
    if (key === 'externalId') draft.externalId = externalId;
    else draft.otherIds = withField(draft.otherIds, key, externalId ?? undefined);
  } else if (field.type === 'LIFECYCLE') {
    draft.lifecycle = value === undefined ? [] : readLifecycle(value, field.values ?? []);
  } else
    draft.fields = withField(
      draft.fields,
      key,
      value === undefined ? undefined : readAny(workspace, key, field, value),
    );
}

function readAny(workspace: Workspace, key: string, field: FieldDefinition, value: string): FieldValue {
  if (field.type === 'PROJECT') return readProjectStatus(key, value, workspace.newId);
  if (field.type === 'MILESTONE') return readMilestones(key, value, workspace.newId);
  return readField(key, field, value);
}

function withField<Value>(
  fields: Readonly<Record<string, Value>>,
  key: string,
  value: Value | undefined,
): Readonly<Record<string, Value>> {
  const { [key]: _, ...rest } = fields;
  return value === undefined ? rest : { ...rest, [key]: value };
}

function readName(patch: Patch): string {
  const name = requireValue(patch, ['replace']);
  checkName(name);
  return name;
}

/** A slash between blanks separates the levels of a hierarchy (leanix-api 2.6). */
export function checkName(name: string): void {
  if (name.trim() === '') throw refuseByModel('SIMULATED: a fact sheet needs a name');
  if (name.includes(' / ')) throw refuseByModel("SIMULATED: ' / ' is not allowed in a name");
}

function patchStatus(workspace: Workspace, draft: FactSheetDraft, patch: Patch): void {
  const status = readOneOf(patch, ['add', 'replace'], ['ACTIVE', 'ARCHIVED']);
  draft.status = status === 'ARCHIVED' ? 'ARCHIVED' : 'ACTIVE';
  // leanix-api 2.6: an external id that must be unique is cleared on archiving.
  if (draft.status !== 'ARCHIVED' || !workspace.model.uniqueExternalId) return;
  draft.externalId = null;
  draft.otherIds = {};
}

function readOneOf(patch: Patch, ops: readonly Patch['op'][], allowed: readonly string[]): string {
  const value = requireValue(patch, ops);
  if (!allowed.includes(value)) throw refuseValue(patch.path.slice(1), value);
  return value;
}
