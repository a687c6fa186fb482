// Runs that did not come to their end: which are continued, which are ended, and what they wrote stays ours.
import { describe, expect, it } from 'vitest';
import { sync } from '../../../cli/verbs/sync.ts';
import { systemClock } from '../../../shared/platform/clock.ts';
import type { OpenContext } from '../../../shared/platform/open-context.ts';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import type { Message } from '../../../shared/queue/queue.ts';
import { readLinks } from '../../../shared/steps/links.ts';
import type { Run } from '../../../shared/steps/run.ts';
import { start } from '../../../shared/steps/start.ts';
import { blobKey, flowLeaseKey } from '../../../shared/store/keys.ts';
import { deliver, runOf } from '../../support/deliver.ts';
import { aSystem, dayMs, keyOf, openWorld, systems, type World } from '../../support/world.ts';

const hourMs = 3_600_000;
const leaseMs = 60_000;

/** All systems get new names at the source. */
function renameAll(world: World, first: number): void {
  const count = world.landscape.size;
  for (let number = 1; number <= count; number += 1) {
    const system = aSystem(number, { name: `my${first + number}` });
    world.landscape.set(system.lmsId ?? '', system);
  }
}

/** A run that was left alone at that step; nobody holds its lease any more. */
async function leftAt(
  step: Message['step'],
  world: World,
  context: OpenContext,
  { messages = 1 } = {},
): Promise<string> {
  const { run, next } = await start(context, 'landscape');
  let seen = 0;
  await deliver(context, next, { until: (message) => message.step === step && ++seen === messages });
  world.clock.advance(leaseMs);
  return run;
}

describe('a run that failed in the middle of its writing', () => {
  it('and is never continued keeps what it wrote: the next one has no conflicts', async () => {
    const world = await openWorld({ objects: systems(120) });
    await world.run();
    renameAll(world, 410_000);
    world.relay.once(
      ({ mutations }) => mutations === 20,
      async () => ({ status: 403, body: '{}' }),
    );
    const context = await world.open();
    const { run: failed, report } = await world.run(context);
    expect(failed).toMatchObject({ state: 'failed', problem: { code: 'LX_TOKEN_PERMISSION' } });
    expect(report.counts).toMatchObject({ updated: 100, skipped: 20 });
    const { id } = await context.leanIx.workspace();
    const links = await readLinks(context.store, id, 'landscape');
    const renamed = [...links.values()].filter(({ written }) => written.name?.includes('my41'));
    expect(renamed).toHaveLength(100);

    world.clock.advance(25 * hourMs);
    renameAll(world, 420_000);
    const next = await world.run();
    expect(next.run).toMatchObject({ state: 'done' });
    expect(next.run.id).not.toBe(failed.id);
    expect(next.report.counts).toMatchObject({ updated: 120, conflict: 0, failed: 0 });
  });
});

describe('a run that was killed more than a day ago', () => {
  it('in the middle of its writing is ended, and a new one keeps on with what it wrote', async () => {
    const world = await openWorld({ objects: systems(230) });
    const context = await world.open({ burstMs: 0 });
    const old = await leftAt('write', world, context, { messages: 2 });
    expect(await world.applications()).toHaveLength(200);
    world.clock.advance(dayMs);
    renameAll(world, 410_000);

    const { run, report } = await world.run();
    expect(await runOf(context, old)).toMatchObject({
      state: 'failed',
      problem: { code: 'PLAN_STALE' },
      report: { counts: { items: 230, created: 200, skipped: 30 } },
    });
    expect(run).toMatchObject({ state: 'done' });
    expect(run.id).not.toBe(old);
    expect(report.counts).toMatchObject({ created: 30, updated: 200, linked: 0, conflict: 0 });
    expect(await world.applications()).toHaveLength(230);
  });

  it('before it wrote anything is ended, and the new one knows only what is there today', async () => {
    const world = await openWorld({ objects: systems(25) });
    const context = await world.open();
    const old = await leftAt('write', world, context);
    world.clock.advance(21 * dayMs);
    for (const number of ['001', '002']) world.landscape.delete(`lms-${number}`);
    const { run, report } = await world.run();
    expect(await runOf(context, old)).toMatchObject({ state: 'failed', problem: { code: 'PLAN_STALE' } });
    expect(run.id).not.toBe(old);
    expect(report.counts).toMatchObject({ items: 23, created: 23 });
    const made = (await world.applications()).map(({ externalId }) => externalId);
    expect(made).not.toContain(keyOf('lms-001'));
  });

  it('just less than a day ago is continued', async () => {
    const world = await openWorld({ objects: systems(25) });
    const old = await leftAt('write', world, await world.open());
    world.clock.advance(dayMs - leaseMs - 1);
    expect((await world.run()).run).toMatchObject({ id: old, state: 'done' });
  });
});

describe('a run that was begun under other rules', () => {
  it('is ended, and a new one is begun', async () => {
    const world = await openWorld({ objects: systems(25) });
    const context = await world.open();
    const former = { ...context, rules: { ...context.rules, version: 'another' } };
    const old = await leftAt('write', world, former);
    const { run, report } = await world.run();
    expect(await runOf(context, old)).toMatchObject({ state: 'failed', problem: { code: 'PLAN_STALE' } });
    expect(run).toMatchObject({ state: 'done' });
    expect(run.id).not.toBe(old);
    expect(report.counts).toMatchObject({ created: 25 });
  });
});

describe('a run whose stored plan is lost', () => {
  async function losePlan({ store }: OpenContext, { plan }: Run): Promise<void> {
    const [chunk] = plan?.changes.chunks ?? [];
    if (plan === undefined || chunk === undefined) throw new Error('no plan');
    await store.delete(blobKey(plan.changes.owner, chunk));
  }

  it.each([
    ['at once', 0],
    ['two days later', 2 * dayMs],
  ])('ends as failed when it is taken up %s; the next one works', async (_when, ms) => {
    const world = await openWorld({ objects: systems(25) });
    const context = await world.open();
    const old = await leftAt('write', world, context);
    await losePlan(context, await runOf(context, old));
    world.clock.advance(ms);

    const first = await runFlow(await world.open(), 'landscape');
    expect(await runOf(context, old)).toMatchObject({
      state: 'failed',
      problem: { code: 'STORE_BLOB_MISSING' },
    });
    const next = first.id === old ? (await world.run()).run : first;
    expect(next.id).not.toBe(old);
    expect(next).toMatchObject({ state: 'done', report: { counts: { created: 25 } } });
    expect(await world.applications()).toHaveLength(25);
  });

  it('is named by the command line with what ended it', async () => {
    const world = await openWorld({ objects: systems(25) });
    const context = await world.open({ clock: systemClock });
    const old = await leftAt('write', world, context);
    await losePlan(context, await runOf(context, old));
    await context.store.delete(flowLeaseKey('landscape'));
    const { code, json } = await sync('landscape', { bindings: world.bindings.file, state: world.state });
    expect(code).toBe(1);
    expect(json).toMatchObject({
      run: { id: old, state: 'failed' },
      counts: { items: 25, skipped: 25 },
      error: { code: 'STORE_BLOB_MISSING' },
    });
  });
});

describe('a start', () => {
  it('hands its lease over to the run: no other start comes between', async () => {
    const world = await openWorld({ objects: systems(25) });
    const first = await world.open();
    const second = await world.open();
    const { run, next } = await start(first, 'landscape');
    await expect(start(second, 'landscape')).rejects.toMatchObject({
      code: 'PLAN_FLOW_HELD',
      facts: { run },
    });
    // Another process may do the work.
    await deliver(second, next);
    expect(await runOf(first, run)).toMatchObject({ state: 'done', report: { counts: { created: 25 } } });
    const again = await start(first, 'landscape');
    expect(again.run).not.toBe(run);
  });
});
