// How the fact sheets of changes are read: those of the flow's own type as the flow selects them, those that were made
// along with no more than what they were made with.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { type Change, isBeside } from '../core/plan/plan.ts';

export function selectionBeside(type: string, externalIdField: string): FactSheetSelection {
  return { type, fields: ['description'], externalIdField, hasLifecycle: false };
}

/** Tags are no fact sheets, and in none of the groups. */
export function bySelection(
  changes: readonly Change[],
  own: FactSheetSelection,
): [selection: FactSheetSelection, changes: Change[]][] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    if (change.op === 'prepare' && change.makes === 'tag') continue;
    const type = isBeside(change) && 'type' in change ? (change.type ?? '') : '';
    groups.set(type, [...(groups.get(type) ?? []), change]);
  }
  return [...groups].map(([type, some]) => [
    type === '' ? own : selectionBeside(type, own.externalIdField ?? ''),
    some,
  ]);
}
