// What a person decided once for all objects of a selection, those to come as well. What was decided of a single
// item comes before it.
import { isSelected, type Selectable } from '../select.ts';
import type { Selection } from '../settings.ts';

export interface Standing {
  verdict: 'always' | 'never';
  /** `any`: whatever there would be to do. */
  change: 'create' | 'link' | 'update' | 'any';
  where: Selection;
  /** Of a pair that is only likely: its score must be at least this. */
  minScore?: number;
  who?: string;
  /** ISO 8601. */
  when: string;
}

export interface Asked {
  item: Selectable;
  change: string;
  /** Of a pair that is only likely. */
  score?: number;
}

/** The latest that fits; of two at the same instant, the one that forbids. */
export function findStanding(standing: readonly Standing[], asked: Asked): Standing | undefined {
  let found: Standing | undefined;
  for (const rule of standing) {
    if (!fits(rule, asked)) continue;
    if (found === undefined || isLater(rule, found)) found = rule;
  }
  return found;
}

function fits({ change, where, minScore }: Standing, { item, change: asked, score }: Asked): boolean {
  if (change !== 'any' && change !== asked) return false;
  if (minScore !== undefined && score !== undefined && score < minScore) return false;
  return isSelected(item, [where]);
}

function isLater(rule: Standing, other: Standing): boolean {
  if (rule.when !== other.when) return rule.when > other.when;
  return rule.verdict === 'never' && other.verdict === 'always';
}
