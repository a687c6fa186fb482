// Pages through the fact sheets of one type, the active and the archived ones side by side until both are
// exhausted. Keeps nothing but the ids it has already handed out.
import type { FactSheet } from '../../core/model.ts';
import { LandbridgeError } from '../../errors.ts';
import { parseShape } from '../http/parse-shape.ts';
import { factSheetDocument, type PageRequest, type Side, sideAlias } from './fact-sheet-document.ts';
import { toFactSheet } from './fact-sheet-node.ts';
import type { FactSheetKeys, FactSheetPage, FactSheetSelection } from './leanix.ts';
import { askWithTags, type Query, type TagReading, tagsIn } from './read-tags.ts';
import { AnswerOfMany, FactSheetData } from './schema.ts';

type SideData = FactSheetData['active'];

const maxKeysPerRequest = 50;

const fromTheStart = { active: { after: null }, archived: { after: null } } as const satisfies {
  [name in keyof PageRequest['sides']]: Side;
};

export function readFactSheetPages(
  query: Query,
  { selection, filter }: Pick<PageRequest, 'selection' | 'filter'>,
  tags: TagReading,
): AsyncGenerator<FactSheetPage> {
  const request = { selection, filter, sides: fromTheStart };
  const first = () => askWithTags((wanted) => query(factSheetDocument([request], wanted)), tags);
  return readPagesFrom(first, query, { selection, filter });
}

/** The pages of several types; the first one of each comes with one answer to all of them. */
export function readTogether(
  query: Query,
  selections: readonly FactSheetSelection[],
  tags: TagReading,
): AsyncGenerator<FactSheetPage>[] {
  const requests = selections.map((selection) => ({ selection, filter: {}, sides: fromTheStart }));
  let asked: Promise<unknown> | undefined;
  const ask = () => askWithTags((wanted) => query(factSheetDocument(requests, wanted)), tags);
  return selections.map((selection, index) => {
    const first = async () => {
      asked ??= ask();
      const all = parseShape(AnswerOfMany, await asked, { system: 'leanix' });
      return {
        active: all[sideAlias('active', index)],
        archived: all[sideAlias('archived', index)],
        allTags: all.allTags,
      };
    };
    return readPagesFrom(first, query, { selection, filter: {} });
  });
}

async function* readPagesFrom(
  askFirst: () => Promise<unknown>,
  query: Query,
  { selection, filter }: Pick<PageRequest, 'selection' | 'filter'>,
): AsyncGenerator<FactSheetPage> {
  const active = createReader(selection);
  const archived = createReader(selection);
  for (let first = true; active.side() !== undefined || archived.side() !== undefined; first = false) {
    const sides = { ...sideOf('active', active.side()), ...sideOf('archived', archived.side()) };
    const answer = first
      ? await askFirst()
      : await query(factSheetDocument([{ selection, filter, sides }], 'none'));
    const data = parseShape(FactSheetData, answer, { system: 'leanix' });
    const library = first ? tagsIn(data) : undefined;
    yield {
      active: active.take(data.active),
      archived: archived.take(data.archived),
      activeTotal: active.total(),
      archivedTotal: archived.total(),
      ...(library !== undefined && { tags: library }),
    };
  }
}

export async function findFactSheets(
  query: Query,
  selection: FactSheetSelection,
  by: FactSheetKeys,
): Promise<FactSheet[]> {
  const { externalIdField = '' } = selection;
  const keys = 'ids' in by ? by.ids : by.externalIds.map((externalId) => `${externalIdField}/${externalId}`);
  const unique = [...new Set(keys)];
  const found: FactSheet[] = [];
  for (let start = 0; start < unique.length; start += maxKeysPerRequest) {
    const chunk = unique.slice(start, start + maxKeysPerRequest);
    const filter = 'ids' in by ? { ids: chunk } : { externalIds: chunk };
    for await (const page of readFactSheetPages(query, { selection, filter }, { wanted: 'none' })) {
      found.push(...page.active, ...page.archived);
    }
  }
  return found;
}

/** Where one side stands: its cursor, what it handed out, and its total. */
function createReader(selection: FactSheetSelection) {
  const seen = new Set<string>();
  let next: Side | undefined = { after: null };
  let total = 0;
  return {
    side: () => next,
    total: () => total,
    take(data: SideData): FactSheet[] {
      if (next === undefined) return [];
      if (data === undefined)
        throw new LandbridgeError('NET_SHAPE', { system: 'leanix', at: 'allFactSheets' });
      total = data.totalCount;
      const after = data.pageInfo.endCursor ?? null;
      const ends = !data.pageInfo.hasNextPage || data.edges.length === 0;
      if (!ends && (after === null || after === next.after)) {
        throw new LandbridgeError('NET_SHAPE', { system: 'leanix', at: 'pageInfo.endCursor' });
      }
      next = ends ? undefined : { after };
      const factSheets = data.edges.map(({ node }) => toFactSheet(node, selection));
      // rows move to the front while the list is read, so a row can be met twice
      return factSheets.filter(({ id }) => !seen.has(id) && seen.add(id));
    },
  };
}

function sideOf(name: 'active' | 'archived', side: Side | undefined): PageRequest['sides'] {
  return side === undefined ? {} : { [name]: side };
}
