// A process that was suspended while another took its run over: it sends nothing, settles nothing, ends nothing.
import { describe, expect, it } from 'vitest';
import { describeError, LandbridgeError } from '../../../shared/errors.ts';
import type { OpenContext } from '../../../shared/platform/open-context.ts';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import type { Message } from '../../../shared/queue/queue.ts';
import { advanceRun, createRun, type Run } from '../../../shared/steps/run.ts';
import { runStep } from '../../../shared/steps/run-step.ts';
import { start } from '../../../shared/steps/start.ts';
import { deliver, runOf } from '../../support/deliver.ts';
import { type Answered, type Asked, isBatch, isLandscape } from '../../support/relay.ts';
import { watchStore } from '../../support/watch-store.ts';
import { openWorld, systems, type World } from '../../support/world.ts';

const leaseMs = 60_000;
const forbidden: Answered = { status: 403, body: '{}' };
const isToken = ({ path }: Asked) => path.endsWith('/mtm/v1/oauth2/token');

/** Its timers stand still, so that it neither renews its leases nor learns that they are gone. */
async function openSleeper(world: World): Promise<OpenContext> {
  return world.open({ clock: { ...world.clock, every: () => () => undefined }, burstMs: 600_000 });
}

/** The run and the message at which it stands when that step is next. */
async function upTo(step: Message['step'], context: OpenContext): Promise<{ run: string; message: Message }> {
  const { run, next } = await start(context, 'landscape');
  const { left } = await deliver(context, next, { until: (message) => message.step === step });
  const [message] = left;
  if (message === undefined) throw new Error('no message');
  return { run, message };
}

async function takeOver(world: World): Promise<Run> {
  world.clock.advance(leaseMs);
  return runFlow(await world.open(), 'landscape');
}

async function expectEachOnce(world: World, count: number): Promise<void> {
  const made = await world.applications();
  expect(new Set(made.map(({ externalId }) => externalId)).size).toBe(count);
  expect(made).toHaveLength(count);
}

describe('a writer whose run is taken over while it', () => {
  it.each(['waits for its turn', 'fetches a new token'])('%s sends nothing more', async (why) => {
    const world = await openWorld({ objects: systems(25) });
    const asleep = await openSleeper(world);
    const { run, message } = await upTo('write', asleep);
    const takeAll = async () =>
      expect(await takeOver(world)).toMatchObject({ id: run, state: 'done', report: { counts } });
    const counts = { items: 25, created: 25, failed: 0 };
    const batches: number[] = [];
    world.relay.once(isBatch, async ({ mutations }) => {
      batches.push(mutations);
      if (why === 'waits for its turn') {
        world.clock.onSleep(takeAll);
        return { status: 429, body: '{}', retryAfter: '90' };
      }
      world.relay.once(isToken, (_asked, forward) => takeAll().then(forward));
      return { status: 401, body: '{}' };
    });
    world.relay.always(isBatch, ({ mutations }, forward) => {
      batches.push(mutations);
      return forward();
    });
    expect(await runStep(asleep, message)).toEqual([]);
    // Its own that was turned away, and that of the other.
    expect(batches).toEqual([25, 25]);
    expect(await runOf(asleep, run)).toMatchObject({ state: 'done', report: { counts } });
    await expectEachOnce(world, 25);
  });
});

describe('a process that fails while another is at its run', () => {
  it.each(['pull', 'write'] as const)(
    'in %s neither ends it nor settles what it does not know',
    async (step) => {
      const world = await openWorld({ objects: systems(60) });
      const asleep = await openSleeper(world);
      const { run, message } = await upTo(step, asleep);
      const { context, written } = watchStore(asleep);
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      let takeover: Promise<Run> | undefined;
      const loseAndFail = async () => {
        takeover ??= takeOver(world);
        await reached.promise;
        return forbidden;
      };
      if (step === 'pull') world.relay.once(isLandscape, loseAndFail);
      else for (const _batch of [1, 2]) world.relay.once(isBatch, loseAndFail);
      world.relay.always(isBatch, async (_asked, forward) => {
        reached.resolve();
        await released.promise;
        return forward();
      });
      await runStep(context, message);
      const meanwhile = { ...(await runOf(asleep, run)), written: [...written] };
      released.resolve();
      const ended = await takeover?.catch((thrown: LandbridgeError) => thrown.code);

      expect(meanwhile).toMatchObject({ state: 'running', step: 'write' });
      expect(meanwhile.written).not.toContain('links');
      expect(meanwhile.written).not.toContain('inventory');
      expect(ended).toMatchObject({ id: run, state: 'done', report: { counts: { created: 60 } } });
      await expectEachOnce(world, 60);
    },
  );
});

describe('a reader whose run is taken over', () => {
  it('leaves the run as the other one left it', async () => {
    const world = await openWorld({ objects: systems(25) });
    const asleep = await openSleeper(world);
    const { run, message } = await upTo('pull', asleep);
    let ended: Run | undefined;
    world.relay.once(isLandscape, async (_asked, forward) => {
      ended = await takeOver(world);
      world.landscape.delete('lms-001');
      return forward();
    });
    expect(await runStep(asleep, message)).toEqual([]);
    expect(ended).toMatchObject({ id: run, state: 'done', report: { counts: { items: 25, created: 25 } } });
    expect(await runOf(asleep, run)).toEqual(ended);
  });

  it('learns of it from the head of the run, whatever the lease says', async () => {
    const { store } = await (await openWorld()).open();
    const from: Run = {
      id: 'run-1',
      flow: 'landscape',
      kind: 'sync',
      state: 'running',
      step: 'pull',
      startedAt: '2026-01-15T03:00:00.000Z',
      retentionMs: 1_000_000_000,
      pulls: {},
      requests: {},
    };
    await createRun(store, from);
    const match = await advanceRun(store, from, (run) => ({ ...run, step: 'match' }));
    for (const step of ['write', 'match'] as const) {
      const thrown = await advanceRun(store, from, (run) => ({ ...run, step })).catch((error) => error);
      expect(thrown).toBeInstanceOf(LandbridgeError);
      expect(describeError(thrown)).toContain('STORE_LEASE_LOST');
    }
    const done = await advanceRun(store, match, (run) => ({ ...run, state: 'done' }));
    await expect(advanceRun(store, match, (run) => run)).rejects.toMatchObject({ code: 'STORE_LEASE_LOST' });
    expect(await runOf({ store }, 'run-1')).toEqual(done);
  });
});
