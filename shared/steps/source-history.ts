// What the last complete pull of a source held, kept between runs: an item is gone only when two complete
// pulls in a row did not hold it, and a source that shrank is seen.
import { deleteRecordsExcept, type RecordsRef, readRecords, writeRecords } from '../store/blobs.ts';
import { readJson, writeJson } from '../store/json.ts';
import { sourceKey } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { trusted } from './trusted.ts';

interface HistoryHead {
  run: string;
  endedAt: string;
  keys: RecordsRef;
}

export interface LastPull {
  run: string;
  /** ISO 8601. */
  endedAt: string;
  count: number;
  keys(): Promise<Set<string>>;
}

export async function readLastPull(
  store: Store,
  flow: string,
  tenant: string,
): Promise<LastPull | undefined> {
  const head = await readJson(store, sourceKey(flow, tenant), trusted<HistoryHead>);
  if (head === undefined) return undefined;
  const { run, endedAt, keys } = head.value;
  return {
    run,
    endedAt,
    count: keys.count,
    keys: async () => {
      const found = new Set<string>();
      for await (const key of readRecords(store, keys)) found.add(trusted<string>(key));
      return found;
    },
  };
}

export async function saveLastPull(
  store: Store,
  flow: string,
  tenant: string,
  pull: { run: string; endedAt: string; keys: Iterable<string> },
): Promise<void> {
  const owner = `source/${flow}/${tenant}`;
  const keys = await writeRecords(store, owner, [...pull.keys].sort());
  const head: HistoryHead = { run: pull.run, endedAt: pull.endedAt, keys };
  await writeJson(store, sourceKey(flow, tenant), head);
  await deleteRecordsExcept(store, owner, [keys]);
}
