// Nights of ordinary change: what the source says is written, what people say stays.
import { describe, expect, it } from 'vitest';
import { aSystem, keyOf, openWorld, systems, type World } from '../../support/world.ts';

const writesOf = (ledger: readonly string[]) =>
  ledger.filter((line) => /(create|update)FactSheet/.test(line));

async function settledWorld(): Promise<World> {
  const world = await openWorld({ objects: systems(25) });
  await world.run();
  return world;
}

describe('a first night', () => {
  it('makes a fact sheet of each system with everything the flow maps', async () => {
    const world = await openWorld({ objects: systems(25) });
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ items: 25, created: 25 });
    expect(await world.applicationOf('lms-007')).toEqual({
      id: expect.any(String),
      name: 'SAP S/4HANA Cloud (my400007)',
      rev: 0,
      status: 'ACTIVE',
      category: 'businessApplication',
      externalId: keyOf('lms-007'),
      alias: 'my400007',
      description:
        'SAP S/4HANA Cloud, cloud service my400007; system number 000000000800000007; deployment model SAP Public Cloud; kept in step with SAP Cloud ALM.',
      lxHostingType: 'saas',
      tags: ['SAP Cloud ALM'],
      lifecycle: [],
    });
  });

  it('leaves on a fact sheet it finds nothing but marks', async () => {
    const world = await openWorld({ objects: systems(2) });
    await world.person.create('Application', 'sap s/4hana cloud: my400001', [
      { op: 'add', path: '/description', value: 'Ours since 2015' },
    ]);
    const { report } = await world.run();
    expect(report.counts).toMatchObject({ created: 1, linked: 1 });
    expect(await world.applicationOf('lms-001')).toMatchObject({
      name: 'sap s/4hana cloud: my400001',
      description: 'Ours since 2015',
      alias: null,
      lxHostingType: null,
      tags: ['SAP Cloud ALM'],
    });
  });
});

describe('a night after a change at the source', () => {
  it('renames what was renamed, and touches nothing else', async () => {
    const world = await settledWorld();
    const before = await world.applications();
    world.landscape.set('lms-003', aSystem(3, { name: 'my499999' }));
    const { run, report, ledger } = await world.night();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ updated: 1, unchanged: 24 });
    expect(writesOf(ledger)).toEqual([expect.stringMatching(/: updateFactSheet$/)]);
    const renamed = await world.applicationOf('lms-003');
    expect(renamed).toMatchObject({ name: 'SAP S/4HANA Cloud (my499999)', alias: 'my499999', rev: 1 });
    const others = (await world.applications()).filter(({ id }) => id !== renamed.id);
    expect(others).toEqual(before.filter(({ id }) => id !== renamed.id));
  });

  it('writes changed fields and takes back what the source no longer says', async () => {
    const world = await settledWorld();
    world.landscape.set('lms-003', aSystem(3, { deploymentModel: 'On-Premise' }));
    await world.night();
    expect(await world.applicationOf('lms-003')).toMatchObject({
      lxHostingType: 'onPremise',
      description: expect.stringContaining('deployment model On-Premise'),
    });
    expect((await world.night()).report.counts).toMatchObject({ updated: 0, unchanged: 25 });
  });

  it('makes what is new and skips what became something else', async () => {
    const world = await settledWorld();
    world.landscape.set('lms-026', aSystem(26));
    world.landscape.set('lms-005', aSystem(5, { role: 'TEST' }));
    const { report } = await world.night();
    expect(report.counts).toMatchObject({ items: 26, created: 1, unchanged: 24, skipped: 1 });
    expect(report.skipped).toEqual({ ROLE_NOT_PRODUCTIVE: 1 });
    expect(report.missing).toBe(0);
  });
});

describe('a night after a person edited a fact sheet', () => {
  it('keeps the edit while the source stays as it was', async () => {
    const world = await settledWorld();
    const { id } = await world.applicationOf('lms-003');
    await world.person.update(id, [
      { op: 'replace', path: '/description', value: 'What we really use it for' },
      { op: 'replace', path: '/name', value: 'Finance core' },
    ]);
    const { run, report, ledger } = await world.night();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ updated: 0, unchanged: 25 });
    expect(writesOf(ledger)).toEqual([]);
    expect(await world.applicationOf('lms-003')).toMatchObject({ name: 'Finance core', rev: 1 });
  });

  it('reports a conflict when the source moved too, and leaves the field; others flow', async () => {
    const world = await settledWorld();
    const { id } = await world.applicationOf('lms-003');
    await world.person.update(id, [{ op: 'replace', path: '/description', value: 'Mine' }]);
    world.landscape.set('lms-003', aSystem(3, { deploymentModel: 'On-Premise' }));
    const { run, report } = await world.night();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ conflict: 1, updated: 0, unchanged: 24 });
    expect(report.conflicts).toEqual([
      {
        item: keyOf('lms-003'),
        factSheetId: id,
        name: 'SAP S/4HANA Cloud (my400003)',
        key: 'description',
        message: expect.any(String),
      },
    ]);
    expect(await world.applicationOf('lms-003')).toMatchObject({
      description: 'Mine',
      lxHostingType: 'onPremise',
    });

    const next = await world.night();
    expect(next.report.conflicts).toEqual(report.conflicts);
    expect(writesOf(next.ledger)).toEqual([]);
  });

  it('ends the conflict once the person takes what the source says', async () => {
    const world = await settledWorld();
    const { id } = await world.applicationOf('lms-003');
    await world.person.update(id, [{ op: 'replace', path: '/alias', value: 'Mine' }]);
    world.landscape.set('lms-003', aSystem(3, { name: 'my499999' }));
    expect((await world.night()).report.counts).toMatchObject({ conflict: 1 });
    await world.person.update(id, [{ op: 'replace', path: '/alias', value: 'my499999' }]);
    expect((await world.night()).report.counts).toMatchObject({ conflict: 0, updated: 0, unchanged: 25 });
  });
});
