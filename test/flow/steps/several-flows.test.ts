// Several flows of a kind in one configuration: each has its own sources, links and runs, and none takes what
// another keeps.
import { describe, expect, it } from 'vitest';
import { LandbridgeError } from '../../../shared/errors.ts';
import { ext } from '../../contract/simulator/client.ts';
import { aSystem, type Night, openWorld, systems, type World, writesOf } from '../../support/world.ts';

const config = `connections:
  eu: {binding: calm-api}
  us: {binding: calm-api-2}
flows:
  landscape: {source: eu}
  landscape-us: {source: us}
`;

interface TwoFlows {
  world: World;
  eu(): Promise<Night>;
  us(): Promise<Night>;
}

async function twoFlows(options: Parameters<typeof openWorld>[0]): Promise<TwoFlows> {
  const world = await openWorld(options);
  const file = world.configure(config);
  const nightOf = (flow: string) => async () => {
    world.clock.advance(86_400_000);
    return world.run(await world.open({ flow, config: file }), flow);
  };
  return { world, eu: nightOf('landscape'), us: nightOf('landscape-us') };
}

/** Names that the second tenant uses and the first does not. */
const others = systems(12).map((system, index) => ({
  ...system,
  lmsId: `us-${index}`,
  name: `us40${index}`,
  systemNumber: `000000000900000${index}`,
}));

describe('two flows into one workspace', () => {
  it('make what each finds, and are quiet afterwards', async () => {
    const { world, eu, us } = await twoFlows({ objects: systems(10), secondTenant: others });
    expect((await eu()).report.counts).toMatchObject({ items: 10, created: 10 });
    expect((await us()).report.counts).toMatchObject({ items: 12, created: 12 });
    const made = await world.applications();
    expect(made).toHaveLength(22);
    expect(new Set(made.map(({ externalId }) => externalId?.split(':')[1]))).toEqual(
      new Set(['example-calm', 'example-second']),
    );
    for (const night of [eu, us, eu, us]) {
      const { run, report, ledger } = await night();
      expect(run.state).toBe('done');
      expect(report).toMatchObject({ missing: 0, retired: 0, counts: { created: 0, updated: 0, linked: 0 } });
      expect(writesOf(ledger)).toEqual([]);
    }
    // Neither reads everything again because the other wrote: one page of the newest.
    const { ledger } = await eu();
    expect(ledger.filter((line) => line.includes('allFactSheets'))).toHaveLength(1);
  });

  it('retire what is gone from their own source alone', async () => {
    const { world, eu, us } = await twoFlows({ objects: systems(10), secondTenant: others });
    await eu();
    await us();
    world.landscape.delete('lms-001');
    await eu();
    expect((await us()).report).toMatchObject({ missing: 0, retired: 0 });
    expect((await eu()).report).toMatchObject({ missing: 0, retired: 1 });
    expect((await us()).report).toMatchObject({ missing: 0, retired: 0 });
  });

  it('never link one fact sheet twice, its external id being somebody else’s', async () => {
    const same = { ...aSystem(1), lmsId: 'us-same' };
    const { world, eu, us } = await twoFlows({ objects: [aSystem(1)], secondTenant: [same] });
    await world.person.create('Application', 'SAP S/4HANA Cloud (my400001)', [
      { op: 'add', path: '/externalId', value: ext('snow:APP1') },
    ]);
    expect((await eu()).report.counts).toMatchObject({ linked: 1 });
    const second = await us();
    expect(second.report.counts).toMatchObject({ linked: 0 });
    const externalIds = (await world.applications()).map(({ externalId }) => externalId);
    expect(externalIds.filter((id) => id === 'snow:APP1')).toHaveLength(1);
  });

  it('leave to the first what both read', async () => {
    const world = await openWorld({ objects: systems(3) });
    const file = world.configure('flows: {landscape: {}, landscape-again: {}}');
    await world.run(await world.open({ config: file }));
    const again = await world.run(
      await world.open({ flow: 'landscape-again', config: file }),
      'landscape-again',
    );
    expect(again.report).toMatchObject({ counts: { skipped: 3 }, skipped: { LINKED_BY_OTHER_FLOW: 3 } });
    expect(writesOf(again.ledger)).toEqual([]);
  });
});

describe('a flow that the configuration does not name', () => {
  it('is refused before anything is asked', async () => {
    const world = await openWorld({ objects: systems(1) });
    const file = world.configure(config);
    await expect(world.open({ flow: 'landscape-apj', config: file })).rejects.toThrow(LandbridgeError);
    expect(world.simulator.ledger()).toEqual([]);
  });
});
