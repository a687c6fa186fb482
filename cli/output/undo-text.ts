// What taking back a run came to, as a person reads it.

import type { Report } from '../../shared/core/report.ts';
import { shown } from '../../shared/core/report-values.ts';
import type { RunJson } from './run-json.ts';
import { table } from './table.ts';

export function undoTable({ counts, retired, archived, unlinked, recovered = 0 }: RunJson): string {
  return table([
    ['archived: the run had made them', `${archived}`],
    ['unlinked: the run had linked them', `${unlinked}`],
    ['given back: the run had changed them', `${counts.updated - recovered}`],
    ...optional('ended again: the run had taken their end back', retired),
    ...optional('recovered: the run had archived them', recovered),
    ...optional('linked again: the run had unlinked them', counts.linked),
    ['left alone in whole or in part, told below', `${counts.conflict}`],
    ['failed', `${counts.failed}`],
  ]);
}

function optional(title: string, count: number): string[][] {
  return count === 0 ? [] : [[title, `${count}`]];
}

/** Under the name of the fact sheet, with what stood there before us, what we wrote and what stands there now. */
export function conflictRow({
  item,
  name,
  key,
  message,
  values,
  names,
}: Report['conflicts'][number]): string[] {
  if (values === undefined) return [name ?? item, key, message];
  const { before, ours, now } = values;
  const lines = [
    message,
    `now: ${shown(key, now, names)}`,
    `ours: ${shown(key, ours, names)}`,
    `before: ${shown(key, before, names)}`,
  ];
  return [name ?? item, key, lines.map((line) => line.replace(/ $/, ' (empty)')).join('\n')];
}

/** What to do about what is held now. */
export function undoHint({ counts, archived = 0, unlinked = 0, retired, releases }: RunJson): string[] {
  if (releases) return [];
  if (archived + unlinked + retired + counts.updated === 0) return [];
  return [
    '',
    'What was taken back is held: the next nights leave it alone.',
    'landbridge release lists it, and lets it go on.',
  ];
}
