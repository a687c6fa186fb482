// Works one message: takes the flow's lease for a burst, does the step, saves where the run stands and says
// what comes next. Any message may come twice or late; one that is no longer the run's step is dropped, unless
// what should have followed it was lost on the way.
import { toLandbridgeError } from '../errors.ts';
import type { Message, StepName } from '../queue/queue.ts';
import { flowLeaseKey } from '../store/keys.ts';
import type { Burst, StepContext } from './context.ts';
import { endRun } from './end-run.ts';
import { type HeldBurst, holdBurst } from './hold-burst.ts';
import { match } from './match.ts';
import { pull } from './pull.ts';
import { report } from './report.ts';
import { type Run, readRun } from './run.ts';
import { comeBackMs, takeLease } from './take-lease.ts';
import { token } from './token.ts';
import { write } from './write.ts';

type Step = (context: StepContext, run: Run, burst: Burst, message: Message) => Promise<Message[]>;

const steps: Readonly<Record<StepName, Step>> = { token, pull, match, write, report };

/** @returns the messages to hand on; none when the run has ended. */
export async function runStep(context: StepContext, message: Message): Promise<Message[]> {
  const { store, newId } = context;
  const run = await readRun(store, message.run);
  if (run === undefined || run.state !== 'running') return [];
  if (run.step !== message.step) {
    return run.handedOn === run.step ? [] : [{ run: run.id, flow: run.flow, step: run.step }];
  }

  const answer = await takeLease(context, flowLeaseKey(run.flow), { run: run.id, burst: newId() });
  if (answer.held) return [{ ...message, delayMs: comeBackMs }];

  const held = holdBurst(context, [answer.lease]);
  try {
    const next = await steps[run.step](context, run, held.burst, message);
    await held.end(run.step === 'report' ? 'release' : 'pause');
    return next;
  } catch (thrown) {
    const error = toLandbridgeError(thrown);
    if (error.code === 'STORE_UNREACHABLE') {
      // Nothing is known to have failed but the store: what was not saved is done again when the message comes again.
      await letGo(held);
      throw error;
    }
    try {
      // Whoever took the run over goes on with it; it is not ours to end.
      const isOurs = error.code !== 'STORE_LEASE_LOST' && (await held.burst.isStillHeld());
      if (isOurs) await endRun(context, run.id, error);
    } finally {
      await held.end('release');
    }
    if (error.code === 'BUG_UNEXPECTED') throw error;
    return [];
  }
}

/** As far as the store answers again; else the lease runs out by itself. */
async function letGo(held: HeldBurst): Promise<void> {
  await held.end('release').catch(() => undefined);
}
