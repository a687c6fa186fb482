// The shell of the trigger on AWS Lambda: the timer's event or a person's begins a run of a flow.
import * as z from 'zod/mini';
import { LandbridgeError, toLandbridgeError } from '../../errors.ts';
import { log, logError } from '../log.ts';
import { openQueue } from '../open-queue.ts';
import { warmContext } from '../warm-context.ts';
import { readable } from './readable.ts';

const StartEvent = z.object({
  flow: z.string(),
  /** Reads and plans, writes nothing to LeanIX. */
  dryRun: z.optional(z.boolean()),
  /** Hash of the plan that guards are to let pass. */
  approve: z.optional(z.string()),
});

export interface StartAnswer {
  run: string;
  flow: string;
  message: string;
}

export async function handleStart(event: unknown): Promise<StartAnswer> {
  return readable(async () => {
    const parsed = StartEvent.safeParse(event);
    if (!parsed.success) {
      const members = parsed.error.issues.map(({ path }) => path.join('.') || 'the event').join(', ');
      throw new LandbridgeError('CFG_EVENT', { members });
    }
    const { flow, dryRun = false, approve } = parsed.data;
    try {
      const { beginRun } = await import('../work-message.ts');
      const request = dryRun ? ({ kind: 'plan' } as const) : ({ kind: 'sync', approved: approve } as const);
      const { run, isUnderWay } = await beginRun(await warmContext(flow), await openQueue(), flow, request);
      log('info', isUnderWay ? 'run is under way' : 'run begun', { run, flow, kind: request.kind });
      return { run, flow, message: isUnderWay ? underWay : dryRun ? planned : begun };
    } catch (thrown) {
      logError('run not begun', toLandbridgeError(thrown), { flow });
      throw thrown;
    }
  });
}

const begun = 'The run has begun and goes on by itself; ask the function report what became of it.';
const planned = 'The run reads and plans and writes nothing to LeanIX; ask the function report for its plan.';
const underWay = 'A run of this flow is under way already; no second one was begun.';
