// How LeanIX differs from what was written last, link by link. It judges nobody: what people changed is theirs.
import type { Link } from './link.ts';
import { mappedTagsKey } from './map/tags.ts';
import type { FactSheet, Tag } from './model.ts';
import { isAttached } from './plan/attached-key.ts';
import { isHeld, namesBeside, textBeside, textOf } from './plan/holds.ts';

export interface Drift {
  /** `unmarked`: our external id or tag is not there; `gone`: deleted, or hidden from the technical user. */
  kind: 'edited' | 'unmarked' | 'archived' | 'recovered' | 'gone';
  item: string;
  factSheetId: string;
  name: string;
  /** Field and values, where it is about one. */
  key?: string;
  ours?: string;
  now?: string;
  /** Of the ids in both, as far as they are known. */
  names?: Readonly<Record<string, string>>;
  /** ISO 8601, when the fact sheet was saved last; absent where it is gone. */
  savedAt?: string;
}

export interface DriftInput {
  links: Iterable<Link>;
  inventory: ReadonlyMap<string, FactSheet>;
  /** Whether the inventory shows this key at all. */
  canSee(key: string): boolean;
  /** The tag library. */
  library?: readonly Tag[] | undefined;
}

const marks: ReadonlySet<string> = new Set(['externalId', 'tags']);

/** By fact sheet and field, in a fixed order. */
export function findDrift(input: DriftInput): Drift[] {
  return [...input.links]
    .flatMap((link) => driftOf(link, input))
    .sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
}

function driftOf(link: Link, { inventory, canSee, library = [] }: DriftInput): Drift[] {
  const row = inventory.get(link.factSheetId);
  const { item, factSheetId, written, archivedAt } = link;
  if (row === undefined) return [{ kind: 'gone', item, factSheetId, name: written.name ?? item }];
  const { name, updatedAt: savedAt } = row;
  const about = { item, factSheetId, name, savedAt };
  if (row.status === 'ARCHIVED') return row.rev === archivedAt ? [] : [{ kind: 'archived', ...about }];
  const fields = Object.entries(written).flatMap(([key, ours]): Drift[] => {
    if (!canSee(key) || isThere(row, key, ours)) return [];
    const kind = marks.has(key) ? 'unmarked' : 'edited';
    const now = key === 'tags' ? '' : textBeside(row, key, ours);
    const names = namesBeside(row, key, { texts: [ours], library });
    return [{ kind, ...about, key, ours, now, ...(Object.keys(names).length > 0 && { names }) }];
  });
  return archivedAt === undefined ? fields : [{ kind: 'recovered', ...about }, ...fields];
}

function isThere(row: FactSheet, key: string, ours: string): boolean {
  if (isAttached(key) || key === mappedTagsKey) return isHeld(row, { key, before: '', after: ours });
  if (key !== 'tags') return textOf(row, key) === ours;
  return ours === '' || row.tagIds.includes(ours);
}

function orderOf({ kind, name, factSheetId, key = '' }: Drift): string {
  return [kind, name, factSheetId, key].join('\n');
}
