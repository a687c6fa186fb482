// What hangs on a fact sheet and is found by it: documents, subscriptions.
import type { UndoLog } from './undo-log.ts';

interface Owned {
  readonly id: string;
  readonly factSheetId: string;
}

export interface OwnedStore<Row extends Owned> {
  get(id: string): Row | undefined;
  of(factSheetId: string): readonly Row[];
  put(row: Row): void;
  remove(id: string): void;
}

export function createOwnedStore<Row extends Owned>(undo: UndoLog): OwnedStore<Row> {
  const byId = new Map<string, Row>();
  const byFactSheet = new Map<string, readonly Row[]>();
  const of = (factSheetId: string): readonly Row[] => byFactSheet.get(factSheetId) ?? [];

  function add(row: Row): void {
    byId.set(row.id, row);
    byFactSheet.set(row.factSheetId, [...of(row.factSheetId), row]);
  }

  function drop(row: Row): void {
    byId.delete(row.id);
    byFactSheet.set(
      row.factSheetId,
      of(row.factSheetId).filter(({ id }) => id !== row.id),
    );
  }

  return {
    get: (id) => byId.get(id),
    of,
    put(row) {
      const before = byId.get(row.id);
      if (before !== undefined) drop(before);
      add(row);
      undo.add(() => {
        drop(row);
        if (before !== undefined) add(before);
      });
    },
    remove(id) {
      const before = byId.get(id);
      if (before === undefined) return;
      drop(before);
      undo.add(() => add(before));
    },
  };
}
