// The long lists of a run as a person reads them.
import { skipReasons } from '../../shared/core/report-reasons.ts';
import type { ChangeSeen } from '../../shared/steps/read-details.ts';
import { changeText } from './plan-text.ts';
import { table } from './table.ts';

interface SkipSeen {
  item: string;
  name: string;
  reason: string;
  candidates?: readonly { factSheetId: string; name: string; score: number }[];
}

/** @param skips null where the run that looked at the items is forgotten */
export function skipsList(skips: readonly SkipSeen[] | null): string {
  if (skips === null) return 'Nothing had changed, and the run that looked at the items is no longer kept.';
  if (skips.length === 0) return 'Nothing was skipped.';
  return table(
    skips.map(({ item, name, reason, candidates = [] }) => [
      reason,
      name,
      item,
      [
        skipReasons[reason] ?? '',
        ...candidates.map(
          ({ factSheetId, name: sheet, score }) => `${score.toFixed(2)} ${sheet}  ${factSheetId}`,
        ),
      ].join('\n'),
    ]),
  );
}

export function changesList(changes: readonly ChangeSeen[]): string {
  if (changes.length === 0) return 'Nothing was planned.';
  return changes.map(({ change, outcome }) => `${outcome}: ${change.op}\n${changeText(change)}`).join('\n');
}
