// A writing that does not come to its end at once: what the next writer knows of it, and how little is asked of a
// workspace that refuses everything.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { openHeir, openMortal } from '../../support/mortal.ts';
import { type Answered, type Asked, isBatch } from '../../support/relay.ts';
import { aSystem, keyOf, openWorld, systems, type World } from '../../support/world.ts';

const forbidden: Answered = { status: 403, body: '{}' };

function refusal(message: string): Answered {
  return { status: 200, body: JSON.stringify({ data: null, errors: [{ message }] }) };
}

async function expectEachOnce(world: World, count: number): Promise<void> {
  const made = await world.applications();
  expect(new Set(made.map(({ externalId }) => externalId)).size).toBe(count);
  expect(made).toHaveLength(count);
}

describe('a writer that went on with what a killed one had sent', () => {
  it('waits from the last sending on, not from the first', async () => {
    const world = await openWorld({ objects: systems(25) });
    const mortal = await openMortal(world);
    const late: (() => Promise<Answered>)[] = [];
    world.relay.once(isBatch, async () => ({ status: 429, body: '{}', retryAfter: '20' }));
    world.relay.once(isBatch, async (_asked, forward) => {
      mortal.kill();
      late.push(forward);
      return forbidden;
    });
    await expect(runFlow(mortal.context, 'landscape')).rejects.toThrow('killed');
    expect(world.clock.slept).toEqual([20_000]);

    // LeanIX is still at it when the next one comes.
    const [carryOut] = late;
    if (carryOut === undefined) throw new Error('not sent again');
    world.clock.onSleep(carryOut);
    const batches: number[] = [];
    world.relay.always(isBatch, ({ mutations }, forward) => {
      batches.push(mutations);
      return forward();
    });
    const { run, report } = await world.run(await openHeir(world));
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 25, failed: 0 });
    expect(world.clock.slept).toEqual([20_000, 5_000]);
    expect(batches).toEqual([]);
    await expectEachOnce(world, 25);
  });
});

describe('a batch of which a part was decided before the run failed', () => {
  it('is continued with the rest alone', async () => {
    const world = await openWorld({ objects: systems(25) });
    const batches: number[] = [];
    const count = ({ mutations }: Asked) => void batches.push(mutations);
    world.relay.once(isBatch, async (asked, forward) => {
      count(asked);
      await world.person.create('Application', 'SAP S/4HANA Cloud (my400007)');
      return forward();
    });
    world.relay.once(isBatch, async (asked) => {
      count(asked);
      return forbidden;
    });
    world.relay.always(isBatch, (asked, forward) => {
      count(asked);
      return forward();
    });
    const first = await world.run();
    expect(first.run).toMatchObject({ state: 'failed', problem: { code: 'LX_TOKEN_PERMISSION' } });
    expect(first.report.counts).toMatchObject({ failed: 1, skipped: 24 });

    const second = await world.run();
    expect(second.run).toMatchObject({ id: first.run.id, state: 'partial' });
    expect(batches).toEqual([25, 24, 24]);
    expect(second.report.counts).toMatchObject({ created: 24, failed: 1 });
    expect(second.report.failures).toEqual([
      { item: keyOf('lms-007'), code: 'LX_REFUSED', message: expect.stringContaining('not unique') },
    ]);
  });
});

describe('a workspace that refuses every batch and names nothing', () => {
  it('ends the run after three requests a worker; once it is mended the same plan goes on', async () => {
    const world = await openWorld({ objects: systems(430) });
    const batches: number[] = [];
    let isMended = false;
    world.relay.always(isBatch, async ({ mutations }, forward) => {
      if (isMended) return forward();
      batches.push(mutations);
      return refusal('Missing permission');
    });
    const first = await world.run();
    expect(first.run).toMatchObject({ state: 'failed', problem: { code: 'LX_BATCH_REFUSED' } });
    expect(first.run.problem?.message).toContain('Missing permission');
    expect([...batches].sort((left, right) => left - right)).toEqual([
      1, 1, 1, 1, 1, 1, 1, 1, 50, 50, 50, 50,
    ]);
    expect(first.report.counts).toMatchObject({ items: 430, failed: 0, skipped: 430 });

    isMended = true;
    const second = await world.run();
    expect(second.run).toMatchObject({ id: first.run.id, state: 'done' });
    expect(second.report.counts).toMatchObject({ created: 430 });
    await expectEachOnce(world, 430);
  });

  it.each([1, 7, 25])('because of one change does not keep the others: number %i of 25', async (number) => {
    const world = await openWorld({ objects: systems(25) });
    const { name, lmsId } = aSystem(number);
    world.relay.always(isBatch, ({ body }, forward) =>
      body.includes(`(${name})`) ? Promise.resolve(refusal('Not this one')) : forward(),
    );
    const { run, report } = await world.run();
    expect(run.state).toBe('partial');
    expect(report.counts).toMatchObject({ created: 24, failed: 1 });
    world.landscape.set(lmsId ?? '', aSystem(number, { name: 'my499999' }));
    expect((await world.night()).report.counts).toMatchObject({ created: 1, unchanged: 24 });
  });
});
