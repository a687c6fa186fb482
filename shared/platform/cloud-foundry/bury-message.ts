// What becomes of a run whose message failed too often: it ends, with what was wrong, so that whoever waits for it is
// told. What it wrote stands in its journal; the next night goes on with it.
import { LandbridgeError } from '../../errors.ts';
import type { Message } from '../../queue/queue.ts';
import { endRun } from '../../steps/end-run.ts';
import { readRun } from '../../steps/run.ts';
import { logError } from '../log.ts';
import { warmContext } from '../warm-context.ts';

export async function buryMessage({ run, flow, step }: Message): Promise<void> {
  const context = await warmContext(flow);
  const head = await readRun(context.store, run);
  if (head?.state !== 'running' || head.step !== step) return;
  const error = new LandbridgeError('QUEUE_GAVE_UP', { run, step });
  logError('run given up', error, { run, flow, step });
  await endRun(context, run, error);
}
