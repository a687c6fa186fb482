// A plan as a person reads it: what becomes of which fact sheet, field by field, and why.
import { styleText } from 'node:util';
import { shown } from '../../shared/core/report-values.ts';
import type { PlanFile } from '../../shared/platform/plan-file.ts';
import type { Change } from '../../shared/steps/read-plan.ts';
import type { RunJson } from './run-json.ts';
import { differing, section, skippedRows, subjectOf } from './run-text.ts';
import { sourceTitle } from './source-title.ts';
import { table } from './table.ts';
import { conflictRow } from './undo-text.ts';

const mostOfAKind = 10;

const titles = {
  prepare: 'To be made along',
  create: 'To be created',
  link: 'To be linked',
  update: 'To be updated',
  retire: 'To be retired',
  archive: 'To be archived',
  unlink: 'To be unlinked',
  recover: 'To be recovered',
} as const satisfies Record<Change['op'], string>;

/** Counted though there be none. */
const usual: ReadonlySet<Change['op']> = new Set(['create', 'link', 'update', 'retire']);

const owners: Readonly<Record<string, string>> = {
  'source-owned': 'follows the source',
  'first-write-only': 'written once',
  'human-owned': 'people’s',
  mark: 'our mark',
};

export function planText(
  { flow, run, hash, guards, workspace, withoutInverse, body }: PlanFile,
  json: RunJson,
  { all }: { all: boolean },
): string {
  const { changes, conflicts, tally, notes } = body;
  const ofKind = (op: Change['op']) => changes.filter((change) => change.op === op);
  const inChange = new Set(changes.map(({ item }) => item));
  const left = new Set(
    conflicts.flatMap(({ item, isReview }) => (isReview || inChange.has(item) ? [] : [item])),
  );
  return [
    `${styleText('bold', flow)}  ${styleText('cyan', 'planned')}  run ${run}, nothing was written`,
    '',
    table([
      [`found in ${sourceTitle(json)}`, `${json.counts.items}`],
      ...(Object.keys(titles) as Change['op'][])
        .filter((op) => usual.has(op) || ofKind(op).length > 0)
        .map((op) => [titles[op].toLowerCase(), `${ofKind(op).length}`]),
      ['unchanged', `${tally.unchanged}`],
      ['skipped', `${sum(Object.values(tally.skipped))}`],
      ...(left.size === 0 ? [] : [['conflicts, left alone', `${left.size}`]]),
      ['missing for the first time', `${tally.missing}`],
    ]),
    ...(Object.keys(titles) as Change['op'][]).flatMap((op) => changesText(titles[op], ofKind(op), all)),
    ...section('Skipped, and why', skippedRows(tally.skipped)),
    ...section('Conflicts', conflicts.filter(({ isReview }) => !isReview).map(conflictRow)),
    ...section('Review needed', conflicts.filter(({ isReview }) => isReview).map(conflictRow)),
    ...notes.map((note) => `\nNote: ${note}`),
    ...section(
      'What undo does not give back',
      withoutInverse.map((text) => [text]),
    ),
    ...guards.map(({ message }) => `\n${styleText('red', 'A guard stops this plan')}: ${message}`),
    '',
    `Plan ${hash} for the workspace ${workspace.name}`,
  ].join('\n');
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function changesText(title: string, changes: readonly Change[], all: boolean): string[] {
  const shown = all ? changes : changes.slice(0, mostOfAKind);
  const rest = changes.length - shown.length;
  if (changes.length === 0) return [];
  return [
    '',
    styleText('bold', title),
    ...shown.map(changeText),
    ...(rest > 0 ? [`  and ${rest} more (--all shows them)`] : []),
  ];
}

/** A change under the name of its fact sheet, a line a field. */
export function changeText(change: Change): string {
  const seal = 'breaksSeal' in change ? [`      ${styleText('yellow', 'breaks its quality seal')}`] : [];
  return [`  ${change.name}  ${styleText('dim', subjectOf(change))}`, fieldsText(change), ...seal].join('\n');
}

function fieldsText({ fields }: Change): string {
  if (fields.length === 0) return '      kept in our store alone: there is nothing to write to LeanIX';
  return table(
    fields.map(({ key, before, after, owner, why, names }) => [
      `    ${key}`,
      owners[owner] ?? owner,
      why,
      before === ''
        ? shown(key, after, names)
        : differing(shown(key, before, names), shown(key, after, names)),
    ]),
  );
}
