// How items stand with LeanIX, as a table for people.
import { styleText } from 'node:util';
import { skipReasons } from '../../shared/core/report-reasons.ts';
import type { MatchRow, MatchState } from '../../shared/steps/read-match-status.ts';
import { table } from './table.ts';

const titles = {
  linked: '✓ Linked',
  invisible: '✗ Linked, not visible',
  'not linked': '⚠ Not linked',
  proposed: '? Proposed',
  ambiguous: '? Ambiguous',
  ignored: '– Ignored',
} as const satisfies Record<MatchState, string>;

const colours = {
  linked: 'green',
  invisible: 'red',
  'not linked': 'yellow',
  proposed: 'yellow',
  ambiguous: 'yellow',
  ignored: 'gray',
} as const satisfies Record<MatchState, string>;

/** Said of each state of a change, and of what hides a fact sheet. */
const words: Readonly<Record<string, string>> = {
  create: 'no fact sheet found: sync makes one',
  update: 'sync writes what has changed',
  retire: 'sync ends its life',
  HELD_ARCHIVED: 'archived in LeanIX: recover it there, or leave it',
  FACT_SHEET_GONE:
    'LX_LINKED_INVISIBLE: hidden from the technical user by access control, or deleted for good',
};

export interface MatchTarget {
  type: string;
  /** Why that type. */
  reason: string;
}

export function matchText(rows: readonly MatchRow[], { type, reason }: MatchTarget): string {
  const counts = Object.entries(titles).flatMap(([state, title]) => {
    const count = rows.filter((row) => row.state === state).length;
    return count === 0 ? [] : [`${count} ${title.slice(2).toLowerCase()}`];
  });
  if (rows.length === 0) return 'Nothing was found.';
  const target = `Fact sheets of the type ${type}: ${reason}.`;
  return [table([heads, ...rows.map(rowOf)]), '', target, counts.join(', ')].join('\n');
}

const heads = ['match', 'name', 'id', 'package', 'version', 'state', ''].map((text) =>
  styleText('bold', text),
);

function rowOf(row: MatchRow): string[] {
  const { state, name, id, version = '', runtime = '', reason, url, candidates = [], remarks = [] } = row;
  const said = reason === undefined ? [] : [words[reason] ?? skipReasons[reason] ?? reason];
  return [
    styleText(colours[state], titles[state]),
    name,
    id,
    row.package ?? '',
    version,
    runtime,
    [
      ...(url === undefined ? [] : [`↗ ${url}`]),
      ...said,
      ...candidates.map(
        (candidate) => `${candidate.score.toFixed(2)} ${candidate.name}  ${candidate.factSheetId}`,
      ),
      ...remarks,
    ].join('\n'),
  ];
}
