// Long computations in slices: between two of them timers have their turn, so that leases are renewed meanwhile.
import type { Burst, StepContext } from './context.ts';

/** @throws STORE_LEASE_LOST when another process has taken the run over meanwhile */
export async function inSlices<Value>(
  work: Iterator<void, Value>,
  { time }: StepContext,
  { ensureHeld }: Burst,
): Promise<Value> {
  for (;;) {
    const slice = work.next();
    if (slice.done) return slice.value;
    await time.giveWay();
    ensureHeld();
  }
}
