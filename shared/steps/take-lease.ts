// How every step takes a lease: for a run and burst, in the name of this process where there is one.
import { LandbridgeError } from '../errors.ts';
import { acquireLease, type LeaseAnswer } from '../store/lease.ts';
import type { StoreKey } from '../store/store.ts';
import type { StepContext } from './context.ts';

/** A dead holder elsewhere is waited for at most this long. */
export const leaseMs = 60_000;
/** How long a message waits whose flow or workspace is busy. */
export const comeBackMs = 5_000;

/** With the time at which a holder that died lets go; one that lives renews it. */
export function flowHeld(
  flow: string,
  { holder, expiresAt }: Pick<Extract<LeaseAnswer, { held: true }>, 'holder' | 'expiresAt'>,
): LandbridgeError {
  const until = new Date(expiresAt).toISOString();
  return new LandbridgeError('PLAN_FLOW_HELD', { flow, run: holder.run, until });
}

export function takeLease(
  { store, time, process }: Pick<StepContext, 'store' | 'time' | 'process'>,
  key: StoreKey,
  holder: { run: string; burst: string },
): Promise<LeaseAnswer> {
  return acquireLease(store, key, {
    holder: { ...holder, ...(process && { process: process.mark }) },
    ttlMs: leaseMs,
    now: time.now,
    ...(process && { isGone: process.isGone }),
  });
}
