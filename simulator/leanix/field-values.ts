// Reads the string value of a patch as the type of its field demands: texts and keys as they are, everything
// else as JSON text inside the string (leanix-api 2.5). Says no in the words of LeanIX or, where they are not
// public, in simulated ones.
import type { FieldDefinition } from './data-model-shape.ts';
import { refuseByModel } from './errors.ts';
import type { ExternalId, FieldValue, Phase } from './fact-sheet.ts';

/** leanix-api 4 */
const maxTextLength = 32_766;

export function readField(key: string, field: FieldDefinition, value: string): FieldValue {
  switch (field.type) {
    case 'SINGLE_SELECT':
      return readKey(key, field, value);
    case 'MULTIPLE_SELECT':
      return readStrings(key, value).map((item) => readKey(key, field, item));
    case 'INTEGER':
    case 'DOUBLE': {
      const number = Number(value);
      if (value.trim() === '' || !Number.isFinite(number)) throw refuseValue(key, value);
      if (field.type === 'INTEGER' && !Number.isInteger(number)) throw refuseValue(key, value);
      return number;
    }
    default:
      return readText(key, value);
  }
}

export function readText(key: string, value: string): string {
  if (value.length > maxTextLength) {
    throw refuseByModel(`SIMULATED: value of field '${key}' is longer than ${maxTextLength} characters`);
  }
  return value;
}

/** The whole lifecycle: phases that are not sent are gone. */
export function readLifecycle(value: string, phases: readonly string[]): readonly Phase[] {
  const parsed = readJson('lifecycle', value);
  const list = isObject(parsed) ? parsed.phases : undefined;
  if (!Array.isArray(list)) throw refuseValue('lifecycle', value);
  const read = list.map((item): Phase => {
    const { phase, startDate, milestoneId } = isObject(item) ? item : {};
    if (typeof phase !== 'string' || !phases.includes(phase)) throw refuseValue('lifecycle', value);
    if (typeof startDate !== 'string' || !isDate(startDate)) throw refuseValue('lifecycle', value);
    return { phase, startDate, milestoneId: typeof milestoneId === 'string' ? milestoneId : null };
  });
  if (new Set(read.map(({ phase }) => phase)).size < read.length) throw refuseValue('lifecycle', value);
  return read.sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase));
}

const externalIdMembers = [
  'type',
  'externalId',
  'externalUrl',
  'comment',
  'status',
  'externalVersion',
  'forceWrite',
];

interface GivenExternalId {
  externalId: ExternalId | null;
  /** For external ids that are read-only otherwise. */
  forceWrite: boolean;
}

/** Without a value it is cleared. */
export function readExternalId(key: string, value: string | undefined): GivenExternalId {
  if (value === undefined) return { externalId: null, forceWrite: false };
  const parsed = readJson(key, value);
  if (!isObject(parsed) || parsed.type !== 'ExternalId') throw refuseValue(key, value);
  if (Object.keys(parsed).some((member) => !externalIdMembers.includes(member)))
    throw refuseValue(key, value);
  const text = (member: string): string | null => {
    const found = parsed[member];
    return typeof found === 'string' ? found : null;
  };
  const externalId = text('externalId');
  if (externalId === null || externalId === '') throw refuseValue(key, value);
  return {
    externalId: {
      externalId,
      externalUrl: text('externalUrl'),
      comment: text('comment'),
      status: text('status'),
      externalVersion: text('externalVersion'),
    },
    forceWrite: parsed.forceWrite === true,
  };
}

export function readStrings(key: string, value: string): readonly string[] {
  const parsed = readJson(key, value);
  if (!Array.isArray(parsed) || !parsed.every((item) => typeof item === 'string'))
    throw refuseValue(key, value);
  return parsed;
}

export function readObjects(key: string, value: string): readonly Record<string, unknown>[] {
  const parsed = readJson(key, value);
  if (!Array.isArray(parsed) || !parsed.every(isObject)) throw refuseValue(key, value);
  return parsed;
}

export function readObject(key: string, value: string): Record<string, unknown> {
  const parsed = readJson(key, value);
  if (!isObject(parsed)) throw refuseValue(key, value);
  return parsed;
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

export function refuseValue(key: string, value: string): Error {
  return refuseByModel(`SIMULATED: value '${value.slice(0, 200)}' is not allowed for field '${key}'`);
}

function readKey(key: string, field: FieldDefinition, value: string): string {
  if (!field.values?.includes(value)) throw refuseValue(key, value);
  return value;
}

function readJson(key: string, value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw refuseValue(key, value);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
