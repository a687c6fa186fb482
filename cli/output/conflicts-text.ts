// Fields that both the source and somebody in LeanIX changed, as a person compares them: what was written last, what
// either side says now.
import { styleText } from 'node:util';
import type { Dispute } from '../../shared/steps/read-inbox.ts';
import { differingParts } from './run-text.ts';
import { table } from './table.ts';

export function conflictsText(conflicts: readonly Dispute[]): string[] {
  if (conflicts.length === 0) return [];
  const rows = conflicts.flatMap(({ key, before, ours, theirs, why }) => {
    const [source, there] = differingParts(ours, theirs);
    const [last] = differingParts(before, theirs);
    return [
      [key, 'written last by Landbridge', orNothing(last)],
      ['', `now at the source, ${why}`, orNothing(source)],
      ['', 'now in LeanIX, by somebody else', orNothing(there)],
    ];
  });
  return [
    '',
    styleText('bold', 'Changed by both'),
    table(rows),
    '  Who changed it in LeanIX stands in the history of the fact sheet there.',
  ];
}

/**
 * What can be done about it, with what to look at before.
 * @param besides what else waits of the object
 */
export function conflictHints(conflicts: readonly Dispute[], id: string, besides?: string): string[][] {
  const [first] = conflicts;
  if (first === undefined) return [];
  const keys = conflicts.map(({ key }) => key).join(', ');
  return [
    [
      `landbridge inbox accept ${id}`,
      `${besides === undefined ? '' : `${besides}, and `}take the source's ${keys}`,
    ],
    [`landbridge inbox reject ${id}`, `keep LeanIX's ${keys}, until the source changes again`],
    [`landbridge why ${first.factSheetId} ${first.key}`, 'where the value that was written last came from'],
  ];
}

function orNothing(text: string): string {
  return text === '' ? '(nothing)' : text;
}
