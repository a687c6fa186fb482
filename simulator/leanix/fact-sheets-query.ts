// Resolves allFactSheets: searches in what the index sees, shows what the user may read, page by page.
import { canRead } from './access.ts';
import type { Automation } from './automation.ts';
import { refuse } from './errors.ts';
import { listFacets } from './facets.ts';
import type { FactSheet } from './fact-sheet.ts';
import { findFactSheets, type Search } from './filter.ts';
import { createPageReader, type FactSheetPage, type PageRequest } from './pages.ts';
import { searchView } from './search-view.ts';
import type { User } from './users.ts';
import type { Workspace } from './workspace.ts';

export type FactSheetsArguments = Search & PageRequest & { hierarchy?: unknown };

export function resolveFactSheets(
  workspace: Workspace,
  automation: Automation,
): (args: FactSheetsArguments, user: User) => object {
  const readPage = createPageReader(workspace);

  function find(args: FactSheetsArguments, user: User): FactSheet[] {
    const view = searchView(workspace);
    const found = findFactSheets(view, args);
    const current = view === workspace ? found : found.flatMap(({ id }) => workspace.get(id) ?? []);
    return current.filter((row) => canRead(user, row));
  }

  return (args, user) => {
    if (args.hierarchy) throw refuse('SIMULATED: hierarchy is not simulated');
    // Counting and paging only when asked for: facets alone need no search.
    let page: FactSheetPage | undefined;
    const read = (): FactSheetPage => {
      page ??= readPage(args, () => find(args, user));
      return page;
    };
    return {
      totalCount: () => read().totalCount,
      edges: () =>
        read().factSheets.map((node) => {
          automation.wasRead(node.id);
          return { node };
        }),
      pageInfo: () => read(),
      filterOptions: () => ({ facets: listFacets(workspace, args.factSheetType) }),
    };
  };
}
