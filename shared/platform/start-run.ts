// Begins a run in a cloud, whoever asks for it: a timer, a person by hand, a program by HTTP.
import * as z from 'zod/mini';
import { toLandbridgeError } from '../errors.ts';
import type { StartRequest } from '../steps/start.ts';
import { log, logError } from './log.ts';
import { openQueue } from './open-queue.ts';
import { warmContext } from './warm-context.ts';

const text = z.string().check(z.minLength(1));

/** Closed: a misspelt `dryRun` must not become a run that writes. */
export const RunWish = z.strictObject({
  flow: text,
  /** Ids of objects at their source: nothing else is taken up. */
  only: z.exactOptional(z.array(text).check(z.minLength(1))),
  /** Reads and plans, writes nothing to LeanIX. */
  dryRun: z.exactOptional(z.boolean()),
  /** Hash of the plan that guards are to let pass. */
  approve: z.exactOptional(text),
});
export type RunWish = z.infer<typeof RunWish>;

export interface RunBegun {
  run: string;
  flow: string;
  message: string;
}

const begun = 'The run has begun and goes on by itself; ask the function report what became of it.';
const planned = 'The run reads and plans and writes nothing to LeanIX; ask the function report for its plan.';
const begunOnly =
  'The run takes up the objects named and nothing else; ask the function report what became of it.';
const underWay = 'A run of this flow is under way already; no second one was begun.';

/** @throws what beginRun and openContext throw */
export async function startRun({ flow, only, dryRun = false, approve }: RunWish): Promise<RunBegun> {
  try {
    const { beginRun } = await import('./begin-run.ts');
    const choice = only && { only };
    const request: StartRequest = dryRun
      ? { kind: 'plan', choice }
      : { kind: 'sync', approved: approve, choice };
    const { run, isUnderWay } = await beginRun(await warmContext(flow), await openQueue(), flow, request);
    log('info', isUnderWay ? 'run is under way' : 'run begun', { run, flow, kind: request.kind });
    const message = isUnderWay ? underWay : dryRun ? planned : only ? begunOnly : begun;
    return { run, flow, message };
  } catch (thrown) {
    const error = toLandbridgeError(thrown);
    logError('run not begun', error, { flow });
    throw error;
  }
}
