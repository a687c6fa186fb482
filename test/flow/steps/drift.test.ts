// Where LeanIX differs from what was written last: every kind of it is seen, with one request, and nothing written.
import { describe, expect, it } from 'vitest';
import { findDrift } from '../../../shared/steps/find-drift.ts';
import { isBatch } from '../../support/relay.ts';
import { undo } from '../../support/undo.ts';
import { aSystem, dayMs, keyOf, openWorld, systems, type World } from '../../support/world.ts';

async function drift(world: World) {
  const before = world.simulator.ledger().length;
  const found = await findDrift(await world.open(), 'landscape');
  const asked = world.simulator.ledger().slice(before);
  return { ...found, asked: asked.map(({ operation, path }) => operation || path) };
}

const patch = async (world: World, number: number, op: string, path: string, value = '') => {
  const { id } = await world.applicationOf(`lms-00${number}`);
  await world.person.update(id, [{ op, path, value }]);
  return id;
};

async function firstNight() {
  const world = await openWorld({ objects: systems(6), uniqueExternalId: false });
  await world.run();
  return world;
}

describe('drift', () => {
  it('is none after a night, with one request, and no run is made of looking', async () => {
    const world = await firstNight();
    const found = await drift(world);
    expect(found).toMatchObject({ compared: 6, drift: [], requests: { leanix: 1 } });
    expect(found.asked).toEqual(['allFactSheets,allFactSheets,allTags']);
    expect((await world.night()).report.counts.unchanged).toBe(6);
    expect((await drift(world)).requests).toEqual({ leanix: 1 });
  });

  it('is told by kind, fact sheet and field, until a person takes it back', async () => {
    const world = await firstNight();
    const tagId = (
      await world.person.graphql('{ allTags { edges { node { id name } } } }')
    ).data.allTags.edges.find(({ node }: { node: { name: string } }) => node.name === 'SAP Cloud ALM').node
      .id;
    await patch(world, 1, 'replace', '/description', 'Mine');
    await patch(world, 2, 'replace', '/status', 'ARCHIVED');
    await patch(world, 3, 'remove', '/externalId');
    const { id } = await world.applicationOf('lms-004');
    await world.person.update(id, [{ op: 'remove', path: '/tags', value: JSON.stringify([{ tagId }]) }]);
    world.relay.deleted.add((await world.applicationOf('lms-005')).id);

    // What was written a moment ago may be missing from the search index; a day later it is gone.
    world.clock.advance(dayMs);
    const before = await world.applications();
    const found = await drift(world);
    const about = (number: number) => ({
      item: keyOf(`lms-00${number}`),
      name: `SAP S/4HANA Cloud (my40000${number})`,
    });
    expect(found.drift).toMatchObject([
      { kind: 'archived', ...about(2) },
      {
        kind: 'edited',
        ...about(1),
        key: 'description',
        now: 'Mine',
        ours: expect.stringContaining('my400001'),
        savedAt: expect.stringMatching(/^20\d\d-/),
      },
      { kind: 'gone', ...about(5) },
      { kind: 'unmarked', ...about(3), key: 'externalId', ours: keyOf('lms-003'), now: '' },
      { kind: 'unmarked', ...about(4), key: 'tags' },
    ]);
    expect(found.asked.filter((operation) => /(create|update)FactSheet/.test(operation))).toEqual([]);
    expect(await world.applications()).toEqual(before);
    // To look changes nothing of what the next night does.
    expect((await world.night()).report).toMatchObject({ counts: { unchanged: 4, conflict: 0 } });

    await patch(world, 1, 'replace', '/description', found.drift[1]?.ours);
    expect((await drift(world)).drift.map(({ kind }) => kind)).toEqual([
      'archived',
      'gone',
      'unmarked',
      'unmarked',
    ]);
  });

  it('is not what Landbridge did itself: renamed, retired, taken back', async () => {
    const world = await firstNight();
    world.landscape.set('lms-001', aSystem(1, { name: 'my499991' }));
    world.landscape.delete('lms-002');
    await world.night();
    await world.night();
    expect((await drift(world)).drift).toEqual([]);
    world.landscape.set('lms-009', aSystem(9));
    const { run } = await world.night();
    await undo(world, run.id);
    expect((await drift(world)).drift).toEqual([]);
    const archived = (await world.applications()).find(({ status }) => status === 'ARCHIVED');
    await world.person.update(archived?.id ?? '', [{ op: 'replace', path: '/status', value: 'ACTIVE' }]);
    expect((await drift(world)).drift).toMatchObject([{ kind: 'recovered', item: keyOf('lms-009') }]);
  });

  it('is not looked for while a run waits to be finished', async () => {
    const world = await firstNight();
    world.landscape.set('lms-001', aSystem(1, { name: 'my499991' }));
    world.relay.always(isBatch, async () => ({ status: 403, body: '{}' }));
    await world.night();
    await expect(drift(world)).rejects.toMatchObject({ code: 'PLAN_UNFINISHED' });
  });
});
