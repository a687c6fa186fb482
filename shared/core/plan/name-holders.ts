// The fact sheets that bear the names an item could have: where every name is taken, one of them may be what is meant.
import type { Link } from '../link.ts';
import { candidatesOf, sameName } from '../match/known-pairs.ts';
import type { Candidate } from '../match/pairing.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { normalName } from '../text.ts';

interface Around {
  inventory: ReadonlyMap<string, FactSheet>;
  links: readonly Link[];
  rules: FlowRules;
}

/** Reads the inventory with the first that is asked for. @returns none of those that a person has rejected */
export function createNameHolders({ inventory, links, rules }: Around) {
  let byName: Map<string, FactSheet[]> | undefined;
  let ownerOf: Map<string, string> | undefined;

  return (item: Item, rejected: ReadonlySet<string> = new Set()): Candidate[] => {
    byName ??= Map.groupBy(
      [...inventory.values()].filter(({ status }) => status === 'ACTIVE'),
      ({ name }) => normalName(name),
    );
    ownerOf ??= new Map(links.map((link) => [link.factSheetId, link.item]));
    const named = rules.names(item).flatMap((name) => byName?.get(normalName(name)) ?? []);
    const holders = [...new Set(named)].filter(({ id }) => !rejected.has(id));
    return candidatesOf(holders, sameName)
      .map((candidate) => {
        const takenBy = ownerOf?.get(candidate.factSheetId);
        return takenBy === undefined ? candidate : { ...candidate, takenBy };
      })
      .sort((left, right) => Number('takenBy' in left) - Number('takenBy' in right));
  };
}
