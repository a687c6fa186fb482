// A store as lines of text, to move it to another store or to keep it: a first line that says what it is, one
// line an entry, a last line that proves that none is missing or was changed. Leases, tokens and
// calls of a scheduler stay behind: they belong to the processes, secrets and services of the place they are at.
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { LandbridgeError } from '../errors.ts';
import { collections, leasesRange } from './keys.ts';
import { isAnyLeaseHeld, type ProcessMark } from './lease.ts';
import type { Store } from './store.ts';

/** Raised when older programs could not read the lines any more. */
const format = 1;

const Head = z.object({ landbridge: z.literal('state'), format: z.int() });
const Line = z.object({
  collection: z.enum(collections),
  key: z.string(),
  value: z.base64(),
  expiresAt: z.optional(z.number()),
});
const End = z.object({ entries: z.int(), sha256: z.string() });

const staysBehind: ReadonlySet<string> = new Set(['lease', 'token', 'job-call']);

/** @throws STORE_EXPORT_DISTURBED when a run was under way meanwhile: the lines so far are worth nothing */
export async function* exportState(
  store: Store,
  now: number,
  isGone?: (process: ProcessMark) => boolean,
): AsyncGenerator<string> {
  if (await isAnyLeaseHeld(store, now, isGone))
    throw new LandbridgeError('STORE_EXPORT_DISTURBED', { entries: 0 });
  const before = await readLeaseVersions(store);
  const hash = createHash('sha256');
  let entries = 0;
  yield JSON.stringify({ landbridge: 'state', format });
  for (const collection of collections.filter((name) => !staysBehind.has(name))) {
    for await (const { key, value, expiresAt } of store.list(collection, '')) {
      const text = Buffer.from(value).toString('base64');
      const line = JSON.stringify({ collection, key, value: text, ...(expiresAt && { expiresAt }) });
      hash.update(line);
      entries += 1;
      yield line;
    }
  }
  if ((await readLeaseVersions(store)) !== before)
    throw new LandbridgeError('STORE_EXPORT_DISTURBED', { entries });
  yield JSON.stringify({ entries, sha256: hash.digest('hex') });
}

/** Every step of a run renews or changes a lease. */
async function readLeaseVersions(store: Store): Promise<string> {
  const versions: string[] = [];
  const { collection, prefix } = leasesRange;
  for await (const { key, version } of store.list(collection, prefix)) versions.push(`${key} ${version}`);
  return versions.join('\n');
}

/**
 * Reads the lines twice: nothing is put before all of them are known to be whole and to fit. May be done again
 * after it was killed; what has expired since the export is left out.
 * @param read gives the lines from the first one on
 * @returns how many entries the store did not hold before
 * @throws STORE_EXPORT_UNREADABLE, STORE_SCHEMA_NEWER, STORE_OCCUPIED; then nothing was changed
 */
export async function importState(
  store: Store,
  read: () => AsyncIterable<string>,
  now: number,
): Promise<number> {
  const known = new Set<string>();
  for await (const { collection, key, value } of readLines(read())) {
    known.add(`${collection} ${key}`);
    const there = await store.get({ collection, key });
    if (there !== undefined && !value.equals(there.value)) {
      throw new LandbridgeError('STORE_OCCUPIED', { collection, key });
    }
  }
  await refuseOthers(store, known);
  let added = 0;
  for await (const { collection, key, value, expiresAt } of readLines(read())) {
    const ttlMs = expiresAt === undefined ? undefined : expiresAt - now;
    if (ttlMs !== undefined && ttlMs <= 0) continue;
    const options = { ifAbsent: true, ...(ttlMs !== undefined && { ttlMs }) };
    if ((await store.put({ collection, key }, value, options)) !== undefined) added += 1;
  }
  return added;
}

/** What the store holds besides would be mixed with what comes: runs, links or a configuration of its own. */
async function refuseOthers(store: Store, known: ReadonlySet<string>): Promise<void> {
  for (const collection of collections.filter((name) => !staysBehind.has(name))) {
    for await (const { key } of store.list(collection, '')) {
      if (!known.has(`${collection} ${key}`))
        throw new LandbridgeError('STORE_OCCUPIED', { collection, key });
    }
  }
}

interface ReadEntry {
  collection: string;
  key: string;
  value: Buffer;
  expiresAt?: number | undefined;
}

async function* readLines(lines: AsyncIterable<string>): AsyncGenerator<ReadEntry> {
  const hash = createHash('sha256');
  let number = 0;
  let isEnded = false;
  for await (const text of lines) {
    number += 1;
    const content = parseJson(text, number);
    if (number === 1) {
      const head = parse(Head, content, number);
      if (head.format > format) {
        throw new LandbridgeError('STORE_SCHEMA_NEWER', { found: head.format, known: format });
      }
      continue;
    }
    if (isEnded) throw unreadable(number);
    const end = z.safeParse(End, content);
    if (end.success) {
      isEnded = end.data.entries === number - 2 && end.data.sha256 === hash.digest('hex');
      if (!isEnded) throw unreadable(number);
      continue;
    }
    const { value, ...entry } = parse(Line, content, number);
    hash.update(text);
    yield { ...entry, value: Buffer.from(value, 'base64') };
  }
  if (!isEnded) throw unreadable(number);
}

function parse<Shape>(schema: z.ZodMiniType<Shape>, content: unknown, line: number): Shape {
  const parsed = z.safeParse(schema, content);
  if (!parsed.success) throw unreadable(line);
  return parsed.data;
}

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(line);
  }
}

function unreadable(line: number): LandbridgeError {
  return new LandbridgeError('STORE_EXPORT_UNREADABLE', { line });
}
