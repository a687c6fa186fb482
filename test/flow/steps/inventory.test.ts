// How the fact sheets are read night after night in a workspace of more than one page.
import { describe, expect, it } from 'vitest';
import { aSystem, dayMs, openWorld, systems, type World } from '../../support/world.ts';

const readsOf = (ledger: readonly string[]) => ledger.filter((line) => line.includes('allFactSheets'));
const size = 620;

/** A first run that wrote more than a page; a day later the watermark still lies among what it wrote. */
async function largeWorld(): Promise<World> {
  const world = await openWorld({ objects: systems(size) });
  const { report, ledger } = await world.run();
  expect(report.counts.created).toBe(size);
  expect(readsOf(ledger)).toHaveLength(1);
  return world;
}

describe('the reading of a workspace of 620 fact sheets', () => {
  it('is one request when nothing changed, and all again only after a week', async () => {
    const world = await largeWorld();
    const quiet = await world.run();
    expect(readsOf(quiet.ledger)).toHaveLength(1);
    expect(quiet.report.counts).toMatchObject({ unchanged: size, updated: 0 });

    world.clock.advance(6 * dayMs);
    expect(readsOf((await world.run()).ledger)).toHaveLength(1);
    world.clock.advance(dayMs + 1);
    const weekly = await world.run();
    expect(readsOf(weekly.ledger)).toHaveLength(2);
    expect(weekly.report.counts).toMatchObject({ unchanged: size, updated: 0 });
    // And the week begins anew.
    world.clock.advance(6 * dayMs);
    expect(readsOf((await world.run()).ledger)).toHaveLength(1);
  });

  it('sees what people did, in as many pages as hold news and one more', async () => {
    const world = await largeWorld();
    const edited = await world.applicationOf('lms-003');
    const archived = await world.applicationOf('lms-300');
    await world.person.update(edited.id, [{ op: 'replace', path: '/description', value: 'Mine' }]);
    await world.person.update(archived.id, [{ op: 'replace', path: '/status', value: 'ARCHIVED' }]);
    world.landscape.set('lms-003', aSystem(3, { deploymentModel: 'On-Premise' }));
    const { report, ledger } = await world.night();
    expect(readsOf(ledger)).toHaveLength(2);
    expect(report.skipped).toEqual({ HELD_ARCHIVED: 1 });
    expect(report.counts).toMatchObject({ conflict: 1, failed: 0 });
    expect(report.conflicts.map(({ key }) => key)).toEqual(['description']);
  });

  it('is begun again from the start when the totals do not fit', async () => {
    const world = await largeWorld();
    // The oldest of all: no page of news would ever show that it is gone.
    world.relay.deleted.add((await world.applicationOf('lms-001')).id);
    const { report, ledger } = await world.night();
    expect(readsOf(ledger)).toHaveLength(1 + 2);
    expect(report.skipped).toEqual({ FACT_SHEET_GONE: 1 });
    expect(readsOf((await world.night()).ledger)).toHaveLength(1);
  });

  it('keeps what was just written and the search index does not show yet', async () => {
    const world = await openWorld({ objects: systems(30), indexLagMs: 3_600_000 });
    await world.run();
    const { report } = await world.run();
    expect(report.counts).toMatchObject({ created: 0, unchanged: 30 });
  });

  it('sees within minutes of our last writing that a fact sheet is gone, however often it runs', async () => {
    const world = await openWorld({ objects: systems(5) });
    await world.run();
    world.relay.deleted.add((await world.applicationOf('lms-001')).id);
    for (const minutes of [4, 4]) {
      world.clock.advance(minutes * 60_000);
      await world.run();
    }
    expect((await world.run()).report.skipped).toEqual({ FACT_SHEET_GONE: 1 });
  });
});
