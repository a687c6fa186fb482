// Why an item is what it is in LeanIX, or is not there: out of what the last run read and what was decided, matched
// once more by the rules as they are now. No system is asked.
import { indexDecisions } from '../core/decision.ts';
import { finish } from '../core/finish.ts';
import { permit } from '../core/inbox/permit.ts';
import { findStanding } from '../core/inbox/standing.ts';
import { isParty, nativeIdOf, sourceOf } from '../core/item.ts';
import type { Link } from '../core/link.ts';
import { markTag } from '../core/map/tags.ts';
import { explainMatch, type MatchExplained } from '../core/match/explain-match.ts';
import type { Pairing } from '../core/match/pairing.ts';
import type { FactSheet, Item } from '../core/model.ts';
import { skipReasons } from '../core/report-reasons.ts';
import type { FlowRules } from '../core/rules.ts';
import { normalName } from '../core/text.ts';
import { LandbridgeError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { type FlowPlace, type KeptDecisions, readDecisions } from './decisions.ts';
import { explainParty } from './explain-party.ts';
import { type FoundItem, findItems } from './find-item.ts';
import { readHeld } from './held.ts';
import { readInboxHead } from './inbox-store.ts';
import { type InventoryHead, loadRows, readKeptInventory } from './inventory-store.ts';
import type { ItemExplained } from './item-explained.ts';
import { readLinks, readOtherLinks } from './links.ts';
import { type ChangeSeen, readChanges, readSkips } from './read-details.ts';
import { type Run, readLastRun, readRun } from './run.ts';
import { readItems } from './snapshot.ts';

export type { ItemExplained, Likened, Signal } from './item-explained.ts';

/** What is known of a flow in a workspace. */
interface Known {
  store: Store;
  place: FlowPlace;
  rules: FlowRules;
  kept: KeptDecisions;
  links: ReadonlyMap<string, Link>;
  reader: Run | undefined;
  last: Run | undefined;
  inventory: InventoryHead | undefined;
  rows: ReadonlyMap<string, FactSheet>;
}

/** @throws INBOX_ITEM_UNKNOWN, INBOX_ITEM_AMBIGUOUS */
export async function explainItem(
  store: Store,
  place: FlowPlace,
  rules: FlowRules,
  text: string,
): Promise<ItemExplained> {
  const { workspaceId, flow } = place;
  const head = await readInboxHead(store, place);
  const inventory = await readKeptInventory(store, place);
  const known: Known = {
    store,
    place,
    rules,
    kept: await readDecisions(store, place),
    links: await readLinks(store, workspaceId, flow),
    reader: head && (await readRun(store, head.readBy)),
    last: await readLastRun(store, flow),
    inventory,
    rows: inventory === undefined ? new Map() : await loadRows(store, inventory),
  };
  const { key, name } = await findKnown(known, text);
  const link = known.links.get(key);
  const { item, items, present, seenAt } = await readSnapshot(known, key);
  const explained = item && (await explainPairing(known, item, { items, present }));
  const sheet = factSheetOf(explained?.pairing, link, known.rows);
  const factSheetsSeenAt = seenOf(known);
  const party = isParty(key)
    ? await explainParty(store, place, key, { ...known, factSheetsSeenAt })
    : undefined;
  return {
    item: key,
    name,
    flow,
    workspaceId,
    source: item === undefined ? null : sourceOf(item),
    state: explained?.pairing.state ?? 'gone',
    factSheet: sheet === undefined ? null : { id: sheet.id, name: sheet.name, status: sheet.status },
    rule: explained?.rule ?? { code: 'NOT_IN_SOURCE', text: skipReasons.NOT_IN_SOURCE ?? '' },
    clearness: explained?.clearness ?? null,
    compared: explained?.likened ?? [],
    link: link === undefined ? null : { by: link.by, run: link.run, at: await startOf(store, link.run) },
    next: explained === undefined ? null : nextOf(explained.pairing, known),
    last: await lastOf(known, key),
    decisions: known.kept.decisions.filter((decision) => decision.item === key),
    asOf: { source: seenAt, factSheets: factSheetsSeenAt },
    ...party,
  };
}

/** Also what the source holds no more, while a link or a decision tells of it. */
async function findKnown({ store, place, links, kept }: Known, text: string): Promise<FoundItem> {
  try {
    const [found] = await findItems(store, place, [text]);
    if (found !== undefined) return found;
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError) || thrown.code !== 'INBOX_ITEM_UNKNOWN') throw thrown;
  }
  const gone = new Map<string, FoundItem>();
  for (const { item, name = item } of kept.decisions) gone.set(item, { key: item, name });
  for (const { item, written } of links.values()) gone.set(item, { key: item, name: written.name ?? item });
  const found = [...gone.values()].filter(
    ({ key, name }) => key === text || nativeIdOf(key) === text || normalName(name) === normalName(text),
  );
  const [only, ...more] = found;
  if (only === undefined) throw new LandbridgeError('INBOX_ITEM_UNKNOWN', { item: text });
  if (more.length > 0) {
    throw new LandbridgeError('INBOX_ITEM_AMBIGUOUS', {
      item: text,
      items: found.map(({ key }) => key).join(', '),
    });
  }
  return only;
}

interface Snapshot {
  item: Item | undefined;
  items: Item[];
  present: Set<string>;
  /** When its source was read. */
  seenAt: string | null;
}

/** All items that rules want, and the one that is asked for in any case. */
async function readSnapshot({ store, reader, rules }: Known, key: string): Promise<Snapshot> {
  const snapshot: Snapshot = { item: undefined, items: [], present: new Set(), seenAt: null };
  for (const pull of Object.values(reader?.pulls ?? {})) {
    for await (const item of readItems(store, pull)) {
      if (rules.gone(item) === undefined) snapshot.present.add(item.key);
      if (item.key === key) {
        snapshot.item = item;
        snapshot.seenAt = pull.endedAt ?? null;
      }
      if (item.key === key || rules.skip(item) === undefined) snapshot.items.push(item);
    }
  }
  return snapshot;
}

async function explainPairing(
  { store, place, rules, kept, links, reader, inventory, rows }: Known,
  { key }: Item,
  { items, present }: Pick<Snapshot, 'items' | 'present'>,
): Promise<MatchExplained | undefined> {
  const work = explainMatch(
    {
      items,
      present,
      factSheets: [...rows.values()],
      links,
      otherLinks: await readOtherLinks(store, place.workspaceId, place.flow),
      held: await readHeld(store, place),
      decisions: kept.decisions,
      rules,
      tagId: markTag(rules, inventory?.tags ?? [])?.id,
      isWhole: Object.values(reader?.pulls ?? {}).every(({ state }) => state === 'complete'),
    },
    key,
  );
  return finish(work);
}

function factSheetOf(
  pairing: Pairing | undefined,
  link: Link | undefined,
  rows: ReadonlyMap<string, FactSheet>,
): FactSheet | undefined {
  if (pairing?.state === 'linked') return pairing.factSheet;
  const id = pairing?.state === 'proposed' ? pairing.candidates[0]?.factSheetId : link?.factSheetId;
  return id === undefined ? undefined : rows.get(id);
}

/** What decisions and policy say of what is to be done about it. */
function nextOf(pairing: Pairing, { kept, rules }: Known): ItemExplained['next'] {
  const { item, state } = pairing;
  if (state === 'ignored' || (state === 'linked' && pairing.by === 'stored link')) return null;
  const isDoubtful = state === 'proposed' || state === 'ambiguous';
  const change = state === 'new' ? 'create' : 'link';
  const best = isDoubtful ? pairing.candidates[0] : undefined;
  const question = {
    itemKey: item.key,
    item,
    change,
    ...(isDoubtful && { state }),
    ...(state === 'proposed' && best !== undefined && { score: best.score }),
    ...(state === 'linked' && { factSheetId: pairing.factSheet.id }),
    ...(state === 'proposed' && best !== undefined && { factSheetId: best.factSheetId }),
  } as const;
  const decisions = indexDecisions(kept.decisions);
  const { standing } = kept;
  const isSettled = (state === 'linked' && pairing.by === 'decision') || (state === 'new' && pairing.decided);
  if (isSettled) return { permission: 'apply', change, by: 'decision' };
  const permission = permit(question, { decisions, standing, policy: rules.policy });
  const isSingle = permit(question, { decisions, standing: [], policy: rules.policy }) !== permission;
  const rule = isSingle ? findStanding(standing, question) : undefined;
  const isDeclined = permission === 'declined' && rule === undefined;
  const by = rule !== undefined ? 'selection' : isDeclined ? 'decision' : policyNames(change, state);
  return { permission, change, by };
}

function policyNames(change: 'create' | 'link', state: Pairing['state']): string {
  const isDoubtful = state === 'proposed' || state === 'ambiguous';
  return isDoubtful ? `policy.${change}, policy.${state}` : `policy.${change}`;
}

async function lastOf({ store, last, reader }: Known, key: string): Promise<ItemExplained['last']> {
  const runs = [last, reader].filter((run, index, all) => run !== undefined && all.indexOf(run) === index);
  for (const run of runs) {
    if (run === undefined) continue;
    const change = (await readChanges(store, run)).find((seen) => seen.change.item === key);
    const skip = (await readSkips(store, run))?.find(({ item }) => item === key);
    const did = change === undefined ? skip?.reason : doneWords(change);
    if (did !== undefined) return { run: run.id, at: run.endedAt ?? run.startedAt, did };
  }
  return null;
}

function doneWords({ change, outcome }: ChangeSeen): string {
  return `${change.op}, ${outcome}`;
}

async function startOf(store: Store, run: string): Promise<string | null> {
  return (await readRun(store, run))?.startedAt ?? null;
}

/** The inventory itself does not say when it was read a little. */
function seenOf({ inventory, reader, last }: Known): string | null {
  if (inventory === undefined) return null;
  const times = [inventory.fullAt, inventory.writtenAt, reader?.plan?.madeAt ?? '', last?.plan?.madeAt ?? ''];
  return times.sort().at(-1) ?? null;
}
