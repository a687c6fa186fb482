// The engine between the steps, the same on a laptop and in both clouds: works a message and sends what comes next.
// Whatever queue stands behind it delivers at least once and in any order. A message is done with when this
// returns; when it throws, the queue is to deliver it again. A message whose flow or workspace is busy is sent
// anew with a delay, so that waiting never counts as an attempt that failed.
import { LandbridgeError } from '../errors.ts';
import type { Message, Queue } from '../queue/queue.ts';
import type { StepContext } from '../steps/context.ts';
import { noteHandedOn, readLastRun } from '../steps/run.ts';
import { runStep } from '../steps/run-step.ts';
import { type StartRequest, start } from '../steps/start.ts';

/** @returns what was sent: what comes next, or the message itself when it has to come back. */
export async function workMessage(
  context: StepContext,
  queue: Queue,
  message: Message,
): Promise<readonly Message[]> {
  const next = await runStep(context, message);
  await handOn(context, queue, next, message);
  return next;
}

export interface Begun {
  run: string;
  /** Another start was first: its run is under way, and this one begins none. */
  isUnderWay: boolean;
}

/** Another start holds the flow's lease for moments only, before its run can be seen. */
const waitsMs = [500, 1_000, 2_000];

/** @throws what start throws, but takes a sync that is under way for the one that is wanted */
export async function beginRun(
  context: StepContext,
  queue: Queue,
  flow: string,
  request: StartRequest = { kind: 'sync' },
): Promise<Begun> {
  const isAnySync = request.kind === 'sync' && request.approved === undefined;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { run, isBefore, next } = await start(context, flow, request);
      await handOn(context, queue, next);
      if (!isBefore) return { run, isUnderWay: false };
      // It ends first: whoever wants a run of his own asks again.
      throw new LandbridgeError('PLAN_FLOW_HELD', { flow, run });
    } catch (thrown) {
      const isHeld = thrown instanceof LandbridgeError && thrown.code === 'PLAN_FLOW_HELD';
      if (!isHeld || !isAnySync) throw thrown;
      const underWay = await runUnderWay(context, queue, flow);
      if (underWay !== undefined) return { run: underWay, isUnderWay: true };
      const waitMs = waitsMs[attempt];
      if (waitMs === undefined) throw thrown;
      await context.time.sleep(waitMs);
    }
  }
}

/** Whoever began it may have died before its first message was sent. */
async function runUnderWay(context: StepContext, queue: Queue, flow: string): Promise<string | undefined> {
  const last = await readLastRun(context.store, flow);
  // A small run is no night: whoever wants one waits for its end.
  if (last?.state !== 'running' || last.kind === 'decide') return undefined;
  const { id: run, step, handedOn } = last;
  if (handedOn === undefined) await handOn(context, queue, [{ run, flow, step }]);
  return run;
}

async function handOn(
  { store }: StepContext,
  queue: Queue,
  next: readonly Message[],
  former?: Message,
): Promise<void> {
  for (const message of next) await queue.send(message);
  const [first] = next;
  // A message of the same step needs no note: the one before it is delivered again if this one was not sent.
  if (first !== undefined && first.step !== former?.step) await noteHandedOn(store, first.run, first.step);
}
