// Compares items with the fact sheets that are free: whatever is alike in name or carries an id of theirs becomes
// a candidate with a score, unless there is a veto. It decides nothing.
import type { Evidence } from '../link.ts';
import type { FactSheet, Item } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { type Comparison, compare, readFactSheet, readItem } from './compare.ts';
import { type IdHit, indexIds } from './identity.ts';
import type { NameForm } from './read-name.ts';
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
  const ours = yield* readAll(items, (item) => readItem(item, rules));
  const theirs = yield* readAll(factSheets, (factSheet) => readFactSheet(factSheet, rules));
  const isOpenAt = (index: number) => items[index] !== undefined && isOpen(items[index]);
  const ids = indexIds(
    ours.map(({ evidence }, index) => (isOpenAt(index) ? evidence.ids : [])),
    rules.compare,
  );
  /** Of the few items that any fact sheet carries an id of. */
  const hits = new Map<number, Map<number, readonly IdHit[]>>();
  for (const [index, factSheet] of factSheets.entries()) {
    for (const [item, found] of ids.hitsIn(factSheet)) {
      const known = hits.get(item);
      if (known === undefined) hits.set(item, new Map([[index, found]]));
      else known.set(index, found);
    }
    if (index % readAtOnce === 0) yield;
  }
  const queries = ours.flatMap(({ name }, owner) => formsOf(name, owner));
  const texts = yield* indexTexts(
    theirs.flatMap(({ name, alias }, owner) => [
      ...formsOf(name, owner),
      ...(alias === undefined || !isName(alias) ? [] : formsOf(alias, owner)),
    ]),
    queries,
  );
  const explain = (item: number, factSheet: number, likeness: number): Comparison => {
    const [source, target] = [ours[item], theirs[factSheet]];
    if (source === undefined || target === undefined) throw new RangeError('compared with nothing');
    return compare(source, target, likeness, hits.get(item)?.get(factSheet) ?? []);
  };

  const rows: Judged[][] = items.map(() => []);
  for (const [query, { owner }] of queries.entries()) {
    const item = items[owner];
    if (item === undefined || !isOpen(item)) continue;
    const best = new Map(rows[owner]?.map((former) => [former.factSheet, former]));
    for (const [index, likeness] of texts.search(query, mostCandidates, hits.get(owner)?.keys() ?? [])) {
      const factSheet = factSheets[index];
      if (factSheet === undefined || isRejected(item, factSheet)) continue;
      const { score, certain, veto } = explain(owner, index, likeness);
      const former = best.get(index);
      if (former !== undefined && former.score >= score) continue;
      best.set(index, { factSheet: index, likeness, score, certain, veto });
    }
    rows[owner] = [...best.values()].sort((a, b) => b.score - a.score || a.factSheet - b.factSheet);
    if (query % queriesAtOnce === 0) yield;
  }
  return { rows, explain: (item, { factSheet, likeness }) => explain(item, factSheet, likeness) };
}

function* readAll<Value, Side>(
  values: readonly Value[],
  read: (value: Value) => Side,
): Generator<void, Side[]> {
  const sides: Side[] = [];
  for (const [index, value] of values.entries()) {
    sides.push(read(value));
    if (index % readAtOnce === 0) yield;
  }
  return sides;
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
