// Ids that source and target both carry: system numbers, tenant ids, system ids, hosts, installation numbers.
// They are found wherever people wrote them: in the name, the alias, a field for external ids, a description.
import type { FactSheet, Item } from '../model.ts';
import type { ItemId } from '../rules.ts';
import { withoutZeros } from './read-name.ts';

export interface IdHit extends ItemId {
  /** Field of the fact sheet. */
  field: string;
  isStrong: boolean;
  /** The field says hardly anything else: a text that names an id may speak of another system. */
  fillsField: boolean;
  /** What the field says besides. */
  rest: string;
  /** Another object has it too: `sharedIds`. */
  isShared: boolean;
}

/**
 * Ids, as they are compared, that an item shares with one of its kind of which nothing is made, such as its test
 * system: they do not tell the two apart. Where something is made of both, each has its say.
 */
export function sharedIds(
  items: readonly Item[],
  idsOf: (item: Item) => readonly ItemId[],
  isSkipped: (item: Item) => boolean,
): ReadonlySet<string> {
  const shared = new Set<string>();
  const owners = new Map<string, Item>();
  for (const item of items) {
    for (const id of idsOf(item).filter(isStrongId)) {
      const key = idKey(id.value);
      const ofKind = `${item.kind}/${key}`;
      const owner = owners.get(ofKind) ?? item;
      if (owner !== item && (isSkipped(owner) || isSkipped(item))) shared.add(key);
      owners.set(ofKind, item);
    }
  }
  return shared;
}

/** Words run together at most: a tenant id has five, a host with its domains some more. */
const mostWords = 10;
const shortestId = 3;
const longestId = 64;

/** As ids are compared: letters and digits alone, numbers without leading zeros. */
function idKey(text: string): string {
  const squeezed = wordsIn(text).join('');
  return /^\d+$/.test(squeezed) ? withoutZeros(squeezed) : squeezed;
}

function wordsIn(text: string): readonly string[] {
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Long, with digits that are no year, and no id that several systems share by its nature. */
function isStrongId({ kind, value }: ItemId): boolean {
  const key = idKey(value);
  const digits = key.replace(/(?<!\d)(?:19|20)\d\d(?!\d)/g, '').match(/\d/g)?.length ?? 0;
  return kind !== 'installation number' && key.length >= 6 && digits >= 3;
}

export interface IdIndex {
  /** The ids of items that a fact sheet carries, by the item's number. */
  hitsIn(factSheet: FactSheet): ReadonlyMap<number, readonly IdHit[]>;
}

/**
 * @param fields those of a fact sheet that are searched
 * @param shared what `sharedIds` says
 */
export function indexIds(
  idsOfItems: readonly (readonly ItemId[])[],
  fields: readonly string[],
  shared: ReadonlySet<string>,
): IdIndex {
  const owners = new Map<string, { item: number; id: ItemId }[]>();
  let longest = 1;
  for (const [item, ids] of idsOfItems.entries()) {
    for (const id of ids) {
      const key = idKey(id.value);
      if (key.length < shortestId || key.length > longestId) continue;
      longest = Math.min(mostWords, Math.max(longest, wordsIn(id.value).length));
      const known = owners.get(key);
      if (known === undefined) owners.set(key, [{ item, id }]);
      else known.push({ item, id });
    }
  }
  return {
    hitsIn(factSheet) {
      const hits = new Map<number, IdHit[]>();
      if (owners.size === 0) return hits;
      for (const [field, text] of textsOf(factSheet, fields)) {
        for (const key of new Set(runsOf(text, longest))) {
          for (const { item, id } of owners.get(key) ?? []) {
            const fillsField = 2 * key.length >= wordsIn(text).join('').length;
            const hit: IdHit = {
              ...id,
              field,
              isStrong: isStrongId(id),
              fillsField,
              rest: field === 'description' ? '' : restOf(text, key),
              isShared: shared.has(key),
            };
            const known = hits.get(item) ?? [];
            if (!counts(hit, text) || known.some(({ kind }) => kind === id.kind)) continue;
            hits.set(item, [...known, hit]);
          }
        }
      }
      return hits;
    },
  };
}

/** A short one counts only where it is written as one: `P6G`, not a word of three letters in a description. */
function counts({ isStrong, value, field }: IdHit, text: string): boolean {
  return isStrong || (field !== 'description' && (/\d{3}/.test(value) || text.includes(value)));
}

function textsOf(factSheet: FactSheet, fields: readonly string[]): [string, string][] {
  return fields.flatMap((field): [string, string][] => {
    const text = textOf(factSheet, field);
    return text === undefined || text === '' ? [] : [[field, text]];
  });
}

export function textOf(factSheet: FactSheet, field: string): string | undefined {
  if (field === 'name') return factSheet.name;
  // Where ours stand in a field of their own, those of others are read like any field.
  return factSheet.fields[field] ?? (field === 'externalId' ? factSheet.externalId : undefined);
}

/** Every word, and every run of a few words that holds a digit, as ids are compared. */
function runsOf(text: string, mostWords: number): string[] {
  const words = wordsIn(text);
  return words.flatMap((_, start) => {
    const runs: string[] = [];
    let run = '';
    for (const word of words.slice(start, start + mostWords)) {
      run += word;
      if (run.length > longestId) break;
      if (run === word || /\d/.test(run)) runs.push(/^\d+$/.test(run) ? withoutZeros(run) : run);
    }
    return runs;
  });
}

/** The text without the words that are the id; the way to a page of a host is no more than the host. */
function restOf(text: string, key: string): string {
  const plain = text.normalize('NFKD').toLowerCase();
  const words = [...plain.matchAll(/[\p{L}\p{N}]+/gu)];
  for (const [start, first] of words.entries()) {
    let run = '';
    for (const word of words.slice(start, start + mostWords)) {
      run += word[0];
      if (idKey(run) !== key) continue;
      const [before, after] = [plain.slice(0, first.index), plain.slice(word.index + word[0].length)];
      return `${before} ${before.endsWith('://') ? after.replace(/^\S+/, '') : after}`;
    }
  }
  return plain;
}
