// Relations that the rules want of a fact sheet. Ours follow the source; those that people made are left, and one
// of ours that a person took away is not made again.
import type { FactSheet, Item, Patch, Relation, RelationModel } from '../model.ts';
import type { FieldChange } from '../plan/plan.ts';
import type { FlowRules } from '../rules.ts';
import { type FoundTarget, itemToBe, type Targets } from './targets.ts';

/** Relations are spelt as LeanIX spells them; fields never begin so. */
export function isRelation(key: string): boolean {
  return /^rel[A-Z]/.test(key);
}

/** What was wanted in words, and the fact sheet that this was. */
interface Ours {
  id: string;
  wish: string;
}

interface Wish {
  wish: string;
  isGuess: boolean;
  found: FoundTarget;
  /** A person has said that it leads elsewhere, or not there. */
  isOverruled(factSheetId: string): boolean;
  fields: Readonly<Record<string, string>>;
  why: string;
}

/** A line each: the id, a blank, and what was wanted in words. */
export function parseRelations(text: string): Ours[] {
  if (text === '') return [];
  return text.split('\n').map((line) => {
    const end = line.indexOf(' ');
    return { id: line.slice(0, end), wish: line.slice(end + 1) };
  });
}

export function formatRelations(ours: readonly Ours[]): string {
  const lines = ours.map(({ id, wish }) => `${id} ${wish.replaceAll('\n', ' ')}`);
  return lines.sort().join('\n');
}

/** The same without ids, for people: the fact sheets by their names, else what was wanted. */
export function nameRelations(text: string, names: Readonly<Record<string, string>> = {}): string {
  return parseRelations(text)
    .map(({ id, wish }) => (names[id] === undefined ? wish : `"${names[id]}"`))
    .join(', ');
}

export interface RelationPlan {
  change?: FieldChange;
  /** Things a person should know. */
  notes: string[];
  /** Why the relation cannot follow the source. */
  conflict?: string;
  /** What a person must make or choose before it can. */
  review?: string;
}

export interface RelationsInput {
  item: Item;
  rules: FlowRules;
  models: Readonly<Record<string, RelationModel>>;
  targets: Targets;
}

/** By relation key, all keys of the rules that the workspace has; those that the item wants nothing of too. */
export function wishesOf({ item, rules, models, targets }: RelationsInput): Map<string, Wish[]> {
  const wishes = new Map<string, Wish[]>();
  for (const key of rules.relationKeys) if (models[key] !== undefined) wishes.set(key, []);
  for (const { key, to, named, fields = {}, why, isGuess = false } of rules.relations(item)) {
    const found = targets.find(models[key]?.targetType ?? '', to);
    // Nothing is related to itself.
    if (found.state === 'found' && itemToBe(found.id) === item.key) continue;
    const isOverruled = (id: string) => targets.isOverruled(to, id);
    wishes.get(key)?.push({ wish: named.replaceAll('\n', ' '), isGuess, found, isOverruled, fields, why });
  }
  return wishes;
}

interface Place {
  key: string;
  model: RelationModel;
  /** Undefined on a fact sheet that is to be made. */
  row: FactSheet | undefined;
  /** What we wrote last. */
  written: string;
  /** We made the fact sheet. */
  isMade: boolean;
}

export function changeRelation(all: readonly Wish[], place: Place): RelationPlan {
  const { key, model, row, isMade } = place;
  const present = row?.relations?.[key] ?? [];
  const isPresent = (id: string) => present.some(({ factSheetId }) => factSheetId === id);
  const ours = parseRelations(place.written);
  const notes: string[] = [];
  const wishes = model.isSingle ? all.slice(0, 1) : all;
  if (wishes.length < all.length) notes.push(`${key} holds one fact sheet: the others are left out.`);

  const { kept, gone, overruled } = sortOurs(ours, wishes);
  const isKept = ({ wish }: Wish) => kept.some((own) => own.wish === wish);
  const missing = wishes.filter((wish) => wish.found.state !== 'found' && !isKept(wish));
  for (const { wish, found, isGuess } of missing) {
    const called = isGuess ? 'of the name that the source gives' : wish;
    notes.push(`${model.targetType} ${called} ${inWords(found)}: ${key} left out.`);
  }
  const left = gone.filter(({ id }) => isPresent(id));
  const standing = [...left, ...overruled.filter(({ id }) => isPresent(id))];
  const [unknown] = missing;
  if (unknown !== undefined && left.length > 0) {
    const names = left.map(({ wish }) => wish).join(', ');
    const review = `Review needed: ${model.targetType} ${unknown.wish} ${inWords(unknown.found)}; ${names} was left.`;
    return { notes: [], review };
  }

  const add = openOf(wishes, kept, isPresent).filter(({ id }) => id !== row?.id);
  if (model.isSingle && add.length > 0) {
    const other = present.find(({ factSheetId }) => !ours.some(({ id }) => id === factSheetId));
    if (other !== undefined || (!isMade && standing.length === 0)) {
      const text = `${key} holds one fact sheet${other === undefined ? '' : ` and holds "${other.name}"`}: left alone.`;
      return ours.length > 0 && isMade ? { notes, conflict: text } : { notes: [...notes, text] };
    }
  }
  if (add.length === 0 && standing.length === 0) return { notes };
  const drop = present.filter(({ factSheetId }) => standing.some(({ id }) => id === factSheetId));
  const added = new Set(add.map(({ wish }) => wish));
  return {
    notes,
    change: {
      key,
      names: Object.fromEntries([
        ...present.map(({ factSheetId, name }) => [factSheetId, name]),
        ...wishes.flatMap(({ found }) => (found.state === 'found' ? [[found.id, found.name]] : [])),
      ]),
      // What is neither wanted nor there any more is not given back.
      before: formatRelations([...kept, ...standing]),
      after: formatRelations([...kept.filter(({ wish }) => !added.has(wish)), ...add]),
      owner: 'source-owned',
      why: add[0]?.why ?? 'no longer at the source',
      patches: patchesOf(key, add, drop),
    },
  };
}

interface Sorted {
  /** Still wanted, whatever they are called now. */
  kept: Ours[];
  gone: Ours[];
  /** Wanted by the same words, of which a person has said something else since. */
  overruled: Ours[];
}

function sortOurs(ours: readonly Ours[], wishes: readonly Wish[]): Sorted {
  const sorted: Sorted = { kept: [], gone: [], overruled: [] };
  for (const own of ours) {
    const wish =
      wishes.find((wanted) => wanted.wish === own.wish) ??
      wishes.find(({ found }) => found.state === 'found' && found.id === own.id);
    if (wish === undefined) sorted.gone.push(own);
    else if (wish.isOverruled(own.id)) sorted.overruled.push(own);
    else sorted.kept.push({ id: own.id, wish: wish.wish });
  }
  return sorted;
}

/** Fact sheets that are to be related: each once, however many wishes lead to it. */
function openOf(
  wishes: readonly Wish[],
  kept: readonly Ours[],
  isPresent: (id: string) => boolean,
): (Ours & Pick<Wish, 'fields' | 'why'>)[] {
  const open = new Map<string, Ours & Pick<Wish, 'fields' | 'why'>>();
  for (const { wish, found, fields, why } of wishes) {
    if (found.state !== 'found' || isPresent(found.id) || open.has(found.id)) continue;
    // A person took it away.
    if (kept.some(({ id }) => id === found.id)) continue;
    const own = kept.find((entry) => entry.wish === wish);
    // Another fact sheet bears the name now, and the one we related is out of sight.
    const isWanted = own === undefined || !isPresent(own.id);
    if (isWanted) open.set(found.id, { id: found.id, wish, fields, why });
  }
  return [...open.values()];
}

/** One that goes and one that comes are one relation that moves: what people wrote on it goes along. */
function patchesOf(
  key: string,
  add: readonly { id: string; fields: Readonly<Record<string, string>> }[],
  drop: readonly Relation[],
): Patch[] {
  const moved = Math.min(add.length, drop.length);
  return [
    ...drop.slice(0, moved).map((relation, index): Patch => {
      const { id = '', fields = {} } = add[index] ?? {};
      const value = JSON.stringify({ factSheetId: id, ...relation.fields, ...fields });
      return { op: 'replace', path: `/${key}/${relation.id}`, value };
    }),
    ...drop.slice(moved).map(({ id }): Patch => ({ op: 'remove', path: `/${key}/${id}` })),
    ...add.slice(moved).map(({ id, fields }, index): Patch => {
      const value = JSON.stringify({ factSheetId: id, ...fields });
      return { op: 'add', path: `/${key}/new_${index + 1}`, value };
    }),
  ];
}

function inWords({ state }: FoundTarget): string {
  switch (state) {
    case 'several':
      return 'could be several fact sheets';
    case 'archived':
      return 'is archived';
    default:
      return 'does not exist';
  }
}

/** The relations of one key once the patches are carried out; ids of new ones are not known. */
export function relationsAfter(present: readonly Relation[], { patches }: FieldChange): Relation[] {
  return patches.reduce<Relation[]>(
    (relations, { op, path, value = '{}' }) => {
      const id = path.split('/')[2] ?? '';
      const others = relations.filter((relation) => relation.id !== id);
      if (op === 'remove') return others;
      const { factSheetId, ...fields } = JSON.parse(value);
      return [...others, { id: op === 'add' ? '' : id, factSheetId, name: '', fields }];
    },
    [...present],
  );
}

/** Fact sheets that a change relates, and those that it parts from. */
export function movesOf({ before, after }: Pick<FieldChange, 'before' | 'after'>): {
  to: string[];
  from: string[];
} {
  const [was, is] = [before, after].map((text) => parseRelations(text).map(({ id }) => id)) as [
    string[],
    string[],
  ];
  return { to: is.filter((id) => !was.includes(id)), from: was.filter((id) => !is.includes(id)) };
}

/** Parts from what was related and relates what was parted from, on the fact sheet as it is now. */
export function reversedRelation(field: FieldChange, present: readonly Relation[], why: string): FieldChange {
  const { key, before, after, owner, names } = field;
  const { to, from } = movesOf(field);
  const drop = present.filter(({ factSheetId }) => to.includes(factSheetId));
  const patches = patchesOf(
    key,
    from.map((id) => ({ id, fields: {} })),
    drop,
  );
  return { key, before: after, after: before, owner, why, ...(names && { names }), patches };
}
