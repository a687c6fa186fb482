// Resolvers of the root fields: they hand arguments that the schema has checked to queries and mutations.
import { refuse } from './errors.ts';
import { listFacets } from './facets.ts';
import { connect, describeGroup, describeTag } from './fact-sheet-resolvers.ts';
import { findFactSheets, type Search } from './filter.ts';
import {
  type CreateArguments,
  createDocument,
  createFactSheet,
  createTag,
  type DocumentArguments,
  type DocumentPatches,
  deleteDocument,
  type TagArguments,
  type TagGroupArguments,
  type UpdateArguments,
  updateDocument,
  updateFactSheet,
  upsertTag,
  upsertTagGroup,
} from './mutations.ts';
import { createPageReader, type PageRequest } from './pages.ts';
import type { Workspace } from './workspace.ts';

/** The schema has checked the arguments of each; none of them needs a source. */
type RootResolver = (source: unknown, args: never) => unknown;

type FactSheetsArguments = Search & PageRequest & { hierarchy?: unknown };

export function resolveQuery(workspace: Workspace, indexLagMs: number): Record<string, RootResolver> {
  const readPage = createPageReader(workspace);

  function allFactSheets(args: FactSheetsArguments): object {
    if (args.hierarchy) throw refuse('SIMULATED: hierarchy is not simulated');
    // Counting and paging only when asked for: facets alone need no search.
    let page: ReturnType<typeof readPage> | undefined;
    const read = (): ReturnType<typeof readPage> => {
      page ??= readPage(args, () => findFactSheets(workspace, args, indexLagMs));
      return page;
    };
    return {
      totalCount: () => read().totalCount,
      edges: () => read().factSheets.map((node) => ({ node })),
      pageInfo: () => read(),
      filterOptions: () => ({ facets: listFacets(workspace, args.factSheetType) }),
    };
  }

  return {
    factSheet(_source, { id }: { id: string }) {
      const row = workspace.get(id);
      // assumption A4
      if (row === undefined) throw refuse(`SIMULATED: fact sheet '${id}' does not exist`);
      return row;
    },
    allFactSheets: (_source, args: FactSheetsArguments) => allFactSheets(args),
    allTags(_source, { filter }: { filter?: { tagGroupName?: string | null } | null }) {
      const wanted = filter?.tagGroupName;
      const tags = workspace.tags
        .tags()
        .filter(({ groupId }) => !wanted || workspace.tags.group(groupId)?.name === wanted);
      return connect(tags.map((tag) => describeTag(workspace, tag)));
    },
    allTagGroups: () => connect(workspace.tags.groups().map(({ id }) => describeGroup(workspace, id))),
    allSubscriptionRoles: () => connect([]),
  };
}

export function resolveMutation(workspace: Workspace): Record<string, RootResolver> {
  return {
    createFactSheet: (_source, args: CreateArguments) => ({ factSheet: createFactSheet(workspace, args) }),
    updateFactSheet: (_source, args: UpdateArguments) => ({ factSheet: updateFactSheet(workspace, args) }),
    upsertTagGroup: (_source, args: TagGroupArguments) =>
      describeGroup(workspace, upsertTagGroup(workspace, args).id),
    upsertTag: (_source, args: TagArguments) => describeTag(workspace, upsertTag(workspace, args)),
    createTag: (_source, args: TagArguments) => describeTag(workspace, createTag(workspace, args)),
    createDocument: (_source, args: DocumentArguments) => createDocument(workspace, args),
    updateDocument: (_source, args: DocumentPatches) => updateDocument(workspace, args),
    deleteDocument: (_source, args: { id: string }) => deleteDocument(workspace, args),
  };
}
