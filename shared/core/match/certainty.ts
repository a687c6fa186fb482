// What makes a pair certain without a person: the same words with an id among them, or an id that nobody else has
// where the whole product is named and nothing else is said. A word more may make it another thing: its archive, its
// successor, an add-on, a module of the same tenant, another environment in a language that nobody listed.
import type { Evidence } from '../link.ts';
import { areOfOneLine, areOfOneWhole, type CommonWords, todayOf } from './common-words.ts';
import type { IdHit } from './identity.ts';
import { type NameForm, withoutZeros } from './read-name.ts';
import type { FactSheetSide, ItemSide } from './sides.ts';
import { environments, fillers, idLabels, regionOf, relatingWords, signsOfDoubt } from './trade-words.ts';
import { isTradeWord } from './veto.ts';
import { wordsOf } from './words.ts';

interface Compared {
  item: ItemSide;
  factSheet: FactSheetSide;
  hits: readonly IdHit[];
  common: CommonWords;
  /** The fact sheet's name holds all words of the item's product. */
  namesProduct: boolean;
}

export function certainty({ item, factSheet, hits, common, namesProduct }: Compared): Evidence | undefined {
  if (hits.length === 0 || areOfOneWhole(common) || !areRelatedAlike(item.name, factSheet.name, common))
    return undefined;
  // A system id may be a word of the trade: then it is no id in a name that has the word.
  const isNamed = hits.some(({ field, value }) => field === 'name' && !isTradeWord(value));
  if (common.areSame && isNamed) return 'same words';
  if (!namesProduct && item.product !== undefined) return undefined;
  const { name } = factSheet;
  const isAll =
    saysNothingElse(name.core, item) ||
    (areOfOneLine(item.name, name) && saysNothingElse(todayOf(name), item));
  if (!isAll) return undefined;
  const isSure = ({ isStrong, isShared, field, rest }: IdHit) =>
    isStrong &&
    !isShared &&
    // A text may speak of another system: what it replaces, what it talks to.
    (field === 'name' || (field !== 'description' && saysOnlyAnId(rest, item)));
  return hits.some(isSure) ? 'id' : undefined;
}

/** `App for X` is no X. What a rename brings along or takes away is no difference. */
function areRelatedAlike(left: NameForm, right: NameForm, { renames }: CommonWords): boolean {
  const renamed = new Set(renames.flatMap(({ from, to }) => [...wordsOf(from), ...wordsOf(to)]));
  const isIn = (other: NameForm) => (word: string) => other.relating.has(word) || renamed.has(word);
  return [...left.relating].every(isIn(right)) && [...right.relating].every(isIn(left));
}

function saysNothingElse(words: readonly string[], { known, environments: own }: ItemSide): boolean {
  return words.every((word) => {
    const environment = environments.get(word);
    return (
      known.has(withoutZeros(word)) ||
      regionOf(word) !== undefined ||
      (environment !== undefined && own.has(environment))
    );
  });
}

function saysOnlyAnId(rest: string, item: ItemSide): boolean {
  if (signsOfDoubt.test(rest)) return false;
  const words = wordsOf(rest).filter(
    (word) => !idLabels.has(word) && (!fillers.has(word) || relatingWords.has(word)),
  );
  return saysNothingElse(words, item);
}
