// The quality seal: a change by an Admin leaves it, one by a Member breaks it (leanix-api 1.2, 2.9).
import type { FactSheet } from '../model.ts';
import { type Change, isMaking } from './plan.ts';

/** @param role of the technical user, where it is known */
export function notesOfSeal(role = ''): string[] {
  if (!breaksSeals(role)) return [];
  return [
    'The technical user has the role Member: each change of an approved fact sheet breaks its quality seal, unless it is subscribed to it as responsible or accountable. With the role Admin the seal stays.',
  ];
}

/** The same changes; those told that would break a seal. */
export function markSeals(
  changes: readonly Change[],
  inventory: ReadonlyMap<string, FactSheet>,
  role = '',
): Change[] {
  if (!breaksSeals(role)) return [...changes];
  return changes.map((change) => {
    const touchesSealed = !isMaking(change) && inventory.get(change.factSheetId)?.isSealed === true;
    return touchesSealed && changesContent(change) ? { ...change, breaksSeal: true as const } : change;
  });
}

function breaksSeals(role: string): boolean {
  return role.toUpperCase() === 'MEMBER';
}

/** Subscriptions do not break it (leanix-api 2.9); that links and being put away do not is an assumption. */
function changesContent({ op, fields }: Change): boolean {
  return op !== 'archive' && op !== 'recover' && fields.some(({ patches }) => patches.length > 0);
}
