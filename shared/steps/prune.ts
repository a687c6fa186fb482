// Forgets runs that ended long ago, with what belongs to them, before their time is out. Links, the inventory
// and what the sources held last are kept; so is a run that can still be continued.
import { deleteRecordsExcept } from '../store/blobs.ts';
import { journalHeadKey, journalRange, runKey } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { listRuns, ownerOf, type Run } from './run.ts';
import { isUnfinished } from './start.ts';

/** @returns the runs that were forgotten. */
export async function prune(store: Store, endedBefore: number): Promise<Run[]> {
  const runs = (await listRuns(store)).filter((run) => isOver(run, endedBefore));
  for (const { id } of runs) {
    // The head last: a prune that was killed finds the run again.
    await deleteRecordsExcept(store, ownerOf(id), []);
    const { collection, prefix } = journalRange(id);
    for await (const { key } of store.list(collection, prefix)) await store.delete({ collection, key });
    await store.delete(journalHeadKey(id));
    await store.delete(runKey(id));
  }
  await store.compact();
  return runs;
}

function isOver(run: Run, endedBefore: number): boolean {
  return !isUnfinished(run) && run.endedAt !== undefined && Date.parse(run.endedAt) < endedBefore;
}
