// What the workspace can take of what a flow wants to write: checked against its data model before anything
// is planned, so that a tailored workspace costs a field and not a run.
import { LandbridgeError } from '../../errors.ts';
import type { DataModel } from '../model.ts';
import type { FlowRules, MappedField } from '../rules.ts';

export const externalIdField = 'externalId';
const endOfLife = 'endOfLife';
/** Every fact sheet has these; the data model need not list them (leanix-api 2.3). */
const baseFields = new Set(['name', 'description']);

export interface Target {
  type: string;
  /** Undefined where the workspace does not know the subtype. */
  subtype: string | undefined;
  /** The flow's plain fields that exist for the type. */
  fieldKeys: readonly string[];
  hasLifecycle: boolean;
  /** The lifecycle knows the phase that retires. */
  canRetire: boolean;
  accepts(field: MappedField): boolean;
}

/** @throws LX_TYPE_MISSING, LX_EXTERNAL_ID_FIELD */
export function targetOf(rules: FlowRules, model: DataModel): Target {
  const type = model.types[rules.targetType];
  if (type === undefined) throw new LandbridgeError('LX_TYPE_MISSING', { type: rules.targetType });
  const { fields } = type;
  if (!canCarryExternalId(rules.targetType, model)) {
    throw new LandbridgeError('LX_EXTERNAL_ID_FIELD', { field: externalIdField, type: rules.targetType });
  }
  const fieldKeys = rules.fieldKeys.filter((key) => baseFields.has(key) || key in fields);
  const subtypes = fields.category?.values ?? [];
  return {
    type: rules.targetType,
    subtype: subtypes.includes(rules.subtype) ? rules.subtype : undefined,
    fieldKeys,
    hasLifecycle: 'lifecycle' in fields,
    canRetire: 'lifecycle' in fields && (fields.lifecycle?.values?.includes(endOfLife) ?? true),
    accepts: ({ key, value }) => fieldKeys.includes(key) && (fields[key]?.values?.includes(value) ?? true),
  };
}

function canCarryExternalId(type: string, model: DataModel): boolean {
  const field = model.externalIdFields[externalIdField];
  if (field === undefined) return externalIdField in (model.types[type]?.fields ?? {});
  return !field.readOnly && (field.forTypes.length === 0 || field.forTypes.includes(type));
}
