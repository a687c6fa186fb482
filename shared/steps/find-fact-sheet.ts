// Finds the one fact sheet that a person means, in what the store knows: by id, external id, item or name.

import { nativeIdOf } from '../core/item.ts';
import type { Link } from '../core/link.ts';
import type { FactSheet, Tag } from '../core/model.ts';
import { normalName } from '../core/text.ts';
import { LandbridgeError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { loadRows, readKeptInventory } from './inventory-store.ts';
import { listLinkPlaces, readLinks } from './links.ts';

export interface KnownFactSheet {
  workspaceId: string;
  flow: string;
  factSheetId: string;
  /** As it was seen last; undefined where it was not. */
  row?: FactSheet;
  link?: Link;
  tags: readonly Tag[];
  /** ISO 8601, when the inventory was read or written last, as far as it says so itself. */
  seenAt: string;
}

const mostNamed = 5;

/** @throws STORE_FACT_SHEET_UNKNOWN, STORE_FACT_SHEET_AMBIGUOUS */
export async function findFactSheet(store: Store, text: string): Promise<KnownFactSheet> {
  const all = await Array.fromAsync(knownFactSheets(store));
  const byKey = all.filter((known) => keysOf(known).includes(text));
  const found = byKey.length > 0 ? byKey : all.filter((known) => isNamed(known, text));
  const chosen = prefer(
    prefer(found, ({ link }) => link !== undefined),
    ({ row }) => row?.status === 'ACTIVE',
  );
  const ids = [...new Set(chosen.map(({ factSheetId }) => factSheetId))];
  const [only] = chosen;
  if (only === undefined) throw new LandbridgeError('STORE_FACT_SHEET_UNKNOWN', { factSheet: text });
  if (ids.length > 1) {
    throw new LandbridgeError('STORE_FACT_SHEET_AMBIGUOUS', {
      factSheet: text,
      found: ids.length,
      ids: ids.slice(0, mostNamed).join(', '),
    });
  }
  return only;
}

async function* knownFactSheets(store: Store): AsyncGenerator<KnownFactSheet> {
  for (const place of await listLinkPlaces(store)) {
    const head = await readKeptInventory(store, place);
    const rows = head === undefined ? new Map<string, FactSheet>() : await loadRows(store, head);
    const links = await readLinks(store, place.workspaceId, place.flow);
    const byFactSheet = new Map([...links.values()].map((link) => [link.factSheetId, link]));
    const seenAt = head === undefined ? '' : ([head.fullAt, head.writtenAt].sort().at(-1) ?? '');
    for (const factSheetId of new Set([...rows.keys(), ...byFactSheet.keys()])) {
      const [row, link] = [rows.get(factSheetId), byFactSheet.get(factSheetId)];
      yield {
        ...place,
        factSheetId,
        tags: head?.tags ?? [],
        seenAt,
        ...(row !== undefined && { row }),
        ...(link !== undefined && { link }),
      };
    }
  }
}

function keysOf({ factSheetId, row, link }: KnownFactSheet): string[] {
  return [
    factSheetId,
    row?.externalId ?? '',
    link?.item ?? '',
    link === undefined ? '' : nativeIdOf(link.item),
  ].filter((key) => key !== '');
}

function isNamed({ row, link }: KnownFactSheet, text: string): boolean {
  const name = row?.name ?? link?.written.name;
  return name !== undefined && normalName(name) === normalName(text);
}

function prefer<Value>(values: readonly Value[], isBetter: (value: Value) => boolean): readonly Value[] {
  const better = values.filter(isBetter);
  return better.length > 0 ? better : values;
}
