// Whether a field of the workspace can hold a value, and the one spelling in which the two are compared: lists
// sorted, numbers without a leading or trailing nothing.
import type { FieldModel } from '../model.ts';
import type { MappedField } from '../rules.ts';

/** LeanIX may misbehave above (leanix-api 2.6). */
export const longestValue = 32_766;

export type Fit =
  | { value: string; isExternalId: boolean }
  | { misfit: 'unmatched' | 'unknown' | 'too long' | 'no number' };

/** @param model undefined for a base field that the data model does not list */
export function fitValue({ value, isUnmatched }: MappedField, model: FieldModel | undefined): Fit {
  if (isUnmatched) return { misfit: 'unmatched' };
  if (value.length > longestValue) return { misfit: 'too long' };
  const fitting = (text: string): Fit => ({ value: text, isExternalId: model?.type === 'EXTERNALID' });
  switch (model?.type) {
    case 'MULTIPLE_SELECT': {
      const values = [...new Set(listIn(value))].sort();
      return values.every((entry) => model.values?.includes(entry) ?? true)
        ? fitting(JSON.stringify(values))
        : { misfit: 'unknown' };
    }
    case 'INTEGER':
    case 'DOUBLE': {
      const number = Number(value);
      const isFitting = model.type === 'INTEGER' ? Number.isSafeInteger(number) : Number.isFinite(number);
      return isFitting && value.trim() !== '' ? fitting(String(number)) : { misfit: 'no number' };
    }
    default:
      return (model?.values?.includes(value) ?? true) ? fitting(value) : { misfit: 'unknown' };
  }
}

/** One text is a list of one. */
function listIn(value: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(value);
    if (Array.isArray(parsed) && parsed.every((entry) => typeof entry === 'string')) return parsed;
  } catch {
    // A plain text.
  }
  return [value];
}
