// What is kept of decisions: the latest on each question, as it was first decided. Deciding twice is the same as
// once, and what was overruled is gone.
import { createHash } from 'node:crypto';
import type { Decision } from '../decision.ts';
import { isParty } from '../item.ts';
import type { Standing } from './standing.ts';

/** In a fixed order, whatever the order in which they were given. */
export function keepDecisions(kept: readonly Decision[], news: readonly Decision[]): Decision[] {
  const byItem = new Map<string, Decision[]>();
  const linkedTo = new Map<string, string>();
  for (const decision of kept) {
    push(byItem, decision);
    if (takesAlone(decision)) linkedTo.set(decision.factSheetId, decision.item);
  }
  for (const decision of news) {
    if (takesAlone(decision)) {
      const former = linkedTo.get(decision.factSheetId) ?? decision.item;
      if (former !== decision.item) byItem.set(former, withoutLink(byItem.get(former) ?? []));
      linkedTo.set(decision.factSheetId, decision.item);
    }
    const ofItem = byItem.get(decision.item) ?? [];
    if (ofItem.some((other) => questionAndAnswer(other) === questionAndAnswer(decision))) continue;
    byItem.set(decision.item, [...ofItem.filter((other) => !overrules(decision, other)), decision]);
  }
  return [...byItem.values()].flat().sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
}

/**
 * What somebody else decided since `seen`, of an item or fact sheet that the news are about too, and in another way.
 */
export function findClash(
  seen: readonly Decision[],
  kept: readonly Decision[],
  news: readonly Decision[],
): Decision | undefined {
  const known = new Set(seen.map(questionAndAnswer));
  const ours = new Set(news.map(questionAndAnswer));
  const items = new Set(news.map(({ item }) => item));
  const sheets = new Set(news.flatMap((one) => (one.verdict === 'link' ? [one.factSheetId] : [])));
  return kept.find((one) => {
    const isAbout = items.has(one.item) || (one.verdict === 'link' && sheets.has(one.factSheetId));
    return isAbout && !known.has(questionAndAnswer(one)) && !ours.has(questionAndAnswer(one));
  });
}

/** What the news took the place of. */
export function findOverruled(former: readonly Decision[], next: readonly Decision[]): Decision[] {
  const stay = new Set(next.map(questionAndAnswer));
  return former.filter((one) => !stay.has(questionAndAnswer(one)));
}

/** A system may be named in several ways. */
function takesAlone(decision: Decision): decision is Extract<Decision, { verdict: 'link' }> {
  return decision.verdict === 'link' && !isParty(decision.item);
}

/** The same for what was decided of a selection. */
export function keepStanding(kept: readonly Standing[], news: readonly Standing[]): Standing[] {
  const all = new Map(kept.map((rule) => [selectionKey(rule), rule]));
  for (const rule of news) {
    const key = selectionKey(rule);
    if (all.get(key)?.verdict !== rule.verdict) all.set(key, rule);
  }
  return [...all.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, rule]) => rule);
}

/** Tells one decision on a selection from the others, whatever was decided. */
export function standingId(rule: Pick<Standing, 'change' | 'where' | 'minScore'>): string {
  return createHash('sha256').update(selectionKey(rule)).digest('hex').slice(0, 8);
}

function selectionKey({ change, where, minScore }: Pick<Standing, 'change' | 'where' | 'minScore'>): string {
  const fields = Object.entries(where).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([change, fields, minScore]);
}

/** A fact sheet is given to one item: to that of the latest decision. */
function withoutLink(decisions: readonly Decision[]): Decision[] {
  return decisions.filter(({ verdict }) => verdict !== 'link');
}

function push(byItem: Map<string, Decision[]>, decision: Decision): void {
  const ofItem = byItem.get(decision.item);
  if (ofItem === undefined) byItem.set(decision.item, [decision]);
  else ofItem.push(decision);
}

function questionAndAnswer({ who: _, when: __, name: ___, ...decision }: Decision): string {
  return JSON.stringify(Object.entries(decision).sort());
}

/** Of two decisions on one item: whether the later leaves nothing of the earlier. */
function overrules(later: Decision, earlier: Decision): boolean {
  if ('key' in later) {
    return 'key' in earlier && earlier.key === later.key && earlier.of === later.of;
  }
  if ('key' in earlier) return false;
  if ('change' in later) {
    if (later.change === 'create' && earlier.verdict === 'create') return true;
    return 'change' in earlier && earlier.change === later.change;
  }
  if (later.verdict === 'reject') {
    return 'factSheetId' in earlier && earlier.factSheetId === later.factSheetId;
  }
  if (earlier.verdict === 'reject') {
    return later.verdict === 'link' && later.factSheetId === earlier.factSheetId;
  }
  return 'change' in earlier ? earlier.change === 'create' : true;
}

function orderOf(decision: Decision): string {
  return `${decision.item}\n${decision.when}\n${questionAndAnswer(decision)}`;
}
