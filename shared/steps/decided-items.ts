// What a small run is about: the items that a person decided on, and the run whose snapshot tells of them.
import { isParty } from '../core/item.ts';
import type { FlowRules } from '../core/rules.ts';
import { LandbridgeError } from '../errors.ts';
import { readRecords } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import type { StepContext } from './context.ts';
import { type Run, readRun } from './run.ts';
import { readItems } from './snapshot.ts';
import { trusted } from './trusted.ts';

/** Keys of the items, with those that name a system that was decided on; undefined for a run that is about all. */
export async function readDecidedItems(
  { store, rules }: Pick<StepContext, 'store' | 'rules'>,
  { decided }: Run,
  reader: Run,
): Promise<Set<string> | undefined> {
  if (decided === undefined) return undefined;
  const items = new Set(await Array.fromAsync(readRecords(store, decided.items), trusted<string>));
  const parties = new Set([...items].filter(isParty));
  if (parties.size === 0) return items;
  return new Set([...items, ...(await readUsers(store, reader, rules, parties))]);
}

async function readUsers(
  store: Store,
  reader: Run,
  rules: FlowRules,
  parties: ReadonlySet<string>,
): Promise<Set<string>> {
  const users = new Set<string>();
  for (const pull of Object.values(reader.pulls)) {
    for await (const item of readItems(store, pull)) {
      if (rules.skip(item) !== undefined) continue;
      const named = rules.relations(item).map(({ to }) => ('companion' in to ? to.companion : ''));
      if (named.some((key) => parties.has(key))) users.add(item.key);
    }
  }
  return users;
}

/**
 * The run that read the sources for this one.
 * @throws INBOX_NOT_READ when that run is forgotten
 */
export async function readSourceReader(store: Store, run: Run): Promise<Run> {
  if (run.decided === undefined) return run;
  const { readBy } = run.decided;
  const reader = await readRun(store, readBy);
  if (reader === undefined) throw new LandbridgeError('INBOX_NOT_READ', { run: readBy });
  return reader;
}
