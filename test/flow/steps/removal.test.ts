// What is gone from the source, and what people put away in LeanIX.
import { describe, expect, it } from 'vitest';
import { aSystem, keyOf, openWorld, systems, type World } from '../../support/world.ts';

const writesOf = (ledger: readonly string[]) =>
  ledger.filter((line) => /(create|update)FactSheet/.test(line));
const archive = { op: 'replace', path: '/status', value: 'ARCHIVED' };

async function settledWorld(options = {}): Promise<World> {
  const world = await openWorld({ objects: systems(25), ...options });
  await world.run();
  return world;
}

describe('an item that is gone', () => {
  it('is missing the first night, retired the second with all its phases, and back as it was', async () => {
    const world = await settledWorld();
    const { id } = await world.applicationOf('lms-004');
    const phases = [
      { phase: 'plan', startDate: '2020-01-01' },
      { phase: 'active', startDate: '2021-06-01' },
    ];
    await world.person.update(id, [{ op: 'add', path: '/lifecycle', value: JSON.stringify({ phases }) }]);
    const before = ['plan 2020-01-01', 'active 2021-06-01'];
    world.landscape.delete('lms-004');

    const first = await world.night();
    expect(first.run.state).toBe('done');
    expect(first.report).toMatchObject({ missing: 1, retired: 0, counts: { items: 24, unchanged: 24 } });
    expect(writesOf(first.ledger)).toEqual([]);

    const second = await world.night();
    expect(second.report).toMatchObject({ missing: 0, retired: 1, counts: { items: 24, unchanged: 24 } });
    expect(writesOf(second.ledger)).toEqual([expect.stringMatching(/: updateFactSheet$/)]);
    expect(await world.applicationOf('lms-004')).toMatchObject({
      status: 'ACTIVE',
      lifecycle: [...before, 'endOfLife 2026-01-16'],
    });

    const third = await world.night();
    expect(third.report).toMatchObject({ missing: 0, retired: 0 });
    expect(writesOf(third.ledger)).toEqual([]);

    world.landscape.set('lms-004', aSystem(4));
    const back = await world.night();
    expect(back.report.counts).toMatchObject({ items: 25, updated: 1, created: 0 });
    expect(await world.applicationOf('lms-004')).toMatchObject({ id, lifecycle: before });
  });

  it('that had no lifecycle has none when it is back', async () => {
    const world = await settledWorld();
    world.landscape.delete('lms-004');
    await world.night();
    await world.night();
    expect((await world.applicationOf('lms-004')).lifecycle).toEqual(['endOfLife 2026-01-16']);
    world.landscape.set('lms-004', aSystem(4));
    await world.night();
    expect((await world.applicationOf('lms-004')).lifecycle).toEqual([]);
  });

  it('and returns on the second night is not retired', async () => {
    const world = await settledWorld();
    world.landscape.delete('lms-004');
    expect((await world.night()).report.missing).toBe(1);
    world.landscape.set('lms-004', aSystem(4));
    const { report, ledger } = await world.night();
    expect(report).toMatchObject({ missing: 0, retired: 0, counts: { unchanged: 25 } });
    expect(writesOf(ledger)).toEqual([]);
  });

  it('and was given another lifecycle by a person keeps that one when it returns', async () => {
    const world = await settledWorld();
    world.landscape.delete('lms-004');
    await world.night();
    await world.night();
    const { id } = await world.applicationOf('lms-004');
    const phases = [{ phase: 'phaseOut', startDate: '2026-12-31' }];
    await world.person.update(id, [{ op: 'replace', path: '/lifecycle', value: JSON.stringify({ phases }) }]);
    world.landscape.set('lms-004', aSystem(4));
    await world.night();
    expect((await world.applicationOf('lms-004')).lifecycle).toEqual(['phaseOut 2026-12-31']);
  });
});

describe('a fact sheet that a person put away', () => {
  it('is held while archived: not recovered, not made again', async () => {
    const world = await settledWorld();
    const { id } = await world.applicationOf('lms-004');
    await world.person.update(id, [archive]);
    const count = (await world.applications()).length;
    for (const _night of [1, 2]) {
      const { run, report, ledger } = await world.night();
      expect(run.state).toBe('done');
      expect(report.skipped).toEqual({ HELD_ARCHIVED: 1 });
      expect(writesOf(ledger)).toEqual([]);
    }
    const all = await world.applications();
    expect(all).toHaveLength(count);
    expect(all.find((application) => application.id === id)).toMatchObject({ status: 'ARCHIVED' });
  });

  it('goes on when it is recovered', async () => {
    const world = await settledWorld();
    const { id } = await world.applicationOf('lms-004');
    await world.person.update(id, [archive]);
    await world.night();
    await world.person.update(id, [{ op: 'replace', path: '/status', value: 'ACTIVE' }]);
    world.landscape.set('lms-004', aSystem(4, { name: 'my499999' }));
    expect((await world.night()).report.counts).toMatchObject({ updated: 1, skipped: 0 });
    const all = await world.applications();
    expect(all.find((application) => application.id === id)).toMatchObject({ alias: 'my499999' });
  });

  it('is held without a stored link too, where the archived one keeps its external id', async () => {
    const world = await settledWorld({ uniqueExternalId: false });
    await world.person.update((await world.applicationOf('lms-004')).id, [archive]);
    world.loseStore();
    const { report } = await world.night();
    expect(report.counts).toMatchObject({ created: 0, linked: 24, skipped: 1 });
    expect(report.skipped).toEqual({ HELD_ARCHIVED: 1 });
  });

  it('is not made again when it was deleted', async () => {
    const world = await settledWorld();
    world.relay.deleted.add((await world.applicationOf('lms-004')).id);
    for (const _night of [1, 2]) {
      const { run, report, ledger } = await world.night();
      expect(run.state).toBe('done');
      expect(report.skipped).toEqual({ FACT_SHEET_GONE: 1 });
      expect(writesOf(ledger)).toEqual([]);
    }
    expect(countOf004(await world.applications())).toBe(1);
  });
});

/** The simulator still has what the relay hides; a second one would be a duplicate. */
function countOf004(applications: readonly { externalId: string | null }[]): number {
  return applications.filter(({ externalId }) => externalId === keyOf('lms-004')).length;
}
