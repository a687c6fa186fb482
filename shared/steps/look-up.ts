// Finds out what became of changes whose answer was lost: a fact sheet that was made carries the external id
// of its item; one that was changed has a later revision and the values we sent.
import type { FactSheetSelection, LeanIx } from '../connectors/leanix/connect-leanix.ts';
import type { FactSheet } from '../core/model.ts';
import { holds } from '../core/plan/holds.ts';
import { type Change, isMaking } from '../core/plan/plan.ts';
import type { Outcome } from '../core/report.ts';
import { bySelection } from './by-selection.ts';
import { seenAs } from './look-again.ts';

/**
 * Outcomes of the changes that need not, or may not, be sent again; the others surely were not carried out, or are
 * tags, of which making one twice makes one.
 */
export async function lookUp(
  leanIx: LeanIx,
  selection: FactSheetSelection,
  changes: readonly Change[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [narrowed, some] of bySelection(changes, selection)) {
    outcomes.push(...(await lookUpOf(leanIx, narrowed, some)));
  }
  return outcomes;
}

async function lookUpOf(
  leanIx: LeanIx,
  selection: FactSheetSelection,
  changes: readonly Change[],
): Promise<Outcome[]> {
  const externalIds = changes.flatMap((change) => (isMaking(change) ? [change.item] : []));
  const ids = changes.flatMap((change) => (isMaking(change) ? [] : [change.factSheetId]));
  const made = externalIds.length > 0 ? await leanIx.findFactSheets(selection, { externalIds }) : [];
  const changed = ids.length > 0 ? await leanIx.findFactSheets(selection, { ids }) : [];
  const byExternalId = new Map(made.map((factSheet) => [factSheet.externalId, factSheet]));
  const byId = new Map(changed.map((factSheet) => [factSheet.id, factSheet]));

  return changes.flatMap((change): Outcome[] => {
    if (isMaking(change)) {
      const factSheet = byExternalId.get(change.item);
      return factSheet === undefined ? [] : [written(change, factSheet)];
    }
    const factSheet = byId.get(change.factSheetId);
    if (factSheet === undefined) return [];
    // What hangs on it may leave its revision as it is.
    const isPatched = change.fields.some(({ patches }) => patches.length > 0);
    if (isPatched && factSheet.rev === change.rev) return [];
    if (!isPatched && !holds(factSheet, change)) return [];
    if (holds(factSheet, change)) return [written(change, factSheet)];
    return [
      {
        ref: change.item,
        state: 'conflict',
        code: 'LX_REVISION_CLASH',
        message: `Revision ${factSheet.rev} instead of ${change.rev}.`,
      },
    ];
  });
}

function written(change: Change, row: FactSheet): Outcome {
  const isMixed = !isMaking(change) && row.rev > change.rev + 1;
  const { rev, updatedAt } = row;
  return { ...seenAs(change, row), rev, updatedAt, state: 'written', ...(isMixed && { isMixed }) };
}
