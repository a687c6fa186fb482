// The journal of a run's writing: what is under way and what came of it, one entry a batch. The head is a
// compare-and-set that carries the writer's fencing number, so that a writer that lost its lease stops before
// it sends.
import type { Outcome } from '../core/report.ts';
import { LandbridgeError } from '../errors.ts';
import { listJson, readJson, writeJson } from '../store/json.ts';
import { journalHeadKey, journalKey, journalRange } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import type { Run } from './run.ts';
import { trusted } from './trusted.ts';

interface JournalHead {
  fence: number;
  /** Batches that were or may have been sent and have no entry yet: number → when, in milliseconds. */
  underWay: Readonly<Record<string, number>>;
}

export interface Journal {
  /** What was under way when the writer before us stopped: batch number → when it was sent. */
  readonly leftBehind: ReadonlyMap<number, number>;
  /** Before each sending of a batch, repeats too. @throws STORE_LEASE_LOST when another writer has taken over. */
  begin(batch: number, sentAt: number): Promise<void>;
  /** What came of a part of a batch that could not be finished. */
  note(batch: number, outcomes: readonly Outcome[]): Promise<void>;
  /** The batch is decided: each of its changes has an outcome. */
  finish(batch: number, outcomes: readonly Outcome[]): Promise<void>;
}

export async function openJournal(
  store: Store,
  { id: run, retentionMs: ttlMs }: Pick<Run, 'id' | 'retentionMs'>,
  fence: number,
): Promise<Journal> {
  const key = journalHeadKey(run);
  const found = await readJson(store, key, trusted<JournalHead>);
  if (found !== undefined && found.value.fence > fence)
    throw new LandbridgeError('STORE_LEASE_LOST', { run });
  let head: JournalHead = { fence, underWay: found?.value.underWay ?? {} };
  let version = await writeJson(store, key, head, {
    ...(found === undefined ? { ifAbsent: true } : { ifVersion: found.version }),
    ttlMs,
  });
  if (version === undefined) throw new LandbridgeError('STORE_LEASE_LOST', { run });

  // Batches run side by side but change the one head in turn.
  let turn: Promise<unknown> = Promise.resolve();
  const swap = (change: (head: JournalHead) => JournalHead): Promise<void> => {
    const mine = turn.then(async () => {
      const next = change(head);
      const swapped = await writeJson(store, key, next, { ifVersion: version ?? '', ttlMs });
      if (swapped === undefined) throw new LandbridgeError('STORE_LEASE_LOST', { run });
      version = swapped;
      head = next;
    });
    turn = mine.catch(() => undefined);
    return mine;
  };

  const note = async (batch: number, outcomes: readonly Outcome[]): Promise<void> => {
    // Only the writer that holds the journal may say what came of a batch.
    await swap((unchanged) => unchanged);
    await writeJson(store, journalKey(run, batch), outcomes, { ttlMs });
  };

  return {
    leftBehind: new Map(Object.entries(head.underWay).map(([batch, sentAt]) => [Number(batch), sentAt])),
    begin: (batch, sentAt) =>
      swap(({ underWay, ...rest }) => ({ ...rest, underWay: { ...underWay, [batch]: sentAt } })),
    note,
    finish: async (batch, outcomes) => {
      await note(batch, outcomes);
      await swap(({ underWay, ...rest }) => ({
        ...rest,
        underWay: Object.fromEntries(Object.entries(underWay).filter(([number]) => number !== `${batch}`)),
      }));
    },
  };
}

/** All outcomes of a run so far, by the ref of their change. */
export async function readOutcomes(store: Store, run: string): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  for await (const { value } of listJson(store, journalRange(run), trusted<Outcome[]>)) {
    for (const outcome of value) outcomes.set(outcome.ref, outcome);
  }
  return outcomes;
}
