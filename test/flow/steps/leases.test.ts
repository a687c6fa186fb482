// Who may work: one run of a flow, one writer of a workspace; who lost the right stops before it sends.
import { describe, expect, it } from 'vitest';
import { LandbridgeError } from '../../../shared/errors.ts';
import type { OpenContext } from '../../../shared/platform/open-context.ts';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import type { Message } from '../../../shared/queue/queue.ts';
import { runStep } from '../../../shared/steps/run-step.ts';
import { start } from '../../../shared/steps/start.ts';
import { flowLeaseKey, writerLeaseKey } from '../../../shared/store/keys.ts';
import { acquireLease } from '../../../shared/store/lease.ts';
import type { Store, StoreKey } from '../../../shared/store/store.ts';
import { deliver, runOf } from '../../support/deliver.ts';
import { isBatch } from '../../support/relay.ts';
import { openWorld, systems, type World } from '../../support/world.ts';

const leaseMs = 60_000;

/** As somebody elsewhere who never comes back. */
async function occupy({ open, clock }: World, key: StoreKey): Promise<void> {
  const { store } = await open();
  const holder = { run: 'another', burst: 'another' };
  const answer = await acquireLease(store, key, { holder, ttlMs: leaseMs, now: clock.now });
  expect(answer.held).toBe(false);
}

describe('a flow whose lease is held elsewhere', () => {
  it('refuses a new run until the lease has run out', async () => {
    const world = await openWorld({ objects: systems(5) });
    await occupy(world, flowLeaseKey('landscape'));
    const context = await world.open();
    await expect(start(context, 'landscape')).rejects.toMatchObject({ code: 'PLAN_FLOW_HELD' });
    world.clock.advance(leaseMs - 1);
    await expect(start(context, 'landscape')).rejects.toMatchObject({ code: 'PLAN_FLOW_HELD' });
    expect(world.simulator.ledger()).toEqual([]);
    world.clock.advance(1);
    expect((await world.run(context)).run.state).toBe('done');
  });

  it('lets a message come back later, with nothing done', async () => {
    const world = await openWorld({ objects: systems(5) });
    const context = await world.open();
    const { run, next } = await start(context, 'landscape');
    // The lease that start handed to the run has run out.
    world.clock.advance(leaseMs);
    await occupy(world, flowLeaseKey('landscape'));
    const [message] = next;
    if (message === undefined) throw new Error('no message');
    expect(await runStep(context, message)).toEqual([{ ...message, delayMs: 5_000 }]);
    expect(world.simulator.ledger()).toEqual([]);

    await deliver(context, next);
    // As often as the lease lasts.
    expect(world.clock.slept.filter((ms) => ms === 5_000)).toHaveLength(leaseMs / 5_000);
    expect((await runOf(context, run)).state).toBe('done');
  });
});

describe('a run that fails', () => {
  it('gives its lease back even when the store does not take its end', async () => {
    const world = await openWorld({ objects: [] });
    const context = await world.open();
    const { next } = await start(context, 'landscape');
    const { left } = await deliver(context, next, { until: ({ step }) => step === 'match' });
    const { store } = context;
    const full: Store = {
      ...store,
      put: async (key, value, options) => {
        if (key.collection === 'run') throw new LandbridgeError('STORE_WRITE_FAILED', {});
        return store.put(key, value, options);
      },
    };
    const [message] = left;
    if (message === undefined) throw new Error('no message');
    await expect(runStep({ ...context, store: full }, message)).rejects.toMatchObject({
      code: 'STORE_WRITE_FAILED',
    });
    const { run } = await world.run();
    expect(run).toMatchObject({ state: 'refused', problem: { code: 'PLAN_SOURCE_EMPTY' } });
  });
});

describe('a workspace whose lease is held elsewhere', () => {
  it('lets the write come back later; everything else goes on', async () => {
    const world = await openWorld({ objects: systems(5) });
    const context = await world.open();
    const { id } = await context.leanIx.workspace();
    await occupy(world, writerLeaseKey(id));
    const { run, next } = await start(context, 'landscape');
    const { left } = await deliver(context, next, {
      until: (message) => (message.delayMs ?? 0) > 0,
    });
    expect(left).toEqual([{ run, flow: 'landscape', step: 'write', delayMs: 5_000 }]);
    expect(await world.applications()).toEqual([]);
    await deliver(context, left);
    expect(await runOf(context, run)).toMatchObject({ state: 'done', report: { counts: { created: 5 } } });
  });
});

/** Its timers stand still, so that it does not renew its leases; and its burst would go on for long. */
async function openSleeper(world: World): Promise<OpenContext> {
  return world.open({ clock: { ...world.clock, every: () => () => undefined }, burstMs: 600_000 });
}

describe('a writer that was suspended', () => {
  /** Five batches, of which four are under way when the first writer falls asleep. */
  const size = 230;

  it('sends nothing once another has taken over, which makes nothing twice', async () => {
    const world = await openWorld({ objects: systems(size) });
    const asleep = await openSleeper(world);
    const other = await world.open();
    const { run, next } = await start(asleep, 'landscape');
    const { left } = await deliver(asleep, next, { until: ({ step }) => step === 'write' });

    const senders: string[] = [];
    let isDone = false;
    let takeover: Promise<void> | undefined;
    async function takeOver(): Promise<void> {
      world.clock.advance(leaseMs);
      await deliver(other, left);
      isDone = true;
    }
    world.relay.always(isBatch, async (_asked, forward) => {
      const sender = takeover === undefined || isDone ? 'asleep' : 'other';
      senders.push(sender);
      const answer = await forward();
      if (sender === 'other' || isDone) return answer;
      while (senders.length < 4) await new Promise(setImmediate);
      // The answers reach the sleeper when all is over.
      takeover ??= takeOver();
      await takeover;
      return answer;
    });
    const [message] = left;
    if (message === undefined) throw new Error('no message');
    expect(await runStep(asleep, message)).toEqual([]);
    await takeover;

    expect(senders).toEqual(['asleep', 'asleep', 'asleep', 'asleep', 'other']);
    expect(await runOf(other, run)).toMatchObject({
      state: 'done',
      report: { counts: { items: size, created: size } },
    });
    const made = await world.applications();
    expect(new Set(made.map(({ externalId }) => externalId)).size).toBe(size);
    expect(made).toHaveLength(size);
    expect((await world.run()).report.counts).toMatchObject({ created: 0, unchanged: size });
  });

  it('leaves the run alone that another went on with', async () => {
    const world = await openWorld({ objects: systems(5) });
    const asleep = await openSleeper(world);
    const { run, next } = await start(asleep, 'landscape');
    const { left } = await deliver(asleep, next, { until: ({ step }) => step === 'write' });
    const [message]: readonly (Message | undefined)[] = left;
    if (message === undefined) throw new Error('no message');
    world.relay.once(isBatch, async (_asked, forward) => {
      world.clock.advance(leaseMs);
      const ended = await runFlow(await world.open(), 'landscape');
      expect(ended).toMatchObject({ id: run, state: 'done' });
      return forward();
    });
    expect(await runStep(asleep, message)).toEqual([]);
    expect(await runOf(asleep, run)).toMatchObject({ state: 'done', report: { counts: { created: 5 } } });
    expect(await world.applications()).toHaveLength(5);
  });
});
