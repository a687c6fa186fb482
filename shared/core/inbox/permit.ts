// Whether a change applies by itself, waits for a person, or is not wanted: what was decided of the item, what was
// decided of all objects like it, then the policy. In that order.
import { changeKey, type Decisions } from '../decision.ts';
import type { Selectable } from '../select.ts';
import type { ChangeClass, DoubtfulState, Policy } from '../settings.ts';
import { findStanding, type Standing } from './standing.ts';

export interface Question {
  itemKey: string;
  /** Absent where the source does not hold it any more. */
  item?: Selectable;
  change: ChangeClass;
  /** Where the pair is not certain. */
  state?: DoubtfulState;
  score?: number;
  /** Of a pair. */
  factSheetId?: string;
  /** Hash of what would be written. */
  of?: string;
}

export type Permission = Policy | 'declined';

export interface Permits {
  decisions: Decisions;
  standing: readonly Standing[];
  policy: Readonly<Record<ChangeClass | DoubtfulState, Policy>>;
}

/** What people decided of it; undefined where the policy alone counts. */
export function decidedOf(
  question: Question,
  { decisions, standing }: Pick<Permits, 'decisions' | 'standing'>,
): 'apply' | 'declined' | undefined {
  return decidedOfItem(question, decisions) ?? decidedOfAll(question, standing);
}

export function permit(question: Question, permits: Permits): Permission {
  return decidedOf(question, permits) ?? policyFor(question, permits);
}

const strictestFirst = ['ignore', 'inbox', 'apply'] as const satisfies readonly Policy[];

/** A pair that is not certain asks for both: what its class of change may, and what its state may. */
function policyFor({ change, state }: Question, { policy }: Permits): Policy {
  const asked = [policy[change], policy[state ?? change]];
  return strictestFirst.find((one) => asked.includes(one)) ?? 'inbox';
}

function decidedOfItem(
  { itemKey, change, factSheetId = '', of }: Question,
  { links, rejected, created, ignored, changes }: Decisions,
): 'apply' | 'declined' | undefined {
  if (ignored.has(itemKey)) return 'declined';
  if (change === 'link') {
    if (links.get(itemKey) === factSheetId) return 'apply';
    return rejected.get(itemKey)?.has(factSheetId) ? 'declined' : undefined;
  }
  if (change === 'create' && created.has(itemKey)) return 'apply';
  const decided = changes.get(changeKey(itemKey, change));
  if (decided === undefined || (decided.of !== undefined && decided.of !== of)) return undefined;
  return decided.verdict === 'apply' ? 'apply' : 'declined';
}

function decidedOfAll(
  { item, change, score }: Question,
  standing: readonly Standing[],
): 'apply' | 'declined' | undefined {
  if (item === undefined) return undefined;
  const rule = findStanding(standing, { item, change, ...(score !== undefined && { score }) });
  if (rule === undefined) return undefined;
  return rule.verdict === 'always' ? 'apply' : 'declined';
}
