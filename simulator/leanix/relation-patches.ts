// Patches on /relXToY/<id>: new_N adds, an id of a relation replaces or removes it (leanix-api 2.5). Keeps
// multiplicity, one relation per pair, and hierarchies without cycles.
import type { RelationField } from './data-model-shape.ts';
import { refuse, refuseByModel, refuseOperation, refusePath, refuseSecondRelation } from './errors.ts';
import type { FactSheet, FactSheetDraft, FieldValue, Relation } from './fact-sheet.ts';
import { isDate, readField, readObject, refuseValue } from './field-values.ts';
import type { Patch } from './patch.ts';
import { endOf } from './relation-store.ts';
import type { Workspace } from './workspace.ts';

export interface RelationPatching {
  workspace: Workspace;
  draft: FactSheetDraft;
  field: RelationField;
  /** Whether the user may read a fact sheet: what cannot be seen cannot be related. */
  canSee: (row: FactSheet) => boolean;
}

/** Gives the id of the fact sheet at the other end. */
export function patchRelation(patching: RelationPatching, patch: Patch, rest: readonly string[]): string {
  const { workspace, draft, field } = patching;
  const [relationId, ...more] = rest;
  if (relationId === undefined || relationId === '' || more.length > 0)
    throw refusePath(patch.path, draft.type);
  const isNew = /^new_\w+$/.test(relationId);
  if (isNew !== (patch.op === 'add')) throw refuseOperation(patch.op, patch.path);
  const before = isNew ? undefined : findRelation(workspace, draft, field, relationId);
  if (patch.op === 'remove') {
    workspace.relations.remove(relationId);
    return before === undefined ? draft.id : endOf(before, otherSide(field));
  }
  const wanted = readRelation(patching, patch);
  const relation: Relation = { ...wanted, id: before?.id ?? workspace.newId() };
  checkPair(workspace, draft, field, relation);
  workspace.relations.put(relation);
  return endOf(relation, otherSide(field));
}

function findRelation(
  workspace: Workspace,
  draft: FactSheetDraft,
  field: RelationField,
  id: string,
): Relation {
  const found = workspace.relations.get(id);
  if (found?.relation !== field.relation || endOf(found, field.side) !== draft.id) {
    throw refuse(`SIMULATED: relation '${id}' does not exist on path '/${field.name}'`);
  }
  return found;
}

/** assumption: what a replacing patch leaves out is gone. */
function readRelation(
  { workspace, draft, field, canSee }: RelationPatching,
  patch: Patch,
): Omit<Relation, 'id'> {
  const value = patch.value ?? '';
  const { factSheetId, description, activeFrom, activeUntil, ...others } = readObject(field.name, value);
  const target = typeof factSheetId === 'string' ? workspace.get(factSheetId) : undefined;
  if (target?.type !== field.targetType || !canSee(target)) throw refuseValue(field.name, value);
  // assumption: archived fact sheets take part in no new relation.
  if (target.status === 'ARCHIVED') {
    throw refuse(`SIMULATED: fact sheet '${target.id}' is archived and cannot be related`);
  }
  const fields: Record<string, FieldValue> = {};
  for (const [key, given] of Object.entries(others)) {
    const definition = Object.hasOwn(field.fields, key) ? field.fields[key] : undefined;
    if (definition === undefined) throw refusePath(`${patch.path}/${key}`, draft.type);
    fields[key] = readField(key, definition, String(given));
  }
  const dates = {
    activeFrom: readDate(field.name, activeFrom),
    activeUntil: readDate(field.name, activeUntil),
  };
  // assumption: a relation that ends before it begins is refused.
  if (dates.activeFrom && dates.activeUntil && dates.activeFrom > dates.activeUntil) {
    throw refuseValue(field.name, value);
  }
  const ends = [draft.id, target.id] as const;
  const [fromId, toId] = field.side === 'from' ? ends : ([ends[1], ends[0]] as const);
  return {
    relation: field.relation,
    fromId,
    toId,
    description: typeof description === 'string' ? description : null,
    ...dates,
    fields,
  };
}

function readDate(key: string, given: unknown): string | null {
  if (given === undefined || given === null) return null;
  if (typeof given !== 'string' || !isDate(given)) throw refuseValue(key, String(given));
  return given;
}

function checkPair(
  workspace: Workspace,
  draft: FactSheetDraft,
  field: RelationField,
  wanted: Relation,
): void {
  const targetId = endOf(wanted, otherSide(field));
  const own = workspace.relations
    .of(draft.id)
    .filter(({ id, relation }) => relation === field.relation && id !== wanted.id);
  const twin = own.find(({ fromId, toId }) => fromId === wanted.fromId && toId === wanted.toId);
  if (twin !== undefined) {
    const target = workspace.get(targetId) ?? draft;
    const [from, to]: [FactSheet, FactSheet] = field.side === 'from' ? [draft, target] : [target, draft];
    throw refuseSecondRelation(field, from, to, { objectId: draft.id, relationId: twin.id });
  }
  const { from, to } = workspace.model.relations[field.relation] ?? {};
  checkSingle(workspace, from?.multiplicity, wanted, 'from');
  checkSingle(workspace, to?.multiplicity, wanted, 'to');
  if (field.relation.endsWith('ParentRelation')) checkCycle(workspace, wanted);
}

function checkSingle(
  workspace: Workspace,
  multiplicity: string | undefined,
  wanted: Relation,
  side: 'from' | 'to',
): void {
  if (multiplicity !== 'SINGLE') return;
  const end = endOf(wanted, side);
  const others = workspace.relations
    .of(end)
    .filter(
      (other) => other.relation === wanted.relation && other.id !== wanted.id && endOf(other, side) === end,
    )
    // assumption: a relation sleeps while its other end is archived, and does not count.
    .filter((other) => workspace.get(endOf(other, side === 'from' ? 'to' : 'from'))?.status === 'ACTIVE');
  if (others.length > 0) {
    throw refuseByModel(`SIMULATED: relation '${wanted.relation}' allows one only, from '${end}'`, {
      objectId: end,
    });
  }
}

function checkCycle(workspace: Workspace, wanted: Relation): void {
  for (let id: string | undefined = wanted.toId; id !== undefined; id = workspace.parentOf(id)?.id) {
    if (id === wanted.fromId) throw refuseByModel('SIMULATED: a fact sheet cannot be above itself');
  }
}

function otherSide(field: RelationField): 'from' | 'to' {
  return field.side === 'from' ? 'to' : 'from';
}
