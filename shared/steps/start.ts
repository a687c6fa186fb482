// The trigger of a run: takes up the flow's unfinished run or begins a new one, and names the first message.
// It never starts a second run beside a living one.
import { targetOf } from '../core/map/target.ts';
import { type ErrorCode, LandbridgeError, toLandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import { flowLeaseKey } from '../store/keys.ts';
import type { StepContext } from './context.ts';
import { knownDataModel } from './data-model.ts';
import { endRun } from './end-run.ts';
import { selectionOf } from './inventory.ts';
import { createRun, type Run, readLastRun, updateRun } from './run.ts';
import { settle } from './settle.ts';
import { takeLease } from './take-lease.ts';

/** A run that stopped longer ago than this is not taken up again: its snapshot and plan are of yesterday. */
const runLifeMs = 24 * 60 * 60 * 1000;

/** Stored parts of the run itself are lost: to take it up again would fail in the same way for ever. */
const beyondRepair: ReadonlySet<string> = new Set<ErrorCode>([
  'STORE_BLOB_MISSING',
  'STORE_VALUE_DAMAGED',
  'PLAN_DAMAGED',
]);

/**
 * @param approved hash of the plan that guards are to let pass
 * @throws PLAN_FLOW_HELD
 */
export async function start(
  context: StepContext,
  flow: string,
  approved?: string,
): Promise<{ run: string; next: Message[] }> {
  const { store } = context;
  const burst = `start-${context.newId()}`;
  // Not the name of any run: a paused lease may be taken by its own run alone.
  const answer = await takeLease(context, flowLeaseKey(flow), { run: burst, burst });
  if (answer.held) throw new LandbridgeError('PLAN_FLOW_HELD', { flow, run: answer.holder.run });
  try {
    const last = await readLastRun(store, flow);
    const run = await takeUp(context, flow, last, approved);
    // Handed over rather than released: no other start may come between this one and the run's first step.
    await answer.lease.pause(run.id);
    return { run: run.id, next: [{ run: run.id, flow, step: run.step }] };
  } finally {
    await answer.lease.release();
  }
}

async function takeUp(
  context: StepContext,
  flow: string,
  last: Run | undefined,
  approved: string | undefined,
): Promise<Run> {
  if (last === undefined || !isUnfinished(last)) return begin(context, flow, approved);
  if (isFresh(context, last)) return goOn(context, last);
  await giveUp(context, last);
  return begin(context, flow, approved);
}

/** A killed run goes on where it was; a failed one only while it was writing, so that its plan is finished. */
function isUnfinished({ state, step, problem }: Run): boolean {
  return (
    state === 'running' || (state === 'failed' && step === 'write' && !beyondRepair.has(problem?.code ?? ''))
  );
}

function isFresh(context: StepContext, { startedAt, plan }: Run): boolean {
  if (plan !== undefined && plan.rulesVersion !== context.rules.version) return false;
  // In the future: the clock was set back.
  return Math.abs(context.time.now() - Date.parse(plan?.madeAt ?? startedAt)) < runLifeMs;
}

async function goOn({ store }: StepContext, run: Run): Promise<Run> {
  return updateRun(store, run.id, ({ problem: _, report: __, endedAt: ___, ...rest }) => ({
    ...rest,
    state: 'running',
  }));
}

/** Ends a run that is too old, with what it wrote kept, so that it does not look like somebody else's. */
async function giveUp(context: StepContext, run: Run): Promise<void> {
  let reason = new LandbridgeError('PLAN_STALE', { run: run.id });
  try {
    await keepWritten(context, run);
  } catch (thrown) {
    reason = toLandbridgeError(thrown);
    // What it wrote is then found again by its external ids.
    if (!beyondRepair.has(reason.code)) throw thrown;
  }
  await endRun(context, run.id, reason);
}

async function keepWritten(context: StepContext, run: Run): Promise<void> {
  if (run.plan === undefined || run.workspace === undefined || run.step !== 'write') return;
  const workspaceId = run.workspace.id;
  const { model } = await knownDataModel(context, workspaceId);
  const selection = selectionOf(targetOf(context.rules, model));
  await settle(context, run, run.plan, { workspaceId, selection, isWhole: false });
}

async function begin(
  { store, time, newId }: StepContext,
  flow: string,
  approved: string | undefined,
): Promise<Run> {
  const run: Run = {
    id: newId(),
    flow,
    state: 'running',
    step: 'token',
    startedAt: new Date(time.now()).toISOString(),
    pulls: {},
    ...(approved !== undefined && { approved }),
    requests: {},
  };
  await createRun(store, run);
  return run;
}
