// Begins a run in a cloud, whoever asks for it: a timer, a person by hand, a program by HTTP.
import * as z from 'zod/mini';
import { LandbridgeError, toLandbridgeError } from '../errors.ts';
import { log, logError } from './log.ts';
import { openQueue } from './open-queue.ts';
import { warmContext } from './warm-context.ts';

export const RunWish = z.object({
  flow: z.string(),
  /** Reads and plans, writes nothing to LeanIX. */
  dryRun: z.optional(z.boolean()),
  /** Hash of the plan that guards are to let pass. */
  approve: z.optional(z.string()),
});
export type RunWish = z.infer<typeof RunWish>;

export interface RunBegun {
  run: string;
  flow: string;
  message: string;
}

const begun = 'The run has begun and goes on by itself; ask the function report what became of it.';
const planned = 'The run reads and plans and writes nothing to LeanIX; ask the function report for its plan.';
const underWay = 'A run of this flow is under way already; no second one was begun.';

/** @throws what beginRun and openContext throw */
export async function startRun({ flow, dryRun = false, approve }: RunWish): Promise<RunBegun> {
  try {
    const { beginRun } = await import('./begin-run.ts');
    const request = dryRun ? ({ kind: 'plan' } as const) : ({ kind: 'sync', approved: approve } as const);
    const { run, isUnderWay } = await beginRun(await warmContext(flow), await openQueue(), flow, request);
    log('info', isUnderWay ? 'run is under way' : 'run begun', { run, flow, kind: request.kind });
    return { run, flow, message: isUnderWay ? underWay : dryRun ? planned : begun };
  } catch (thrown) {
    const error = toLandbridgeError(thrown);
    logError('run not begun', error, { flow });
    throw error;
  }
}

/** @throws CFG_EVENT */
export function parseWish(event: unknown): RunWish {
  const parsed = RunWish.safeParse(event);
  if (parsed.success) return parsed.data;
  const members = parsed.error.issues.map(({ path }) => path.join('.') || 'the event').join(', ');
  throw new LandbridgeError('CFG_EVENT', { members });
}
