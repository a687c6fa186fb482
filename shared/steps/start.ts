// The trigger of a run: takes up the flow's unfinished run or begins a new one, and names the first message.
// It never starts a second run beside a living one.
import { isDeepStrictEqual } from 'node:util';
import { targetOf } from '../core/map/target.ts';
import type { Choice } from '../core/plan/narrow.ts';
import type { Plan } from '../core/plan/plan.ts';
import { type ErrorCode, LandbridgeError, toLandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import { writeRecords } from '../store/blobs.ts';
import { flowLeaseKey } from '../store/keys.ts';
import type { StepContext } from './context.ts';
import { knownDataModel } from './data-model.ts';
import { endRun } from './end-run.ts';
import { selectionOf } from './inventory.ts';
import { createRun, ownerOf, planLifeMs, type Run, readLastRun, updateRun } from './run.ts';
import { savePlan } from './save-plan.ts';
import { settle } from './settle.ts';
import { flowHeld, takeLease } from './take-lease.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Stored parts of the run itself are lost: to take it up again would fail in the same way for ever. */
const beyondRepair: ReadonlySet<string> = new Set<ErrorCode>([
  'STORE_BLOB_MISSING',
  'STORE_VALUE_DAMAGED',
  'PLAN_DAMAGED',
]);

/** What a run is to do. */
export type StartRequest =
  /** `approved`: hash of the plan that guards are to let pass. */
  | { kind: 'sync'; approved?: string | undefined; choice?: Choice | undefined }
  | { kind: 'plan'; choice?: Choice | undefined }
  /** `items`: what was decided on; `readBy`: the run whose snapshot tells of them. */
  | { kind: 'decide'; items: readonly string[]; readBy: string; approved?: string | undefined }
  | { kind: 'apply'; given: GivenPlan; approved?: string | undefined };

/** A plan that was made before, to be applied as it is or not at all. */
export interface GivenPlan {
  plan: Plan;
  hash: string;
  rulesVersion: string;
  workspaceId: string;
  /** ISO 8601. */
  madeAt: string;
  /** The run that made it, whose reading of the sources counts once it is applied. */
  plannedBy?: string;
  /** The run that it takes back. */
  undoes?: string;
  /** That run took back another: its items are let go again. */
  releases?: boolean;
}

export interface Started {
  run: string;
  /** A run about less, or other things, was left unfinished: what was asked for is to be started once it has ended. */
  isBefore: boolean;
  next: Message[];
}

/** @throws PLAN_FLOW_HELD, PLAN_UNFINISHED */
export async function start(
  context: StepContext,
  flow: string,
  request: StartRequest = { kind: 'sync' },
): Promise<Started> {
  const { store } = context;
  const burst = `start-${context.newId()}`;
  // Not the name of any run: a paused lease may be taken by its own run alone.
  const answer = await takeLease(context, flowLeaseKey(flow), { run: burst, burst });
  if (answer.held) throw flowHeld(flow, answer);
  try {
    const last = await readLastRun(store, flow);
    const run = await takeUp(context, flow, last, request);
    // Handed over rather than released: no other start may come between this one and the run's first step.
    await answer.lease.pause(run.id);
    const isOther = run.kind === 'decide' || !isDeepStrictEqual(run.choice, choiceOf(request));
    const isBefore = isOther && run.id === last?.id;
    return { run: run.id, isBefore, next: [{ run: run.id, flow, step: run.step }] };
  } finally {
    await answer.lease.release();
  }
}

async function takeUp(
  context: StepContext,
  flow: string,
  last: Run | undefined,
  request: StartRequest,
): Promise<Run> {
  if (last !== undefined && isUnfinished(last)) {
    const isWorthIt = isBegun(last, request) && isTakenUp(context, last);
    if (isWorthIt && takesUp(last, request)) return goOn(context, last, request);
    if (isWorthIt) throw new LandbridgeError('PLAN_UNFINISHED', { flow, run: last.id });
    await giveUp(context, last);
  }
  return begin(context, flow, request);
}

/** What was only read or planned is no loss; a plan that was given waits for whoever gave it. */
function isBegun(last: Run, request: StartRequest): boolean {
  if (last.step === 'write') return true;
  if (request.kind === 'decide') return last.kind === 'decide';
  if (request.kind !== 'sync' || !isDeepStrictEqual(last.choice, request.choice)) return false;
  return last.kind === 'sync' || last.undoes !== undefined;
}

function takesUp(last: Run, request: StartRequest): boolean {
  return request.kind === 'sync' || (request.kind === 'decide' && last.kind === 'decide');
}

/** A killed run goes on where it was; a failed one only while it was writing, so that its plan is finished. */
export function isUnfinished({ state, step, problem }: Run): boolean {
  return (
    state === 'running' || (state === 'failed' && step === 'write' && !beyondRepair.has(problem?.code ?? ''))
  );
}

/** Whether an unfinished run is gone on with; a plan that was never shown is of no use to anybody. */
export function isTakenUp(context: StepContext, run: Run): boolean {
  return run.kind !== 'plan' && isFresh(context, run);
}

function isFresh(context: StepContext, { startedAt, plan }: Run): boolean {
  if (plan !== undefined && plan.rulesVersion !== context.rules.version) return false;
  // In the future: the clock was set back.
  return Math.abs(context.time.now() - Date.parse(plan?.madeAt ?? startedAt)) < planLifeMs;
}

async function goOn({ store }: StepContext, run: Run, request: StartRequest): Promise<Run> {
  // What is approved of a night is not approved of a small run.
  const isMeant = request.kind === 'sync' && run.kind !== 'decide';
  const approved = isMeant ? request.approved : undefined;
  return updateRun(store, run.id, ({ problem: _, report: __, endedAt: ___, handedOn: ____, ...rest }) => ({
    ...rest,
    ...(approved !== undefined && { approved }),
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

async function begin(context: StepContext, flow: string, request: StartRequest): Promise<Run> {
  const { store, time, newId, retentionDays } = context;
  const approved = request.kind === 'plan' ? undefined : request.approved;
  const choice = choiceOf(request);
  const run: Run = {
    id: newId(),
    flow,
    system: context.rules.system,
    kind: request.kind,
    state: 'running',
    step: 'token',
    startedAt: new Date(time.now()).toISOString(),
    retentionMs: retentionDays * dayMs,
    pulls: {},
    ...(approved !== undefined && { approved }),
    ...(choice !== undefined && { choice }),
    requests: {},
  };
  const begun = await withRequest(context, run, request);
  await createRun(store, begun);
  return begun;
}

function choiceOf(request: StartRequest): Choice | undefined {
  return request.kind === 'sync' || request.kind === 'plan' ? request.choice : undefined;
}

async function withRequest(context: StepContext, run: Run, request: StartRequest): Promise<Run> {
  if (request.kind === 'apply') return withGiven(context, run, request.given);
  if (request.kind !== 'decide') return run;
  const keys = [...new Set(request.items)].sort();
  const items = await writeRecords(context.store, ownerOf(run.id), keys, { ttlMs: run.retentionMs });
  return { ...run, decided: { items, readBy: request.readBy } };
}

async function withGiven(context: StepContext, run: Run, given: GivenPlan): Promise<Run> {
  const { plan, hash, rulesVersion, workspaceId, madeAt, undoes, plannedBy, releases } = given;
  return {
    ...run,
    plan: await savePlan(context, run, { plan, hash, rulesVersion, madeAt }),
    givenFor: workspaceId,
    ...(undoes !== undefined && { undoes }),
    ...(plannedBy !== undefined && { plannedBy }),
    ...(releases !== undefined && { releases }),
  };
}
