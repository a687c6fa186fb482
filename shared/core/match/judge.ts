// Compares items with the fact sheets that are free: whatever is alike in name or carries an id of theirs becomes
// a candidate with a score, unless there is a veto. It decides nothing.
import type { Evidence } from '../link.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { type Comparison, compare } from './compare.ts';
import { findContradiction } from './contradiction.ts';
import { type IdHit, indexIds, sharedIds } from './identity.ts';
import type { NameForm } from './read-name.ts';
import { nameOfItem, namesOfFactSheet, readFactSheet, readItem } from './sides.ts';
import { type IndexedText, indexTexts } from './text-index.ts';

/** Candidates of one item: those that vetoes leave over still have a runner-up. */
const mostCandidates = 8;
const queriesAtOnce = 100;
const readAtOnce = 500;

export interface Judged {
  /** Index of the fact sheet. */
  factSheet: number;
  likeness: number;
  score: number;
  certain: Evidence | undefined;
  veto: string | undefined;
}

export interface Judgement {
  /** Of each item what it was compared with, the best first, vetoed ones too. */
  rows: readonly (readonly Judged[])[];
  /** The comparison in full: signals of ten thousand items would take more memory than all the rest. */
  explain(item: number, judged: Judged): Comparison;
}

export interface JudgeInput {
  /** All items: what is common among them says little. */
  items: readonly Item[];
  /** Those to find candidates for. */
  isOpen(item: Item): boolean;
  factSheets: readonly FactSheet[];
  rules: FlowRules;
  /** Pairs that a person has rejected. */
  isRejected(item: Item, factSheet: FactSheet): boolean;
}

/** Gives way now and then. */
export function* judge(input: JudgeInput): Generator<void, Judgement> {
  const { items, factSheets, rules, isOpen, isRejected } = input;
  const hits = yield* findIds(input);
  // What is read of a name takes ten times its room: it is read again whenever it is asked for.
  const texts = yield* indexTexts(textsOfFactSheets(factSheets, rules), textsOfItems(items, rules));
  const judgeItem = (item: Item, number: number): Judged[] => {
    const side = readItem(item, rules);
    const own: HitsOfItem = hits.get(number) ?? new Map();
    const alike = texts.search(number, mostCandidates, own.keys());
    return [...alike]
      .flatMap(([index, likeness]): Judged[] => {
        const factSheet = factSheets[index];
        if (factSheet === undefined || isRejected(item, factSheet)) return [];
        const other = readFactSheet(factSheet, rules);
        const { score, certain, veto } = compare(side, other, likeness, own.get(index) ?? []);
        const isSure = certain !== undefined && findContradiction(item, factSheet, rules, side) === undefined;
        return [{ factSheet: index, likeness, score, certain: isSure ? certain : undefined, veto }];
      })
      .sort((a, b) => b.score - a.score || a.factSheet - b.factSheet);
  };

  const rows: Judged[][] = [];
  for (const [number, item] of items.entries()) {
    rows.push(isOpen(item) ? judgeItem(item, number) : []);
    if (number % queriesAtOnce === 0) yield;
  }
  return { rows, explain: explainBy(input, hits) };
}

/** By fact sheet. */
type HitsOfItem = ReadonlyMap<number, readonly IdHit[]>;
/** Of the few items that any fact sheet carries an id of. */
type Hits = ReadonlyMap<number, HitsOfItem>;

/** By itself: the index, which is large, is gone once all are judged. */
function explainBy({ items, factSheets, rules }: JudgeInput, hits: Hits): Judgement['explain'] {
  return (number, { factSheet: index, likeness }) => {
    const [item, factSheet] = [items[number], factSheets[index]];
    if (item === undefined || factSheet === undefined) throw new RangeError('compared with nothing');
    const [ours, theirs] = [readItem(item, rules), readFactSheet(factSheet, rules)];
    return compare(ours, theirs, likeness, hits.get(number)?.get(index) ?? []);
  };
}

function* findIds({ items, factSheets, rules, isOpen }: JudgeInput): Generator<void, Hits> {
  const idsOf = (item: Item) => rules.evidence?.(item).ids ?? [];
  const shared = sharedIds(items, idsOf, (item) => rules.skip(item) !== undefined);
  yield;
  const ofOpen = items.map((item) => (isOpen(item) ? idsOf(item) : []));
  const ids = indexIds(ofOpen, rules.compare, shared);
  const hits = new Map<number, Map<number, readonly IdHit[]>>();
  for (const [index, factSheet] of factSheets.entries()) {
    for (const [item, found] of ids.hitsIn(factSheet)) {
      const known = hits.get(item);
      if (known === undefined) hits.set(item, new Map([[index, found]]));
      else known.set(index, found);
    }
    if (index % readAtOnce === 0) yield;
  }
  return hits;
}

function* textsOfItems(items: readonly Item[], rules: FlowRules): Generator<IndexedText> {
  for (const [owner, item] of items.entries()) yield* formsOf(nameOfItem(item, rules), owner);
}

function* textsOfFactSheets(factSheets: readonly FactSheet[], rules: FlowRules): Generator<IndexedText> {
  for (const [owner, factSheet] of factSheets.entries()) {
    const { name, alias } = namesOfFactSheet(factSheet, rules);
    yield* formsOf(name, owner);
    if (alias !== undefined && isName(alias)) yield* formsOf(alias, owner);
  }
}

/** No id, which is looked for by itself. */
function isName({ text }: NameForm): boolean {
  return text.length > 3 && !/\d/.test(text);
}

/** As it is called, and as it would be called today. */
function formsOf({ words, core, renamed }: NameForm, owner: number): IndexedText[] {
  if (words.length === 0) return [];
  const own = { owner, words, core };
  return renamed === undefined ? [own] : [own, { owner, words: renamed.core, core: renamed.core }];
}
