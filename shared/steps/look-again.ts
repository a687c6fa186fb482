// What becomes of changes that LeanIX refused: those whose fact sheet was saved by somebody else in the meantime are
// fitted to what is there now and sent again, a few times at most; the others have their outcome.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import type { Refused, Written } from '../core/model.ts';
import type { Change } from '../core/plan/plan.ts';
import { rebase } from '../core/plan/rebase.ts';
import type { Outcome } from '../core/report.ts';
import type { StepContext } from './context.ts';

/** How often, and which fields were left to whoever changed them. */
export type Fitted = Map<string, { times: number; left: readonly string[] }>;

/** A fact sheet that others keep saving is left alone after this (leanix-api 2.7). */
const mostTimes = 3;

interface Tools {
  context: StepContext;
  selection: FactSheetSelection;
  fitted: Fitted;
}

/** @returns what is to be sent again, and what came of the rest */
export async function lookAgain(
  { context, selection, fitted }: Tools,
  changes: readonly Change[],
  refused: readonly Refused[],
): Promise<{ open: Change[]; outcomes: Outcome[] }> {
  const outcomes: Outcome[] = [];
  const clashed = new Map<string, Refused>();
  for (const refusal of refused) {
    const isOver = (fitted.get(refusal.ref)?.times ?? 0) >= mostTimes;
    if (refusal.code !== 'LX_REVISION_CLASH' || isOver) outcomes.push(refusalOf(refusal));
    else clashed.set(refusal.ref, refusal);
  }
  const decided = new Set(outcomes.map(({ ref }) => ref));
  const waiting = changes.filter(({ item }) => !decided.has(item));
  if (clashed.size === 0) return { open: waiting, outcomes };

  const ids = waiting.flatMap((change) =>
    change.op !== 'create' && clashed.has(change.item) ? [change.factSheetId] : [],
  );
  const rows = new Map((await context.leanIx.findFactSheets(selection, { ids })).map((row) => [row.id, row]));
  const open = waiting.flatMap((change) => {
    const refusal = clashed.get(change.item);
    if (refusal === undefined || change.op === 'create') return [change];
    const row = rows.get(change.factSheetId);
    const rebased = rebase(change, row);
    if (row === undefined || rebased.state === 'conflict') {
      outcomes.push(refusalOf(refusal));
      return [];
    }
    const { times, left } = fitted.get(change.item) ?? { times: 0, left: [] };
    fitted.set(change.item, { times: times + 1, left: [...left, ...rebased.left] });
    if (rebased.state === 'again') return [rebased.change];
    const { id, rev, updatedAt } = row;
    outcomes.push(writtenOf({ ref: change.item, id, rev, updatedAt }, fitted));
    return [];
  });
  return { open, outcomes };
}

export function writtenOf(written: Written, fitted: Fitted): Outcome {
  const known = fitted.get(written.ref);
  return { ...written, state: 'written', ...(known !== undefined && { isMixed: true, left: known.left }) };
}

function refusalOf({ ref, code, message }: Refused): Outcome {
  return { ref, state: code === 'LX_REVISION_CLASH' ? 'conflict' : 'failed', code, message };
}
