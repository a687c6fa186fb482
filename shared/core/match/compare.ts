// Compares an item with one fact sheet: what is read of either, what vetoes it, what makes it certain, and else
// what it scores.
import type { Evidence } from '../link.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules, ItemEvidence } from '../rules.ts';
import { areOfOneLine, commonWords, todayOf } from './common-words.ts';
import { type IdHit, textOf } from './identity.ts';
import type { Signal } from './pairing.ts';
import { type NameForm, readName } from './read-name.ts';
import { broadWords } from './trade-words.ts';
import { findVeto, idsIn, type Side, systemIdsIn } from './veto.ts';
import { weigh } from './weigh.ts';

export interface ItemSide extends Side {
  evidence: ItemEvidence;
  /** Undefined where it is not told. */
  product: Product | undefined;
}

/** With the words that tell it from others, as they are written and as it is called today. */
interface Product extends Pick<NameForm, 'renamed'> {
  written: readonly string[];
  today: readonly string[];
}

export interface FactSheetSide extends Side {
  /** What people call it besides; undefined where nobody does. */
  alias: NameForm | undefined;
}

export interface Comparison {
  score: number;
  signals: readonly Signal[];
  /** What makes it certain, as long as nothing else is as certain. */
  certain: Evidence | undefined;
  /** Why it can never be, whatever the score. */
  veto: string | undefined;
}

const noEvidence: ItemEvidence = { ids: [] };

export function nameOfItem(item: Item, rules: FlowRules): NameForm {
  const [text = ''] = rules.names(item);
  return readName(text);
}

export function readItem(item: Item, rules: FlowRules): ItemSide {
  const name = nameOfItem(item, rules);
  const evidence = rules.evidence?.(item) ?? noEvidence;
  const { environment, product = '' } = evidence;
  return {
    name,
    evidence,
    product: readProduct(product),
    environments:
      environment === undefined ? name.environments : new Set([...name.environments, environment]),
    systemIds: evidence.ids.flatMap(({ kind, value }) => (kind === 'system id' ? [value.toUpperCase()] : [])),
    ids: evidence.ids.length === 0 ? [] : idsIn(name),
  };
}

function readProduct(text: string): Product | undefined {
  const name = readName(text);
  const [written, today] = [tellingWords(name.core), tellingWords(todayOf(name))];
  return written.length === 0 ? undefined : { renamed: name.renamed, written, today };
}

/** Share of the words of its product that the fact sheet's name holds: as they are written, or under today's names. */
function shareNamed(product: Product, factSheet: NameForm): number {
  const shareOf = (words: readonly string[], named: readonly string[]) =>
    words.filter((word) => named.includes(word)).length / words.length;
  const share = shareOf(product.written, factSheet.core);
  return areOfOneLine(product, factSheet)
    ? Math.max(share, shareOf(product.today, todayOf(factSheet)))
    : share;
}

/** Without those that many products bear, unless there are no others. */
function tellingWords(words: readonly string[]): readonly string[] {
  const telling = words.filter((word) => !broadWords.has(word));
  return telling.length === 0 ? words : telling;
}

export function namesOfFactSheet(
  factSheet: FactSheet,
  { compare: fields }: FlowRules,
): Pick<FactSheetSide, 'name' | 'alias'> {
  const alias = fields.includes('alias') ? textOf(factSheet, 'alias') : undefined;
  return {
    name: readName(factSheet.name),
    alias: alias === undefined || alias === '' ? undefined : readName(alias),
  };
}

export function readFactSheet(factSheet: FactSheet, rules: FlowRules): FactSheetSide {
  const { name, alias } = namesOfFactSheet(factSheet, rules);
  return {
    name,
    alias,
    environments: name.environments,
    systemIds: systemIdsIn(factSheet.name),
    ids: idsIn(name),
  };
}

/** @param likeness of the letters, from 0 to 1 */
export function compare(
  item: ItemSide,
  factSheet: FactSheetSide,
  likeness: number,
  hits: readonly IdHit[],
): Comparison {
  const share = item.product === undefined ? 0 : shareNamed(item.product, factSheet.name);
  const isOtherProduct = share === 0 && item.product !== undefined;
  const common = commonWords(item.name, factSheet.name);
  const hasOtherId =
    hits.length === 0 &&
    item.evidence.ids.length > 0 &&
    factSheet.alias !== undefined &&
    idsIn(factSheet.alias).length > 0;
  return {
    ...weigh({ item, factSheet, likeness, hits, product: share, isOtherProduct, common, hasOtherId }),
    certain: certainty(hits, common.areSame, share === 1, item.product !== undefined),
    veto: findVeto(item, factSheet, hits.length > 0),
  };
}

/** The same words with an id among them, or an id that nobody else has where the whole product is named too. */
function certainty(
  hits: readonly IdHit[],
  sameWords: boolean,
  namesProduct: boolean,
  knowsProduct: boolean,
): Evidence | undefined {
  if (sameWords && hits.some(({ field }) => field === 'name')) return 'same words';
  // A text may speak of another system: what it replaces, what it talks to.
  const isSure = ({ isStrong, field, fillsField }: IdHit) =>
    isStrong &&
    (namesProduct || !knowsProduct) &&
    (field === 'name' || (fillsField && field !== 'description'));
  return hits.some(isSure) ? 'id' : undefined;
}
