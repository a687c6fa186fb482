// What is read of an item and of a fact sheet, once each, before the two are compared.
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules, ItemEvidence } from '../rules.ts';
import { areOfOneLine, todayOf } from './common-words.ts';
import { textOf } from './identity.ts';
import { type NameForm, readName, withoutZeros } from './read-name.ts';
import { broadWords } from './trade-words.ts';
import { idsIn, type Side, systemIdsIn } from './veto.ts';
import { coreOf, wordsOf } from './words.ts';

export interface ItemSide extends Side {
  evidence: ItemEvidence;
  /** Undefined where it is not told. */
  product: Product | undefined;
  /** Every word by which it is known: of its name and product, as they are written and as they are today, of its ids. */
  known: ReadonlySet<string>;
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

const noEvidence: ItemEvidence = { ids: [] };

export function nameOfItem(item: Item, rules: FlowRules): NameForm {
  const [text = ''] = rules.names(item);
  return readName(text);
}

export function readItem(item: Item, rules: FlowRules): ItemSide {
  const name = nameOfItem(item, rules);
  const evidence = rules.evidence?.(item) ?? noEvidence;
  const { environment } = evidence;
  const product = readName(evidence.product ?? '');
  return {
    name,
    evidence,
    product: readProduct(product),
    known: new Set([
      ...[name, product].flatMap((form) => [...form.core, ...todayOf(form)]),
      ...evidence.ids.flatMap(({ value }) => coreOf(wordsOf(value))).map(withoutZeros),
    ]),
    environments:
      environment === undefined ? name.environments : new Set([...name.environments, environment]),
    systemIds: evidence.ids.flatMap(({ kind, value }) => (kind === 'system id' ? [value.toUpperCase()] : [])),
    ids: evidence.ids.length === 0 ? [] : idsIn(name),
  };
}

function readProduct(name: NameForm): Product | undefined {
  const [written, today] = [tellingWords(name.core), tellingWords(todayOf(name))];
  return written.length === 0 ? undefined : { renamed: name.renamed, written, today };
}

/** Share of the words of its product that the fact sheet's name holds: as they are written, or under today's names. */
export function shareNamed(product: Product, factSheet: NameForm): number {
  const shareOf = (words: readonly string[], named: readonly string[]) =>
    words.filter((word) => named.includes(word)).length / words.length;
  const share = shareOf(product.written, factSheet.core);
  const isWhole = product.renamed?.steps.every(({ isPart }) => !isPart) !== false;
  return isWhole && areOfOneLine(product, factSheet)
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
