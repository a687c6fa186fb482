// What the workspace can take of what a flow wants to write: checked against its data model before anything
// is planned, so that a tailored workspace costs a field and not a run.
import { LandbridgeError } from '../../errors.ts';
import type { DataModel, FieldModel, RelationModel, SubscriptionRole } from '../model.ts';
import type { FlowRules, MappedField } from '../rules.ts';
import { type Fit, fitValue } from './field.ts';

/** Key of our external id in plans and links, whichever field of the workspace holds it. */
export const externalIdKey = 'externalId';
export const endOfLife = 'endOfLife';
/** Every fact sheet has these; the data model need not list them (leanix-api 2.3). */
const baseFields = new Set(['name', 'description']);

/** What a fact sheet is read with in any case. */
const isOwnColumn = (key: string, idField: string) => key === 'name' || key === idField;

export function isBaseField(key: string): boolean {
  return baseFields.has(key);
}

export interface Target {
  type: string;
  /** Field for external ids that holds ours. */
  idField: string;
  /** Undefined where none is written. */
  subtype: string | undefined;
  /** Those that the workspace lists. */
  subtypes: readonly string[];
  /** The flow's plain fields that exist for the type. */
  fieldKeys: readonly string[];
  hasLifecycle: boolean;
  /** The phases of the lifecycle in their order; empty where they are not told. */
  phases: readonly string[];
  /** The lifecycle knows the phase that retires. */
  canRetire: boolean;
  /** Those, and what names and ids are looked for in. */
  seenKeys: readonly string[];
  /** Those of them that hold external ids. */
  idKeys: readonly string[];
  /** The flow's relations that exist for the type. */
  relations: Readonly<Record<string, RelationModel>>;
  keepsDocuments: boolean;
  keepsSubscriptions: boolean;
  /** Roles that subscriptions may be given. */
  roles: readonly SubscriptionRole[];
  /** Whether fact sheets of a type may carry our external id. */
  carriesExternalId(type: string): boolean;
  accepts(field: MappedField): boolean;
  /** Undefined where the field does not exist. */
  fitOf(field: MappedField): Fit | undefined;
}

/** @throws LX_TYPE_MISSING, LX_EXTERNAL_ID_FIELD */
export function targetOf(rules: FlowRules, model: DataModel): Target {
  const type = model.types[rules.targetType];
  if (type === undefined) throw new LandbridgeError('LX_TYPE_MISSING', { type: rules.targetType });
  const { fields, relations } = type;
  const { idField } = rules;
  if (!canCarryExternalId(rules.targetType, model, idField)) {
    const known = Object.keys(model.externalIdFields).join(', ');
    throw new LandbridgeError('LX_EXTERNAL_ID_FIELD', { field: idField, type: rules.targetType, known });
  }
  const fieldKeys = rules.fieldKeys.filter((key) => baseFields.has(key) || key in fields);
  const fitOf = (field: MappedField) =>
    fieldKeys.includes(field.key) ? fitValue(field, fields[field.key]) : undefined;
  const seenKeys = [
    ...fieldKeys,
    ...rules.compare.filter(
      (key) =>
        !fieldKeys.includes(key) && !isOwnColumn(key, idField) && (baseFields.has(key) || key in fields),
    ),
  ];
  return {
    type: rules.targetType,
    idField,
    subtypes: fields.category?.values ?? [],
    subtype: subtypeOf(rules, fields.category),
    fieldKeys,
    hasLifecycle: 'lifecycle' in fields,
    phases: fields.lifecycle?.values ?? [],
    canRetire: 'lifecycle' in fields && (fields.lifecycle?.values?.includes(endOfLife) ?? true),
    seenKeys,
    idKeys: seenKeys.filter((key) => fields[key]?.type === 'EXTERNALID'),
    relations: Object.fromEntries(
      rules.relationKeys.flatMap((key) => (relations[key] === undefined ? [] : [[key, relations[key]]])),
    ),
    keepsDocuments: rules.keepsDocuments,
    keepsSubscriptions: Object.keys(rules.subscriptionRules).length > 0,
    roles: model.roles ?? [],
    carriesExternalId: (other) =>
      model.types[other] !== undefined && canCarryExternalId(other, model, idField),
    accepts: (field) => 'value' in (fitOf(field) ?? {}),
    fitOf,
  };
}

function subtypeOf(rules: FlowRules, category: FieldModel | undefined): string | undefined {
  const { subtype, takesAnySubtype, isSubtypeGiven } = rules;
  const isKnown = category?.values?.includes(subtype) === true;
  const isTaken = category !== undefined && takesAnySubtype && isSubtypeGiven;
  return subtype !== '' && (isKnown || isTaken) ? subtype : undefined;
}

export function canCarryExternalId(type: string, model: DataModel, idField: string): boolean {
  const field = model.externalIdFields[idField];
  const own = model.types[type]?.fields[idField];
  if (field === undefined)
    return own !== undefined && (idField === externalIdKey || own.type === 'EXTERNALID');
  return !field.readOnly && (field.forTypes.length === 0 || field.forTypes.includes(type));
}
