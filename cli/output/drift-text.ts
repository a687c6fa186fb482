// Where LeanIX differs from what was written last, as a person reads it.
import { styleText } from 'node:util';
import { shown } from '../../shared/core/report-values.ts';
import type { Drift, DriftFound } from '../../shared/steps/find-drift.ts';
import { clipped, differingParts, section } from './run-text.ts';

/** What it is, and what the next sync makes of it. */
const titles = {
  edited: 'Edited by somebody: stays as it is; a conflict once the source moves too',
  unmarked: 'Our mark is not there: it is not put back, the link is kept in our store',
  archived: 'Archived by somebody: stays archived, the item is not made again',
  recovered: 'Recovered by somebody after an undo had archived it: held until it is released',
  gone: 'Gone, or hidden from the technical user: not made again',
} as const satisfies Record<Drift['kind'], string>;

export function driftText({ flow, workspace, compared, drift, requests }: DriftFound): string {
  const sheets = new Set(drift.map(({ factSheetId }) => factSheetId)).size;
  const verdict =
    drift.length === 0
      ? styleText('green', 'no drift')
      : styleText('yellow', `${sheets} ${sheets === 1 ? 'differs' : 'differ'}`);
  return [
    `${styleText('bold', flow)}  ${verdict}  of ${compared} fact sheets linked in ${workspace.name}`,
    ...(Object.keys(titles) as Drift['kind'][]).flatMap((kind) =>
      section(titles[kind], drift.filter((entry) => entry.kind === kind).map(rowOf)),
    ),
    '',
    `Requests: ${Object.entries(requests)
      .map(([system, count]) => `${system} ${count}`)
      .join(', ')}; nothing was written.`,
  ].join('\n');
}

function rowOf({ kind, name, item, key = '', ours = '', now = '', names, savedAt }: Drift): string[] {
  const saved = savedAt === undefined ? '' : `saved ${savedAt.slice(0, 16).replace('T', ' ')}`;
  if (kind !== 'edited' && kind !== 'unmarked') return [name, item, saved];
  const [was, is] = differingParts(shown(key, ours, names) || '(empty)', shown(key, now, names) || '(empty)');
  return [name, key, key === 'tags' ? `ours: ${was}` : `ours: ${clipped(was)}\nnow:  ${clipped(is)}`, saved];
}
