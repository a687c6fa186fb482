// A value that both the source and somebody in LeanIX changed, as a question of its own: whether the value of the
// source is taken, or that of LeanIX kept. To take it is said of the two values that were seen; to keep the other, of
// the source's value alone: it is not asked about again, whatever becomes of the field.
import { createHash } from 'node:crypto';
import { type Decisions, disputeKey, type OfValue } from '../decision.ts';
import type { Selectable } from '../select.ts';
import { findStanding, type Standing } from './standing.ts';

export interface Dispute {
  /** Of the field. */
  key: string;
  factSheetId: string;
  /** What Landbridge wrote last. */
  before: string;
  /** What the source says now. */
  ours: string;
  /** What stands there now, by somebody else. */
  theirs: string;
  /** Which rule gave the value of the source, for people. */
  why: string;
}

export type DisputeAnswer = 'take' | 'keep';

/**
 * Undefined while nobody has said so; also where either side has moved on since it was said. What was refused stays
 * so where somebody puts back what was written before.
 */
export function answerDispute(
  dispute: Pick<Dispute, 'key' | 'before' | 'ours' | 'theirs'>,
  { itemKey, item }: { itemKey: string; item?: Selectable },
  { decisions, standing }: { decisions: Decisions; standing: readonly Standing[] },
): DisputeAnswer | undefined {
  if (decisions.ignored.has(itemKey)) return 'keep';
  const said = decisions.values.get(disputeKey(itemKey, dispute.key, hashValue(dispute.ours)));
  if (said?.verdict === 'keep') return 'keep';
  if (said?.verdict === 'take' && said.over === hashValue(dispute.theirs)) return 'take';
  // What was said of all is no leave to write over what people wrote, and says nothing of what nobody else changed.
  if (item === undefined || dispute.theirs === dispute.before) return undefined;
  return findStanding(standing, { item, change: 'update' })?.verdict === 'never' ? 'keep' : undefined;
}

type About<Of> = Of extends unknown ? Omit<Of, 'item' | 'name' | 'who' | 'when'> : never;

export function decideDispute({ key, ours, theirs }: Dispute, answer: DisputeAnswer): About<OfValue> {
  const about = { key, of: hashValue(ours) };
  return answer === 'keep'
    ? { verdict: 'keep', ...about }
    : { verdict: 'take', ...about, over: hashValue(theirs) };
}

/** Decisions are kept for good: of values no more than what tells them apart. */
function hashValue(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 16);
}
