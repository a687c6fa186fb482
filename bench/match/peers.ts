// What is there to match names with besides: full text search and fuzzy search, given the same names and the same
// one-to-one assignment. They know no threshold of ours: each is given the one that is best for it, which nobody
// would know beforehand.
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import type { FlowRules } from '../../shared/core/rules.ts';
import type { Answer } from './answer.ts';
import type { MatchSet } from './match-set.ts';

export const peerNames = ['minisearch', 'fuse.js'] as const;
export type PeerName = (typeof peerNames)[number];

interface Found {
  item: string;
  factSheetId: string;
  score: number;
}

/** As many as we keep of an item. */
const mostFound = 8;

export function askPeer(by: PeerName, set: MatchSet, rules: FlowRules): Answer[] {
  const search = by === 'minisearch' ? miniSearch(set) : fuse(set);
  const found = set.items
    .filter((item) => rules.skip(item) === undefined)
    .flatMap((item) => search(rules.names(item)[0] ?? '').map((hit): Found => ({ item: item.key, ...hit })));
  return atBestThreshold(assignGreedily(found), set);
}

type Search = (name: string) => Omit<Found, 'item'>[];

function miniSearch({ factSheets }: MatchSet): Search {
  const index = new MiniSearch({ fields: ['name'], searchOptions: { prefix: true, fuzzy: 0.2 } });
  index.addAll(factSheets.map(({ id, name }) => ({ id, name })));
  return (name) =>
    index
      .search(name)
      .slice(0, mostFound)
      .map(({ id, score }) => ({ factSheetId: String(id), score }));
}

function fuse({ factSheets }: MatchSet): Search {
  const index = new Fuse(factSheets, {
    keys: ['name'],
    includeScore: true,
    ignoreLocation: true,
    threshold: 0.6,
  });
  // Its scores are distances, and it takes no longer pattern.
  return (name) =>
    index
      .search(name.slice(0, 32), { limit: mostFound })
      .map(({ item, score = 1 }) => ({ factSheetId: item.id, score: 1 - score }));
}

function assignGreedily(found: readonly Found[]): Found[] {
  const [items, factSheets] = [new Set<string>(), new Set<string>()];
  return found
    .toSorted((a, b) => b.score - a.score)
    .filter(({ item, factSheetId }) => {
      if (items.has(item) || factSheets.has(factSheetId)) return false;
      items.add(item);
      factSheets.add(factSheetId);
      return true;
    });
}

/** @param found the surest first */
function atBestThreshold(found: readonly Found[], { truth }: MatchSet): Answer[] {
  let [right, bestF1, taken] = [0, 0, 0];
  for (const [index, { item, factSheetId }] of found.entries()) {
    if (truth.get(item)?.has(factSheetId)) right += 1;
    const f1 = (2 * right) / (index + 1 + truth.size);
    if (f1 > bestF1) [bestF1, taken] = [f1, index + 1];
  }
  return found.map(({ item, factSheetId, score }, index) => ({
    item,
    factSheetId,
    sureness: score,
    as: index < taken ? 'offered' : 'ranked',
  }));
}
