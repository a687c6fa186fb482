// The calls of the job scheduler against the service on loopback: each ends with exactly one update, told by whoever
// is there, and those that come together give one run.
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import { parseJobSchedulingBinding } from '../../../shared/connectors/job-scheduling/binding.ts';
import { connectJobScheduling } from '../../../shared/connectors/job-scheduling/connect-job-scheduling.ts';
import { LandbridgeError } from '../../../shared/errors.ts';
import { beginRun } from '../../../shared/platform/begin-run.ts';
import { acceptJobCall, attendJobCalls } from '../../../shared/platform/cloud-foundry/job-calls.ts';
import { workMessage } from '../../../shared/platform/work-message.ts';
import type { Message } from '../../../shared/queue/queue.ts';
import { listRuns } from '../../../shared/steps/run.ts';
import { type ScheduledRun, startJobScheduler } from '../../support/job-scheduling/job-scheduler.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';
import { openWorld, systems, type WorldOptions } from '../../support/world.ts';

for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);

const job = 'landbridge_landscape';
const minuteMs = 60_000;

async function open(options: WorldOptions = { objects: systems(2) }) {
  const world = await openWorld(options);
  const scheduler = await startJobScheduler();
  onTestFinished(() => scheduler.close());
  scheduler.addJob(job, 'http://127.0.0.1:1/jobs/start', { flow: 'landscape' });
  const binding = parseJobSchedulingBinding('jobs', scheduler.credentials);
  const context = await world.open();
  const left: Message[] = [];
  const queue = { send: async (message: Message) => void left.push(message) };
  const { store } = context;
  const { now } = world.clock;

  /** An instance that attends; what it is killed in may be done by the next. */
  const attend = (change: Partial<Parameters<typeof attendJobCalls>[0]> = {}) =>
    attendJobCalls({
      store,
      now,
      jobs: connectJobScheduling(binding, { surroundings: stillSurroundings(), meter: createMeter() }),
      begin: (flow) => beginRun(context, queue, flow),
      ...change,
    });
  return {
    world,
    scheduler,
    attend,
    /** The service calls, and is answered 202: what it asked for is kept. */
    async call(): Promise<ScheduledRun> {
      const [run] = await scheduler.fire(job);
      if (run === undefined) throw new Error('No run');
      Object.assign(run, { httpStatus: 202, runStatus: 'RUNNING', runState: 'ACK_RECVD' });
      const { jobId, scheduleId, runId } = run;
      await acceptJobCall({ store, now }, 'landscape', { jobId: String(jobId), scheduleId, runId });
      return run;
    },
    async work(): Promise<void> {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        await workMessage(context, queue, next);
      }
    },
    runs: () => listRuns(store),
  };
}

describe('a call of the job scheduler', () => {
  it('begins a run and is told its end, once', async () => {
    const { attend, call, work, runs, scheduler } = await open();
    const run = await call();
    await attend();
    expect(run.updates).toBe(0);
    await work();
    await attend();
    const [ours] = await runs();
    expect(run).toMatchObject({
      runState: 'SUCCESS',
      runText: `The run of landscape is done: 2 items, 2 created. (${ours?.id})`,
      updates: 1,
    });
    await attend();
    expect(run.updates).toBe(1);
    expect(scheduler.requests.filter((request) => request.includes('/runs/'))).toHaveLength(1);
  });

  it('is kept before it is answered: whoever comes after a death begins its run', async () => {
    const { attend, call, work, runs } = await open();
    const run = await call();
    // Killed before it began anything, and again when the run was there and nobody knew.
    await attend({ begin: () => Promise.reject(new LandbridgeError('STORE_UNREACHABLE')) });
    await attend();
    await work();
    await attend();
    expect(run).toMatchObject({ runState: 'SUCCESS', updates: 1 });
    expect(await runs()).toHaveLength(1);
  });

  it('that comes with others gives one run, though that one ended before the others were looked at', async () => {
    const { attend, call, work, runs, world } = await open();
    const first = await call();
    await attend();
    await work();
    const late = [await call(), await call()];
    await attend();
    expect(await runs()).toHaveLength(1);
    expect([first, ...late].map(({ runState, updates }) => [runState, updates])).toEqual(
      Array(3).fill(['SUCCESS', 1]),
    );
    world.clock.advance(2 * minuteMs);
    const next = await call();
    await attend();
    await work();
    await attend();
    expect(await runs()).toHaveLength(2);
    expect(next.updates).toBe(1);
  });

  it('is told of by one of two instances that look at the same moment', async () => {
    const { attend, call, work } = await open();
    const run = await call();
    await attend();
    await work();
    await Promise.all([attend(), attend(), attend()]);
    expect(run.updates).toBe(1);
  });

  it('is told in time when its run is not at its end, and never UNKNOWN', async () => {
    const { attend, call, scheduler, world, runs } = await open();
    const run = await call();
    await attend();
    world.clock.advance(28 * minuteMs);
    await attend();
    expect(run.updates).toBe(0);
    // A minute before the half hour that the service waits.
    world.clock.advance(minuteMs);
    await attend();
    scheduler.expire();
    const [ours] = await runs();
    expect(run).toMatchObject({
      runState: 'ERROR',
      runText: expect.stringContaining(`Run ${ours?.id} is not at its end yet. It goes on`),
    });
  });

  it('waits while the service is down, and is told when it is back', async () => {
    const { attend, call, work, scheduler } = await open();
    const run = await call();
    await attend();
    await work();
    scheduler.answerNext(...Array(30).fill(503));
    await attend();
    expect(run.updates).toBe(0);
    for (let round = 0; run.updates === 0 && round < 30; round += 1) await attend();
    expect(run).toMatchObject({ runState: 'SUCCESS', updates: 1 });
  });

  it('is told why nothing could be begun', async () => {
    const { attend, call } = await open();
    const run = await call();
    const begin = () => Promise.reject(new LandbridgeError('CFG_BINDING_MISSING', { service: 'SAP LeanIX' }));
    await attend({ begin });
    expect(run).toMatchObject({
      runState: 'ERROR',
      runText: expect.stringMatching(/^CFG_BINDING_MISSING: .*SAP LeanIX/),
      updates: 1,
    });
  });

  it('is told of a run that a guard stopped as of one that failed', async () => {
    const { attend, call, work } = await open({ objects: [] });
    const run = await call();
    await attend();
    await work();
    await attend();
    expect(run).toMatchObject({ runState: 'ERROR', updates: 1 });
    expect(run.runText).toMatch(/^The run of landscape is (refused|failed)\W.*PLAN_SOURCE_EMPTY/);
  });

  it('is told no more when the service has given its run up', async () => {
    const { attend, call, work, scheduler } = await open();
    const run = await call();
    await attend();
    await work();
    scheduler.answerNext(400);
    await attend();
    const asked = scheduler.requests.length;
    await attend();
    expect(run.updates).toBe(0);
    expect(scheduler.requests).toHaveLength(asked);
  });

  it('is forgotten when nobody is left to be told', async () => {
    const { attend, call, work, scheduler } = await open();
    await call();
    await attend();
    await work();
    scheduler.forgetRuns();
    await attend();
    const asked = scheduler.requests.length;
    await attend();
    expect(scheduler.requests).toHaveLength(asked);
  });
});
