// Bindings as people paste them, and answers of a shape that changed: read where the meaning is plain, else told
// with the place and without a value, before anything is written.
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Answered, isLandscape } from '../../support/relay.ts';
import { aSystem, keyOf, openWorld, systems, type World, writesOf } from '../../support/world.ts';

interface CloudAlmKey {
  endpoints: Record<string, string>;
  uaa: Record<string, string>;
}
interface LeanIxKey {
  host: string;
  apiToken: string;
}

/** Writes the bindings anew: as a text, after their members were changed. */
function paste(
  world: World,
  change: (calm: CloudAlmKey, leanIx: LeanIxKey, services: Services) => void,
  asText: (text: string) => string = (text) => text,
): void {
  const all = structuredClone(world.bindings.services) as { VCAP_SERVICES: Services };
  const services = all.VCAP_SERVICES;
  const [calm] = services.SAPCloudALMAPIs;
  const [leanIx] = services['user-provided'];
  if (calm === undefined || leanIx === undefined) throw new Error('the world binds both');
  change(calm.credentials, leanIx.credentials, services);
  writeFileSync(world.bindings.file, asText(JSON.stringify(all, undefined, 2)));
}

interface Services {
  SAPCloudALMAPIs: { name: string; credentials: CloudAlmKey }[];
  'user-provided': { name: string; credentials: LeanIxKey }[];
}

const nothing = () => undefined;

describe('bindings', () => {
  it.each<[string, Parameters<typeof paste>[1], Parameters<typeof paste>[2]?]>([
    ['with a byte order mark', nothing, (text) => `\ufeff${text}`],
    ['with line ends of Windows', nothing, (text) => text.replaceAll('\n', '\r\n')],
    [
      'with blanks and line breaks around secrets and names',
      ({ uaa }, leanIx) => {
        for (const name of ['clientid', 'clientsecret', 'identityzone', 'url'])
          uaa[name] = ` ${uaa[name]}\r\n`;
        leanIx.apiToken = `\t${leanIx.apiToken}\n`;
      },
    ],
    [
      'with slashes and paths behind the hosts',
      ({ endpoints, uaa }, leanIx) => {
        endpoints.Api += '/';
        uaa.url += '/';
        leanIx.host += '/workspace/dashboard';
      },
    ],
  ])('%s are read', async (_, change, asText) => {
    const world = await openWorld({ objects: systems(2) });
    paste(world, change, asText);
    const { run } = await world.run();
    expect(run.state).toBe('done');
    // The tenant is the same: nobody's links hang on a blank.
    await world.applicationOf('lms-001');
  });

  it('of two tenants with one identity zone are refused, for one could not be told from the other', async () => {
    const world = await openWorld({ objects: systems(2) });
    paste(world, (_calm, _leanIx, { SAPCloudALMAPIs: services }) => {
      const [first] = services;
      if (first !== undefined) services.push({ ...first, name: 'calm-api-copy' });
    });
    await expect(world.open()).rejects.toMatchObject({
      code: 'CFG_BINDING_AMBIGUOUS',
      facts: { tenants: 'example-calm, example-calm' },
    });
    expect(world.simulator.ledger()).toEqual([]);
  });
});

const json = (value: unknown): Answered => ({ status: 200, body: JSON.stringify(value) });

describe('a landscape', () => {
  it.each<[string, unknown, string]>([
    ['wrapped and empty', { value: [] }, 'top level'],
    ['wrapped', { value: [aSystem(1)], count: 1 }, 'top level'],
    ['of no list', null, 'top level'],
    ['with something else than objects in it', [aSystem(1), 'lms-002'], '1'],
  ])('%s ends the run and nothing is written', async (_, answer, at) => {
    const world = await openWorld({ objects: systems(2) });
    world.relay.always(isLandscape, async () => json(answer));
    const { run, ledger } = await world.run();
    expect(run).toMatchObject({ state: 'failed', problem: { code: 'NET_SHAPE' } });
    expect(run.problem?.message).toContain(`at: ${at}`);
    expect(run.problem?.message).not.toContain('my400001');
    expect(writesOf(ledger)).toEqual([]);
  });

  it('whose shape changes on a later page leaves a partial pull', async () => {
    const world = await openWorld({ objects: systems(20) });
    world.relay.pageCap = 10;
    world.relay.once(
      (asked) => isLandscape(asked) && asked.query.get('offset') === '10',
      async () => json({ value: [] }),
    );
    const { run, report } = await world.run();
    expect(run.state).toBe('partial');
    expect(report.counts).toMatchObject({ items: 10, created: 10 });
    expect((await world.night()).report.counts).toMatchObject({ items: 20, created: 10, unchanged: 10 });
  });

  it('with members missing, null or of unknown values costs those objects and no others', async () => {
    const world = await openWorld({ objects: [] });
    const bare = Object.fromEntries(Object.keys(aSystem(1)).map((member) => [member, null]));
    const rows = [
      bare,
      {},
      { ...aSystem(2), lmsId: null },
      { ...aSystem(3), name: null },
      { ...aSystem(4), objectType: 'SomethingNew' },
      { ...aSystem(5), role: 'HYPERCARE' },
      { ...aSystem(6), role: null },
      {
        ...aSystem(7),
        serviceTypeLabel: null,
        serviceType: null,
        systemNumber: null,
        deploymentModel: 'Moon',
      },
      { ...aSystem(8), more: { nested: [1, 2] }, flag: true, size: 17 },
    ];
    world.relay.always(isLandscape, async ({ query }) => json(query.get('offset') === '0' ? rows : []));
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.skipped).toEqual({ KIND_UNKNOWN: 1, NO_ID: 3, NO_NAME: 1, ROLE_UNKNOWN: 2 });
    expect(report.counts).toMatchObject({ items: 9, created: 2, failed: 0 });
    expect(await world.applicationOf('lms-007')).toMatchObject({ name: 'my400007', lxHostingType: null });
    const { report: again, ledger } = await world.night();
    expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(writesOf(ledger)).toEqual([]);
  });

  it('that lists an object on two pages, even with another content, makes one fact sheet of it', async () => {
    const world = await openWorld({ objects: [] });
    const pages = [
      [aSystem(1), aSystem(2)],
      [aSystem(2, { name: 'my499999' }), aSystem(3)],
    ];
    world.relay.always(isLandscape, async ({ query }) => json(pages[Number(query.get('offset')) / 2] ?? []));
    const { report } = await world.run();
    expect(report.counts).toMatchObject({ items: 3, created: 3 });
    await world.applicationOf('lms-002');
    expect((await world.night()).report.counts).toMatchObject({ items: 3, created: 0, updated: 0 });
  });
});

const asksForFactSheets = ({ body }: { body: string }) => body.includes('allFactSheets');

describe('an answer of LeanIX', () => {
  it.each<[string, (key: string, value: unknown) => unknown]>([
    ['without a total', (key, value) => (key === 'totalCount' ? undefined : value)],
    ['without revisions', (key, value) => (key === 'rev' ? undefined : value)],
    ['without ids', (key, value) => (key === 'id' ? null : value)],
    ['without a list', (key, value) => (key === 'edges' ? { items: value } : value)],
    ['without data', (key, value) => (key === 'data' ? null : value)],
  ])('%s ends the run before anything is written', async (_, change) => {
    const world = await openWorld({ objects: systems(2) });
    await world.person.create('Application', 'SAP S/4HANA Cloud (my400001)');
    world.relay.always(asksForFactSheets, async (_asked, forward) => {
      const answer = await forward();
      return { ...answer, body: JSON.stringify(JSON.parse(answer.body), change) };
    });
    const { run, ledger } = await world.run();
    expect(run).toMatchObject({ state: 'failed', problem: { code: 'NET_SHAPE' } });
    expect(writesOf(ledger)).toEqual([]);
  });

  it('with a status and members nobody knows is read for what is known of it', async () => {
    const world = await openWorld({ objects: systems(2) });
    await world.person.create('Application', 'SAP S/4HANA Cloud (my400001)');
    world.relay.always(asksForFactSheets, async (_asked, forward) => {
      const answer = await forward();
      const body = answer.body.replaceAll('"status":"ACTIVE"', '"status":"IN_REVIEW","tomorrow":{"a":[1]}');
      return { ...answer, body };
    });
    expect((await world.run()).report.counts).toMatchObject({ created: 1, linked: 1, failed: 0 });
    expect(await world.applicationOf('lms-001')).toMatchObject({ externalId: keyOf('lms-001') });
  });

  it('to a batch that lacks what was made is looked up, and nothing is made twice', async () => {
    const world = await openWorld({ objects: systems(3) });
    world.relay.once(
      ({ mutations }) => mutations > 0,
      async (_asked, forward) => {
        await forward();
        return json({ data: { m0: null, m1: {}, m2: { factSheet: { id: 7 } } } });
      },
    );
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 3, failed: 0 });
    expect(await world.applications()).toHaveLength(3);
  });
});
