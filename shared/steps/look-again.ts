// What becomes of changes that LeanIX refused: those whose fact sheet was saved by somebody else in the meantime are
// fitted to what is there now and sent again, a few times at most; the others have their outcome.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { findDocument } from '../core/map/documents.ts';
import { findSubscription } from '../core/map/subscriptions.ts';
import type { FactSheet, Refused, Written } from '../core/model.ts';
import { isAttached } from '../core/plan/attached-key.ts';
import { type Change, isMaking } from '../core/plan/plan.ts';
import { rebase } from '../core/plan/rebase.ts';
import type { Outcome } from '../core/report.ts';
import { bySelection } from './by-selection.ts';
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
  const refusals = new Map(refused.map((refusal) => [refusal.ref, refusal]));
  const doubtful = changes.filter((change) => isDoubtful(change, refusals.get(change.item), fitted));
  const found: FactSheet[] = [];
  for (const [narrowed, some] of bySelection(doubtful, selection)) {
    const ids = some.flatMap((change) => (isMaking(change) ? [] : [change.factSheetId]));
    if (ids.length > 0) found.push(...(await context.leanIx.findFactSheets(narrowed, { ids })));
  }
  const rows = new Map(found.map((row) => [row.id, row]));
  const outcomes: Outcome[] = [];
  const open = changes.flatMap((change) => {
    const refusal = refusals.get(change.item);
    if (refusal === undefined) return [change];
    const row = isMaking(change) ? undefined : rows.get(change.factSheetId);
    const rebased = row === undefined || isMaking(change) ? undefined : rebase(change, row);
    const isNothingNew =
      rebased?.state === 'again' && refusal.code === 'LX_REFUSED' && isSame(rebased.change, change);
    if (row === undefined || rebased === undefined || isNothingNew) {
      outcomes.push(refusalOf(refusal));
      return [];
    }
    if (rebased.state === 'conflict') {
      outcomes.push({ ...refusalOf(refusal), state: 'conflict' });
      return [];
    }
    const { times, left } = fitted.get(change.item) ?? { times: 0, left: [] };
    fitted.set(change.item, { times: times + 1, left: [...left, ...rebased.left] });
    if (rebased.state === 'again') return [rebased.change];
    outcomes.push(writtenOf(seenAs(change, row), [change], fitted));
    return [];
  });
  return { open, outcomes };
}

/**
 * Whether it may have been refused only because LeanIX has moved on. A relation or a link that is gone is refused in
 * words that nobody has published; it is looked at once.
 */
function isDoubtful(change: Change, refusal: Refused | undefined, fitted: Fitted): boolean {
  if (refusal === undefined || isMaking(change)) return false;
  const times = fitted.get(change.item)?.times ?? 0;
  if (refusal.code !== 'LX_REFUSED') return times < mostTimes;
  return times === 0 && change.fields.some(({ key }) => isAttached(key));
}

function isSame(left: Change, right: Change): boolean {
  return JSON.stringify(left.fields) === JSON.stringify(right.fields);
}

/** What a fact sheet shows of a change that is carried out. */
export function seenAs(change: Change, row: FactSheet): Written {
  const relations = change.fields.flatMap(({ key }) =>
    row.relations?.[key] === undefined ? [] : [[key, row.relations[key]] as const],
  );
  const made = change.fields.flatMap(({ key, after, step }) => {
    const found =
      step?.op === 'create-document'
        ? findDocument(row.documents ?? [], after)
        : step?.op === 'create-subscription'
          ? findSubscription(row.subscriptions ?? [], after)
          : undefined;
    return found === undefined ? [] : [[key, found.id] as const];
  });
  const { id, rev, updatedAt } = row;
  return {
    ref: change.item,
    id,
    rev,
    updatedAt,
    isSealed: row.isSealed === true,
    ...(relations.length > 0 && { relations: Object.fromEntries(relations) }),
    ...(made.length > 0 && { made: Object.fromEntries(made) }),
  };
}

/** @param changes as they were sent: what does not change the fact sheet itself leaves its revision */
export function writtenOf(written: Written, changes: readonly Change[], fitted: Fitted): Outcome {
  const known = fitted.get(written.ref);
  const change = changes.find(({ item }) => item === written.ref);
  const rev = change !== undefined && !isMaking(change) ? change.rev : 0;
  return {
    rev,
    updatedAt: '',
    ...written,
    state: 'written',
    ...(known !== undefined && { isMixed: true, left: known.left }),
  };
}

function refusalOf({ ref, code, message }: Refused): Extract<Outcome, { code: string }> {
  return { ref, state: code === 'LX_REFUSED' ? 'failed' : 'conflict', code, message };
}
