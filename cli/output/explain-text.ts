// Why an item is what it is in LeanIX, as a person reads it.
import { styleText } from 'node:util';
import { skipReasons } from '../../shared/core/report-reasons.ts';
import type { ItemExplained, Likened } from '../../shared/steps/explain-item.ts';
import { decisionRow, signalText, timeOf } from './inbox-text.ts';
import { clipped, section } from './run-text.ts';
import { table } from './table.ts';

const states = {
  linked: 'linked',
  proposed: 'proposed',
  ambiguous: 'ambiguous: a person must choose',
  new: 'new: no fact sheet is it',
  ignored: 'left alone',
  gone: 'gone from its source',
  named: 'a system that items name',
} as const satisfies Record<ItemExplained['state'], string>;

export function explainText(explained: ItemExplained): string {
  const { name, item, source, state, factSheet, rule, next, last, compared, decisions } = explained;
  return [
    `${styleText('bold', name)}  ${states[state]}`,
    table([
      ['item', item],
      ...(source === null
        ? []
        : [
            ['object', `${source.kind} ${source.nativeId}, tenant ${source.tenant}`],
            ...Object.entries(source.attributes).map(([field, value]) => [`  ${field}`, clipped(value)]),
          ]),
      ...(factSheet === null
        ? []
        : [['fact sheet', `${factSheet.name}  ${factSheet.id}, ${factSheet.status}`]]),
      ['why', `${rule.text} (${rule.code})`],
      ...linkRows(explained),
      ...(next === null ? [] : [['next', nextText(next)]]),
      ...(last === null ? [] : [['last run', `${lastText(last.did)}, ${last.run}, ${timeOf(last.at)}`]]),
    ]),
    ...section('Compared with', compared.map(likenedRow)),
    ...section('Decided', decisions.map(decisionRow)),
    '',
    asOfText(explained),
  ].join('\n');
}

function linkRows({ link }: ItemExplained): string[][] {
  if (link === null) return [];
  return [
    ['linked by', `run ${link.run}${link.at === null ? ', which is forgotten' : `, ${timeOf(link.at)}`}`],
  ];
}

function nextText({ permission, change, by }: NonNullable<ItemExplained['next']>): string {
  const what = change === 'create' ? 'a fact sheet is made' : 'it is linked';
  const said =
    by === 'decision' ? 'a person decided so' : by === 'selection' ? 'decided for all that fit' : by;
  switch (permission) {
    case 'apply':
      return `${what} with the next run (${said})`;
    case 'inbox':
      return `waits for a person (${said}): landbridge inbox`;
    case 'ignore':
      return `nothing: no such change is wanted (${said})`;
    case 'declined':
      return `nothing (${said})`;
  }
}

function lastText(did: string): string {
  return skipReasons[did] === undefined ? did : `${did}: ${skipReasons[did]}`;
}

function likenedRow({ score, name, factSheetId, signals, ...seen }: Likened): string[] {
  return [
    score.toFixed(2),
    [name, factSheetId].join('\n'),
    [fateText(seen), ...signals.map(signalText)].join('\n'),
  ];
}

function fateText({ fate, veto, owner }: Pick<Likened, 'fate' | 'veto' | 'owner'>): string {
  const other = `${owner?.name} (${owner?.item})`;
  switch (fate) {
    case 'chosen':
      return 'this one';
    case 'contested':
      return owner === undefined ? 'could be meant' : `could be meant; belongs to ${other}`;
    case 'free':
      return 'free';
    case 'taken':
      return `belongs to ${other}`;
    case 'claimed':
      return `more surely meant by ${other}`;
    case 'rejected':
      return 'never: a person said no';
    case 'never':
      return `never: ${veto}`;
  }
}

function asOfText({ flow, asOf: { source, factSheets } }: ItemExplained): string {
  const seen = (at: string | null) => (at === null ? 'never' : timeOf(at));
  return `Flow ${flow}: source as read ${seen(source)}, LeanIX as seen ${seen(factSheets)}; no system was asked now.`;
}
