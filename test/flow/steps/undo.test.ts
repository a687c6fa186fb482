// A run is taken back: what it wrote is as it was before, what somebody changed since is left, and none of it comes
// back the next night.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { changeHeld, listHeld, readHeld } from '../../../shared/steps/held.ts';
import { readLinks } from '../../../shared/steps/links.ts';
import { release } from '../../../shared/steps/release.ts';
import type { Run } from '../../../shared/steps/run.ts';
import { undoRequest } from '../../../shared/steps/undo.ts';
import type { Application } from '../../support/applications.ts';
import { isBatch } from '../../support/relay.ts';
import { undo } from '../../support/undo.ts';
import { aSystem, dayMs, keyOf, openWorld, systems, type World, writesOf } from '../../support/world.ts';

async function keptOf(world: World, { workspace }: Run) {
  const { store } = await world.open();
  const place = { workspaceId: workspace?.id ?? '', flow: 'landscape' };
  return {
    held: [...(await readHeld(store, place)).values()],
    links: await readLinks(store, place.workspaceId, place.flow),
  };
}

const sheetName = (number: number) => `SAP S/4HANA Cloud (my40000${number})`;
const contentOf = (all: readonly Application[]) => all.map(({ rev: _, ...rest }) => rest);
const edit = (world: World, id: string, path: string, value: string) =>
  world.person.update(id, [{ op: 'add', path, value }]);

/** Systems 1 to 3 are made, 4 and 5 stood there before, 5 with an external id of somebody else. */
async function firstNight(options = {}) {
  const world = await openWorld({ objects: systems(5), ...options });
  await world.person.create('Application', sheetName(4));
  const found = (await world.person.create('Application', sheetName(5))).id;
  await edit(world, found, '/externalId', JSON.stringify({ type: 'ExternalId', externalId: 'CMDB-5' }));
  const before = await world.applications();
  const { run } = await world.run();
  return { world, run, before };
}

describe('taking back a run', () => {
  it('archives what it made and takes its marks off what it linked; nothing of it returns', async () => {
    const { world, run, before } = await firstNight();
    const taken = await undo(world, run.id);
    expect(taken.run).toMatchObject({ state: 'done', kind: 'apply', undoes: run.id });
    expect(taken.report).toMatchObject({ archived: 3, unlinked: 2, counts: { items: 0 }, conflicts: [] });
    const all = await world.applications();
    expect(contentOf(all.filter(({ status }) => status === 'ACTIVE'))).toEqual(contentOf(before));
    expect(all.filter(({ status }) => status === 'ARCHIVED').map(({ name }) => name)).toEqual(
      [1, 2, 3].map(sheetName),
    );

    const { held, links } = await keptOf(world, run);
    expect(held).toEqual(
      systems(5).map(({ lmsId }, index) => ({
        item: keyOf(lmsId ?? ''),
        factSheetId: expect.any(String),
        name: sheetName(index + 1),
        run: taken.run.id,
        since: expect.any(String),
      })),
    );
    expect([...links.keys()]).toEqual(['lms-001', 'lms-002', 'lms-003'].map(keyOf));
    for (const _night of [1, 2]) {
      const night = await world.night();
      expect(night.report.skipped).toEqual({ HELD: 5 });
      expect(writesOf(night.ledger)).toEqual([]);
    }
    expect(contentOf(await world.applications())).toEqual(contentOf(all));
  });

  it('asks for what it needs and no more, and says why to whoever reads the history', async () => {
    const { world, run } = await firstNight();
    const { asked } = await undo(world, run.id);
    expect(asked.map(({ system, operation, path }) => `${system} ${operation || path}`)).toEqual([
      'leanix allFactSheets,allFactSheets,allTags',
      'leanix allFactSheets,allFactSheets,allTags',
      `leanix ${Array(5).fill('updateFactSheet').join(',')}`,
    ]);
    const archived = (await world.applications()).find(({ status }) => status === 'ARCHIVED');
    const { data } = await world.person.graphql(
      `query($id: ID!) { allLogEvents(factSheetId: $id) { edges { node { eventType message } } } }`,
      { id: archived?.id },
    );
    expect(JSON.stringify(data)).toContain(`Landbridge takes back run ${run.id}`);
  });

  it('gives the fields of an update back, and the next night does not write them again', async () => {
    const { world } = await firstNight();
    const before = await world.applications();
    world.landscape.set('lms-001', aSystem(1, { name: 'my499991', systemNumber: '7' }));
    const { run, report } = await world.night();
    expect(report.counts.updated).toBe(1);
    const taken = await undo(world, run.id);
    expect(taken.report).toMatchObject({ counts: { items: 1, updated: 1 }, conflicts: [] });
    expect(contentOf(await world.applications())).toEqual(contentOf(before));
    expect((await world.night()).report).toMatchObject({ skipped: { HELD: 1 }, counts: { unchanged: 4 } });
    expect(contentOf(await world.applications())).toEqual(contentOf(before));
  });

  it('gives a retired fact sheet its lifecycle back, and it is not retired again', async () => {
    const { world } = await firstNight();
    const { id } = await world.applicationOf('lms-002');
    const phases = JSON.stringify({ phases: [{ phase: 'active', startDate: '2021-06-01' }] });
    await edit(world, id, '/lifecycle', phases);
    world.landscape.delete('lms-002');
    await world.night();
    const { run, report } = await world.night();
    expect(report.retired).toBe(1);
    await undo(world, run.id);
    expect((await world.applicationOf('lms-002')).lifecycle).toEqual(['active 2021-06-01']);
    expect((await world.night()).report).toMatchObject({ retired: 0, missing: 0 });
    expect((await world.night()).report).toMatchObject({ retired: 0, missing: 0 });
  });

  it('leaves what a person changed since, field by field, and tells what stands there', async () => {
    const { world } = await firstNight();
    world.landscape.set('lms-001', aSystem(1, { name: 'my499991' }));
    const { run } = await world.night();
    const { id } = await world.applicationOf('lms-001');
    await edit(world, id, '/description', 'Mine');
    const { report } = await undo(world, run.id);
    expect(report?.counts).toMatchObject({ items: 1, conflict: 1, updated: 0 });
    expect(report?.conflicts).toMatchObject([
      {
        item: keyOf('lms-001'),
        name: 'SAP S/4HANA Cloud (my499991)',
        key: 'description',
        values: {
          now: 'Mine',
          ours: expect.stringContaining('my499991'),
          before: expect.stringContaining('my400001'),
        },
      },
    ]);
    expect(await world.applicationOf('lms-001')).toMatchObject({
      name: sheetName(1),
      alias: 'my400001',
      description: 'Mine',
    });
  });

  it('does not archive a fact sheet that a person has worked on', async () => {
    const { world, run } = await firstNight();
    const { id } = await world.applicationOf('lms-002');
    await edit(world, id, '/description', 'Mine');
    const taken = await undo(world, run.id);
    expect(taken.report).toMatchObject({ archived: 2, counts: { items: 1, conflict: 1 } });
    expect(await world.applicationOf('lms-002')).toMatchObject({ status: 'ACTIVE', description: 'Mine' });
    // It is kept in step as before.
    expect((await keptOf(world, run)).held.map(({ item }) => item)).not.toContain(keyOf('lms-002'));
    expect((await world.night()).report.skipped).toEqual({ HELD: 4 });
  });

  it('has nothing left to do the second time', async () => {
    const { world, run } = await firstNight();
    await undo(world, run.id);
    const before = await world.applications();
    const again = await undo(world, run.id);
    expect(again.run).toMatchObject({ state: 'done' });
    expect(again.report).toMatchObject({ archived: 0, unlinked: 0, conflicts: [] });
    expect(await world.applications()).toEqual(before);
  });

  it('is undone by releasing: what was archived is recovered, what was linked is linked again', async () => {
    for (const uniqueExternalId of [true, false]) {
      const { world, run } = await firstNight({ uniqueExternalId });
      const after = await world.applications();
      await undo(world, run.id);
      await world.night();
      const { store } = await world.open();
      expect(await release(store, 'all')).toHaveLength(5);
      const { report } = await world.night();
      expect(report).toMatchObject({ recovered: 3, counts: { items: 5, updated: 3, linked: 2, skipped: 0 } });
      expect(contentOf(await world.applications())).toEqual(contentOf(after));
      const next = await world.night();
      expect(next.report.counts.unchanged).toBe(5);
      expect(writesOf(next.ledger)).toEqual([]);
    }
  });

  it('once released stays archived where a person archived it since, and is made anew when LeanIX deleted it', async () => {
    const { world, run } = await firstNight();
    await undo(world, run.id);
    const archived = (await world.applications()).filter(({ status }) => status === 'ARCHIVED');
    const [byPerson, deleted] = archived.map(({ id }) => id);
    await edit(world, byPerson ?? '', '/status', 'ACTIVE');
    await edit(world, byPerson ?? '', '/status', 'ARCHIVED');
    world.relay.deleted.add(deleted ?? '');
    world.clock.advance(8 * dayMs);
    await release((await world.open()).store, 'all');
    const { report } = await world.night();
    expect(report).toMatchObject({
      recovered: 1,
      counts: { created: 1, updated: 1, linked: 2, skipped: 1 },
      skipped: { HELD_ARCHIVED: 1 },
    });
  });

  it('is released by key, id or name; all of what is named or nothing', async () => {
    const { world, run } = await firstNight();
    await undo(world, run.id);
    const { store } = await world.open();
    const held = async () => (await listHeld(store)).map((entry) => entry.held.item.slice(-1)).join('');
    await expect(release(store, ['lms-001', 'lms-009'])).rejects.toMatchObject({ code: 'PLAN_NOT_HELD' });
    expect(await held()).toBe('12345');
    await release(store, ['lms-001', keyOf('lms-002'), 'sap s/4hana cloud - my400003', 'lms-001']);
    expect(await held()).toBe('45');
    const place = { workspaceId: 'another', flow: 'landscape' };
    const [twin] = await listHeld(store);
    await changeHeld(store, place, (others) => twin && others.set(twin.held.item, twin.held));
    await expect(release(store, ['lms-004'])).rejects.toMatchObject({ code: 'PLAN_HELD_AMBIGUOUS' });
  });

  it('can be taken back: the run is there again, and its items go on', async () => {
    const { world, run } = await firstNight();
    const after = await world.applications();
    const first = await undo(world, run.id);
    const second = await undo(world, first.run.id);
    expect(second.report).toMatchObject({
      recovered: 3,
      counts: { items: 5, updated: 3, linked: 2 },
      conflicts: [],
    });
    expect(contentOf(await world.applications())).toEqual(contentOf(after));
    expect((await keptOf(world, run)).held).toEqual([]);
    const next = await world.night();
    expect(next.report.counts).toMatchObject({ unchanged: 5 });
    expect(writesOf(next.ledger)).toEqual([]);
    world.landscape.set('lms-001', aSystem(1, { name: 'my499991' }));
    expect((await world.night()).report.counts.updated).toBe(1);
  });
});

describe('taking back is refused', () => {
  it.each<[string, string, (world: World) => Promise<string>]>([
    ['of a run that nobody knows', 'PLAN_RUN_UNKNOWN', async () => 'run-x'],
    [
      'of a run that only planned',
      'PLAN_NOTHING_WRITTEN',
      async (world) => (await runFlow(await world.open(), 'landscape', { kind: 'plan' })).id,
    ],
    ['of a night without a change', 'PLAN_NOTHING_WRITTEN', async (world) => (await world.night()).run.id],
    [
      'of a run that a guard stopped',
      'PLAN_NOTHING_WRITTEN',
      async (world) => {
        world.landscape.clear();
        return (await world.night()).run.id;
      },
    ],
    [
      'of a run that waits to be finished',
      'PLAN_UNFINISHED',
      async (world) => {
        world.landscape.set('lms-001', aSystem(1, { name: 'my499991' }));
        world.relay.always(isBatch, async () => ({ status: 403, body: '{}' }));
        return (await world.night()).run.id;
      },
    ],
  ])('%s', async (_, code, idOf) => {
    const { world } = await firstNight();
    const id = await idOf(world);
    const before = await world.applications();
    await expect(undoRequest(await world.open(), id)).rejects.toMatchObject({ code });
    expect(await world.applications()).toEqual(before);
  });

  it('in another workspace', async () => {
    const { world, run } = await firstNight();
    const context = await world.open();
    const leanIx = { ...context.leanIx, workspace: async () => ({ id: 'another', name: 'x', host: 'y' }) };
    await expect(undoRequest({ ...context, leanIx }, run.id)).rejects.toMatchObject({
      code: 'PLAN_OTHER_WORKSPACE',
    });
  });
});

describe('taking back that is disturbed', () => {
  it('is gone on with by sync, and by undo', async () => {
    for (const how of ['sync', 'undo'] as const) {
      const { world, run } = await firstNight();
      let fails = true;
      world.relay.always(isBatch, async (_, forward) => (fails ? { status: 403, body: '{}' } : forward()));
      const broken = await undo(world, run.id);
      expect(broken.run.state).toBe('failed');
      fails = false;
      const on = how === 'sync' ? (await world.run()).run : (await undo(world, run.id)).run;
      expect(on).toMatchObject({ id: broken.run.id, state: 'done', undoes: run.id });
      expect((await world.applications()).filter(({ status }) => status === 'ARCHIVED')).toHaveLength(3);
      expect((await world.night()).report.skipped).toEqual({ HELD: 5 });
    }
  });

  it('leaves a fact sheet that somebody saves in the last moment, and says so', async () => {
    const { world, run } = await firstNight();
    const { id } = await world.applicationOf('lms-001');
    let isFirst = true;
    world.relay.always(isBatch, async (_, forward) => {
      if (isFirst) await edit(world, id, '/description', 'Mine');
      isFirst = false;
      return forward();
    });
    const { report } = await undo(world, run.id);
    expect(report).toMatchObject({ archived: 2, conflicts: [{ item: keyOf('lms-001') }] });
    expect(await world.applicationOf('lms-001')).toMatchObject({ status: 'ACTIVE', description: 'Mine' });
  });

  it('tells what LeanIX refuses, and takes back the rest', async () => {
    const { world, run } = await firstNight({ lockedFields: ['Application.status'] });
    const taken = await undo(world, run.id);
    expect(taken.run.state).toBe('partial');
    expect(taken.report).toMatchObject({ archived: 0, unlinked: 2 });
    expect(taken.report?.failures).toHaveLength(3);
    expect((await keptOf(world, run)).held).toHaveLength(2);
  });

  it('after the store was lost makes no second fact sheet of what was archived', async () => {
    const { world, run } = await firstNight();
    await undo(world, run.id);
    const before = await world.applications();
    world.loseStore();
    const { report } = await world.night();
    // Archived is archived; what was unlinked is found by its name again.
    expect(report.counts).toMatchObject({ created: 0, linked: 2, skipped: 3 });
    expect(report.skipped).toEqual({ HELD_ARCHIVED: 3 });
    expect(await world.applications()).toHaveLength(before.length);
  });
});
