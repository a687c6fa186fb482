// The simulated workspace: rows and indexes, with an undo log so that a batch is one transaction. It keeps the
// two rules of uniqueness (display name by type, external id) and the computed display names; it knows nothing
// of GraphQL or patches. Everything is synchronous: nobody sees half a transaction.
import type { SimulatorClock } from '../clock.ts';
import type { Random } from '../generate/random.ts';
import type { DataModel } from './data-model-shape.ts';
import { refuseExternalId, refuseName } from './errors.ts';
import {
  type Comment,
  type Document,
  externalIdsOf,
  type FactSheet,
  type Subscription,
} from './fact-sheet.ts';
import { createLogStore, type LogStore } from './log-store.ts';
import { createOwnedStore, type OwnedStore } from './owned-store.ts';
import { createRelationStore, type RelationStore } from './relation-store.ts';
import { createRowHistory, type RowHistory } from './row-history.ts';
import type { LeanixSettings } from './settings.ts';
import { createTagStore, type TagStore } from './tag-store.ts';
import { createUndoLog, type UndoLog } from './undo-log.ts';

export interface Workspace {
  id: string;
  name: string;
  model: DataModel;
  settings: LeanixSettings;
  undo: UndoLog;
  relations: RelationStore;
  tags: TagStore;
  documents: OwnedStore<Document>;
  subscriptions: OwnedStore<Subscription>;
  comments: OwnedStore<Comment>;
  log: LogStore;
  history: RowHistory;
  newId(): string;
  /** The time for a row that is written now, in microseconds. */
  stamp(): number;
  now(): number;
  get(id: string): FactSheet | undefined;
  /** Active and archived ones in the order they were made; of all types without a type. */
  list(type?: string): Iterable<FactSheet>;
  withExternalId(field: string, externalId: string): readonly FactSheet[];
  /** Whether an active fact sheet of the type has this display name. */
  isNameTaken(type: string, displayName: string): boolean;
  /** Name with what the type adds to it, without the parents. */
  fullNameOf(factSheet: FactSheet): string;
  parentOf(id: string): FactSheet | undefined;
  /** Puts a row, with its display name and those of its children made anew; throws what LeanIX refuses. */
  save(factSheet: FactSheet): FactSheet;
  /** Takes a row out for good, with what hangs on it. */
  remove(id: string): void;
}

export interface WorkspaceOptions {
  model: DataModel;
  settings: LeanixSettings;
  clock: SimulatorClock;
  random: Random;
}

const providerRelation = 'itComponentProviderRelation';

export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { model, settings, clock, random } = options;
  const undo = createUndoLog();
  const relations = createRelationStore(undo);
  const documents = createOwnedStore<Document>(undo);
  const subscriptions = createOwnedStore<Subscription>(undo);
  const comments = createOwnedStore<Comment>(undo);
  const history = createRowHistory(settings.indexLagMs);
  const rows = new Map<string, FactSheet>();
  const idsByType = new Map<string, Set<string>>();
  /** Active ones only, by type and display name. */
  const idByName = new Map<string, string>();
  const idsByExternalId = new Map<string, string[]>();

  const nameKey = (type: string, displayName: string): string => `${type} ${displayName}`;

  function index(row: FactSheet): void {
    rows.set(row.id, row);
    if (row.status === 'ACTIVE') idByName.set(nameKey(row.type, row.displayName), row.id);
    for (const key of externalIdKeys(row)) {
      idsByExternalId.set(key, [...(idsByExternalId.get(key) ?? []), row.id]);
    }
  }

  function unindex(row: FactSheet): void {
    const key = nameKey(row.type, row.displayName);
    if (idByName.get(key) === row.id) idByName.delete(key);
    for (const key of externalIdKeys(row)) {
      const rest = (idsByExternalId.get(key) ?? []).filter((id) => id !== row.id);
      if (rest.length === 0) idsByExternalId.delete(key);
      else idsByExternalId.set(key, rest);
    }
  }

  function put(row: FactSheet): void {
    const before = rows.get(row.id);
    checkUnique(row);
    history.note(row.id, before, clock.now());
    if (before === undefined) idsOf(row.type).add(row.id);
    else unindex(before);
    index(row);
    undo.add(() => {
      unindex(row);
      if (before !== undefined) return index(before);
      rows.delete(row.id);
      idsOf(row.type).delete(row.id);
    });
  }

  function remove(id: string): void {
    const row = rows.get(id);
    if (row === undefined) return;
    for (const relation of relations.of(id)) relations.remove(relation.id);
    for (const document of documents.of(id)) documents.remove(document.id);
    for (const subscription of subscriptions.of(id)) subscriptions.remove(subscription.id);
    for (const comment of comments.of(id)) comments.remove(comment.id);
    unindex(row);
    rows.delete(id);
    idsOf(row.type).delete(id);
    undo.add(() => {
      idsOf(row.type).add(id);
      index(row);
    });
  }

  function checkUnique(row: FactSheet): void {
    if (row.status !== 'ACTIVE') return;
    const namesake = idByName.get(nameKey(row.type, row.displayName));
    if (settings.uniqueNames && namesake !== undefined && namesake !== row.id)
      throw refuseName(row.displayName, row.type);
    if (!model.uniqueExternalId) return;
    for (const [field, { externalId }] of Object.entries(externalIdsOf(row))) {
      const holders = idsByExternalId.get(externalIdKey(field, externalId)) ?? [];
      if (holders.some((id) => id !== row.id && isActive(id))) throw refuseExternalId(externalId, row.type);
    }
  }

  function isActive(id: string): boolean {
    return rows.get(id)?.status === 'ACTIVE';
  }

  function idsOf(type: string): Set<string> {
    const known = idsByType.get(type);
    if (known !== undefined) return known;
    const ids = new Set<string>();
    idsByType.set(type, ids);
    return ids;
  }

  function save(factSheet: FactSheet): FactSheet {
    const displayName = displayNameOf(factSheet);
    const before = rows.get(factSheet.id)?.displayName;
    const row = displayName === factSheet.displayName ? factSheet : { ...factSheet, displayName };
    put(row);
    if (before !== undefined && before !== displayName) {
      for (const child of namedAfter(row)) save(child);
    }
    return row;
  }

  /** leanix-api 2.6: parents and full name, joined by a slash between blanks. */
  function displayNameOf(factSheet: FactSheet): string {
    const parent = parentOf(factSheet.id);
    const fullName = fullNameOf(factSheet);
    const isPrefixed = factSheet.type !== 'ITComponent' || settings.childComponentsPrefixed;
    return parent === undefined || !isPrefixed ? fullName : `${parent.displayName} / ${fullName}`;
  }

  function fullNameOf(factSheet: FactSheet): string {
    const { type, name, fields } = factSheet;
    const parts = [name];
    if (typeof fields.release === 'string') parts.push(fields.release);
    if (type === 'ITComponent') {
      const [provider] = relations.targets(factSheet.id, providerRelation, 'from');
      const row = provider === undefined ? undefined : rows.get(provider);
      if (row !== undefined) parts.unshift(row.name);
    }
    return parts.join(' ');
  }

  function parentOf(id: string): FactSheet | undefined {
    const up = relations.of(id).find(({ relation, fromId }) => fromId === id && isParentRelation(relation));
    return up === undefined ? undefined : rows.get(up.toId);
  }

  /** Whose display name holds the name of this one. */
  function namedAfter(row: FactSheet): FactSheet[] {
    const ids = relations
      .of(row.id)
      .filter(
        ({ relation, toId }) =>
          toId === row.id && (isParentRelation(relation) || relation === providerRelation),
      )
      .map(({ fromId }) => fromId);
    return ids.flatMap((id) => rows.get(id) ?? []);
  }

  return {
    id: random.uuid(),
    name: 'SimulatedWorkspace',
    model,
    settings,
    undo,
    relations,
    tags: createTagStore(undo),
    documents,
    subscriptions,
    comments,
    log: createLogStore(undo, clock.now),
    history,
    newId: random.uuid,
    stamp: clock.stamp,
    now: clock.now,
    get: (id) => rows.get(id),
    *list(type) {
      if (type === undefined) return yield* rows.values();
      for (const id of idsByType.get(type) ?? []) {
        const row = rows.get(id);
        if (row !== undefined) yield row;
      }
    },
    withExternalId: (field, externalId) =>
      (idsByExternalId.get(externalIdKey(field, externalId)) ?? []).flatMap((id) => rows.get(id) ?? []),
    isNameTaken: (type, displayName) => idByName.has(nameKey(type, displayName)),
    fullNameOf,
    parentOf,
    save,
    remove,
  };
}

function isParentRelation(relation: string): boolean {
  return relation.endsWith('ParentRelation');
}

function externalIdKey(field: string, externalId: string): string {
  return `${field}/${externalId}`;
}

function externalIdKeys(row: FactSheet): string[] {
  return Object.entries(externalIdsOf(row)).map(([field, { externalId }]) =>
    externalIdKey(field, externalId),
  );
}
