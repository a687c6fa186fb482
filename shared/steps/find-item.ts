// Finds what a person means who decides: an item by key, native id or name, and a fact sheet for it by id, external
// id or name. What waits comes first; then whatever the last run read, and systems that were decided on.
import type { Proposal } from '../core/inbox/proposal.ts';
import { isParty, nativeIdOf } from '../core/item.ts';
import type { FactSheet } from '../core/model.ts';
import { normalName } from '../core/text.ts';
import { LandbridgeError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { type FlowPlace, readDecisions } from './decisions.ts';
import { readInboxHead, readProposals } from './inbox-store.ts';
import { loadRows, readKeptInventory, readKeptRelated } from './inventory-store.ts';
import { listLinkPlaces, readLinks } from './links.ts';
import { readRun } from './run.ts';
import { readItems } from './snapshot.ts';

export interface FoundItem {
  key: string;
  name: string;
}

const mostNamed = 5;

/**
 * In the order asked for.
 * @param proposals what waits, where it has been read already: it may be long
 * @throws INBOX_ITEM_UNKNOWN, INBOX_ITEM_AMBIGUOUS
 */
export async function findItems(
  store: Store,
  place: FlowPlace,
  texts: readonly string[],
  proposals?: readonly Pick<Proposal, 'item' | 'name'>[],
): Promise<FoundItem[]> {
  const waiting = (proposals ?? (await readProposals(store, place))).map(({ item, name }) => ({
    key: item,
    name,
  }));
  const all = texts.every((text) => find(waiting, text).length > 0) ? waiting : await readAll(store, place);
  const found = texts.map((text) => {
    const here = find(waiting, text);
    const [only, ...more] = here.length > 0 ? here : find(all, text);
    if (only === undefined) throw new LandbridgeError('INBOX_ITEM_UNKNOWN', { item: text });
    if (more.length > 0) {
      const items = [only, ...more].slice(0, mostNamed).map(({ key }) => key);
      throw new LandbridgeError('INBOX_ITEM_AMBIGUOUS', { item: text, items: items.join(', ') });
    }
    return only;
  });
  return [...new Map(found.map((item) => [item.key, item])).values()];
}

function find(items: readonly FoundItem[], text: string): FoundItem[] {
  const byKey = items.filter(({ key }) => key === text || nativeIdOf(key) === text);
  return byKey.length > 0 ? byKey : items.filter(({ name }) => normalName(name) === normalName(text));
}

async function readAll(store: Store, place: FlowPlace): Promise<FoundItem[]> {
  const head = await readInboxHead(store, place);
  const reader = head && (await readRun(store, head.readBy));
  const items: FoundItem[] = [];
  for (const pull of Object.values(reader?.pulls ?? {})) {
    for await (const { key, name } of readItems(store, pull)) items.push({ key, name });
  }
  for (const { item: key, name = key } of (await readDecisions(store, place)).decisions) {
    if (isParty(key)) items.push({ key, name });
  }
  return [...new Map(items.map((item) => [item.key, item])).values()];
}

/**
 * @param toLink it must be free, and not be the one that the item is linked to
 * @throws INBOX_LINKED, INBOX_FACT_SHEET_UNKNOWN, INBOX_FACT_SHEET_AMBIGUOUS, INBOX_FACT_SHEET_TAKEN
 */
export async function findFactSheetFor(
  store: Store,
  place: FlowPlace,
  { key }: FoundItem,
  text: string,
  toLink: boolean,
): Promise<{ id: string; name: string }> {
  const rows = isParty(key) ? await readPartySheets(store, place, key) : await readOwnSheets(store, place);
  const active = rows.filter(({ status }) => status === 'ACTIVE');
  const byKey = active.filter(({ id, externalId }) => text !== '' && [id, externalId].includes(text));
  const found =
    byKey.length > 0
      ? byKey
      : active.filter(({ name }) => text !== '' && normalName(name) === normalName(text));
  const [only, ...more] = found;
  if (only === undefined) throw new LandbridgeError('INBOX_FACT_SHEET_UNKNOWN', { factSheet: text });
  if (more.length > 0) {
    const ids = found.slice(0, mostNamed).map(({ id }) => id);
    throw new LandbridgeError('INBOX_FACT_SHEET_AMBIGUOUS', { factSheet: text, ids: ids.join(', ') });
  }
  if (toLink && !isParty(key)) {
    const link = (await readLinks(store, place.workspaceId, place.flow)).get(key);
    if (link?.factSheetId === only.id)
      throw new LandbridgeError('INBOX_LINKED', { item: key, factSheet: only.id });
    await refuseTaken(store, place, only);
  }
  return { id: only.id, name: only.name };
}

async function readOwnSheets(store: Store, place: FlowPlace): Promise<FactSheet[]> {
  const head = await readKeptInventory(store, place);
  return head === undefined ? [] : [...(await loadRows(store, head)).values()];
}

/** Of the type of those that were proposed or chosen before; of all types that relations lead to where none was. */
async function readPartySheets(store: Store, place: FlowPlace, key: string): Promise<FactSheet[]> {
  const proposal = (await readProposals(store, place)).find(({ item }) => item === key);
  const { decisions } = await readDecisions(store, place);
  const known = new Set([
    ...(proposal?.candidates ?? []).map(({ factSheetId }) => factSheetId),
    ...decisions.flatMap((one) => (one.item === key && 'factSheetId' in one ? [one.factSheetId] : [])),
  ]);
  const types: FactSheet[][] = [];
  for (const head of await readKeptRelated(store, place)) {
    types.push([...(await loadRows(store, head)).values()]);
  }
  const likely = types.filter((rows) => rows.some(({ id }) => known.has(id)));
  return (likely.length > 0 ? likely : types).flat();
}

/** What belongs to another item stays there; what an item left behind that is gone may be given to this one. */
async function refuseTaken(
  store: Store,
  here: FlowPlace,
  { id, name }: Pick<FactSheet, 'id' | 'name'>,
): Promise<void> {
  for (const place of await listLinkPlaces(store)) {
    if (place.workspaceId !== here.workspaceId) continue;
    const links = await readLinks(store, place.workspaceId, place.flow);
    const owner = [...links.values()].find(({ factSheetId }) => factSheetId === id);
    if (owner === undefined) continue;
    const isHere = place.flow === here.flow;
    if (isHere && !(await readAll(store, here)).some(({ key }) => key === owner.item)) continue;
    const { flow } = place;
    throw new LandbridgeError('INBOX_FACT_SHEET_TAKEN', { factSheet: name, item: owner.item, flow });
  }
}
