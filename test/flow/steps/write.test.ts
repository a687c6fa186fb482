// Batches that do not go through as they are: what was refused is reported, everything else is written once.
import { describe, expect, it, vi } from 'vitest';
import { createPace } from '../../../shared/connectors/http/pace.ts';
import { type Answered, type Asked, isBatch } from '../../support/relay.ts';
import { aSystem, keyOf, openWorld, systems, type World, writesOf } from '../../support/world.ts';

vi.mock('../../../shared/connectors/http/pace.ts', async (original) => {
  const { createPace: real } = await original<typeof import('../../../shared/connectors/http/pace.ts')>();
  return { createPace: vi.fn(real) };
});

function watchBatches(world: World): number[] {
  const batches: number[] = [];
  world.relay.always(isBatch, ({ mutations }, forward) => {
    batches.push(mutations);
    return forward();
  });
  return batches;
}

async function expectEachOnce(world: World, count: number): Promise<void> {
  const made = await world.applications();
  expect(made).toHaveLength(count);
  expect(new Set(made.map(({ externalId }) => externalId)).size).toBe(count);
  expect((await world.night()).report.counts).toMatchObject({ created: 0, updated: 0, unchanged: count });
}

describe('a batch with one mutation that LeanIX refuses', () => {
  it('is sent again without it when its name was taken meanwhile', async () => {
    const world = await openWorld({ objects: systems(25) });
    world.relay.once(isBatch, async (_asked, forward) => {
      await world.person.create('Application', 'SAP S/4HANA Cloud (my400007)');
      return forward();
    });
    const batches = watchBatches(world);
    const { run, report } = await world.run();
    expect(run.state).toBe('partial');
    expect(report.counts).toMatchObject({ created: 24, failed: 1 });
    expect(report.failures).toEqual([
      { item: keyOf('lms-007'), code: 'LX_REFUSED', message: expect.stringContaining('not unique') },
    ]);
    expect(batches).toEqual([24]);
    // The next night finds the one that took the name.
    expect((await world.night()).report.counts).toMatchObject({ linked: 1, unchanged: 24, failed: 0 });
  });

  it('is fitted to what a person did in between: the edit stays, the other fields follow', async () => {
    const world = await openWorld({ objects: systems(25) });
    await world.run();
    for (const number of [1, 2, 3]) {
      world.landscape.set(`lms-00${number}`, aSystem(number, { name: `my49000${number}` }));
    }
    const { id } = await world.applicationOf('lms-002');
    world.relay.once(isBatch, async (_asked, forward) => {
      await world.person.update(id, [{ op: 'replace', path: '/description', value: 'Mine' }]);
      return forward();
    });
    const batches = watchBatches(world);
    const { run, report } = await world.night();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ updated: 2, conflict: 1, unchanged: 22, failed: 0 });
    expect(batches).toEqual([3]);
    expect(report.conflicts).toMatchObject([{ item: keyOf('lms-002'), factSheetId: id, key: 'description' }]);
    expect(await world.applicationOf('lms-002')).toMatchObject({ description: 'Mine', alias: 'my490002' });
    expect(await world.applicationOf('lms-003')).toMatchObject({ alias: 'my490003' });
    // What the person wrote is theirs from now on, and nothing is written for it.
    const next = await world.night();
    expect(next.report.counts).toMatchObject({ updated: 0, unchanged: 24, conflict: 1 });
  });

  it('is sent again as it is when only the revision moved, as automations do', async () => {
    const world = await openWorld({ objects: systems(25) });
    await world.run();
    world.landscape.set('lms-002', aSystem(2, { name: 'my490002' }));
    const { id } = await world.applicationOf('lms-002');
    world.relay.once(isBatch, async (_asked, forward) => {
      await world.person.update(id, [{ op: 'add', path: '/release', value: '1' }]);
      return forward();
    });
    const { report } = await world.night();
    expect(report.counts).toMatchObject({ updated: 1, conflict: 0, unchanged: 24 });
    expect(await world.applicationOf('lms-002')).toMatchObject({ alias: 'my490002' });
    const next = await world.night();
    expect(next.report.counts).toMatchObject({ unchanged: 25 });
    expect(writesOf(next.ledger)).toEqual([]);
  });

  it('gives a fact sheet up for the night that somebody saves again and again', async () => {
    const world = await openWorld({ objects: systems(25) });
    await world.run();
    for (const number of [1, 2])
      world.landscape.set(`lms-00${number}`, aSystem(number, { name: `my49000${number}` }));
    const { id } = await world.applicationOf('lms-002');
    let times = 0;
    world.relay.always(isBatch, async ({ body }, forward) => {
      if (!body.includes(id)) return forward();
      times += 1;
      await world.person.update(id, [{ op: 'add', path: '/release', value: `${times}` }]);
      return forward();
    });
    const { run, report } = await world.night();
    expect(times).toBe(4);
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ updated: 1, conflict: 1, unchanged: 23 });
    expect(await world.applicationOf('lms-001')).toMatchObject({ alias: 'my490001' });
    expect(await world.applicationOf('lms-002')).toMatchObject({ alias: 'my400002' });
  });

  it('links what an automation touches between reading and writing', async () => {
    const quiet = await openWorld({ size: 60, seed: 7 });
    const lively = await openWorld({ size: 60, seed: 7, automation: 'both' });
    const { report } = await lively.run();
    expect(report.counts).toEqual((await quiet.run()).report.counts);
    expect(report.conflicts).toEqual([]);
  });
});

describe('a batch that LeanIX finds too large', () => {
  const refusals: Record<string, Answered> = {
    'too many characters': {
      status: 200,
      body: JSON.stringify({
        errors: [
          {
            message:
              'The request contains too many characters. To prevent Denial Of Service attacks, parsing has been cancelled.',
          },
        ],
      }),
    },
    'a roll-back that names nobody': {
      status: 200,
      body: JSON.stringify({
        data: null,
        errors: [{ message: 'Error in Request. Transaction is rolled back!', path: [] }],
      }),
    },
    '504': { status: 504, body: 'Gateway Timeout' },
  };

  it.each(Object.entries(refusals))('is halved until it fits: %s', async (name, refusal) => {
    const world = await openWorld({ objects: systems(25) });
    const sizes: number[] = [];
    world.relay.always(isBatch, async ({ mutations }, forward) => {
      sizes.push(mutations);
      return mutations > 7 ? refusal : forward();
    });
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 25, failed: 0 });
    // A refusal that names nobody may be meant for all: a single change is tried first.
    expect(sizes).toEqual(name === '504' ? [25, 13, 7, 6, 12, 6, 6] : [25, 1, 12, 6, 6, 12, 6, 6]);
    await expectEachOnce(world, 25);
  });
});

describe('a batch whose answer is not clear', () => {
  type Trouble = (
    asked: Asked,
    forward: () => Promise<Answered>,
    world: World,
  ) => Promise<Answered | 'dropped'>;
  const done = async (forward: () => Promise<Answered>) => void (await forward());

  const troubles: Record<string, { trouble: Trouble; resent: number[] }> = {
    'the connection broke after it was done': {
      trouble: async (_asked, forward) => done(forward).then(() => 'dropped' as const),
      resent: [],
    },
    'the connection broke before': { trouble: async () => 'dropped', resent: [25] },
    '504 after it was done': {
      trouble: async (_asked, forward) => done(forward).then(() => ({ status: 504, body: '' })),
      resent: [],
    },
    '500 before': { trouble: async () => ({ status: 500, body: '{}' }), resent: [25] },
    'half an answer': {
      trouble: async (_asked, forward) => {
        const { body } = await forward();
        return { status: 200, body: body.slice(0, body.length / 2) };
      },
      resent: [],
    },
    'it is done only after the client has gone': {
      trouble: async (_asked, forward, { clock }) => {
        clock.onSleep(forward);
        return 'dropped';
      },
      resent: [],
    },
  };

  it.each(Object.entries(troubles))('is looked up before it is sent again: %s', async (_name, row) => {
    const world = await openWorld({ objects: systems(25) });
    world.relay.once(isBatch, (asked, forward) => row.trouble(asked, forward, world));
    const resent = watchBatches(world);
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 25, failed: 0 });
    expect(resent).toEqual(row.resent);
    expect(world.clock.slept).toEqual([5_000]);
    await expectEachOnce(world, 25);
  });

  it('makes no duplicate even when it is done after it was sent again', async () => {
    const world = await openWorld({ objects: systems(25) });
    const late: (() => Promise<Answered>)[] = [];
    world.relay.once(isBatch, async (_asked, forward) => {
      late.push(forward);
      return 'dropped';
    });
    const { report } = await world.run();
    expect(report.counts).toMatchObject({ created: 25 });
    for (const forward of late) expect((await forward()).body).toContain('not unique');
    await expectEachOnce(world, 25);
  });

  it('updates once, and leaves what a person changed since', async () => {
    const world = await openWorld({ objects: systems(25) });
    await world.run();
    for (const number of [1, 2]) {
      world.landscape.set(`lms-00${number}`, aSystem(number, { name: `my49000${number}` }));
    }
    const { id } = await world.applicationOf('lms-002');
    world.relay.once(isBatch, async () => {
      await world.person.update(id, [{ op: 'replace', path: '/alias', value: 'Mine' }]);
      return 'dropped';
    });
    const { report } = await world.night();
    expect(report.counts).toMatchObject({ updated: 1, conflict: 1 });
    expect(await world.applicationOf('lms-001')).toMatchObject({ alias: 'my490001', rev: 1 });
    expect(await world.applicationOf('lms-002')).toMatchObject({ alias: 'Mine', rev: 1 });
  });

  it('again and again ends the run; the next one goes on with the same plan', async () => {
    const world = await openWorld({ objects: systems(25) });
    for (let time = 0; time < 5; time += 1) world.relay.once(isBatch, async () => 'dropped');
    const first = await world.run();
    expect(first.run).toMatchObject({ state: 'failed', step: 'write' });
    expect(first.report.counts).toMatchObject({ items: 25, skipped: 25 });
    const second = await world.run();
    expect(second.run).toMatchObject({ id: first.run.id, state: 'done' });
    expect(second.report.counts).toMatchObject({ created: 25, skipped: 0 });
    await expectEachOnce(world, 25);
  });

  it('comes right under all faults of the simulator', async () => {
    const faults = [
      '429',
      '429-bare',
      '500',
      '503',
      'html',
      'expired-token',
      'torn-page',
      'lost-answer',
      'reset',
    ];
    const world = await openWorld({ objects: systems(330), faults });
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 330, failed: 0 });
    world.simulator.setFaults([]);
    await expectEachOnce(world, 330);
  });
});

describe('the writing', () => {
  it('has four batches under way and no more, and is paced at 25 requests a second', async () => {
    const world = await openWorld({ objects: systems(400) });
    let underWay = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const release = () => {
      for (const go of waiting.splice(0)) go();
    };
    world.relay.always(isBatch, async (_asked, forward) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        // A fifth would come while the person reads.
        if (waiting.length === 4) world.applications().then(release, release);
      });
      underWay -= 1;
      return forward();
    });
    const { report } = await world.run();
    expect(report.counts.created).toBe(400);
    expect(most).toBe(4);
    expect(vi.mocked(createPace).mock.lastCall?.[0]).toBe(25);
  });
});
