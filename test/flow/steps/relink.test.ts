// A link that a person contradicts: the old fact sheet is given up, the new one is linked, in one small run.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { decide, decideRequest, type Said } from '../../../shared/steps/decide.ts';
import { readReport } from '../../../shared/steps/report.ts';
import { undoRequest } from '../../../shared/steps/undo.ts';
import { dayMs, keyOf, openWorld, systems } from '../../support/world.ts';

const flow = 'landscape';

async function openRelink() {
  const world = await openWorld({ objects: systems(3) });
  // One that people made is found by its name, the others are made.
  const found = (await world.person.create('Application', 'SAP S/4HANA Cloud (my400001)')).id;
  const { run } = await world.run();
  const mine = (await world.person.create('Application', 'Ledger of the group')).id;
  world.clock.advance(dayMs);
  await world.run();
  const context = await world.open();
  const place = { workspaceId: run.workspace?.id ?? '', flow };
  const say = async (said: Omit<Said, 'items'> & { item: string }) => {
    const stamp = { when: new Date(world.clock.now()).toISOString() };
    const { toDo } = await decide(context.store, place, { ...said, items: [said.item] }, stamp);
    const ended = await runFlow(context, flow, await decideRequest(context, place, toDo));
    return { ended, report: ended.report && (await readReport(context.store, ended.report)) };
  };
  const sheet = async (id: string) =>
    (await world.applications()).find((application) => application.id === id);
  const quiet = async () => {
    world.clock.advance(dayMs);
    const { report } = await world.run();
    expect(report.counts).toMatchObject({ created: 0, linked: 0, updated: 0, failed: 0, conflict: 0 });
    expect([report.unlinked, report.archived, report.retired]).toEqual([0, 0, 0]);
  };
  return { world, context, place, found, mine, say, sheet, quiet };
}

describe('a link that a person contradicts', () => {
  it('goes over to the other fact sheet: what was found is left as people had it', async () => {
    const { world, found, mine, say, sheet, quiet } = await openRelink();
    expect(await sheet(found)).toMatchObject({ externalId: keyOf('lms-001'), tags: ['SAP Cloud ALM'] });
    const { report } = await say({ say: 'link', item: 'lms-001', factSheet: mine });
    expect(report).toMatchObject({ counts: { items: 1, linked: 1, failed: 0 }, unlinked: 1, archived: 0 });
    expect(await sheet(found)).toMatchObject({ status: 'ACTIVE', externalId: null, tags: [] });
    expect((await world.applicationOf('lms-001')).id).toBe(mine);
    await quiet();
  });

  it('puts away what was made and nobody touched, and leaves what somebody works with', async () => {
    const { world, mine, say, sheet, quiet } = await openRelink();
    const duplicate = (await world.applicationOf('lms-002')).id;
    const { report } = await say({ say: 'link', item: 'lms-002', factSheet: mine });
    expect(report).toMatchObject({ counts: { linked: 1, failed: 0 }, unlinked: 0, archived: 1 });
    expect(await sheet(duplicate)).toMatchObject({ status: 'ARCHIVED' });
    await quiet();

    const used = (await world.applicationOf('lms-003')).id;
    await world.person.update(used, [{ op: 'replace', path: '/description', value: 'Ours' }]);
    const other = (await world.person.create('Application', 'Another ledger')).id;
    world.clock.advance(dayMs);
    await world.run();
    expect((await say({ say: 'link', item: 'lms-003', factSheet: other })).report).toMatchObject({
      counts: { linked: 1 },
      unlinked: 1,
    });
    expect(await sheet(used)).toMatchObject({ status: 'ACTIVE', externalId: null, description: 'Ours' });
    await quiet();
  });

  it('is parted where it is not this one, and never comes back to it', async () => {
    const { world, found, say, sheet, quiet } = await openRelink();
    const { report } = await say({ say: 'reject', item: 'lms-001', factSheet: found });
    // Its name is taken by the fact sheet that it is not.
    expect(report).toMatchObject({ unlinked: 1, counts: { items: 1, linked: 0, created: 1 } });
    expect(await sheet(found)).toMatchObject({ status: 'ACTIVE', externalId: null });
    expect((await world.applicationOf('lms-001')).name).toBe(
      'SAP S/4HANA Cloud (my400001, 000000000800000001)',
    );
    await quiet();
  });

  it('is not guessed at when the decision is taken back: the new pair goes, the old one is left to a person', async () => {
    const { world, context, mine, found, say, sheet } = await openRelink();
    const { ended } = await say({ say: 'link', item: 'lms-001', factSheet: mine });
    const undone = await runFlow(context, flow, await undoRequest(context, ended.id));
    const report = undone.report && (await readReport(context.store, undone.report));
    expect(report).toMatchObject({
      unlinked: 1,
      conflicts: [{ item: keyOf('lms-001'), factSheetId: found }],
    });
    expect(await sheet(mine)).toMatchObject({ externalId: null });
    expect(await sheet(found)).toMatchObject({ externalId: null });
    world.clock.advance(dayMs);
    expect((await world.run()).report.skipped).toMatchObject({ HELD: 1 });
  });

  it('is told where it is no other, and where the other belongs to somebody', async () => {
    const { world, found, say } = await openRelink();
    await expect(say({ say: 'link', item: 'lms-001', factSheet: found })).rejects.toMatchObject({
      code: 'INBOX_LINKED',
    });
    const taken = (await world.applicationOf('lms-002')).id;
    await expect(say({ say: 'link', item: 'lms-001', factSheet: taken })).rejects.toMatchObject({
      code: 'INBOX_FACT_SHEET_TAKEN',
      facts: { item: keyOf('lms-002') },
    });
  });
});
