// Fact sheets that relations lead to, found by name, external id or the item they stand for. It never chooses:
// what could mean several, or is archived, is told as such.
import { type Decisions, indexDecisions, isOverruled } from '../decision.ts';
import type { FactSheet } from '../model.ts';
import { normalName } from '../text.ts';

/** Whom a relation is to lead to. */
export type RelationTarget =
  | { name: string }
  | { externalId: string }
  /** Key of an item: the fact sheet that stands for it, made by the same plan if need be. */
  | { item: string }
  | { factSheetId: string }
  /** By this external id, else by name; made by the same plan if need be. */
  | { companion: string; name: string };

export type FoundTarget =
  | { state: 'found'; id: string; name: string }
  | { state: 'several'; among: readonly FactSheet[] }
  | { state: 'missing' | 'archived' };

export interface Targets {
  find(type: string, target: RelationTarget): FoundTarget;
  /** A person has said that it leads elsewhere, or not there. */
  isOverruled(target: RelationTarget, factSheetId: string): boolean;
}

/** An id that does not exist yet: that of what the plan makes for an item, or along with it. */
export function idToBe(item: string): string {
  return `new:${encodeURIComponent(item)}`;
}

/** The item of an id that does not exist yet; undefined for any other. */
export function itemToBe(id: string): string | undefined {
  return id.startsWith('new:') ? decodeURIComponent(id.slice('new:'.length)) : undefined;
}

export interface TargetsInput {
  /** By type. */
  inventories: ReadonlyMap<string, Iterable<FactSheet>>;
  /** Fact sheets of items, of whichever flow. */
  factSheetIds: ReadonlyMap<string, string>;
  /** Names of the fact sheets that the plan makes, by item, and their type. */
  toBe: ReadonlyMap<string, string>;
  typeToBe: string;
  /** Names of companions that the plan may make, by external id. */
  companions?: ReadonlyMap<string, string>;
  /** What people said which fact sheet a companion is, and which it is not. */
  decisions?: Decisions;
}

const undecided = indexDecisions([]);

export function createTargets({
  inventories,
  factSheetIds,
  toBe,
  typeToBe,
  companions = new Map(),
  decisions = undecided,
}: TargetsInput): Targets {
  const indexes = new Map([...inventories].map(([type, rows]) => [type, indexOf(rows)]));
  const namesToBe = new Map<string, string[]>();
  for (const [item, name] of toBe) push(namesToBe, normalName(name), item);
  const byItem = (type: string, item: string): FoundTarget => {
    const name = type === typeToBe ? toBe.get(item) : undefined;
    if (name !== undefined) return { state: 'found', id: idToBe(item), name };
    const id = factSheetIds.get(item);
    return id === undefined ? { state: 'missing' } : byId(type, id);
  };
  const byId = (type: string, id: string): FoundTarget => {
    const row = indexes.get(type)?.byId.get(id);
    return row === undefined ? { state: 'missing' } : only([row]);
  };
  const byCompanion = (
    type: string,
    { companion, name }: { companion: string; name: string },
  ): FoundTarget => {
    const index = indexes.get(type);
    const chosen = decisions.links.get(companion);
    if (chosen !== undefined) return byId(type, chosen);
    if (decisions.ignored.has(companion)) return { state: 'missing' };
    const isPossible = ({ id }: FactSheet) => decisions.rejected.get(companion)?.has(id) !== true;
    const marked = only((index?.byExternalId.get(companion) ?? []).filter(isPossible));
    if (marked.state !== 'missing') return marked;
    const named = only((index?.byName.get(normalName(name)) ?? []).filter(isPossible));
    const toMake = companions.get(companion);
    if (named.state !== 'missing' || toMake === undefined) return named;
    return { state: 'found', id: idToBe(companion), name: toMake };
  };
  return {
    find(type, target) {
      if ('companion' in target) return byCompanion(type, target);
      const index = indexes.get(type);
      if ('item' in target) return byItem(type, target.item);
      if ('factSheetId' in target) return byId(type, target.factSheetId);
      if ('externalId' in target) return only(index?.byExternalId.get(target.externalId) ?? []);
      const normal = normalName(target.name);
      const known = only(index?.byName.get(normal) ?? []);
      const items = type === typeToBe ? (namesToBe.get(normal) ?? []) : [];
      const [item, another] = items;
      if (item === undefined || known.state === 'several') return known;
      const isContested = another !== undefined || known.state === 'found';
      return isContested ? { state: 'several', among: [] } : byItem(type, item);
    },
    isOverruled: (target, factSheetId) =>
      'companion' in target && isOverruled({ item: target.companion, factSheetId }, decisions),
  };
}

interface Index {
  byId: Map<string, FactSheet>;
  byName: Map<string, FactSheet[]>;
  byExternalId: Map<string, FactSheet[]>;
}

function indexOf(rows: Iterable<FactSheet>): Index {
  const index: Index = { byId: new Map(), byName: new Map(), byExternalId: new Map() };
  for (const row of rows) {
    index.byId.set(row.id, row);
    for (const name of new Set([normalName(row.name), normalName(row.displayName)])) {
      push(index.byName, name, row);
    }
    if (row.externalId !== '') push(index.byExternalId, row.externalId, row);
  }
  return index;
}

function only(rows: readonly FactSheet[]): FoundTarget {
  const active = rows.filter(({ status }) => status === 'ACTIVE');
  const [row, another] = active;
  if (row === undefined) return { state: rows.length > 0 ? 'archived' : 'missing' };
  if (another !== undefined) return { state: 'several', among: active };
  return { state: 'found', id: row.id, name: row.displayName };
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
