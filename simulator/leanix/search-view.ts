// The workspace as its search index sees it (assumption A18): a write is found only when the lag is over, also
// by what it changed. What is found is shown as it is now; relations and reading by id do not lag.
import { externalIdsOf, type FactSheet } from './fact-sheet.ts';
import type { Workspace } from './workspace.ts';

export function searchView(workspace: Workspace): Workspace {
  const stale = workspace.history.stale(workspace.now());
  if (stale.size === 0) return workspace;
  const asSeen = (row: FactSheet): FactSheet | undefined => (stale.has(row.id) ? stale.get(row.id) : row);
  return {
    ...workspace,
    get: (id) => (stale.has(id) ? stale.get(id) : workspace.get(id)),
    *list(type) {
      for (const row of workspace.list(type)) {
        const seen = asSeen(row);
        if (seen !== undefined) yield seen;
      }
    },
    withExternalId(field, externalId) {
      const moved = [...stale.values()].filter((row) => row !== undefined);
      const rows = [
        ...workspace.withExternalId(field, externalId).flatMap((row) => asSeen(row) ?? []),
        ...moved,
      ];
      return rows.filter((row) => externalIdsOf(row)[field]?.externalId === externalId);
    },
  };
}
