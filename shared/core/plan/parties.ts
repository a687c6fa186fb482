// Systems that items name by other names than their fact sheets bear. Which fact sheet is likely is asked once for all
// items that name the system, or chosen among several; one fact sheet may be what several systems are called. Related
// is what a person decided, and what the policy lets pass.
import { finish } from '../finish.ts';
import { type Permits, permit } from '../inbox/permit.ts';
import type { Proposal } from '../inbox/proposal.ts';
import { nativeIdOf, sourceOf } from '../item.ts';
import type { Target } from '../map/target.ts';
import type { FoundTarget, Targets } from '../map/targets.ts';
import { type Judgement, judge } from '../match/judge.ts';
import { candidatesOf, sameName } from '../match/known-pairs.ts';
import type { Candidate, Pairing } from '../match/pairing.ts';
import { leastAmbiguous, mostShown, thresholds } from '../match/propose.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules } from '../rules.ts';

interface PartiesInput {
  pairings: readonly Pairing[];
  rules: FlowRules;
  relations: Target['relations'];
  /** By type. */
  related: ReadonlyMap<string, Iterable<FactSheet>>;
  targets: Targets;
  permits: Permits;
}

interface Parties {
  /** Fact sheets that are related though nobody has decided on that one, by key of the system. */
  likely: ReadonlyMap<string, string>;
  proposals: readonly Proposal[];
}

const mostNamed = 5;

export function judgeParties(input: PartiesInput): Parties {
  const { related, rules, permits } = input;
  const likely = new Map<string, string>();
  const proposals: Proposal[] = [];
  for (const [type, parties] of openParties(input)) {
    const sheets = [...(related.get(type) ?? [])].filter(({ status }) => status === 'ACTIVE').sort(byId);
    for (const guess of guessAll(parties, sheets, rules, permits)) {
      const permission = permitGuess(guess, permits);
      const [best] = guess.candidates;
      if (best === undefined || permission === 'declined' || permission === 'ignore') continue;
      if (guess.state === 'proposed' && permission === 'apply') likely.set(guess.item.key, best.factSheetId);
      else proposals.push(proposeParty(guess, best));
    }
  }
  return { likely, proposals };
}

/** What is named and missing leads to what is likely. */
export function withLikely(targets: Targets, likely: ReadonlyMap<string, string>): Targets {
  return {
    ...targets,
    find(type, target) {
      const found = targets.find(type, target);
      const id = 'companion' in target ? likely.get(target.companion) : undefined;
      if (found.state !== 'missing' || id === undefined) return found;
      return targets.find(type, { factSheetId: id });
    },
  };
}

/** Of one system. */
interface Guess {
  item: Item;
  state: 'proposed' | 'ambiguous';
  reason: string;
  /** The best first. */
  candidates: readonly Candidate[];
}

function guessAll(
  parties: readonly Party[],
  sheets: readonly FactSheet[],
  rules: FlowRules,
  { decisions }: Permits,
): Guess[] {
  const items = parties.map(({ item }) => item);
  const judgement = finish(
    judge({
      items,
      isOpen: ({ key }) => !decisions.ignored.has(key),
      factSheets: sheets,
      // What the flow says of its items is not said of what they name.
      rules: { ...rules, names: ({ name }) => [name] },
      isRejected: ({ key }, { id }) => decisions.rejected.get(key)?.has(id) === true,
    }),
  );
  return parties.flatMap(({ item, namesakes }, index): Guess[] =>
    namesakes.length === 0
      ? guess(item, index, judgement, sheets)
      : [
          {
            item,
            state: 'ambiguous',
            reason: 'AMBIGUOUS_NAME',
            candidates: candidatesOf(namesakes, sameName),
          },
        ],
  );
}

/** Seen from the system alone. */
function guess(
  item: Item,
  index: number,
  { rows, explain }: Judgement,
  sheets: readonly FactSheet[],
): Guess[] {
  const row = (rows[index] ?? []).filter(
    ({ veto, score }) => veto === undefined && score >= thresholds.least,
  );
  const [best, next] = row;
  if (best === undefined) return [];
  const isClear = next === undefined || next.score <= thresholds.margin * best.score;
  if (!isClear && best.score < leastAmbiguous) return [];
  const candidates = row.slice(0, mostShown).flatMap((judged): Candidate[] => {
    const sheet = sheets[judged.factSheet];
    return sheet === undefined ? [] : [{ factSheetId: sheet.id, name: sheet.name, ...scored(judged) }];
  });
  return isClear
    ? [{ item, state: 'proposed', reason: 'PROPOSED', candidates }]
    : [{ item, state: 'ambiguous', reason: 'AMBIGUOUS_CANDIDATES', candidates }];

  function scored(judged: Parameters<typeof explain>[1]): Pick<Candidate, 'score' | 'signals'> {
    const { score, signals } = explain(index, judged);
    return { score, signals };
  }
}

function permitGuess({ item, state, candidates: [best] }: Guess, permits: Permits) {
  const about = { itemKey: item.key, item, change: 'link', state } as const;
  const { score, factSheetId } = best ?? {};
  const isOne = state === 'proposed' && score !== undefined && factSheetId !== undefined;
  return permit(isOne ? { ...about, score, factSheetId } : about, permits);
}

function proposeParty({ item, state, reason, candidates }: Guess, best: Candidate): Proposal {
  const isOne = state === 'proposed';
  return {
    item: item.key,
    name: item.name,
    kind: isOne ? 'link' : 'review',
    state,
    reason,
    source: sourceOf(item),
    candidates,
    ...(isOne && {
      change: { op: 'link', name: best.name, factSheetId: best.factSheetId, of: '', fields: [] },
    }),
  };
}

interface Party {
  item: Item;
  /** Fact sheets of its very name, where they are several. */
  namesakes: readonly FactSheet[];
}

/** By type: those that no fact sheet stands for by name or decision, or several by name. */
function openParties({
  pairings,
  rules,
  relations,
  targets,
}: PartiesInput): [type: string, parties: Party[]][] {
  const byType = new Map<string, Map<string, Use[]>>();
  for (const { state, item } of pairings) {
    if (state !== 'linked' && state !== 'new') continue;
    for (const { key, to, isGuess, why } of rules.relations(item)) {
      const type = relations[key]?.targetType;
      if (!isGuess || type === undefined || !('companion' in to)) continue;
      const found = targets.find(type, to);
      if (found.state !== 'missing' && found.state !== 'several') continue;
      const ofType = byType.get(type) ?? new Map<string, Use[]>();
      const uses = ofType.get(to.companion) ?? [];
      uses.push({ item, why, to, found });
      byType.set(type, ofType.set(to.companion, uses));
    }
  }
  return [...byType].map(([type, ofType]) => [type, [...ofType.values()].flatMap(partyOf).sort(byKey)]);
}

/** An item that names the system. */
interface Use {
  item: Item;
  why: string;
  to: { companion: string; name: string };
  found: FoundTarget;
}

function partyOf(uses: readonly Use[]): Party[] {
  const [first] = uses;
  if (first === undefined) return [];
  const { item, to, found } = first;
  const users = [...new Set(uses.map((use) => use.item.name))].sort();
  const more = users.length - mostNamed;
  const namedBy = `${users.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const why = [...new Set(uses.map((use) => use.why))].sort().join(', ');
  const party: Item = {
    key: to.companion,
    system: item.system,
    tenant: item.tenant,
    kind: 'SYSTEM',
    nativeId: nativeIdOf(to.companion),
    name: to.name,
    hash: '',
    attributes: { why, namedBy },
  };
  return [{ item: party, namesakes: found.state === 'several' ? found.among : [] }];
}

function byId(left: FactSheet, right: FactSheet): number {
  return left.id < right.id ? -1 : 1;
}

function byKey({ item: left }: Party, { item: right }: Party): number {
  return left.key < right.key ? -1 : 1;
}
