// Where the configuration says so, what Landbridge made is archived when its object is gone.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { undoRequest } from '../../../shared/steps/undo.ts';
import { aSystem, dayMs, openWorld, systems, type World, writesOf } from '../../support/world.ts';

const found = 'SAP S/4HANA Cloud (my400005)';

/** 25 objects, one of which was there before and is linked; then that one and a made one are gone for a night. */
async function eveOfRemoval() {
  const world = await openWorld({ objects: systems(25) });
  await world.person.create('Application', found);
  const config = world.configure('flows: {landscape: {removal: {action: archive, limitPercent: 50}}}\n');
  const night = async () => {
    world.clock.advance(dayMs);
    return world.run(await world.open({ config }));
  };
  const first = await night();
  expect(first.report.counts).toMatchObject({ created: 24, linked: 1 });
  for (const lmsId of ['lms-004', 'lms-005']) world.landscape.delete(lmsId);
  expect((await night()).report).toMatchObject({ missing: 2, archived: 0, retired: 0 });
  return { world, config, night };
}

const stateOf = async (world: World, lmsId: string) => {
  const { id, status, lifecycle } = await world.applicationOf(lmsId);
  return { id, status, lifecycle };
};

describe('an item that is gone, with removal.action: archive', () => {
  it('is archived where we made it and retired where it was found, and back with its fact sheet', async () => {
    const { world, night } = await eveOfRemoval();
    const made = await stateOf(world, 'lms-004');
    const gone = await night();
    expect(gone.report).toMatchObject({
      archived: 1,
      retired: 1,
      missing: 0,
      counts: { items: 23, unchanged: 23 },
    });
    const ended = (await world.applications()).filter(({ id }) => id === made.id);
    expect(ended).toMatchObject([{ status: 'ARCHIVED' }]);
    expect(await stateOf(world, 'lms-005')).toMatchObject({
      status: 'ACTIVE',
      lifecycle: [expect.stringMatching(/^endOfLife /)],
    });

    expect(writesOf((await night()).ledger)).toEqual([]);
    for (const number of [4, 5]) world.landscape.set(`lms-00${number}`, aSystem(number));
    const back = await night();
    expect(back.report).toMatchObject({ recovered: 1, counts: { items: 25, created: 0, updated: 2 } });
    expect(await stateOf(world, 'lms-004')).toEqual(made);
    expect(writesOf((await night()).ledger)).toEqual([]);
  });

  it('stays archived where a person archives it again after it was back', async () => {
    const { world, night } = await eveOfRemoval();
    await night();
    world.landscape.set('lms-004', aSystem(4));
    await night();
    const { id } = await world.applicationOf('lms-004');
    await world.person.update(id, [{ op: 'replace', path: '/status', value: 'ARCHIVED' }]);
    const after = await night();
    expect(after.report.skipped).toMatchObject({ HELD_ARCHIVED: 1 });
    expect(writesOf(after.ledger)).toEqual([]);
  });

  it('counts towards the limit of removals', async () => {
    const { world, night } = await eveOfRemoval();
    for (const lmsId of [...world.landscape.keys()].slice(0, 4)) world.landscape.delete(lmsId);
    await night();
    const config = world.configure('flows: {landscape: {removal: {action: archive}}}\n');
    const { run, ledger } = await world.run(await world.open({ config }));
    expect(run).toMatchObject({ state: 'refused', problem: { code: 'PLAN_REMOVAL_LIMIT' } });
    expect(writesOf(ledger)).toEqual([]);
  });

  it('is brought back by an undo, and held', async () => {
    const { world, config, night } = await eveOfRemoval();
    const made = await stateOf(world, 'lms-004');
    const { run } = await night();
    const context = await world.open({ config });
    const undone = await runFlow(context, 'landscape', await undoRequest(context, run.id));
    expect(undone).toMatchObject({ state: 'done', report: { recovered: 1 } });
    expect(await stateOf(world, 'lms-004')).toEqual(made);
    expect(writesOf((await night()).ledger)).toEqual([]);
  });
});
