// What waits for a person and what was decided, as a person reads it.
import { styleText } from 'node:util';
import { skipReasons } from '../../shared/core/report-reasons.ts';
import { shown as inWords } from '../../shared/core/report-values.ts';
import type { DecideResult } from '../../shared/steps/decide.ts';
import type { Signal } from '../../shared/steps/explain-item.ts';
import {
  type Decision,
  type Inbox,
  isParty,
  type Proposal,
  type ProposalSeen,
  type Standing,
} from '../../shared/steps/read-inbox.ts';
import { standingId } from '../../shared/steps/reopen.ts';
import { conflictHints, conflictsText } from './conflicts-text.ts';
import { countKinds, openOf } from './inbox-json.ts';
import { clipped, differing, section } from './run-text.ts';
import { table } from './table.ts';

export function inboxText({ place, head, proposals }: Inbox, limit: number): string {
  const open = openOf(proposals);
  const accepted = proposals.filter(({ answer }) => answer === 'accepted').length;
  const shown = open.slice(0, limit);
  const rest = open.length - shown.length;
  const counts = Object.entries(countKinds(open))
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`);
  return [
    `${styleText('bold', place.flow)}  ${open.length} ${open.length === 1 ? 'waits' : 'wait'}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}${head === undefined ? '' : `  (looked at ${timeOf(head.at)})`}`,
    ...(accepted === 0 ? [] : [`${accepted} accepted and not written yet: the next run does it.`]),
    ...(shown.length === 0
      ? []
      : ['', table([['', 'object', 'id', 'proposed', 'why'], ...shown.map(rowOf)])]),
    ...(rest > 0
      ? ['', `and ${rest} more: --limit ${open.length}, or choose with --kind, --name, --where`]
      : []),
    ...(shown.length === 0
      ? []
      : ['', 'landbridge inbox show <id> tells more; accept, reject, ignore or link decides.']),
  ].join('\n');
}

function rowOf(proposal: Proposal): string[] {
  const { kind, name, item, source } = proposal;
  return [kind, name, source?.nativeId ?? item, proposedText(proposal), whyText(proposal)];
}

function proposedText(proposal: Pick<Proposal, 'change' | 'candidates' | 'needs' | 'conflicts'>): string {
  const { change, candidates, needs = [], conflicts = [] } = proposal;
  const [best] = candidates;
  if (change === undefined && needs.length + conflicts.length > 0) {
    const choices = conflicts.map(({ key }) => `choose whose ${key} is to stand`);
    return [...needs.map(({ message }) => message), ...choices].join('\n');
  }
  if (change === undefined) {
    return candidates.length === 1 ? `perhaps ${best?.name}` : `one of ${candidates.length}`;
  }
  switch (change.op) {
    case 'create':
    case 'prepare':
      return `make ${change.name}`;
    case 'link':
      return `link to ${change.name}${best === undefined ? '' : `, score ${best.score.toFixed(2)}`}`;
    case 'update':
      return `change ${change.fields.map(({ key }) => key).join(', ')}`;
    case 'retire':
      return `end the life of ${change.name}`;
    default:
      return `${change.op} ${change.name}`;
  }
}

function whyText({ reason, change }: Proposal): string {
  if (reason !== 'INBOX') return skipReasons[reason] ?? reason;
  const policy = change?.op === 'recover' || change?.op === 'prepare' ? 'create' : change?.op;
  return `policy.${policy}: inbox`;
}

interface Shown {
  item: string;
  name: string;
  flow: string;
  proposal: ProposalSeen | null;
  decisions: readonly Decision[];
}

export function proposalText({ item, name, flow, proposal, decisions }: Shown): string {
  const decided = section('Decided', decisions.map(decisionRow));
  if (proposal === null) {
    return [`${styleText('bold', name)}  does not wait in ${flow}`, `  ${item}`, ...decided].join('\n');
  }
  const { kind, source, change, candidates, answer, needs = [], conflicts = [] } = proposal;
  const state = answer === 'open' ? 'waits' : `${answer}, not written yet`;
  return [
    `${styleText('bold', name)}  ${kind}, ${answer === 'declined' ? 'declined' : state}`,
    table([
      ['item', item],
      ...(source === undefined
        ? [['object', 'gone from its source']]
        : [
            ['object', `${source.kind} ${source.nativeId}, tenant ${source.tenant}`],
            ...Object.entries(source.attributes).map(([field, value]) => [`  ${field}`, clipped(value)]),
          ]),
      ['why', `${proposal.reason}: ${skipReasons[proposal.reason] ?? ''}`],
      ['proposed', proposedText(proposal)],
    ]),
    ...section(
      'Would be written',
      (change?.fields ?? []).map(({ key, before, after, why, names }) => [
        key,
        before === ''
          ? clipped(inWords(key, after, names))
          : differing(inWords(key, before, names), inWords(key, after, names)),
        why,
      ]),
    ),
    ...conflictsText(conflicts),
    ...section(
      'Needed first',
      (change === undefined ? [] : needs).map(({ key, message }) => [key, message]),
    ),
    ...section(
      'Could be meant',
      candidates.map(({ name: sheet, factSheetId, score, signals, takenBy }) => [
        score.toFixed(2),
        sheet,
        factSheetId,
        [...(takenBy === undefined ? [] : [`belongs to ${takenBy}`]), ...signals.map(signalText)].join('\n'),
      ]),
    ),
    ...decided,
    ...section('Decide', hints(proposal)),
  ].join('\n');
}

export function signalText({ kind, weight, detail }: Signal): string {
  return `${weight < 0 ? '' : '+'}${weight.toFixed(2)} ${kind}: ${detail}`;
}

function hints({ item, source, change, candidates, reason, conflicts = [] }: Proposal): string[][] {
  const id = inShell(source?.nativeId ?? item);
  const isToBeMade = candidates.length > 0 && reason !== 'NAME_TAKEN' && !isParty(item);
  const [best] = candidates.filter(({ takenBy }) => takenBy === undefined);
  return [
    ...(change === undefined || conflicts.length > 0
      ? []
      : [[`landbridge inbox accept ${id}`, proposedText({ change, candidates })]]),
    ...(best === undefined
      ? []
      : [[`landbridge inbox link ${id} ${best.factSheetId}`, `it is ${best.name}`]]),
    ...(isToBeMade ? [[`landbridge inbox accept --new ${id}`, 'it is none of them: have one made']] : []),
    ...conflictHints(conflicts, id, change && proposedText({ change, candidates })),
    ...(conflicts.length > 0
      ? []
      : [[`landbridge inbox reject ${id}`, candidates.length === 0 ? 'not this' : 'it is none of them']]),
    [`landbridge inbox ignore ${id}`, 'never anything of it'],
  ];
}

/** Names of systems hold blanks. */
function inShell(text: string): string {
  return /^[\w.:@%+,/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

interface FlowDecisions {
  flow: string;
  decisions: readonly Decision[];
  standing: readonly Standing[];
}

export function decisionsText(flows: readonly FlowDecisions[]): string {
  const parts = flows.flatMap(({ flow, decisions, standing }) => {
    if (decisions.length + standing.length === 0) return [];
    return [
      [
        styleText('bold', flow),
        ...(standing.length === 0
          ? []
          : [table([['id', 'for all that fit', 'when', 'who'], ...standing.map(standingRow)])]),
        ...(decisions.length === 0
          ? []
          : [table([['object', 'item', 'decided', 'when', 'who'], ...decisions.map(itemDecisionRow)])]),
      ].join('\n\n'),
    ];
  });
  return parts.length === 0 ? 'Nothing was decided yet.' : parts.join('\n\n');
}

function standingRow(rule: Standing): string[] {
  const { verdict, change, where, minScore, when, who = '' } = rule;
  const fields = Object.entries(where).map(([field, globs]) => `${field}=${globs.join('|')}`);
  const score = minScore === undefined ? [] : [`score ${minScore} or more`];
  return [standingId(rule), `${verdict} ${change}: ${[...fields, ...score].join(', ')}`, timeOf(when), who];
}

function itemDecisionRow(decision: Decision): string[] {
  return [decision.name ?? '', decision.item, ...decisionRow(decision)];
}

export function decisionRow(decision: Decision): string[] {
  return [verdictText(decision), timeOf(decision.when), decision.who ?? ''];
}

function verdictText(decision: Decision): string {
  switch (decision.verdict) {
    case 'link':
      return `is ${decision.factSheetId}`;
    case 'reject':
      return `is not ${decision.factSheetId}`;
    case 'create':
      return 'make a fact sheet';
    case 'ignore':
      return 'never anything';
    case 'take':
      return `take the source's ${decision.key}`;
    case 'keep':
      return `keep LeanIX's ${decision.key}`;
    default:
      return `${decision.verdict} ${decision.change}${decision.of === undefined ? '' : ` ${decision.of}`}`;
  }
}

export function timeOf(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

/** @param done what became of them, in a word */
export function decidedText(
  { decided, undecidable, overruled, standing }: DecideResult,
  done: string,
): string {
  return [
    ...(standing === undefined ? [] : [`Kept for all that fit, as ${standingId(standing)}.`]),
    decided.length === 0
      ? 'Nothing that waits fits.'
      : `${decided.length} ${done}${decided.length <= mostTold ? `: ${decided.map(({ name }) => name).join(', ')}` : ''}.`,
    ...overruled
      .slice(0, mostTold)
      .map(
        (former) =>
          `That takes the place of: ${former.name ?? former.item} ${verdictText(former)}, decided ${timeOf(former.when)}${former.who === undefined ? '' : ` by ${former.who}`}.`,
      ),
    ...(undecidable.length === 0
      ? []
      : [`${undecidable.length} need a choice and still wait: landbridge inbox --kind review shows them.`]),
  ].join('\n');
}

const mostTold = 5;

/** What waits of the same items once they were looked at again. */
export function nextText(proposals: readonly ProposalSeen[]): string[] {
  return section('Waits now', openOf(proposals).slice(0, mostTold).map(rowOf));
}
