// A message worked in a cloud: its context taken from what is warm, and a line in the log for what became of it.
import { LandbridgeError, toLandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import type { Run } from '../steps/run.ts';
import type { Ended } from './end-unopened.ts';
import { isForGood } from './for-good.ts';
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
    const { next, ended } = await workOrEnd(message, burstMs);
    const [first] = next;
    const delayMs = first?.delayMs;
    log('info', delayMs === undefined ? 'step worked' : 'step waits', {
      ...which,
      next: first?.step,
      delayMs,
    });
    if (ended !== undefined) tellEnd(ended);
    return next;
  } catch (thrown) {
    const error = toLandbridgeError(thrown);
    logError('step broke off', error, which);
    throw error;
  }
}

async function workOrEnd(message: Message, burstMs: number): Promise<Ended> {
  const { run, flow, step } = message;
  const opened = await warmContext(flow).catch(toLandbridgeError);
  if (opened instanceof LandbridgeError) {
    if (!isForGood(opened)) throw opened;
    logError('step cannot begin', opened, { run, flow, step });
    const [{ endUnopened }, queue] = await Promise.all([import('./end-unopened.ts'), openQueue()]);
    const came = await endUnopened(message, opened);
    for (const next of came.next) await queue.send(next);
    return came;
  }
  const [{ workMessage }, { readRun }] = await Promise.all([
    import('./work-message.ts'),
    import('../steps/run.ts'),
  ]);
  const before = await readRun(opened.store, run);
  const limits = { burstMs: Math.min(opened.burstMs, burstMs) };
  const next = await workMessage({ ...opened, ...limits }, await openQueue(), message);
  if (next.length > 0 || before?.state !== 'running') return { next };
  const after = await readRun(opened.store, run);
  if (after === undefined || after.state === 'running') return { next };
  const { tellItems } = await import('./tell-items.ts');
  await tellItems(opened.store, after);
  return { next, ended: after };
}

function tellEnd(run: Run): void {
  const { id, flow, state, problem } = run;
  logMetrics(
    'run ended',
    { run: id, state, code: problem?.code },
    { dimensions: { flow }, values: metricsOf(run) },
  );
}
