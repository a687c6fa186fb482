// Chooses the names of fact sheets. Names are unique per type among the active ones (leanix-api 2.6), so a
// taken name gives way to the next variant, and items that want the same name all give way: none is first.
import type { Pairing } from '../match/pairing.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { normalName } from '../text.ts';

/** What waits for a decision may be made one day: whoever is made before it does not take its name. */
const mayBeMade: ReadonlySet<Pairing['state']> = new Set(['new', 'proposed', 'ambiguous']);

/**
 * Name by item key. A new item without an entry finds every variant taken; a linked one bears a name that is
 * not ours.
 * @param isTaken a person wants this name of the source in place of the one that somebody gave
 */
export function chooseNames(
  pairings: readonly Pairing[],
  factSheets: Iterable<FactSheet>,
  rules: FlowRules,
  isTaken: (item: Item, name: string, theirs: string) => boolean = () => false,
): Map<string, string> {
  const active = [...factSheets].filter(({ status }) => status === 'ACTIVE');
  const holders = countBy(active.map(({ name }) => normalName(name)));
  const taken = new Set(holders.keys());
  const chosen = new Map<string, string>();
  const byKey = [...pairings].sort((left, right) => (left.item.key < right.item.key ? -1 : 1));

  for (const pairing of byKey) {
    if (pairing.state !== 'linked') continue;
    const own = normalName(pairing.factSheet.name);
    const isFree = (normal: string) => (normal === own ? holders.get(own) === 1 : !taken.has(normal));
    const variants = rules.names(pairing.item);
    const isOurs = pairing.factSheet.name === pairing.link?.written.name;
    const name = isOurs
      ? keepOrRename(pairing.factSheet, variants, isFree)
      : variants.find(
          (variant) => isTaken(pairing.item, variant, pairing.factSheet.name) && isFree(normalName(variant)),
        );
    if (name === undefined) continue;
    taken.add(normalName(name));
    chosen.set(pairing.item.key, name);
  }

  // Again and again, for a name that items gave way for may be left over in the end.
  let waiting = byKey.filter(({ state }) => mayBeMade.has(state)).map((pairing) => pairing.item);
  for (let given = 1; given > 0; ) {
    const names = giveNames(waiting, taken, rules);
    for (const [key, name] of names) {
      taken.add(normalName(name));
      chosen.set(key, name);
    }
    waiting = waiting.filter(({ key }) => !names.has(key));
    given = names.size;
  }
  return chosen;
}

/** A linked fact sheet keeps its name while the source still gives it, in whichever variant. */
function keepOrRename(
  { name }: FactSheet,
  variants: readonly string[],
  isFree: (normal: string) => boolean,
): string {
  if (variants.includes(name)) return name;
  return variants.find((variant) => isFree(normalName(variant))) ?? name;
}

/** Each item the first variant that is free and that no other item wants at the same time. */
function giveNames(
  items: readonly Item[],
  taken: ReadonlySet<string>,
  rules: FlowRules,
): Map<string, string> {
  const given = new Map<string, string>();
  const avoided = new Set(taken);
  let waiting = items;
  for (let variant = 0; waiting.length > 0; variant += 1) {
    const candidates = waiting.flatMap((item) => {
      const name = rules.names(item)[variant];
      return name === undefined ? [] : [{ item, name, normal: normalName(name) }];
    });
    const wanted = countBy(candidates.map(({ normal }) => normal));
    for (const { item, name, normal } of candidates) {
      if (wanted.get(normal) === 1 && !avoided.has(normal)) given.set(item.key, name);
    }
    for (const { normal } of candidates) avoided.add(normal);
    waiting = candidates.map(({ item }) => item).filter((item) => !given.has(item.key));
  }
  return given;
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
