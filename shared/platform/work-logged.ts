// A message worked in a cloud: its context taken from what is warm, and a line in the log for what became of it.
import { toLandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import type { Run } from '../steps/run.ts';
import { log, logError, logMetrics } from './log.ts';
import { openQueue } from './open-queue.ts';
import { metricsOf } from './run-metrics.ts';
import { warmContext } from './warm-context.ts';

/**
 * @param burstMs how long the burst may last; the rest of a function's time is for saving and handing on
 * @returns the messages that were sent
 * @throws what the queue is to deliver the message again for
 */
export async function workLogged(
  message: Message,
  burstMs = Number.POSITIVE_INFINITY,
): Promise<readonly Message[]> {
  const { run, flow, step, source } = message;
  const which = { run, flow, step, source };
  try {
    const [{ workMessage }, { readRun }] = await Promise.all([
      import('./work-message.ts'),
      import('../steps/run.ts'),
    ]);
    const context = await warmContext(flow);
    const before = await readRun(context.store, run);
    const limits = { burstMs: Math.min(context.burstMs, burstMs) };
    const next = await workMessage({ ...context, ...limits }, await openQueue(), message);
    const [first] = next;
    const delayMs = first?.delayMs;
    log('info', delayMs === undefined ? 'step worked' : 'step waits', {
      ...which,
      next: first?.step,
      delayMs,
    });
    const after =
      first === undefined && before?.state === 'running' ? await readRun(context.store, run) : undefined;
    if (after !== undefined && after.state !== 'running') tellEnd(after);
    return next;
  } catch (thrown) {
    const error = toLandbridgeError(thrown);
    logError('step broke off', error, which);
    throw error;
  }
}

function tellEnd(run: Run): void {
  const { id, flow, state, problem } = run;
  logMetrics(
    'run ended',
    { run: id, state, code: problem?.code },
    { dimensions: { flow }, values: metricsOf(run) },
  );
}
