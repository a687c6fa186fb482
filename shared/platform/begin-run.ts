// Begins a run of a flow and sends its first message. Loads none of the steps that work it.
import { LandbridgeError } from '../errors.ts';
import type { Queue } from '../queue/queue.ts';
import type { StepContext } from '../steps/context.ts';
import { readLastRun } from '../steps/run.ts';
import { type StartRequest, start } from '../steps/start.ts';
import { handOn } from './hand-on.ts';

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
  const isAnySync = request.kind === 'sync' && request.approved === undefined && request.choice === undefined;
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
  // A run about some items is no night: whoever wants one waits for its end.
  const isNight = last?.kind !== 'decide' && last?.choice === undefined;
  if (last?.state !== 'running' || !isNight) return undefined;
  const { id: run, step, handedOn } = last;
  if (handedOn === undefined) await handOn(context, queue, [{ run, flow, step }]);
  return run;
}
