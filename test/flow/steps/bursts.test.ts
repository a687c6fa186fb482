// Bursts that are over at once, messages that come twice or late: the same end state, and nothing written twice.
import { describe, expect, it } from 'vitest';
import type { OpenContext } from '../../../shared/platform/open-context.ts';
import type { Message } from '../../../shared/queue/queue.ts';
import { start } from '../../../shared/steps/start.ts';
import { withoutIds } from '../../support/applications.ts';
import { deliver, runOf } from '../../support/deliver.ts';
import { type Answered, isBatch, isLandscape } from '../../support/relay.ts';
import { openWorld, systems, type World } from '../../support/world.ts';

/** Five batches, eight pages. */
const size = 230;
const pages = [0, 30, 60, 90, 120, 150, 180, 210, 230];

interface WatchedWorld extends World {
  offsets: number[];
  batches: number[];
  /** When pages and batches were asked for. */
  asked: number[];
}

/** @param answerMs how long a page or a batch takes by the clock */
async function watchedWorld(answerMs = 0): Promise<WatchedWorld> {
  const world = await openWorld({ objects: systems(size) });
  world.relay.pageCap = 30;
  const offsets: number[] = [];
  const batches: number[] = [];
  const asked: number[] = [];
  const answer = (forward: () => Promise<Answered>) => {
    asked.push(world.clock.now());
    world.clock.advance(answerMs);
    return forward();
  };
  world.relay.always(isLandscape, ({ query }, forward) => {
    offsets.push(Number(query.get('offset')));
    return answer(forward);
  });
  world.relay.always(isBatch, ({ mutations }, forward) => {
    batches.push(mutations);
    return answer(forward);
  });
  return { ...world, offsets, batches, asked };
}

async function expectAllMade(world: WatchedWorld, context: OpenContext, run: string): Promise<void> {
  const ended = await runOf(context, run);
  expect(ended).toMatchObject({ state: 'done', report: { counts: { items: size, created: size } } });
  expect([...world.batches].sort()).toEqual([30, 50, 50, 50, 50]);
  const made = withoutIds(await world.applications());
  expect(made).toHaveLength(size);
  expect(new Set(made.map(({ externalId }) => externalId)).size).toBe(size);
  expect(made.every(({ rev }) => rev === 0)).toBe(true);
}

const countSteps = (messages: readonly Message[]) =>
  Object.entries(Object.groupBy(messages, ({ step }) => step)).map(([step, list]) => [step, list?.length]);

describe('a burst that is over at once', () => {
  it('does a page or a batch each and hands on, to the same end', async () => {
    const world = await watchedWorld();
    const context = await world.open({ burstMs: 0 });
    const { run, next } = await start(context, 'landscape');
    const { worked } = await deliver(context, next);
    expect(countSteps(worked)).toEqual([
      ['token', 1],
      ['pull', pages.length],
      ['match', 1],
      ['write', 2],
      ['report', 1],
    ]);
    expect(world.offsets).toEqual(pages);
    await expectAllMade(world, context, run);
  });

  it('is continued by another process where the last one stopped', async () => {
    const world = await watchedWorld();
    let waiting: Message[] = [];
    let id = '';
    const steps: string[] = [];
    for (let first = true; first || waiting.length > 0; first = false) {
      const context = await world.open({ burstMs: 0 });
      if (first) ({ run: id, next: waiting } = await start(context, 'landscape'));
      const { worked, left } = await deliver(context, waiting, { until: (_next, done) => done.length > 0 });
      waiting = left;
      steps.push(...worked.map(({ step }) => step));
    }
    expect(steps.filter((step) => step === 'pull')).toHaveLength(pages.length);
    expect(world.offsets).toEqual(pages);
    await expectAllMade(world, await world.open(), id);
  });

  it('keeps others out of the flow between two messages', async () => {
    const world = await watchedWorld();
    const context = await world.open({ burstMs: 0 });
    const { run, next } = await start(context, 'landscape');
    const { left } = await deliver(context, next, { until: (_next, done) => done.length === 3 });
    const other = await world.open();
    await expect(start(other, 'landscape')).rejects.toMatchObject({ code: 'PLAN_FLOW_HELD' });
    await deliver(context, left);
    await expectAllMade(world, context, run);
  });
});

describe('a burst of 60 seconds, by the clock', () => {
  it('begins nothing after its time and hands on; the next one goes on where it stopped', async () => {
    const world = await watchedWorld(25_000);
    // One after the other, as the clock goes.
    const config = world.configure(
      'connections: {lx: {binding: leanix, pace: {writesUnderWay: 1}}}\nflows: {landscape: {workspace: lx}}\n',
    );
    const context = await world.open({ config });
    const { run, next } = await start(context, 'landscape');
    const bursts: { step: string; from: number }[] = [];
    await deliver(context, next, {
      until: ({ step }) => {
        bursts.push({ step, from: world.clock.now() });
        return false;
      },
    });
    const steps = bursts.map(({ step }) => step);
    expect([...new Set(steps)]).toEqual(['token', 'pull', 'match', 'write', 'report']);
    // Three pages or batches fit into one at most, for the third begins after 50 seconds.
    expect(steps.filter((step) => step === 'pull').length).toBeGreaterThanOrEqual(pages.length / 3);
    expect(steps.filter((step) => step === 'write')).toHaveLength(Math.ceil(world.batches.length / 3));
    for (const at of world.asked) {
      const { from = 0 } = bursts.findLast((burst) => burst.from <= at) ?? {};
      expect(at - from).toBeLessThan(60_000);
    }
    expect([...new Set(world.offsets)]).toEqual(pages);
    await expectAllMade(world, context, run);
  });
});

describe('a message', () => {
  it('that comes twice changes nothing', async () => {
    const world = await watchedWorld();
    const context = await world.open();
    const { run, next } = await start(context, 'landscape');
    await deliver(context, next, { times: 2 });
    await expectAllMade(world, context, run);
  });

  it('that comes twice in the middle of its bursts only makes more of them', async () => {
    const world = await watchedWorld();
    const context = await world.open({ burstMs: 0 });
    const { run, next } = await start(context, 'landscape');
    const { left } = await deliver(context, next, { until: (_next, done) => done.length === 3 });
    await deliver(context, [...left, ...left, ...left]);
    expect(world.offsets).toEqual(pages);
    await expectAllMade(world, context, run);
  });

  it('that comes late, when the run is over or another one is under way, is dropped', async () => {
    const world = await watchedWorld();
    const context = await world.open({ burstMs: 0 });
    const first = await start(context, 'landscape');
    const { worked } = await deliver(context, first.next);
    const seen = world.simulator.ledger().length;
    expect((await deliver(context, worked)).left).toEqual([]);
    expect(world.simulator.ledger()).toHaveLength(seen);

    const second = await start(context, 'landscape');
    await deliver(context, [...worked, ...second.next, ...worked]);
    expect(await runOf(context, second.run)).toMatchObject({
      state: 'done',
      report: { counts: { created: 0, unchanged: size } },
    });
    await expectAllMade(world, context, first.run);
  });

  it('for a run that is not known is dropped', async () => {
    const world = await openWorld({ objects: systems(1) });
    const context = await world.open();
    const stray: Message = { run: '20260101T000000Z-00000000', flow: 'landscape', step: 'write' };
    expect(await deliver(context, [stray])).toEqual({ worked: [stray], left: [] });
    expect(world.simulator.ledger()).toEqual([]);
  });
});

describe('two sources', () => {
  it('are each read by their own message, and by one alone in a run that is taken up again', async () => {
    const world = await openWorld({ objects: systems(40), secondTenant: systems(60).slice(40) });
    world.relay.pageCap = 10;
    const context = await world.open({ burstMs: 0 });
    const first = await start(context, 'landscape');
    const { left, worked } = await deliver(context, first.next, {
      until: (_next, done) => done.length === 3,
    });
    expect(worked.map(({ source }) => source)).toEqual([undefined, 'example-calm', 'example-second']);
    expect(left).toHaveLength(2);

    // The messages are lost with their queue; the lease runs out, the next trigger goes on.
    world.clock.advance(61_000);
    const again = await start(context, 'landscape');
    expect(again.run).toBe(first.run);
    await deliver(context, again.next);
    const ended = await runOf(context, first.run);
    expect(ended.state).toBe('done');
    expect(ended.report?.counts).toMatchObject({ items: 60, created: 60 });
    expect(Object.values(ended.pulls).map(({ state, count }) => [state, count])).toEqual([
      ['complete', 40],
      ['complete', 20],
    ]);
  });
});
