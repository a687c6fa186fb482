// What is left when a run is taken back, and why: told as conflicts of the plan that takes it back.
import type { FactSheet } from '../model.ts';
import type { Change, Conflict } from './plan.ts';

/** What becomes of one change. */
export interface Inverse {
  change?: Change;
  conflicts: readonly Conflict[];
}

export const messages = {
  gone: 'The fact sheet was deleted or is hidden from the technical user: nothing can be taken back.',
  archived: 'The fact sheet is archived: nothing was taken back.',
  workedOn: 'Somebody has worked on the fact sheet since it was made: it was not archived.',
  nameTaken: 'Another fact sheet bears the name now: it was not given back.',
  changed: 'The field was changed since: that value was left.',
  unseen: 'The field is no longer mapped, so nobody knows what it holds: it was left.',
  noInverse: 'The field cannot be emptied: it was left.',
  noWayBack: 'There is no way back for this field: it was left, for a person to set.',
  linkedElsewhere: 'The item is linked to another fact sheet since: the link was left.',
  ownedElsewhere: 'The fact sheet belongs to another item since: the link was not made again.',
  givenUp: 'A person decided that the item is not this fact sheet: it stays so until they decide anew.',
  laterRun: 'A later run wrote the field: take that run back to undo it.',
} as const;

export function conflictOf(
  { item }: Change,
  { id: factSheetId, name }: FactSheet,
  key: string,
  message: string,
  values?: Conflict['values'],
): Conflict {
  return { item, factSheetId, name, key, message, ...(values !== undefined && { values }) };
}
