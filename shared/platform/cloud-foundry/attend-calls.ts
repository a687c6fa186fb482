// Attends to the calls of the job scheduler again and again, at once when one comes, and one round at a time.
import { toLandbridgeError } from '../../errors.ts';
import { beginRun } from '../begin-run.ts';
import { systemClock } from '../clock.ts';
import { logError } from '../log.ts';
import { openJobScheduling } from '../open-job-scheduling.ts';
import { openQueue } from '../open-queue.ts';
import { openStore } from '../open-store.ts';
import { warmContext } from '../warm-context.ts';
import { attendJobCalls } from './job-calls.ts';

const everyMs = 5_000;

export interface Attendant {
  /** There is something to attend to. */
  wake(): void;
  /** Ends with the round that is under way. */
  stop(): Promise<void>;
}

/** Does nothing where no job scheduler is bound. @throws what openStore and openJobScheduling throw */
export async function startAttendant(): Promise<Attendant> {
  const jobs = await openJobScheduling();
  if (jobs === undefined) return { wake: () => undefined, stop: async () => undefined };
  const store = await openStore();
  const context = {
    store,
    now: systemClock.now,
    jobs,
    begin: async (flow: string) => beginRun(await warmContext(flow), await openQueue(), flow),
  };
  let round: Promise<void> = Promise.resolve();
  let isWaiting = false;
  const wake = () => {
    if (isWaiting) return;
    isWaiting = true;
    round = round.then(async () => {
      isWaiting = false;
      try {
        await attendJobCalls(context);
      } catch (thrown) {
        logError('job calls not attended', toLandbridgeError(thrown));
      }
    });
  };
  const stopWaking = systemClock.every(everyMs, wake);
  return {
    wake,
    async stop() {
      stopWaking();
      isWaiting = true;
      await round;
      await store.close();
    },
  };
}
