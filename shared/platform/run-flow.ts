// A whole run in this process: the same steps as in the cloud, handed on through the in-process queue.
import { LandbridgeError } from '../errors.ts';
import { createInProcessQueue } from '../queue/in-process.ts';
import type { StepContext } from '../steps/context.ts';
import { type Run, readRun } from '../steps/run.ts';
import { type StartRequest, start } from '../steps/start.ts';
import { workMessage } from './work-message.ts';

/** @throws PLAN_FLOW_HELD, PLAN_UNFINISHED, STORE_LEASE_LOST; what stops the run itself stands in the run. */
export async function runFlow(context: StepContext, flow: string, request?: StartRequest): Promise<Run> {
  const queue = createInProcessQueue(context.time.sleep);
  const { run, isBefore, next } = await start(context, flow, request);
  for (const message of next) await queue.send(message);
  await queue.drain(async (message) => {
    await workMessage(context, queue, message);
  });
  const ended = await readRun(context.store, run);
  if (ended === undefined) throw new LandbridgeError('STORE_BLOB_MISSING', { run });
  if (ended.state === 'running') throw new LandbridgeError('STORE_LEASE_LOST', { run });
  // One that failed again would be taken up again for ever.
  return isBefore && ended.state !== 'failed' ? runFlow(context, flow, request) : ended;
}
