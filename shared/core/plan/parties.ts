// Systems that items name by other names than their fact sheets bear: the one fact sheet that is likely is proposed,
// once for all items that name the system. Related to it is only what a person decided.

import { type Permits, permit } from '../inbox/permit.ts';
import type { Proposal } from '../inbox/proposal.ts';
import { nativeIdOf, sourceOf } from '../item.ts';
import type { Target } from '../map/target.ts';
import type { FoundTarget, Targets } from '../map/targets.ts';
import { pair } from '../match/pair.ts';
import type { Pairing } from '../match/pairing.ts';
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

const mostNamed = 5;

export function proposeParties(input: PartiesInput): Proposal[] {
  const { related, rules, permits } = input;
  return [...missingParties(input)].flatMap(([type, parties]) =>
    pair({
      items: [...parties.values()],
      factSheets: related.get(type) ?? [],
      links: new Map(),
      // What the flow says of its items is not said of what they name.
      rules: {
        ...rules,
        unusable: () => undefined,
        skip: () => undefined,
        gone: () => undefined,
        names: ({ name }) => [name],
      },
      tagId: undefined,
      isWhole: true,
    }).flatMap((pairing) => (pairing.state === 'proposed' ? propose(pairing, permits) : [])),
  );
}

function propose(
  { item, candidates, reason }: Extract<Pairing, { state: 'proposed' }>,
  permits: Permits,
): Proposal[] {
  const [likely] = candidates;
  if (likely === undefined) return [];
  const { factSheetId, name, score } = likely;
  const question = {
    itemKey: item.key,
    item,
    change: 'link',
    state: 'proposed',
    score,
    factSheetId,
  } as const;
  const permission = permit(question, permits);
  if (permission === 'declined' || permission === 'ignore') return [];
  return [
    {
      item: item.key,
      name: item.name,
      kind: 'link',
      state: 'proposed',
      reason,
      source: sourceOf(item),
      candidates,
      change: { op: 'link', name, factSheetId, of: '', fields: [] },
    },
  ];
}

/** By type and key: those that no fact sheet stands for by name or decision. */
function missingParties({
  pairings,
  rules,
  relations,
  targets,
}: PartiesInput): Map<string, Map<string, Item>> {
  const byType = new Map<string, Map<string, Item>>();
  for (const { state, item } of pairings) {
    if (state !== 'linked' && state !== 'new') continue;
    for (const { key, to, isGuess, why } of rules.relations(item)) {
      const type = relations[key]?.targetType;
      if (!isGuess || type === undefined || !('companion' in to)) continue;
      if (!isMissing(targets.find(type, to))) continue;
      const parties = byType.get(type) ?? new Map<string, Item>();
      parties.set(to.companion, namedBy(item, { ...to, why }, parties.get(to.companion)));
      byType.set(type, parties);
    }
  }
  return byType;
}

function isMissing({ state }: FoundTarget): boolean {
  return state === 'missing';
}

function namedBy(
  { name: user, system, tenant }: Item,
  { companion, name, why }: { companion: string; name: string; why: string },
  known: Item | undefined,
): Item {
  const users = known?.attributes.namedBy?.split(', ') ?? [];
  const all = users.length < mostNamed ? [...users, user] : users;
  return {
    key: companion,
    system,
    tenant,
    kind: 'SYSTEM',
    nativeId: nativeIdOf(companion),
    name,
    hash: '',
    attributes: { why: known?.attributes.why ?? why, namedBy: [...new Set(all)].join(', ') },
  };
}
