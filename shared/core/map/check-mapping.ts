// Looks for mistakes of the configuration that only the data model of the workspace can show, all at once and
// before anything is written. What is missing of the flow's own fields is no mistake: it is left out with a note.
import type { ErrorCode } from '../../error-codes.ts';
import type { DataModel, FieldModel, TypeModel } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { type Constant, defaultSettings, type FieldMapping } from '../settings.ts';
import { fitValue } from './field.ts';
import { findRole } from './subscriptions.ts';
import { endOfLife, isBaseField } from './target.ts';

export interface Finding {
  code: ErrorCode;
  /** Where in the configuration of the flow: `mapping.aliass`. */
  at: string;
  /** What the workspace says to it. */
  message: string;
  /** What was written, and what could have been. */
  given?: string;
  known?: readonly string[];
}

/** LeanIX makes these itself (leanix-api 2.3, 2.5). */
const computed = new Set([
  'displayName',
  'fullName',
  'id',
  'type',
  'rev',
  'level',
  'createdAt',
  'updatedAt',
  'completion',
  'qualitySeal',
]);
/** Kinds of fields whose values are texts, keys, numbers, lists of keys or ids. */
const writable = new Set(['STRING', 'SINGLE_SELECT', 'MULTIPLE_SELECT', 'INTEGER', 'DOUBLE', 'EXTERNALID']);

/** None where the type itself is missing: that is told by targetOf. */
export function checkMapping(rules: FlowRules, model: DataModel): Finding[] {
  const type = model.types[rules.targetType];
  if (type === undefined) return [];
  const writableKeys = Object.keys(type.fields).filter((key) => writable.has(type.fields[key]?.type ?? ''));
  const fields = Object.entries(rules.mapping).flatMap(([key, rule]): Finding[] => {
    const at = `mapping.${key}`;
    const field = type.fields[key];
    if (computed.has(key)) {
      const instead = key.endsWith('Name') ? '; what it is made of, the name, is given with naming' : '';
      return [
        {
          code: 'LX_FIELD_COMPUTED',
          at,
          message: `LeanIX makes ${key} itself; nobody can write it${instead}`,
        },
      ];
    }
    if (key === rules.idField) {
      return [
        { code: 'LX_FIELD_READ_ONLY', at, message: 'Landbridge keeps the identity of the object there' },
      ];
    }
    if (field === undefined && !isBaseField(key)) {
      const message = `${rules.targetType} has no field ${key}`;
      return [{ code: 'LX_FIELD_UNKNOWN', at, message, given: key, known: writableKeys }];
    }
    if (model.externalIdFields[key]?.readOnly) {
      return [{ code: 'LX_FIELD_READ_ONLY', at, message: `the workspace keeps ${key} read-only` }];
    }
    if (field !== undefined && !writable.has(field.type)) {
      const message = `${key} is of the kind ${field.type}, which a mapping cannot write`;
      return [{ code: 'LX_FIELD_KIND', at, message, given: key, known: writableKeys }];
    }
    const isText = field === undefined || field.type === 'STRING';
    if (typeof rule !== 'string' && 'block' in rule && !isText) {
      return [
        { code: 'LX_FIELD_KIND', at, message: `${key} is of the kind ${field?.type}; a block needs a text` },
      ];
    }
    return constantsOf(rule).flatMap(([path, value]) => checkValue(`${at}${path}`, key, value, field));
  });
  return [
    ...fields,
    ...checkCompared(rules, type.fields),
    ...checkPhases(rules, type.fields.lifecycle),
    ...checkRelations(rules, type),
    ...checkStatusWords(rules),
    ...checkRoles(rules, model),
  ];
}

function checkRoles({ subscriptionRules }: FlowRules, { roles = [] }: DataModel): Finding[] {
  return Object.entries(subscriptionRules).flatMap(([slot, { role, type }]): Finding[] => {
    if (role === undefined || findRole(roles, role, type) !== undefined) return [];
    const known = roles.filter((one) => one.type === type || one.type === '').map(({ name }) => name);
    const message = `the workspace has no role "${role}" for ${type}`;
    return [{ code: 'LX_ROLE_UNKNOWN', at: `subscriptions.${slot}.role`, message, given: role, known }];
  });
}

/** Fields of one's own in which ids are looked for; the usual ones may be missing. */
function checkCompared(
  { compare, targetType }: FlowRules,
  fields: Readonly<Record<string, FieldModel>>,
): Finding[] {
  return compare
    .filter((key) => !(key in fields) && !defaultSettings.match.fields.includes(key))
    .map((key) => ({
      code: 'LX_FIELD_UNKNOWN',
      at: `match.fields.${key}`,
      message: `${targetType} has no field ${key}`,
      given: key,
      known: Object.keys(fields),
    }));
}

/** On every relation (leanix-api 2.3). */
const onRelations = ['description', 'activeFrom', 'activeUntil'];

function checkRelations({ relationRules, targetType }: FlowRules, { relations }: TypeModel): Finding[] {
  return Object.entries(relationRules).flatMap(([key, wanted]): Finding[] => {
    const relation = relations[key];
    if (relation === undefined) {
      const message = `${targetType} has no relation ${key}`;
      return [
        {
          code: 'LX_RELATION_UNKNOWN',
          at: `relations.${key}`,
          message,
          given: key,
          known: Object.keys(relations),
        },
      ];
    }
    const known = [...onRelations, ...Object.keys(relation.fields)];
    return wanted.flatMap(({ fields = {} }, index) =>
      Object.keys(fields).flatMap((field): Finding[] => {
        if (known.includes(field)) return [];
        const at = `relations.${key}${wanted.length > 1 ? `.${index}` : ''}.fields.${field}`;
        const message = `${key} has no field ${field}`;
        return [{ code: 'LX_FIELD_UNKNOWN', at, message, given: field, known }];
      }),
    );
  });
}

function checkValue(at: string, key: string, value: Constant, field: FieldModel | undefined): Finding[] {
  const values = typeof value === 'string' ? [value] : value;
  if (typeof value !== 'string' && field?.type !== 'MULTIPLE_SELECT') {
    return [{ code: 'LX_FIELD_KIND', at, message: `${key} holds one value, not a list` }];
  }
  return values.flatMap((one): Finding[] => {
    const fit = fitValue({ key, value: one, owner: 'source-owned', why: '' }, field);
    if (!('misfit' in fit)) return [];
    switch (fit.misfit) {
      case 'too long':
        return [
          { code: 'LX_VALUE_TOO_LONG', at, message: `${one.length} characters are too many for ${key}` },
        ];
      case 'no number':
        return [{ code: 'LX_VALUE_UNKNOWN', at, message: `"${one}" is no number that ${key} can hold` }];
      default: {
        const message = `${key} has no value "${one}"`;
        return [{ code: 'LX_VALUE_UNKNOWN', at, message, given: one, known: field?.values ?? [] }];
      }
    }
  });
}

/** What a rule may write whatever the items are, with where it stands. */
function constantsOf(rule: FieldMapping): [path: string, value: Constant][] {
  if (typeof rule === 'string') return /\{\w+\}/.test(rule) ? [] : [['', rule]];
  if ('value' in rule) return [['.value', rule.value]];
  if (!('from' in rule)) return [];
  const values = Object.entries(rule.values).map(([glob, value]): [string, Constant] => [
    `.values.${glob}`,
    value,
  ]);
  return rule.else === undefined ? values : [...values, ['.else', rule.else]];
}

const statusWords = ['Started', 'Starting', 'Stopping', 'Error', 'NotDeployed'];

/** Other tools show Stopped for what is not deployed; its own list of states has none (systems-and-peers 5.3). */
function checkStatusWords({ system, mapping, tags }: FlowRules): Finding[] {
  if (system !== 'cloud-integration') return [];
  const rules = [
    ...Object.entries(mapping).map(([key, rule]) => [`mapping.${key}`, rule] as const),
    ...tags.map((rule, index) => [`tags.${index}`, rule] as const),
  ];
  return rules.flatMap(([at, rule]): Finding[] => {
    if (typeof rule === 'string' || !('from' in rule) || rule.from.toLowerCase() !== 'status') return [];
    const stopped = Object.keys(rule.values).find((word) => word.toLowerCase() === 'stopped');
    if (stopped === undefined) return [];
    const message = 'Cloud Integration has no status Stopped: what is not deployed has NotDeployed';
    return [{ code: 'CPI_STATUS_VOCAB', at: `${at}.values.${stopped}`, message, known: statusWords }];
  });
}

/** The end of life is written when the object is gone. */
function checkPhases({ lifecycle, targetType }: FlowRules, field: FieldModel | undefined): Finding[] {
  const known = field?.values?.filter((phase) => phase !== endOfLife);
  return Object.keys(lifecycle).flatMap((phase): Finding[] => {
    const at = `lifecycle.${phase}`;
    if (field === undefined) {
      return [{ code: 'LX_FIELD_UNKNOWN', at, message: `${targetType} has no lifecycle` }];
    }
    if (known === undefined || known.includes(phase)) return [];
    const message =
      phase === endOfLife
        ? `Landbridge writes ${endOfLife} when the object is gone`
        : `the lifecycle has no phase "${phase}"`;
    return [{ code: 'LX_VALUE_UNKNOWN', at, message, given: phase, known }];
  });
}
