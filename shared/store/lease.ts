// Keeps two runs of a flow, or two writers of a workspace, apart. Works on any store by compare-and-set alone.
// The record outlives release and expiry, so that its fence only ever grows; expiry stands inside it.
// A lease does not stop a writer that was suspended: what it writes must be a compare-and-set that carries the
// fence, on a head the new holder has taken over before it does anything else.
import * as z from 'zod/mini';
import { LandbridgeError } from '../errors.ts';
import { listJson, readJson, writeJson } from './json.ts';
import { leasesRange } from './keys.ts';
import type { Store, StoreKey } from './store.ts';

/** A process of a laptop, so that a dead one's lease is taken over at once. */
export interface ProcessMark {
  host: string;
  pid: number;
  startedAt: string;
}

export interface LeaseHolder {
  run: string;
  /** Absent between two bursts of the run. */
  burst?: string;
  process?: ProcessMark;
}

export interface Lease {
  /** One more than that of the holder before. */
  readonly fence: number;
  /** @throws STORE_LEASE_LOST when another took it over, or after pause and release */
  renew(): Promise<void>;
  /**
   * Ends the burst: the same run, or the one named, may go on at once, others when the time, counted from
   * now, is out.
   * @throws STORE_LEASE_LOST
   */
  pause(run?: string): Promise<void>;
  /** Ends the holding; does nothing when it has ended already or another took the lease over. */
  release(): Promise<void>;
}

export type LeaseAnswer =
  /** `previous` held it before and did not release it: its run is to be continued. */
  | { held: false; lease: Lease; previous?: LeaseHolder }
  | { held: true; holder: LeaseHolder; expiresAt: number };

export interface LeaseRequest {
  holder: LeaseHolder;
  ttlMs: number;
  now: () => number;
  /** Whether a process is certainly dead; without it only time decides. */
  isGone?: (process: ProcessMark) => boolean;
}

interface LeaseRecord {
  fence: number;
  expiresAt: number;
  /** Absent once released. */
  holder?: LeaseHolder;
}

const LeaseRecord: z.ZodMiniType<LeaseRecord> = z.object({
  fence: z.number(),
  expiresAt: z.number(),
  holder: z.exactOptional(
    z.object({
      run: z.string(),
      burst: z.exactOptional(z.string()),
      process: z.exactOptional(z.object({ host: z.string(), pid: z.number(), startedAt: z.string() })),
    }),
  ),
});

/**
 * Takes the lease if it was never held, was released, has expired, is paused by the same run, or its process
 * is gone. Does not wait for a held one.
 */
export async function acquireLease(store: Store, key: StoreKey, request: LeaseRequest): Promise<LeaseAnswer> {
  for (;;) {
    const found = await readJson(store, key, (value) => LeaseRecord.parse(value));
    const holder = found?.value.holder;
    if (found && holder && isHeld(found.value, holder, request))
      return { held: true, holder, expiresAt: found.value.expiresAt };

    const fence = (found?.value.fence ?? 0) + 1;
    const record = { fence, expiresAt: request.now() + request.ttlMs, holder: request.holder };
    const condition = found ? { ifVersion: found.version } : { ifAbsent: true };
    const version = await writeJson(store, key, record, condition);
    if (version === undefined) continue;
    const lease = holdLease(store, key, request, fence, version);
    return holder ? { held: false, lease, previous: holder } : { held: false, lease };
  }
}

/** Whether somebody works on anything at all, or died unseen less than a lease's time ago. */
export async function isAnyLeaseHeld(
  store: Store,
  now: number,
  isGone: (process: ProcessMark) => boolean = () => false,
): Promise<boolean> {
  for await (const { value } of listJson(store, leasesRange, (record) => LeaseRecord.parse(record))) {
    const { holder, expiresAt } = value;
    const isDead = holder?.process !== undefined && isGone(holder.process);
    if (holder !== undefined && expiresAt > now && !isDead) return true;
  }
  return false;
}

function isHeld(record: LeaseRecord, holder: LeaseHolder, request: LeaseRequest): boolean {
  if (record.expiresAt <= request.now()) return false;
  if (holder.burst === undefined && holder.run === request.holder.run) return false;
  return !(holder.process && request.isGone?.(holder.process));
}

function holdLease(
  store: Store,
  key: StoreKey,
  { holder, ttlMs, now }: LeaseRequest,
  fence: number,
  firstVersion: string,
): Lease {
  let version: string | undefined = firstVersion;
  let last: Promise<unknown> = Promise.resolve();

  // One at a time: a renewal by a timer must not make a pause in the same moment look like a theft.
  function inTurn(call: () => Promise<void>): Promise<void> {
    const turn = last.then(call);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function replace(record: LeaseRecord): Promise<boolean> {
    if (version === undefined) return false;
    version = await writeJson(store, key, record, { ifVersion: version });
    return version !== undefined;
  }

  async function replaceOrLose(record: LeaseRecord): Promise<void> {
    if (!(await replace(record))) throw new LandbridgeError('STORE_LEASE_LOST', { lease: key.key, fence });
  }

  return {
    fence,
    renew: () => inTurn(() => replaceOrLose({ fence, expiresAt: now() + ttlMs, holder })),
    pause: (run = holder.run) =>
      inTurn(async () => {
        const { burst: _, ...paused } = holder;
        await replaceOrLose({ fence, expiresAt: now() + ttlMs, holder: { ...paused, run } });
        version = undefined;
      }),
    release: () =>
      inTurn(async () => {
        await replace({ fence, expiresAt: 0 });
        version = undefined;
      }),
  };
}
