// The report of a run as a person reads it.
import { styleText } from 'node:util';
import { skipReasons } from '../../shared/core/report-reasons.ts';
import type { RunJson } from './run-json.ts';
import { table } from './table.ts';

const stateColours = {
  done: 'green',
  partial: 'yellow',
  failed: 'red',
  refused: 'red',
  running: 'yellow',
} as const;

/** Failures and conflicts beyond these are counted only; --json has them all. */
const mostListed = 10;

export function runText(json: RunJson): string {
  const { run, counts } = json;
  const colour = Object.entries(stateColours).find(([state]) => state === run.state)?.[1] ?? 'red';
  const problem = json.refused ?? json.error;
  const parts = [
    `${styleText('bold', run.flow)}  ${styleText(colour, run.state)}${run.id === null ? '' : `  run ${run.id}`}`,
    ...(problem === undefined ? [] : ['', problem.message]),
    ...json.sources
      .filter((source) => source.problem !== undefined)
      .map(({ tenant, problem: trouble }) => `Only a part of ${tenant} was read: ${trouble?.message}`),
    '',
    table(
      [
        ['found in Cloud ALM', counts.items],
        ['created in LeanIX', counts.created],
        ['linked to what was there', counts.linked],
        ['updated', counts.updated],
        ['unchanged', counts.unchanged],
        ['skipped', counts.skipped],
        ['conflicts left alone', counts.conflict],
        ['failed', counts.failed],
        ['retired (gone from Cloud ALM)', json.retired],
        ['missing for the first time', json.missing],
      ].map(([what, count]) => [String(what), String(count)]),
    ),
    ...section('Skipped, and why', skippedRows(json)),
    ...section('Conflicts', listed(json.conflicts.map(({ item, key, message }) => [item, key, message]))),
    ...section('Failed', listed(json.failures.map(({ item, code, message }) => [item, code, message]))),
    ...json.notes.map((note) => `Note: ${note}`),
    `Requests: ${Object.entries(json.requests)
      .map(([system, count]) => `${system} ${count}`)
      .join(', ')}`,
  ];
  return parts.join('\n');
}

function skippedRows({ skipped }: RunJson): string[][] {
  return Object.entries(skipped)
    .sort(([, left], [, right]) => right - left)
    .map(([code, count]) => [String(count), code, skipReasons[code] ?? '']);
}

function listed(rows: readonly string[][]): string[][] {
  if (rows.length <= mostListed) return [...rows];
  return [
    ...rows.slice(0, mostListed),
    [`and ${rows.length - mostListed} more (--json lists them all)`, '', ''],
  ];
}

function section(title: string, rows: string[][]): string[] {
  return rows.length === 0 ? [] : ['', styleText('bold', title), table(rows), ''];
}
