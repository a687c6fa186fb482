// Link resources on fact sheets.
import type { Document } from './fact-sheet.ts';
import type { UndoLog } from './undo-log.ts';

export interface DocumentStore {
  get(id: string): Document | undefined;
  of(factSheetId: string): readonly Document[];
  put(document: Document): void;
  remove(id: string): void;
}

export function createDocumentStore(undo: UndoLog): DocumentStore {
  const byId = new Map<string, Document>();
  const byFactSheet = new Map<string, readonly Document[]>();
  const of = (factSheetId: string): readonly Document[] => byFactSheet.get(factSheetId) ?? [];

  function add(document: Document): void {
    byId.set(document.id, document);
    byFactSheet.set(document.factSheetId, [...of(document.factSheetId), document]);
  }

  function drop(document: Document): void {
    byId.delete(document.id);
    byFactSheet.set(
      document.factSheetId,
      of(document.factSheetId).filter(({ id }) => id !== document.id),
    );
  }

  return {
    get: (id) => byId.get(id),
    of,
    put(document) {
      const before = byId.get(document.id);
      if (before !== undefined) drop(before);
      add(document);
      undo.add(() => {
        drop(document);
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
