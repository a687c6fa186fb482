// Project status and milestones of initiatives: always the full set, members as the Integration API documents
// them; that GraphQL takes the same ones is an assumption (leanix-api 2.5).
import type { FieldValue } from './fact-sheet.ts';
import { isDate, readObjects, refuseValue } from './field-values.ts';

/** Green is documented; assumption: the other two. */
const statuses = ['green', 'yellow', 'red'];

/** assumption: an entry without an id gets one. */
export function readProjectStatus(key: string, value: string, newId: () => string): FieldValue {
  return readObjects(key, value).map((entry) => {
    const { id, date, status, progress, description } = entry;
    checkMembers(key, value, entry, ['id', 'date', 'status', 'progress', 'description']);
    if (typeof date !== 'string' || !isDate(date)) throw refuseValue(key, value);
    if (status !== undefined && !statuses.includes(String(status))) throw refuseValue(key, value);
    return {
      id: typeof id === 'string' ? id : newId(),
      date,
      status: status ?? null,
      progress: progress === undefined || progress === null ? null : String(progress),
      description: description ?? null,
    };
  });
}

/** assumption: an entry without an id gets one, which phases of a lifecycle may name as `milestoneId`. */
export function readMilestones(key: string, value: string, newId: () => string): FieldValue {
  return readObjects(key, value).map((entry) => {
    const { id, name, date, description } = entry;
    checkMembers(key, value, entry, ['id', 'name', 'date', 'description']);
    if (typeof name !== 'string' || name === '') throw refuseValue(key, value);
    if (date !== undefined && date !== null && !isDate(String(date))) throw refuseValue(key, value);
    return {
      id: typeof id === 'string' ? id : newId(),
      name,
      date: date ?? null,
      description: description ?? null,
    };
  });
}

function checkMembers(key: string, value: string, entry: object, known: readonly string[]): void {
  if (Object.keys(entry).some((member) => !known.includes(member))) throw refuseValue(key, value);
}
