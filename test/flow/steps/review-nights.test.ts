// Nights on which the workspace, its data model or the names moved in a way that is easily missed.
import { describe, expect, it } from 'vitest';
import { type Answered, type Asked, isBatch, isLandscape } from '../../support/relay.ts';
import { watchStore } from '../../support/watch-store.ts';
import { aSystem, keyOf, openWorld, systems, type World, writesOf } from '../../support/world.ts';

const readsOf = (ledger: readonly string[]) => ledger.filter((line) => line.includes('allFactSheets'));
const modelsOf = (ledger: readonly string[]) => ledger.filter((line) => line.includes('/models/dataModel'));
const archive = { op: 'replace', path: '/status', value: 'ARCHIVED' };
const nameOf = (number: number) => `SAP S/4HANA Cloud (${aSystem(number).name})`;
const isRead = ({ body }: Asked) => body.includes('allFactSheets');

/** The answer without what the callback takes out of it. */
function edit({ body, ...rest }: Answered, keep: (key: string, value: unknown) => unknown): Answered {
  return { ...rest, body: JSON.stringify(JSON.parse(body), keep) };
}

describe('a fact sheet that moves to the front while all are read', () => {
  it('is seen all the same, and not made again', async () => {
    const world = await openWorld({ objects: systems(620), uniqueExternalId: false });
    await world.run();
    const { id } = await world.applicationOf('lms-010');
    world.loseStore();
    let isMoved = false;
    // It stood on the second page; by the time that is read it has moved to the first.
    world.relay.always(
      (asked) => isRead(asked) && !isMoved,
      async (_asked, forward) => {
        const answer = await forward();
        const page = edit(answer, (key, value) =>
          key === 'edges' && Array.isArray(value) ? value.filter(({ node }) => node.id !== id) : value,
        );
        if (page.body === answer.body) return answer;
        isMoved = true;
        await world.person.update(id, [{ op: 'replace', path: '/name', value: 'Renamed by a person' }]);
        return page;
      },
    );
    const { run, report, ledger } = await world.night();
    expect(isMoved).toBe(true);
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 0, linked: 620, skipped: 0 });
    expect(readsOf(ledger)).toHaveLength(3);
    expect(await world.applicationOf('lms-010')).toMatchObject({ id, name: 'Renamed by a person' });
    expect(readsOf((await world.night()).ledger)).toHaveLength(1);
  });
});

describe('a fact sheet that was archived', () => {
  it('and lost its external id by that stays away when the store is lost', async () => {
    const world = await openWorld({ objects: systems(25) });
    await world.run();
    await world.person.update((await world.applicationOf('lms-004')).id, [archive]);
    const archived = (await world.applications()).find(({ status }) => status === 'ARCHIVED');
    expect(archived).toMatchObject({ externalId: null, tags: ['SAP Cloud ALM'] });
    world.loseStore();
    for (const counts of [{ linked: 24 }, { unchanged: 24 }]) {
      const { report, ledger } = await world.night();
      expect(report.counts).toMatchObject({ created: 0, skipped: 1, ...counts });
      expect(report.skipped).toEqual({ HELD_ARCHIVED: 1 });
      expect(writesOf(ledger)).toEqual([]);
    }
  });

  it('and was never ours holds no new item of its name', async () => {
    const world = await openWorld({ objects: systems(3) });
    const { id } = await world.person.create('Application', nameOf(2));
    await world.person.update(id, [archive]);
    const { report } = await world.run();
    expect(report.counts).toMatchObject({ created: 3, skipped: 0 });
  });

  it('and deleted for good later is no reason to read all again', async () => {
    const world = await openWorld({ objects: systems(25) });
    for (const number of [1, 2]) {
      const { id } = await world.person.create('Application', `Put away ${number}`);
      await world.person.update(id, [archive]);
    }
    await world.run();
    const purged = (await world.applications()).find(({ name }) => name === 'Put away 1');
    world.relay.deleted.add(purged?.id ?? '');
    for (const saved of [1, 0]) {
      const { context, written } = watchStore(await world.open());
      const { report, ledger } = await world.run(context);
      expect(readsOf(ledger)).toHaveLength(1);
      expect(report.counts).toMatchObject({ unchanged: 25 });
      expect(written.filter((collection) => collection === 'inventory')).toHaveLength(saved);
    }
  });
});

describe('a fact sheet that somebody saved in the middle of our writing', () => {
  it('is written all the same, even where the nightly read does not reach it', async () => {
    const world = await openWorld({ objects: systems(620) });
    const saved = Promise.withResolvers<void>();
    world.relay.once(isBatch, async (_asked, forward) => {
      const answer = await forward();
      const { m0 } = JSON.parse(answer.body).data;
      await world.person.update(m0.factSheet.id, [{ op: 'add', path: '/release', value: '1' }]);
      saved.resolve();
      return answer;
    });
    // All others come after it, which is more than a page.
    world.relay.always(isBatch, (_asked, forward) => saved.promise.then(forward));
    await world.run();
    const clashing = (await world.applications()).find(({ rev }) => rev === 1);
    const lmsId = clashing?.externalId?.split(':').at(-1) ?? '';
    const former = world.landscape.get(lmsId);
    world.landscape.set(lmsId, { ...former, name: 'my499999' });

    const next = await world.night();
    expect(next.report.counts).toMatchObject({ conflict: 0, updated: 1, unchanged: 619 });
    expect(await world.applicationOf(lmsId)).toMatchObject({ alias: 'my499999' });
    expect((await world.night()).report.counts).toMatchObject({ unchanged: 620 });
  });
});

describe('a name that is given up in the same night that another wants it', () => {
  it('is given the next night', async () => {
    const numberless = (number: number, name: string) => aSystem(number, { name, systemNumber: null });
    const world = await openWorld({ objects: [numberless(1, 'my400001'), numberless(2, 'my400002')] });
    await world.run();
    world.landscape.set('lms-001', numberless(1, 'my400002'));
    world.landscape.set('lms-002', numberless(2, 'my400003'));
    const names = async () =>
      Promise.all(['lms-001', 'lms-002'].map(async (lmsId) => (await world.applicationOf(lmsId)).name));

    expect((await world.night()).report.counts).toMatchObject({ updated: 2 });
    expect(await names()).toEqual([nameOf(1), nameOf(3)]);
    expect((await world.night()).report.counts).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await names()).toEqual([nameOf(2), nameOf(3)]);
    const { report, ledger } = await world.night();
    expect(report.counts).toMatchObject({ unchanged: 2 });
    expect(writesOf(ledger)).toEqual([]);
  });
});

describe('a pull that broke off', () => {
  it('links nothing by name: another item may have the same', async () => {
    const world = await openWorld({ objects: systems(25) });
    await world.person.create('Application', nameOf(3));
    world.relay.pageCap = 10;
    let breaksOff = true;
    world.relay.always(
      (asked) => breaksOff && isLandscape(asked) && asked.query.get('offset') === '10',
      async () => ({ status: 500, body: '{}' }),
    );
    const partial = await world.run();
    expect(partial.run.state).toBe('partial');
    expect(partial.report.skipped).toEqual({ AMBIGUOUS_PARTIAL: 1 });
    expect(partial.report.counts).toMatchObject({ items: 10, created: 9, linked: 0 });
    breaksOff = false;
    expect((await world.night()).report.counts).toMatchObject({ created: 15, linked: 1, unchanged: 9 });
  });
});

describe('a field that is taken out of the data model', () => {
  it('costs one look at the model; then the nights go on without it', async () => {
    const world = await openWorld({ objects: systems(25) });
    await world.run();
    const gone = 'lxHostingType';
    const message = `Validation error: Field '${gone}' in type 'Application' is undefined`;
    world.relay.always(
      (asked) => isRead(asked) && asked.body.includes(gone),
      async () => ({ status: 200, body: JSON.stringify({ data: null, errors: [{ message }] }) }),
    );
    world.relay.always(
      ({ path }) => path.endsWith('/models/dataModel'),
      async (_asked, forward) => edit(await forward(), (key, value) => (key === gone ? undefined : value)),
    );
    const { run, report, ledger } = await world.night();
    expect(run.state).toBe('done');
    expect(modelsOf(ledger)).toHaveLength(1);
    expect(report.counts).toMatchObject({ unchanged: 25, updated: 0 });
    expect(report.notes).toContain(`Application has no field "${gone}": left out.`);
    const quiet = await world.night();
    expect(quiet.run.state).toBe('done');
    expect(modelsOf(quiet.ledger)).toEqual([]);
  });
});

describe('a retirement that LeanIX refuses', () => {
  it('is listed under its item, which is not counted, for it was not pulled', async () => {
    const world: World = await openWorld({ objects: systems(25) });
    await world.run();
    world.landscape.delete('lms-004');
    await world.night();
    const errors = [{ message: 'Not allowed', path: ['m0', 'factSheet'] }];
    world.relay.once(isBatch, async () => ({ status: 200, body: JSON.stringify({ data: null, errors }) }));
    const { run, report } = await world.night();
    expect(run.state).toBe('partial');
    expect(report.failures).toEqual([
      { item: keyOf('lms-004'), code: 'LX_REFUSED', message: expect.stringContaining('Not allowed') },
    ]);
    expect(report.counts).toMatchObject({ items: 24, unchanged: 24, failed: 0 });
    expect((await world.night()).report).toMatchObject({ retired: 1, failures: [] });
  });
});
