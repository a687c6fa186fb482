// A message worked in a cloud: its context taken from what is warm, and a line in the log for what became of it.
import { toLandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import { log, logError } from './log.ts';
import { openQueue } from './open-queue.ts';
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
    const { workMessage } = await import('./work-message.ts');
    const context = await warmContext(flow);
    const limits = { burstMs: Math.min(context.burstMs, burstMs) };
    const next = await workMessage({ ...context, ...limits }, await openQueue(), message);
    const [first] = next;
    const delayMs = first?.delayMs;
    log('info', delayMs === undefined ? 'step worked' : 'step waits', {
      ...which,
      next: first?.step,
      delayMs,
    });
    return next;
  } catch (thrown) {
    const error = toLandbridgeError(thrown);
    logError('step broke off', error, which);
    throw error;
  }
}
