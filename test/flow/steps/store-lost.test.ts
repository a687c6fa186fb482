// The store is lost, the workspace is not: links come back by external id, and a field is ours again only while it
// holds what the source says.
import { describe, expect, it } from 'vitest';
import { aSystem, openWorld, systems, type World } from '../../support/world.ts';

const writesOf = (ledger: readonly string[]) =>
  ledger.filter((line) => /(create|update)FactSheet/.test(line));

/** Three fact sheets were edited by people, then the store went. */
async function worldWithoutStore(): Promise<World> {
  const world = await openWorld({ objects: systems(25) });
  await world.run();
  for (const number of ['001', '002', '003']) {
    const { id } = await world.applicationOf(`lms-${number}`);
    await world.person.update(id, [
      { op: 'replace', path: '/description', value: `What people say of ${number}` },
    ]);
  }
  world.loseStore();
  return world;
}

describe('a run without a store over a full workspace', () => {
  it('finds every link again, makes nothing twice and writes no field over', async () => {
    const world = await worldWithoutStore();
    const before = await world.applications();
    const { run, report, ledger } = await world.night();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ items: 25, created: 0, updated: 0, linked: 25 });
    expect(writesOf(ledger)).toEqual([]);
    expect(await world.applications()).toEqual(before);
    expect((await world.night()).report.counts).toMatchObject({ linked: 0, unchanged: 25 });
  });

  it('takes what moved at the source meanwhile for a person’s: nothing is written over', async () => {
    const world = await worldWithoutStore();
    world.landscape.set('lms-004', aSystem(4, { name: 'my499999' }));
    const before = await world.applications();
    const { report } = await world.night();
    expect(report.counts).toMatchObject({ created: 0, linked: 25, conflict: 0 });
    expect(await world.applications()).toEqual(before);
  });

  it('lets later changes flow into the fields it found confirmed, and into no other', async () => {
    const world = await worldWithoutStore();
    await world.night();
    world.landscape.set('lms-001', aSystem(1, { deploymentModel: 'On-Premise' }));
    world.landscape.set('lms-005', aSystem(5, { deploymentModel: 'On-Premise', name: 'my499999' }));
    const { report } = await world.night();
    expect(report.counts).toMatchObject({ updated: 2, conflict: 0, unchanged: 23 });
    expect(await world.applicationOf('lms-001')).toMatchObject({
      lxHostingType: 'onPremise',
      description: 'What people say of 001',
    });
    expect(await world.applicationOf('lms-005')).toMatchObject({
      name: 'SAP S/4HANA Cloud (my499999)',
      alias: 'my499999',
      lxHostingType: 'onPremise',
      description: expect.stringContaining('my499999'),
    });
  });

  it('retires what was gone meanwhile by nothing but two pulls of its own', async () => {
    const world = await worldWithoutStore();
    await world.night();
    world.landscape.delete('lms-006');
    expect((await world.night()).report).toMatchObject({ missing: 1, retired: 0 });
    expect((await world.night()).report).toMatchObject({ missing: 0, retired: 1 });
  });
});
