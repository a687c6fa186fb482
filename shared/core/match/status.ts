// How an item stands with LeanIX, in the words of people who look at a table: linked, not linked, or why neither.
import type { Link } from '../link.ts';
import type { Change, Skip } from '../plan/plan.ts';
import { evidenceWords } from '../report-reasons.ts';
import type { Candidate } from './pairing.ts';

export type MatchState = 'linked' | 'invisible' | 'not linked' | 'proposed' | 'ambiguous' | 'ignored';

export interface MatchStatus {
  state: MatchState;
  factSheetId?: string;
  /** A code of report-reasons.ts, or what the next sync does. */
  reason?: string;
  candidates?: readonly Candidate[];
}

/** Reasons for which a fact sheet that is linked cannot be seen. */
const invisible: ReadonlySet<string> = new Set(['HELD_ARCHIVED', 'FACT_SHEET_GONE']);
/** It is to be made or linked, and somebody or something keeps it back. */
const keptBack: ReadonlySet<string> = new Set(['INBOX', 'IGNORED', 'NAME_TAKEN', 'NOT_CHOSEN', 'HELD']);

/** @param known what the plan says of the item, and the link there is */
export function matchStatusOf({
  change,
  skip,
  link,
}: {
  change?: Change | undefined;
  skip?: Skip | undefined;
  link?: Link | undefined;
}): MatchStatus {
  if (change?.op === 'create') return { state: 'not linked', reason: 'create' };
  if (change?.op === 'link') {
    return {
      state: 'not linked',
      reason: `link, ${evidenceWords[change.by]}`,
      factSheetId: change.factSheetId,
    };
  }
  if (skip !== undefined && invisible.has(skip.reason)) {
    return { state: 'invisible', reason: skip.reason, ...(link && { factSheetId: link.factSheetId }) };
  }
  if (link !== undefined) {
    const reason = change?.op ?? skip?.reason;
    return { state: 'linked', factSheetId: link.factSheetId, ...(reason !== undefined && { reason }) };
  }
  if (skip === undefined) return { state: 'not linked' };
  const { reason, candidates } = skip;
  const state =
    reason === 'PROPOSED' ? 'proposed' : reason.startsWith('AMBIGUOUS_') ? 'ambiguous' : undefined;
  const open = keptBack.has(reason) ? 'not linked' : 'ignored';
  return { state: state ?? open, reason, ...(candidates !== undefined && { candidates }) };
}
