// External ids, tags and doubtful pairs: what belongs to others is not touched, what is not certain is not done.
import { describe, expect, it } from 'vitest';
import { ext } from '../../contract/simulator/client.ts';
import { keyOf, openWorld, systems } from '../../support/world.ts';

const nameOf = (number: number) => `SAP S/4HANA Cloud (my40000${number})`;
const writesOf = (ledger: readonly string[]) =>
  ledger.filter((line) => /(create|update)FactSheet/.test(line));

describe('an external id', () => {
  it('of another integration stays; the link lives in the store', async () => {
    const world = await openWorld({ objects: systems(3) });
    const { id } = await world.person.create('Application', nameOf(1), [
      { op: 'add', path: '/externalId', value: ext('snow:APP0001') },
    ]);
    const first = await world.run();
    expect(first.report.counts).toMatchObject({ created: 2, linked: 1 });
    const find = async () => (await world.applications()).find((application) => application.id === id);
    expect(await find()).toMatchObject({ externalId: 'snow:APP0001', tags: ['SAP Cloud ALM'] });

    const second = await world.night();
    expect(second.report.counts).toMatchObject({ created: 0, linked: 0, unchanged: 3 });
    expect(writesOf(second.ledger)).toEqual([]);
    expect(await find()).toMatchObject({ externalId: 'snow:APP0001' });
  });

  it('of another item keeps a fact sheet of the same name out of it', async () => {
    const world = await openWorld({ objects: systems(3) });
    await world.person.create('Application', nameOf(1), [
      { op: 'add', path: '/externalId', value: ext(keyOf('lms-900')) },
    ]);
    const { report } = await world.run();
    // lms-900 is not there: it may be the same system under a new id.
    expect(report.skipped).toEqual({ AMBIGUOUS_VANISHED: 1 });
    expect(report.counts).toMatchObject({ created: 2, linked: 0 });
  });

  it('that stands on two fact sheets decides nothing', async () => {
    const world = await openWorld({ objects: systems(3), uniqueExternalId: false });
    for (const name of ['One of them', 'The other']) {
      await world.person.create('Application', name, [
        { op: 'add', path: '/externalId', value: ext(keyOf('lms-001')) },
      ]);
    }
    const { report } = await world.run();
    expect(report.skipped).toEqual({ AMBIGUOUS_EXTERNAL_ID: 1 });
    expect(report.counts).toMatchObject({ created: 2, linked: 0 });
  });
});

describe('a name', () => {
  it('that two fact sheets have is left to a person', async () => {
    const world = await openWorld({ objects: systems(3) });
    await world.person.create('Application', nameOf(1));
    await world.person.create('Application', 'SAP S/4HANA Cloud - my400001');
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.skipped).toEqual({ AMBIGUOUS_NAME: 1 });
    expect(report.counts).toMatchObject({ created: 2, linked: 0 });
    const doubtful = (await world.applications()).filter(({ name }) => name.includes('my400001'));
    expect(doubtful).toEqual([
      expect.objectContaining({ rev: 0, externalId: null, tags: [] }),
      expect.objectContaining({ rev: 0, externalId: null, tags: [] }),
    ]);
  });
});

describe('the tag', () => {
  it('is not made where the workspace has none, and the run says so', async () => {
    const world = await openWorld({ objects: systems(3) });
    world.relay.always(
      ({ body }) => body.includes('allTags'),
      async (_asked, forward) => {
        const { status, body } = await forward();
        return { status, body: body.replaceAll('"SAP Cloud ALM"', '"Something else"') };
      },
    );
    const { run, report, ledger } = await world.run();
    expect(run.state).toBe('done');
    expect(report.notes).toEqual([expect.stringContaining('no tag "SAP Cloud ALM"')]);
    expect(ledger.join('\n')).not.toMatch(/upsertTag|createTag/);
    for (const { tags } of await world.applications()) expect(tags).toEqual([]);
  });

  it('is not set a second time on a fact sheet that has it', async () => {
    const world = await openWorld({ objects: systems(3) });
    await world.run();
    world.loseStore();
    await world.run();
    for (const { tags, rev } of await world.applications()) {
      expect(tags).toEqual(['SAP Cloud ALM']);
      expect(rev).toBe(0);
    }
  });
});
