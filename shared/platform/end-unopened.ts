// What becomes of a run whose step cannot even begin, because configuration or bindings are wrong: it ends at once,
// with the fault for everybody to see, rather than after its message was delivered in vain. Needs the store alone.
// What it wrote stands in its journal; the next night goes on with it.
import { createMeter } from '../connectors/http/meter.ts';
import type { LandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import { endRun } from '../steps/end-run.ts';
import { type Run, readRun } from '../steps/run.ts';
import { comeBackMs, takeLease } from '../steps/take-lease.ts';
import { flowLeaseKey } from '../store/keys.ts';
import { systemClock } from './clock.ts';
import { openStore } from './open-store.ts';
import { newRunId } from './random.ts';

export interface Ended {
  /** The message itself where somebody else works on the run: it may be well there. */
  next: readonly Message[];
  ended?: Run;
}

/** @throws what openStore throws: then nothing can be ended */
export async function endUnopened(message: Message, error: LandbridgeError): Promise<Ended> {
  const store = await openStore();
  try {
    const run = await readRun(store, message.run);
    if (run?.state !== 'running' || run.step !== message.step) return { next: [] };
    const context = { store, time: systemClock, meter: createMeter() };
    const holder = { run: run.id, burst: newRunId(systemClock.now()) };
    const answer = await takeLease(context, flowLeaseKey(run.flow), holder);
    if (answer.held) return { next: [{ ...message, delayMs: comeBackMs }] };
    try {
      return { next: [], ended: await endRun(context, run.id, error) };
    } finally {
      await answer.lease.release();
    }
  } finally {
    await store.close();
  }
}
