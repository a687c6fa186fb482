// What speaks against a fact sheet that would be taken without asking, by its name or an id: a field that holds the
// id of something else or another environment, an end of life that has come, a parent that is another thing, a sign
// by which people mark what is gone. It vetoes nothing: a person is asked.
import { isOurExternalId } from '../item.ts';
import { endOfLife } from '../map/target.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { textOf } from './identity.ts';
import { readName, withoutZeros } from './read-name.ts';
import { type ItemSide, readItem } from './sides.ts';
import { signsOfDoubt } from './trade-words.ts';
import { disjoint, idsIn, systemIdsIn } from './veto.ts';
import { wordsOf } from './words.ts';

/**
 * In words; undefined where nothing does.
 * @param side the item as it was read, where it has been already
 */
export function findContradiction(
  item: Item,
  factSheet: FactSheet,
  rules: FlowRules,
  side: ItemSide = readItem(item, rules),
): string | undefined {
  return (
    signOfDoubt(side, factSheet) ??
    endedBefore(factSheet) ??
    otherInField(side, factSheet, rules) ??
    otherParent(item, side, factSheet, rules)
  );
}

function signOfDoubt({ name }: ItemSide, factSheet: FactSheet): string | undefined {
  const [sign] = signsOfDoubt.exec(factSheet.name) ?? [];
  return sign === undefined || name.text.includes(sign) ? undefined : `its name bears ${sign}`;
}

/** By what is known of it and not by the clock: what was planned may have been put off. */
function endedBefore({ lifecycle, updatedAt }: FactSheet): string | undefined {
  const end = lifecycle.find(({ phase }) => phase === endOfLife)?.startDate;
  return end === undefined || end > updatedAt ? undefined : `its life ended on ${end}`;
}

function otherInField(side: ItemSide, factSheet: FactSheet, { compare }: FlowRules): string | undefined {
  for (const field of compare) {
    // A text speaks of other systems too.
    const text = field === 'name' || field === 'description' ? '' : (textOf(factSheet, field) ?? '');
    if (text === '' || isOurExternalId(text)) continue;
    const other = disjoint(readName(text).environments, side.environments) ?? otherIdIn(text, side);
    if (other !== undefined) return `its ${field} says ${other}`;
  }
  return undefined;
}

/** An id that is written like one of the item's and is none of them. */
function otherIdIn(text: string, { evidence }: ItemSide): string | undefined {
  const own = evidence.ids.map(({ value }) => withoutZeros(wordsOf(value).join('')));
  const found = [...idsIn(readName(text)), ...systemIdsIn(text).filter((id) => /\d/.test(id))];
  const said = found.map((id) => withoutZeros(id.toLowerCase()));
  const isLike = (id: string) => (other: string) => shapeOf(other) === shapeOf(id);
  return said.find(
    (id) => own.some(isLike(id)) && !said.filter(isLike(id)).some((like) => own.includes(like)),
  );
}

/** System ids are alike, whichever of their signs are digits; others where letters and digits stand in the same places. */
function shapeOf(id: string): string {
  if (/^[a-z][a-z0-9]{2}$/.test(id)) return 'system id';
  return id.replace(/\p{L}/gu, 'a').replace(/\d/g, '9');
}

/** One that has its product and an id in its name is told by it, wherever it stands. */
function otherParent(
  item: Item,
  { product, evidence, environments, name }: ItemSide,
  { name: own, displayName }: FactSheet,
  rules: FlowRules,
): string | undefined {
  if (displayName === own || !displayName.endsWith(own)) return undefined;
  const parent = displayName.slice(0, -own.length).replace(/[\s/]+$/, '');
  const { core, environments: said } = readName(parent);
  const isTold = (product !== undefined && evidence.ids.length > 0) || idsIn(name).length > 0;
  const known = new Set(rules.names(item).flatMap(wordsOf));
  const isOther = !isTold && core.some((word) => !known.has(word));
  return isOther || disjoint(said, environments) !== undefined ? `it stands under ${parent}` : undefined;
}
