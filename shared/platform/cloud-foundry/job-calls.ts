// The calls of the SAP Job Scheduling service: each is kept before it is answered, begins a run or joins the one
// under way, and is told the end of it, by whichever instance is there then. So no run of the service ends UNKNOWN,
// whoever dies meanwhile. It decides nothing of the runs themselves.
import * as z from 'zod/mini';
import type { JobScheduling, SchedulerRun } from '../../connectors/job-scheduling/connect-job-scheduling.ts';
import { describeError, LandbridgeError, toLandbridgeError } from '../../errors.ts';
import { type Run, readLastRun, readRun } from '../../steps/run.ts';
import { listJson, writeJson } from '../../store/json.ts';
import { jobCallKey, jobCallsRange } from '../../store/keys.ts';
import type { Store } from '../../store/store.ts';
import { log } from '../log.ts';
import { tellRun } from '../tell-run.ts';

const JobCall = z.object({
  flow: z.string(),
  jobId: z.string(),
  scheduleId: z.string(),
  runId: z.string(),
  acceptedAt: z.number(),
  /** The run of ours that is wanted to end; absent until one is known. */
  run: z.exactOptional(z.string()),
  /** When the end is told, come what may: the service waits no longer; absent until that was asked. */
  tellBy: z.exactOptional(z.number()),
  /** Until then an instance attends to it. */
  heldUntil: z.number(),
});
type JobCall = z.infer<typeof JobCall>;

export interface JobCallContext {
  store: Store;
  now: () => number;
  jobs: JobScheduling;
  /** Begins a run of the flow, or names the one under way. */
  begin(flow: string): Promise<{ run: string }>;
}

/** Run logs are removed then (SAP Job Scheduling service, "Service Behavior"): nobody is left to be told. */
const keptMs = 15 * 24 * 60 * 60 * 1000;
/** An instance that died is waited for no longer; longer than a run is begun or told. */
const holdMs = 120_000;
/**
 * Runs that were missed all come at once when the service is back: whoever calls so soon after a run began is told
 * the end of that one.
 */
const togetherMs = 60_000;

/** Does nothing for a call that is known already. */
export async function acceptJobCall(
  { store, now }: Pick<JobCallContext, 'store' | 'now'>,
  flow: string,
  { jobId, scheduleId, runId }: SchedulerRun,
): Promise<void> {
  const call: JobCall = { flow, jobId, scheduleId, runId, acceptedAt: now(), heldUntil: 0 };
  await writeJson(store, keyOf(call), call, { ifAbsent: true, ttlMs: keptMs });
}

/** Takes every call one step on, as far as it can be; what fails is tried again the next time. */
export async function attendJobCalls(context: JobCallContext): Promise<void> {
  const { store, now } = context;
  for await (const { value, version } of listJson(store, jobCallsRange, (found) => JobCall.parse(found))) {
    if (value.heldUntil > now() || (await isWaiting(context, value))) continue;
    const held = { ...value, heldUntil: now() + holdMs };
    const heldVersion = await writeJson(store, keyOf(value), held, { ifVersion: version, ttlMs: keptMs });
    if (heldVersion === undefined) continue;
    const next = await attend(context, value).catch((thrown: unknown) => {
      const { code } = toLandbridgeError(thrown);
      log('warn', 'job call waits', { flow: value.flow, jobRun: value.runId, run: value.run, code });
      return value;
    });
    if (next === undefined) await store.delete(keyOf(value), { ifVersion: heldVersion });
    else await writeJson(store, keyOf(value), next, { ifVersion: heldVersion, ttlMs: keptMs });
  }
}

/** Nothing is to be done but to wait: most looks end here, and hold nothing that a death would leave held. */
async function isWaiting({ store, now }: JobCallContext, { run, tellBy = 0 }: JobCall): Promise<boolean> {
  if (run === undefined || now() >= tellBy) return false;
  return (await readRun(store, run))?.state === 'running';
}

/** @returns the call as it stands now; undefined when there is nothing left to do. */
async function attend(context: JobCallContext, call: JobCall): Promise<JobCall | undefined> {
  const { store, now, jobs } = context;
  const found = call.run === undefined ? await findRun(context, call) : { run: call.run };
  if ('refusal' in found) return tell(jobs, call, { success: false, message: found.refusal });
  const head = await readRun(store, found.run);
  if (head !== undefined && head.state !== 'running') {
    return tell(jobs, call, {
      success: head.state === 'done',
      message: `${tellRun(head).message} (${head.id})`.slice(0, longestMessage),
    });
  }
  const tellBy = call.tellBy ?? call.acceptedAt + patienceMs((await jobs.readTimeout()) * 1000);
  if (now() < tellBy) return { ...call, ...found, tellBy };
  const message = `Run ${found.run} is not at its end yet. It goes on; landbridge schedule lets the service wait longer.`;
  return tell(jobs, call, { success: false, message });
}

/** Nothing says how long a text of the service may be; a line is read, a page is not. */
const longestMessage = 1_000;

/** Early enough to be told again when the first time fails. */
function patienceMs(timeoutMs: number): number {
  return timeoutMs - Math.min(60_000, timeoutMs / 10);
}

async function findRun(
  { store, begin }: JobCallContext,
  { flow, acceptedAt }: JobCall,
): Promise<{ run: string } | { refusal: string }> {
  const last = await readLastRun(store, flow);
  if (last !== undefined && isOfThisTime(last, acceptedAt)) return { run: last.id };
  try {
    return { run: (await begin(flow)).run };
  } catch (thrown) {
    const error = toLandbridgeError(thrown);
    // Somebody looks at the flow or applies a plan by hand: the night comes after that.
    if (error.retryable || error.code === 'PLAN_FLOW_HELD') throw error;
    return { refusal: describeError(error) };
  }
}

function isOfThisTime({ kind, undoes, startedAt }: Run, acceptedAt: number): boolean {
  return kind === 'sync' && undoes === undefined && Date.parse(startedAt) > acceptedAt - togetherMs;
}

async function tell(
  jobs: JobScheduling,
  call: JobCall,
  end: { success: boolean; message: string },
): Promise<undefined> {
  try {
    await jobs.tellEnd(call, end);
    log('info', 'job run told', { flow: call.flow, jobRun: call.runId, run: call.run, success: end.success });
  } catch (thrown) {
    if (!(thrown instanceof LandbridgeError) || !isFinal(thrown)) throw thrown;
    const { code, facts } = thrown;
    log('warn', 'job run not told', {
      ...{ flow: call.flow, jobRun: call.runId, run: call.run, code },
      ...(facts.status !== undefined && { status: facts.status }),
    });
  }
}

/** The service does not want to be told: it gave the run up by itself, or knows it no more. */
function isFinal({ code }: LandbridgeError): boolean {
  return code === 'JOB_GONE' || code === 'NET_UNEXPECTED_STATUS';
}

function keyOf({ jobId, scheduleId, runId }: SchedulerRun) {
  return jobCallKey(jobId, scheduleId, runId);
}
