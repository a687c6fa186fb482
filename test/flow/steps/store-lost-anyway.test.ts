// The store is lost at a bad moment: over a large workspace that people worked in, over external ids that were not
// ours to write, in the middle of the first run. Nothing is made twice and no person's work is written over.
import { describe, expect, it } from 'vitest';
import { ext } from '../../contract/simulator/client.ts';
import { isBatch } from '../../support/relay.ts';
import { aSystem, openWorld, systems, type World, writesOf } from '../../support/world.ts';

const idsOf = async (world: World) => new Set((await world.applications()).map(({ id }) => id));

async function expectQuietNight(world: World): Promise<void> {
  const { run, report, ledger } = await world.night();
  expect(run.state).toBe('done');
  expect(report.counts).toMatchObject({ created: 0, updated: 0, linked: 0, failed: 0, conflict: 0 });
  expect(writesOf(ledger)).toEqual([]);
}

describe('a store that is lost', () => {
  it('over a large workspace where people edited, renamed and archived makes nothing again', async () => {
    const world = await openWorld({ size: 600, seed: 7 });
    const { report } = await world.run();
    expect(report.counts.created).toBeGreaterThan(150);
    const ours = (await world.applications()).filter(
      ({ externalId, status }) => status === 'ACTIVE' && externalId?.startsWith('calm:'),
    );
    const [edited, renamed, archived] = [0, 1, 2].map((part) => ours.slice(part * 20, part * 20 + 20));
    for (const { id } of edited ?? []) {
      await world.person.update(id, [{ op: 'replace', path: '/description', value: `Of people: ${id}` }]);
    }
    for (const { id } of renamed ?? []) {
      await world.person.update(id, [{ op: 'replace', path: '/name', value: `Renamed ${id}` }]);
    }
    for (const { id } of archived ?? []) {
      await world.person.update(id, [{ op: 'replace', path: '/status', value: 'ARCHIVED' }]);
    }
    const before = await world.applications();
    world.loseStore();
    const found = await world.night();
    expect(found.run.state).toBe('done');
    expect(found.report.counts).toMatchObject({ created: 0, updated: 0, failed: 0, conflict: 0 });
    // LeanIX takes the external id of what is archived: our tag tells that it was ours.
    expect(found.report.skipped.HELD_ARCHIVED).toBe(20);
    expect(writesOf(found.ledger)).toEqual([]);
    expect(await world.applications()).toEqual(before);
    await expectQuietNight(world);
  });

  it('where the external ids belong to another integration finds its links again by name', async () => {
    const world = await openWorld({ objects: systems(12) });
    for (let number = 1; number <= 9; number += 1) {
      await world.person.create('Application', `SAP S/4HANA Cloud (my40000${number})`, [
        { op: 'add', path: '/externalId', value: ext(`snow:${number}`) },
        { op: 'add', path: '/description', value: `Of ServiceNow ${number}` },
      ]);
    }
    expect((await world.run()).report.counts).toMatchObject({ linked: 9, created: 3 });
    const before = await world.applications();
    world.loseStore();
    expect((await world.night()).report.counts).toMatchObject({ linked: 12, created: 0, failed: 0 });
    expect(await world.applications()).toEqual(before);
    await expectQuietNight(world);
  });

  it.each([0, 1, 3])('in the middle of the first run, after %i batches, costs no duplicate', async (kept) => {
    const world = await openWorld({ objects: systems(300) });
    let batches = 0;
    let refuses = true;
    world.relay.always(
      (request) => refuses && isBatch(request),
      async (_, forward) => {
        batches += 1;
        return batches > kept ? { status: 403, body: '' } : forward();
      },
    );
    expect((await world.run()).run.state).toBe('failed');
    const before = await idsOf(world);
    expect(before.size).toBe(kept * 50);
    world.loseStore();
    refuses = false;
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 300 - kept * 50, linked: kept * 50, failed: 0 });
    const after = await idsOf(world);
    expect(after.size).toBe(300);
    expect([...before].every((id) => after.has(id))).toBe(true);
    await expectQuietNight(world);
  });

  it('after an answer that was lost costs no duplicate', async () => {
    const world = await openWorld({ objects: systems(50) });
    let isGone = true;
    world.relay.always(
      (request) => isGone && (isBatch(request) || request.body.includes('externalIds')),
      async (request, forward) => {
        if (isBatch(request)) await forward();
        return 'dropped';
      },
    );
    expect((await world.run()).run.state).toBe('failed');
    expect((await idsOf(world)).size).toBe(50);
    world.loseStore();
    isGone = false;
    expect((await world.run()).report.counts).toMatchObject({ created: 0, linked: 50, failed: 0 });
    expect((await idsOf(world)).size).toBe(50);
    await expectQuietNight(world);
  });

  it('keeps the end of a fact sheet that was retired, and takes it for a person’s when the object is back', async () => {
    const world = await openWorld({ objects: systems(25) });
    await world.run();
    world.landscape.delete('lms-025');
    await world.night();
    expect((await world.night()).report).toMatchObject({ retired: 1 });
    const before = await world.applications();
    world.loseStore();
    expect((await world.night()).report.counts).toMatchObject({ created: 0, linked: 24 });
    world.landscape.set('lms-025', aSystem(25));
    expect((await world.night()).report.counts).toMatchObject({ created: 0, linked: 1 });
    expect(await world.applications()).toEqual(before);
  });
});
