// A person and the source come to the same value on their own: nobody is in conflict, now or later.
import { expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { aSystem, dayMs, openWorld, systems, type World, writesOf } from '../../support/world.ts';

const name = (number: number) => `SAP S/4HANA Cloud (my49000${number})`;
const rename = (world: World, to: number) =>
  world.landscape.set('lms-003', aSystem(3, { name: `my49000${to}` }));

/** The alias and the name are what the person put there, and what the source says since. */
async function agreed(): Promise<World> {
  const world = await openWorld({ objects: systems(5) });
  await world.run();
  const { id } = await world.applicationOf('lms-003');
  await world.person.update(id, [
    { op: 'replace', path: '/name', value: name(1) },
    { op: 'replace', path: '/alias', value: 'my490001' },
  ]);
  rename(world, 1);
  return world;
}

it('is no conflict, and what the source says next follows', async () => {
  const world = await agreed();
  expect((await world.night()).report.counts).toMatchObject({ conflict: 0, updated: 1, unchanged: 4 });
  rename(world, 2);
  const next = await world.night();
  expect(next.report).toMatchObject({ conflicts: [], counts: { conflict: 0, updated: 1 } });
  expect(await world.applicationOf('lms-003')).toMatchObject({ name: name(2), alias: 'my490002' });
  expect(writesOf((await world.night()).ledger)).toEqual([]);
});

it('is not kept by a plan that is only looked at', async () => {
  const world = await agreed();
  world.clock.advance(dayMs);
  const planned = await runFlow(await world.open(), 'landscape', { kind: 'plan' });
  expect(planned.state).toBe('planned');
  rename(world, 2);
  // As nobody has written since, it is a conflict as ever.
  expect((await world.night()).report.counts).toMatchObject({ conflict: 1 });
});

it('lets a person change it again', async () => {
  const world = await agreed();
  await world.night();
  const { id } = await world.applicationOf('lms-003');
  await world.person.update(id, [{ op: 'replace', path: '/alias', value: 'mine' }]);
  expect((await world.night()).report.counts).toMatchObject({ conflict: 0, updated: 0 });
  expect(await world.applicationOf('lms-003')).toMatchObject({ alias: 'mine' });
});
