// Guards stop a run before anything is written, and what they refused is not what the next run is compared with.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { isLandscape } from '../../support/relay.ts';
import { aSystem, type Night, openWorld, systems, type World } from '../../support/world.ts';

const writesOf = (ledger: readonly string[]) =>
  ledger.filter((line) => /(create|update)FactSheet/.test(line));

async function settledWorld(): Promise<World> {
  const world = await openWorld({ objects: systems(40) });
  await world.run();
  return world;
}

function take(world: World, count: number): void {
  for (const lmsId of [...world.landscape.keys()].slice(0, count)) world.landscape.delete(lmsId);
}

function expectRefused({ run, report, ledger }: Night, code: string): void {
  expect(run.state).toBe('refused');
  expect(run.problem?.code).toBe(code);
  expect(writesOf(ledger)).toEqual([]);
  expect(report.counts.skipped).toBe(report.counts.items);
}

describe('a source that answers nothing', () => {
  it('is refused, on the first night too, before LeanIX is read', async () => {
    const world = await openWorld({ objects: [] });
    const night = await world.run();
    expectRefused(night, 'PLAN_SOURCE_EMPTY');
    expect(night.ledger.filter((line) => line.includes('/pathfinder/'))).toEqual([]);
  });

  it('costs nothing: the next full night is a quiet one', async () => {
    const world = await settledWorld();
    const before = await world.applications();
    world.simulator.setFaults(['empty']);
    world.relay.landscapes.delete('');
    expectRefused(await world.night(), 'PLAN_SOURCE_EMPTY');
    expect(await world.applications()).toEqual(before);

    world.relay.landscapes.set('', world.landscape);
    const next = await world.night();
    expect(next.run.state).toBe('done');
    expect(next.report).toMatchObject({ missing: 0, retired: 0, counts: { unchanged: 40 } });
  });
});

describe('a source that shrank', () => {
  it('is refused night after night, until it is whole again', async () => {
    const world = await settledWorld();
    take(world, 9);
    expectRefused(await world.night(), 'PLAN_SOURCE_SHRUNKEN');
    // Had the refused pull become the comparison, this one would be as large as the last.
    expectRefused(await world.night(), 'PLAN_SOURCE_SHRUNKEN');
    for (const system of systems(40)) world.landscape.set(system.lmsId ?? '', system);
    const whole = await world.night();
    expect(whole.report).toMatchObject({ missing: 0, retired: 0, counts: { unchanged: 40 } });
  });

  it('by no more than the limit passes', async () => {
    const world = await settledWorld();
    take(world, 8);
    const { run, report } = await world.night();
    expect(run.state).toBe('done');
    expect(report).toMatchObject({ missing: 8, retired: 0 });
  });
});

describe('more removals than the limit', () => {
  it('are refused night after night; at the limit they are done', async () => {
    const world = await settledWorld();
    take(world, 3);
    expect((await world.night()).report).toMatchObject({ missing: 3, retired: 0 });
    const before = await world.applications();
    expectRefused(await world.night(), 'PLAN_REMOVAL_LIMIT');
    expectRefused(await world.night(), 'PLAN_REMOVAL_LIMIT');
    expect(await world.applications()).toEqual(before);

    world.landscape.set('lms-001', aSystem(1));
    const { run, report } = await world.night();
    expect(run.state).toBe('done');
    expect(report.retired).toBe(2);
  });

  it('hold back the other changes of that night too, which flow once they are few enough', async () => {
    const world = await settledWorld();
    take(world, 3);
    await world.night();
    world.landscape.set('lms-020', aSystem(20, { name: 'my499999' }));
    expectRefused(await world.night(), 'PLAN_REMOVAL_LIMIT');
    expect(await world.applicationOf('lms-020')).toMatchObject({ alias: 'my400020' });
    world.landscape.set('lms-001', aSystem(1));
    expect((await world.night()).report).toMatchObject({ retired: 2, counts: { updated: 1 } });
  });
});

describe('a pull that breaks off', () => {
  /** The source fails at this offset while the switch is on. */
  function breakOffAt(world: World, offset: number): { on: boolean } {
    const fault = { on: true };
    world.relay.always(
      (asked) => fault.on && isLandscape(asked) && asked.query.get('offset') === String(offset),
      async () => ({ status: 500, body: '{}' }),
    );
    return fault;
  }

  it('makes the run partial, retires nothing, and does not count as a pull without the item', async () => {
    const world = await settledWorld();
    world.relay.pageCap = 10;
    const fault = breakOffAt(world, 20);
    world.landscape.set('lms-002', aSystem(2, { name: 'my499999' }));
    world.landscape.delete('lms-030');

    for (const _night of [1, 2]) {
      const { run, report } = await world.night();
      expect(run.state).toBe('partial');
      expect(run.pulls['example-calm']).toMatchObject({
        state: 'partial',
        count: 20,
        problem: { code: 'NET_SERVER_ERROR' },
      });
      expect(report).toMatchObject({ missing: 0, retired: 0, counts: { items: 20 } });
    }
    // What was read is kept in step all the same.
    expect(await world.applicationOf('lms-002')).toMatchObject({ alias: 'my499999' });

    fault.on = false;
    expect((await world.night()).report).toMatchObject({ missing: 1, retired: 0 });
    fault.on = true;
    expect((await world.night()).report).toMatchObject({ missing: 0, retired: 0 });
    fault.on = false;
    expect((await world.night()).report).toMatchObject({ missing: 0, retired: 1 });
  });

  it('at its first page ends the run with nothing written', async () => {
    const world = await settledWorld();
    breakOffAt(world, 0);
    const { run, ledger } = await world.night();
    expect(run).toMatchObject({ state: 'failed', problem: { code: 'NET_SERVER_ERROR' } });
    expect(ledger.filter((line) => line.includes('/pathfinder/'))).toEqual([]);
  });
});

describe('a source of which only a part could be read', () => {
  const halfRead = async () => {
    const world = await openWorld({ objects: systems(40) });
    world.relay.pageCap = 10;
    world.relay.always(
      (asked) => isLandscape(asked) && asked.query.get('offset') === '20',
      async () => ({ status: 404, body: '{}' }),
    );
    return world;
  };

  it('is written as far as it goes without a file', async () => {
    const world = await halfRead();
    const { run, report } = await world.run();
    expect(run.state).toBe('partial');
    expect(report.counts).toMatchObject({ items: 20, created: 20 });
  });

  it('is refused where the configuration wants that, and passes by approval', async () => {
    const world = await halfRead();
    const config = world.configure('flows: {landscape: {guards: {partialPull: stop}}}');
    const refused = await world.run(await world.open({ config }));
    expectRefused(refused, 'PLAN_SOURCE_PARTIAL');
    expect(refused.run.problem?.message).toContain('tenant: example-calm, objects: 20');
    const hash = /planHash: ([0-9a-f]{64})/.exec(refused.run.problem?.message ?? '')?.[1];
    const approved = await runFlow(await world.open({ config }), 'landscape', {
      kind: 'sync',
      approved: hash,
    });
    expect(approved).toMatchObject({ state: 'partial', report: { counts: { created: 20 } } });
  });
});
