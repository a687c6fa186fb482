// Where the values of a fact sheet come from, as a person reads it.
import { styleText } from 'node:util';
import { evidenceWords } from '../../shared/core/report-reasons.ts';
import { shown } from '../../shared/core/report-values.ts';
import type { Explanation, FieldExplained } from '../../shared/steps/explain.ts';
import { table } from './table.ts';

const systems: Readonly<Record<string, string>> = { calm: 'SAP Cloud ALM', cpi: 'SAP Cloud Integration' };

export function whyText(explanation: Explanation): string {
  const { factSheet, workspaceId, flow, seenAt, link, object, held, fields } = explanation;
  const { id, name, type, status } = factSheet;
  const [prefix = '', tenant = ''] = link?.item.split(':') ?? [];
  return [
    `${styleText('bold', name)}  ${type}, ${status}`,
    table([
      ['fact sheet', `${id}, workspace ${workspaceId}`],
      ...(link === null
        ? [['source', 'none: Landbridge does not keep it, every field is people’s']]
        : [
            ['source', `${systems[prefix] ?? prefix}, tenant ${tenant}`],
            [
              'object',
              object === null
                ? `${link.item}; the runs that saw it are forgotten`
                : `${object.kind} ${object.name}, id ${object.nativeId}, seen ${timeOf(object.at)}`,
            ],
            [
              'linked',
              `${evidenceWords[link.by]}, run ${link.run} ${link.at === null ? '(forgotten)' : timeOf(link.at)}`,
            ],
          ]),
      ...(held === null
        ? []
        : [['held', `taken back by run ${held.run} ${timeOf(held.since)}, until it is released`]]),
    ]),
    '',
    ...fields.map((field) => fieldText(field, factSheet.savedAt)),
    '',
    `LeanIX as the flow ${flow} saw it last, ${timeOf(seenAt)} or later; nothing was asked now.`,
  ].join('\n');
}

function fieldText({ key, now, ours, names, whose, writer }: FieldExplained, savedAt: string | null): string {
  const by = writer === null ? 'a run that is forgotten' : `run ${writer.run} ${timeOf(writer.at)}`;
  const lines = {
    ours: [`ours: ${writer?.why ?? 'written before'}, by ${by}`],
    edited: [
      `somebody’s: changed since it was written by ${by}${savedAt === null ? '' : `; the fact sheet was saved last ${timeOf(savedAt)}`}`,
      `ours was: ${shown(key, ours ?? '', names) || '(empty)'}${writer === null ? '' : ` (${writer.why})`}`,
    ],
    'not ours': ['not ours: Landbridge never wrote it'],
    unknown: [`written by ${by}, not seen since: ${shown(key, ours ?? '', names) || '(empty)'}`],
  }[whose];
  return [
    `  ${styleText('bold', key)}  ${now === null ? '(not seen)' : shown(key, now, names) || '(empty)'}`,
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
}

function timeOf(at: string): string {
  return at === '' ? '' : `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
