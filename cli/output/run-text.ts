// The report of a run as a person reads it.
import { styleText } from 'node:util';
import { skipReasons } from '../../shared/core/report-reasons.ts';
import { shown } from '../../shared/core/report-values.ts';
import { type Change, givenUpBy } from '../../shared/steps/report.ts';
import type { RunJson } from './run-json.ts';
import { sourceTitle } from './source-title.ts';
import { table } from './table.ts';
import { conflictRow, undoHint, undoTable } from './undo-text.ts';

const stateColours = {
  done: 'green',
  partial: 'yellow',
  failed: 'red',
  refused: 'red',
  running: 'yellow',
} as const;

/** Failures and conflicts beyond these are counted only; --json has them all. */
const mostListed = 10;
const mostShown = 60;
const shownAround = 15;

/** @param examples some of the changes written */
export function runText(json: RunJson, examples: readonly Change[]): string {
  const { run, counts } = json;
  const colour = Object.entries(stateColours).find(([state]) => state === run.state)?.[1] ?? 'red';
  const problem = json.refused ?? json.error;
  const isStopped = json.plan !== undefined;
  const parts = [
    `${styleText('bold', run.flow)}  ${styleText(colour, run.state)}${run.id === null ? '' : `  run ${run.id}`}${json.undoes === undefined ? '' : `, takes back ${json.undoes}`}`,
    ...(problem === undefined ? [] : ['', problem.message]),
    ...json.sources
      .filter((source) => source.problem !== undefined)
      .map(({ tenant, problem: trouble }) => `Only a part of ${tenant} was read: ${trouble?.message}`),
    ...(counts.items === 0 && problem !== undefined ? [] : ['', tableOf(json, isStopped)]),
    ...exampleSections(examples, isStopped ? 'To be ' : '', json.undoes === undefined ? done : takenBack),
    ...section('Skipped, and why', skippedRows(isStopped ? (json.plan?.skipped ?? {}) : json.skipped)),
    ...section(
      json.undoes === undefined ? 'Conflicts' : 'Left alone, and why',
      listed(json.conflicts.map(conflictRow)),
    ),
    ...section('Review needed', listed(json.reviews.map(conflictRow))),
    ...section('Failed', listed(json.failures.map(({ item, code, message }) => [item, code, message]))),
    ...(json.undoes === undefined ? [] : undoHint(json)),
    ...waitingHint(json),
    ...(json.notes.length === 0 ? [] : ['', ...json.notes.map((note) => `Note: ${note}`)]),
    '',
    `Requests: ${Object.entries(json.requests)
      .map(([system, count]) => `${system} ${count}`)
      .join(', ')}`,
  ];
  return parts.join('\n');
}

function waitingHint({ waiting }: RunJson): string[] {
  if (waiting === 0) return [];
  return ['', `${waiting} ${waiting === 1 ? 'waits' : 'wait'} for a decision: landbridge inbox`];
}

function tableOf(json: RunJson, isStopped: boolean): string {
  if (isStopped) return planTable(json);
  if (json.decides) return decidedTable(json);
  return json.undoes === undefined ? countsTable(json) : undoTable(json);
}

/** Of a small run only what there is. */
function decidedTable(json: RunJson): string {
  const { counts, recovered = 0 } = json;
  const rows = [
    ['created in LeanIX', counts.created],
    ['linked to what was there', counts.linked],
    ['updated', counts.updated - recovered],
    ['recovered', recovered],
    ['as it should be', counts.unchanged],
    ['not done, told below', counts.skipped],
    ['conflicts left alone', counts.conflict],
    ['failed', counts.failed],
  ] as const;
  return table([
    ['decided on', `${counts.items}`],
    ...rows.filter(([, count]) => count > 0).map(([title, count]) => [title, `${count}`]),
  ]);
}

function countsTable(json: RunJson): string {
  const { counts, retired, missing, archived = 0, prepared = 0, recovered = 0 } = json;
  return table([
    [`found in ${sourceTitle(json)}`, `${counts.items}`],
    ['created in LeanIX', `${counts.created}`],
    ['linked to what was there', `${counts.linked}`],
    ['updated', `${counts.updated}`],
    ['unchanged', `${counts.unchanged}`],
    ['skipped', `${counts.skipped}`],
    ['conflicts left alone', `${counts.conflict}`],
    ['failed', `${counts.failed}`],
    ['missing for the first time', `${missing}`],
    ['retired, missing twice', `${retired}`],
    ...(archived === 0 ? [] : [['archived, missing twice', `${archived}`]]),
    ...(prepared === 0 ? [] : [['made along: what they lead to', `${prepared}`]]),
    ...(recovered === 0 ? [] : [['recovered, among the updated', `${recovered}`]]),
  ]);
}

/** What a guard stopped: nothing of it was written. */
function planTable(json: RunJson): string {
  const { counts, plan } = json;
  return table([
    [`found in ${sourceTitle(json)}`, `${counts.items}`],
    ['to be created', `${plan?.create}`],
    ['to be linked', `${plan?.link}`],
    ['to be updated', `${plan?.update}`],
    ['to be retired', `${plan?.retire}`],
    ...(plan?.prepare === undefined ? [] : [['to be made along', `${plan.prepare}`]]),
    ...(plan?.archive === undefined ? [] : [['to be archived', `${plan.archive}`]]),
    ...(plan?.recover === undefined ? [] : [['to be recovered', `${plan.recover}`]]),
  ]);
}

const done = {
  prepare: 'made along',
  create: 'created',
  link: 'linked',
  update: 'updated',
  retire: 'retired',
  archive: 'archived',
  unlink: 'unlinked',
  recover: 'recovered',
} as const satisfies Record<Change['op'], string>;

const takenBack = { ...done, update: 'given back', link: 'linked again', retire: 'ended again' };

function exampleSections(
  examples: readonly Change[],
  before: string,
  words: Readonly<Record<Change['op'], string>>,
): string[] {
  return (Object.keys(done) as Change['op'][]).flatMap((op) => {
    const title = `${before}${words[op]}, for example`;
    const rows = examples.filter((change) => change.op === op).map(exampleRow);
    return section(title.charAt(0).toUpperCase() + title.slice(1), rows);
  });
}

const linkedBy = {
  'stored link': 'known before',
  'external id': 'same external id',
  decision: 'decided by a person',
  name: 'same name',
  'same words': 'same words',
  id: 'same id',
  score: 'likely, as the policy lets it pass',
} as const;

/** The item that a change is about, or that gives the fact sheet up. */
export function subjectOf(change: Change): string {
  const item = givenUpBy(change);
  return item === undefined ? change.item : `given up by ${item}, as a person decided`;
}

function exampleRow(change: Change): string[] {
  switch (change.op) {
    case 'prepare':
      return [change.name, change.makes === 'tag' ? 'a new tag' : `a new ${change.type}`];
    case 'create':
      return [change.name, `a new ${change.type}`];
    case 'archive':
    case 'unlink':
    case 'recover':
      return [change.name, subjectOf(change)];
    case 'link':
      return [
        change.name,
        `${linkedBy[change.by]}, ${change.fields.map(({ key }) => key).join(' and ')} written`,
      ];
    default:
      return [
        change.name,
        change.fields
          .map(
            ({ key, before, after, names }) =>
              `${key}: ${before === '' ? shown(key, after, names) : differing(shown(key, before, names), shown(key, after, names))}`,
          )
          .join('\n'),
      ];
  }
}

/** Before and after; of long texts only the part that differs, with a little of what stands around it. */
export function differing(before: string, after: string): string {
  return differingParts(before, after).join(' → ');
}

export function differingParts(before: string, after: string): [string, string] {
  const longest = Math.max(before.length, after.length);
  if (longest <= mostShown) return [onOneLine(before), onOneLine(after)];
  let start = 0;
  while (start < longest && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < longest - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const part = (text: string) => {
    const from = Math.max(0, start - shownAround);
    const to = Math.min(text.length, text.length - end + shownAround);
    return onOneLine(`${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`);
  };
  return [part(before), part(after)];
}

function onOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ⏎ ');
}

/** The beginning of a long text. */
export function clipped(text: string): string {
  return text.length <= 2 * mostShown ? text : `${text.slice(0, 2 * mostShown)}…`;
}

export function skippedRows(skipped: RunJson['skipped']): string[][] {
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

export function section(title: string, rows: string[][]): string[] {
  return rows.length === 0 ? [] : ['', styleText('bold', title), table(rows)];
}
