// The relations of the simulated workspace, found by either end. Kept apart from the fact sheets: most of them
// have none.
import type { Relation } from './fact-sheet.ts';
import type { UndoLog } from './undo-log.ts';

export interface RelationStore {
  get(id: string): Relation | undefined;
  /** All relations of a fact sheet, whatever its end. */
  of(factSheetId: string): readonly Relation[];
  /** Ids at the other end of one relation, seen from one side. */
  targets(factSheetId: string, relation: string, side: 'from' | 'to'): readonly string[];
  put(relation: Relation): void;
  remove(id: string): void;
}

export function createRelationStore(undo: UndoLog): RelationStore {
  const byId = new Map<string, Relation>();
  const idsByEnd = new Map<string, string[]>();
  const none: readonly Relation[] = [];

  function link(relation: Relation): void {
    byId.set(relation.id, relation);
    for (const end of new Set([relation.fromId, relation.toId])) {
      idsByEnd.set(end, [...(idsByEnd.get(end) ?? []), relation.id]);
    }
  }

  function unlink(relation: Relation): void {
    byId.delete(relation.id);
    for (const end of [relation.fromId, relation.toId]) {
      const rest = (idsByEnd.get(end) ?? []).filter((id) => id !== relation.id);
      if (rest.length === 0) idsByEnd.delete(end);
      else idsByEnd.set(end, rest);
    }
  }

  function of(factSheetId: string): readonly Relation[] {
    const ids = idsByEnd.get(factSheetId);
    return ids === undefined ? none : ids.flatMap((id) => byId.get(id) ?? []);
  }

  return {
    get: (id) => byId.get(id),
    of,
    targets: (factSheetId, relation, side) =>
      of(factSheetId)
        .filter((found) => found.relation === relation && endOf(found, side) === factSheetId)
        .map((found) => endOf(found, side === 'from' ? 'to' : 'from')),
    put(relation) {
      const before = byId.get(relation.id);
      if (before !== undefined) unlink(before);
      link(relation);
      undo.add(() => {
        unlink(relation);
        if (before !== undefined) link(before);
      });
    },
    remove(id) {
      const before = byId.get(id);
      if (before === undefined) return;
      unlink(before);
      undo.add(() => link(before));
    },
  };
}

export function endOf(relation: Relation, side: 'from' | 'to'): string {
  return side === 'from' ? relation.fromId : relation.toId;
}
