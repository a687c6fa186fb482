// A planned change as the question that decisions and policy answer, and the pairs that could be linked if they
// were allowed to.
import type { Pairing } from '../match/pairing.ts';
import type { FactSheet, Item } from '../model.ts';
import type { Change } from '../plan/plan.ts';
import type { ChangeClass } from '../settings.ts';
import type { Permission, Question } from './permit.ts';
import { hashChange, hashNeeds, type Need } from './proposal.ts';

export type Doubtful = Extract<Pairing, { state: 'proposed' | 'ambiguous' }>;

/** Why an item is skipped, by what keeps it back. */
export const reasonFor: Readonly<Record<Exclude<Permission, 'apply'>, string>> = {
  inbox: 'INBOX',
  ignore: 'IGNORED',
  declined: 'DECLINED',
};

/** Reasons that need nobody: the next complete pull settles them. */
export const resolvesItself: ReadonlySet<string> = new Set(['AMBIGUOUS_PARTIAL']);

export function questionOf(change: Change, pairing?: Pairing): Question {
  const isDoubtful = pairing?.state === 'proposed' || pairing?.state === 'ambiguous';
  const score = isDoubtful ? pairing.candidates[0]?.score : undefined;
  return {
    itemKey: change.item,
    ...(pairing !== undefined && { item: pairing.item }),
    change: classOf(change),
    ...(isDoubtful && { state: pairing.state }),
    ...(score !== undefined && { score }),
    ...('factSheetId' in change && { factSheetId: change.factSheetId }),
    of: hashChange(change),
  };
}

/** What is needed before a fact sheet can follow its source: a person may say that it is not wanted. */
export function questionOfNeeds(item: Item, needs: readonly Need[]): Question {
  return { itemKey: item.key, item, change: 'update', of: hashNeeds(needs) };
}

/** What is brought back costs as much as what is made. */
export function classOf({ op }: Pick<Change, 'op'>): ChangeClass {
  if (op === 'archive') return 'retire';
  if (op === 'recover' || op === 'prepare') return 'create';
  return op === 'unlink' ? 'link' : op;
}

/** The one fact sheet of each item that is likely to be meant, by item key; one that two could mean is nobody's. */
export function findLikely(
  pairings: readonly Pairing[],
  inventory: ReadonlyMap<string, FactSheet>,
): Map<string, FactSheet> {
  const claims = new Map<string, number>();
  const claim = (id: string) => claims.set(id, (claims.get(id) ?? 0) + 1);
  for (const pairing of pairings) {
    if (pairing.state === 'linked') claim(pairing.factSheet.id);
    if (pairing.state === 'proposed') claim(pairing.candidates[0]?.factSheetId ?? '');
  }
  const likely = new Map<string, FactSheet>();
  for (const pairing of pairings) {
    if (pairing.state !== 'proposed') continue;
    const factSheet = inventory.get(pairing.candidates[0]?.factSheetId ?? '');
    if (factSheet !== undefined && claims.get(factSheet.id) === 1) likely.set(pairing.item.key, factSheet);
  }
  return likely;
}
