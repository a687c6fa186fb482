// The trigger of a run: takes up the flow's unfinished run or begins a new one, and names the first message.
// It never starts a second run beside a living one.
import { LandbridgeError } from '../errors.ts';
import { flows, isFlowName } from '../flows/flows.ts';
import type { Message } from '../queue/queue.ts';
import { flowLeaseKey } from '../store/keys.ts';
import { acquireLease } from '../store/lease.ts';
import type { StepContext } from './context.ts';
import { leaseMs } from './hold-burst.ts';
import { createRun, type Run, readLastRun, updateRun } from './run.ts';

/** A plan older than this is not taken up again: the next run makes a new one. */
const planLifeMs = 24 * 60 * 60 * 1000;

/** @throws CFG_FLOW_UNKNOWN, PLAN_FLOW_HELD */
export async function start(context: StepContext, flow: string): Promise<{ run: string; next: Message[] }> {
  if (!isFlowName(flow))
    throw new LandbridgeError('CFG_FLOW_UNKNOWN', { flow, flows: Object.keys(flows).join(', ') });
  const { store, time, process } = context;
  const burst = `start-${context.newId()}`;
  const answer = await acquireLease(store, flowLeaseKey(flow), {
    // Not the name of any run: a paused lease may be taken by its own run alone.
    holder: { run: burst, burst, ...(process && { process: process.mark }) },
    ttlMs: leaseMs,
    now: time.now,
    ...(process && { isGone: process.isGone }),
  });
  if (answer.held) throw new LandbridgeError('PLAN_FLOW_HELD', { flow, run: answer.holder.run });
  try {
    const last = await readLastRun(store, flow);
    const run = last && canGoOn(last, time.now()) ? await goOn(context, last) : await begin(context, flow);
    // Handed over rather than released: no other start may come between this one and the run's first step.
    await answer.lease.pause(run.id);
    return { run: run.id, next: [{ run: run.id, flow, step: run.step }] };
  } finally {
    await answer.lease.release();
  }
}

/** A killed run goes on where it was; a failed one only while it was writing, so that its plan is finished. */
function canGoOn(run: Run, now: number): boolean {
  if (run.state === 'running') return true;
  const madeAt = run.plan && Date.parse(run.plan.madeAt);
  return run.state === 'failed' && run.step === 'write' && madeAt !== undefined && now - madeAt < planLifeMs;
}

async function goOn({ store }: StepContext, run: Run): Promise<Run> {
  return updateRun(store, run.id, ({ problem: _, report: __, endedAt: ___, ...rest }) => ({
    ...rest,
    state: 'running',
  }));
}

async function begin({ store, time, newId }: StepContext, flow: string): Promise<Run> {
  const run: Run = {
    id: newId(),
    flow,
    state: 'running',
    step: 'token',
    startedAt: new Date(time.now()).toISOString(),
    pulls: {},
    requests: {},
  };
  await createRun(store, run);
  return run;
}
