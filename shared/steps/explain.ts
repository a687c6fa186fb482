// Where the values of a fact sheet come from, out of what the store still knows: source object, run, rule, and who
// decided. LeanIX is not asked.
import type { Held } from '../core/held.ts';
import type { Link } from '../core/link.ts';
import { isDocument } from '../core/map/documents.ts';
import { phaseIn } from '../core/map/phases.ts';
import { isRelation } from '../core/map/relations.ts';
import { isSubscription } from '../core/map/subscriptions.ts';
import { mappedTagsKey } from '../core/map/tags.ts';
import type { FactSheet, Item, Tag } from '../core/model.ts';
import { isHeld, namesBeside, textBeside } from '../core/plan/holds.ts';
import type { Change } from '../core/plan/plan.ts';
import { readRecords } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import { findFactSheet, type KnownFactSheet } from './find-fact-sheet.ts';
import { readHeld } from './held.ts';
import { readOutcomes } from './journal.ts';
import { doneOf } from './outcomes.ts';
import { keptInStore } from './report.ts';
import { listRuns, type Run } from './run.ts';
import { readItems } from './snapshot.ts';
import { trusted } from './trusted.ts';

export interface Writer {
  run: string;
  /** ISO 8601; empty where LeanIX was not told. */
  at: string;
  /** The rule that gave the value. */
  why: string;
  before: string;
}

export interface FieldExplained {
  key: string;
  /** As seen last; null where the fact sheet or this field was not seen. */
  now: string | null;
  /** What was written last; null where it never was. */
  ours: string | null;
  /** Of the ids in both, as far as they are known. */
  names: Readonly<Record<string, string>>;
  /** `ours`: it holds what was written; `edited`: somebody changed it since; `not ours`: it never was written. */
  whose: 'ours' | 'edited' | 'not ours' | 'unknown';
  /** Null where nobody wrote it, or the run that did is forgotten. */
  writer: Writer | null;
}

export interface Explanation {
  factSheet: { id: string; name: string; type: string; status: string; savedAt: string | null };
  workspaceId: string;
  flow: string;
  /** When LeanIX was seen last. */
  seenAt: string;
  link: (Pick<Link, 'item' | 'by' | 'run'> & { at: string | null }) | null;
  /** The source object as seen last; null where no run that is kept has seen it. */
  object: { tenant: string; kind: string; name: string; nativeId: string; run: string; at: string } | null;
  held: Held | null;
  fields: FieldExplained[];
}

/** @throws STORE_FACT_SHEET_UNKNOWN, STORE_FACT_SHEET_AMBIGUOUS */
export async function explain(store: Store, text: string, field?: string): Promise<Explanation> {
  const known = await findFactSheet(store, text);
  const { workspaceId, flow, factSheetId, row, link, tags } = known;
  const all = await listRuns(store);
  const runs = all.filter((run) => run.flow === flow && run.workspace?.id === workspaceId);
  const keys = field === undefined ? keysOf(known) : [field];
  const writers = link === undefined ? new Map<string, Writer>() : await findWriters(store, runs, link, keys);
  const decided = link && runs.find(({ id }) => id === link.run);
  return {
    factSheet: {
      id: factSheetId,
      name: row?.name ?? link?.written.name ?? '',
      type: row?.type ?? '',
      status: row?.status ?? 'not seen',
      savedAt: row?.updatedAt ?? null,
    },
    workspaceId,
    flow,
    seenAt: [known.seenAt, ...runs.map(({ plan }) => plan?.madeAt ?? '')].sort().at(-1) ?? '',
    link: link ? { item: link.item, by: link.by, run: link.run, at: decided?.startedAt ?? null } : null,
    object: link ? await findObject(store, runs, link.item) : null,
    held: await findHeld(store, known),
    fields: keys.map((key) => explainField(key, { row, link, tags, writer: writers.get(key) })),
  };
}

function keysOf({ row, link }: KnownFactSheet): string[] {
  const { fields = {}, relations = {} } = row ?? {};
  const usual = ['name', 'category', 'externalId', 'tags', 'lifecycle'];
  usual.push(...Object.keys(fields), ...Object.keys(relations));
  return [...new Set([...usual, ...Object.keys(link?.written ?? {})])];
}

interface FieldFacts {
  row: FactSheet | undefined;
  link: Link | undefined;
  tags: readonly Tag[];
  writer: Writer | undefined;
}

function explainField(key: string, { row, link, tags, writer }: FieldFacts): FieldExplained {
  const written = link?.written[key];
  const isSeen =
    row !== undefined &&
    (key in row.fields || showsAttached(row, key) || phaseIn(key) !== undefined || always.has(key));
  const now = isSeen ? nowOf(row, key, written ?? '') : null;
  const holds =
    row !== undefined && written !== undefined && isHeld(row, { key, before: '', after: written });
  const whose = written === undefined ? 'not ours' : now === null ? 'unknown' : holds ? 'ours' : 'edited';
  const texts = [now ?? '', written ?? '', writer?.before ?? ''];
  const names = row === undefined ? {} : namesBeside(row, key, { texts, library: tags });
  return { key, now, ours: written ?? null, names, whose, writer: writer ?? null };
}

const always: ReadonlySet<string> = new Set([
  'name',
  'category',
  'externalId',
  'tags',
  'lifecycle',
  mappedTagsKey,
]);

function nowOf(row: FactSheet, key: string, written: string): string {
  return key === 'tags' ? row.tagIds.join(' ') : textBeside(row, key, written);
}

function showsAttached({ relations = {}, documents, subscriptions }: FactSheet, key: string): boolean {
  if (isRelation(key)) return relations[key] !== undefined;
  return isDocument(key) ? documents !== undefined : isSubscription(key) && subscriptions !== undefined;
}

/** The latest run that wrote each of the keys. */
async function findWriters(
  store: Store,
  runs: readonly Run[],
  { item, factSheetId }: Link,
  keys: readonly string[],
): Promise<Map<string, Writer>> {
  const writers = new Map<string, Writer>();
  for (const run of runs) {
    if (keys.every((key) => writers.has(key))) break;
    const planned = await findChange(store, run, item);
    if (planned === undefined) continue;
    const kept = keptInStore(planned, run);
    const done =
      doneOf(planned, await readOutcomes(store, run.id)) ?? (kept && { change: planned, outcome: kept });
    if (done === undefined || done.outcome.id !== factSheetId) continue;
    const { change, outcome } = done;
    const at = outcome.updatedAt;
    for (const { key, why, before } of change.fields) {
      if (!writers.has(key)) writers.set(key, { run: run.id, at, why, before });
    }
    for (const [key, before] of Object.entries(change.op === 'link' ? change.confirmed : {})) {
      if (!writers.has(key))
        writers.set(key, { run: run.id, at, why: 'was there already when it was linked', before });
    }
  }
  return writers;
}

async function findChange(store: Store, { plan, kind }: Run, item: string): Promise<Change | undefined> {
  if (plan === undefined || kind === 'plan' || plan.changes.count === 0) return undefined;
  for await (const record of readRecords(store, plan.changes)) {
    const change = trusted<Change>(record);
    if (change.item === item) return change;
  }
  return undefined;
}

/** In the latest snapshot that holds it; the same snapshot of another night is not read twice. */
async function findObject(store: Store, runs: readonly Run[], key: string): Promise<Explanation['object']> {
  const searched = new Set<string>();
  for (const run of runs) {
    for (const pull of Object.values(run.pulls)) {
      if (pull.items === undefined || searched.has(pull.items.hash)) continue;
      searched.add(pull.items.hash);
      const found = await findItem(store, pull, key);
      if (found === undefined) continue;
      const { tenant, kind, name, nativeId } = found;
      return { tenant, kind, name, nativeId, run: run.id, at: pull.endedAt ?? run.startedAt };
    }
  }
  return null;
}

async function findItem(store: Store, pull: Run['pulls'][string], key: string): Promise<Item | undefined> {
  for await (const item of readItems(store, pull)) if (item.key === key) return item;
  return undefined;
}

/** Where it was unlinked there is no link to tell its item. */
async function findHeld(
  store: Store,
  { workspaceId, flow, factSheetId }: KnownFactSheet,
): Promise<Held | null> {
  const held = await readHeld(store, { workspaceId, flow });
  return [...held.values()].find((entry) => entry.factSheetId === factSheetId) ?? null;
}
