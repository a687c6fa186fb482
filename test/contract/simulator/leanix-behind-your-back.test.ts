// What happens without the client: a search index that lags, automations that move revisions; and the audit trail
// that tells of it.
import { afterEach, describe, expect, it } from 'vitest';
import { type Client, createClient, ext, type GraphqlBody, readExample, startClient } from './client.ts';

const started: Client[] = [];
async function start(options: Parameters<typeof startClient>[0] = {}): Promise<Client> {
  const client = await startClient(options);
  started.push(client);
  return client;
}
afterEach(() => Promise.all(started.splice(0).map((client) => client.simulator.close())));

const set = (key: string, value: string) => ({ op: 'replace', path: `/${key}`, value });

async function revOf(client: Client, id: string): Promise<number> {
  return (await client.graphql('query($id: ID!) { factSheet(id: $id) { rev } }', { id })).data.factSheet.rev;
}

describe('a search index that lags (assumption A18)', () => {
  const search = async (client: Client, filter: object): Promise<string[]> => {
    const { data } = await client.graphql(
      'query($filter: FilterInput) { allFactSheets(factSheetType: Application, filter: $filter) { edges { node { name } } } }',
      { filter },
    );
    return data.allFactSheets.edges.map((edge: { node: { name: string } }) => edge.node.name);
  };

  it('finds by what was, shows what is, and catches up', async () => {
    const client = await start({ indexLagMs: 60_000 });
    const { id } = await client.create('Application', 'Before', [
      { op: 'add', path: '/externalId', value: ext('old') },
    ]);
    client.simulator.advance({ change: 0 });
    expect(await search(client, {})).toEqual(['Before']);

    await client.update(id, [set('name', 'After'), set('externalId', ext('new'))]);
    expect(await search(client, { displayName: 'Before' })).toEqual(['After']);
    expect(await search(client, { displayName: 'After' })).toEqual([]);
    expect(await search(client, { externalIds: ['externalId/old'] })).toEqual(['After']);
    expect(await search(client, { externalIds: ['externalId/new'] })).toEqual([]);
    await client.update(id, [{ op: 'add', path: '/status', value: 'ARCHIVED' }]);
    expect(await search(client, { ids: [id] })).toEqual(['After']);
    expect(await search(client, { displayName: 'Before' })).toEqual(['After']);

    client.simulator.advance({ change: 0 });
    expect(await search(client, { ids: [id] })).toEqual([]);
    const bin = [{ facetKey: 'TrashBin', keys: ['archived'] }];
    expect(await search(client, { facetFilters: bin })).toEqual(['After']);
  });

  it('knows the generated workspace from the first moment', async () => {
    const [lagging, prompt] = [await start({ size: 40, indexLagMs: 60_000 }), await start({ size: 40 })];
    expect(await search(lagging, {})).toEqual(await search(prompt, {}));
  });
});

describe('automations', () => {
  it('move revisions after a write, not within it, and touch nothing that was written', async () => {
    const client = await start({ automation: 'after-write', automationPercent: 100 });
    const { id, rev } = await client.create('Application', 'Calculated');
    expect(rev).toBe(0);
    const clash = await client.update(id, [set('description', 'x')], 0);
    expect(clash.errors?.[0]).toMatchObject({
      message: 'DB revision of Fact Sheet has changed: 1 instead of given 0',
      extensions: { errorType: 'REVISION_CLASH' },
    });
    expect((await client.update(id, [set('description', 'x')], 1)).data.updateFactSheet.factSheet.rev).toBe(
      2,
    );
    expect(await revOf(client, id)).toBe(3);
    expect(await revOf(client, id)).toBe(3);
  });

  it('come between read and write, once, so that reading again helps', async () => {
    const client = await start({ automation: 'after-read', automationPercent: 100 });
    const { id } = await client.create('Application', 'Read');
    const first = await revOf(client, id);
    expect((await client.update(id, [set('alias', 'x')], first)).errors).toHaveLength(1);
    const second = await revOf(client, id);
    expect(second).toBe(first + 1);
    expect((await client.update(id, [set('alias', 'x')], second)).errors).toBeUndefined();
    // Pages are reading too.
    await client.graphql('{ allFactSheets { edges { node { rev } } } }');
    expect((await client.update(id, [set('alias', 'y')], second + 1)).errors).toHaveLength(1);
  });

  it('take their time, and forget a write that was rolled back', async () => {
    const client = await start({
      automation: 'after-write',
      automationPercent: 100,
      automationDelayMs: 60_000,
    });
    const { id } = await client.create('Application', 'Later');
    expect(await revOf(client, id)).toBe(0);
    client.simulator.advance({ change: 0 });
    expect(await revOf(client, id)).toBe(1);
    const batch = `mutation { updateFactSheet(id: "${id}", patches: [{op: add, path: "/alias", value: "x"}]) { factSheet { id } } upsertTag(name: "x", tagGroupName: "none") { id } }`;
    expect((await client.graphql(batch)).errors).toHaveLength(2);
    client.simulator.advance({ change: 0 });
    expect(await revOf(client, id)).toBe(1);
  });

  it('care for the same fact sheets with the same seed', async () => {
    const moved = async (seed: number): Promise<number[]> => {
      const client = await start({ seed, automation: 'after-read', automationPercent: 50, size: 20 });
      const query = '{ allFactSheets { edges { node { rev } } } }';
      const revs = async (): Promise<number[]> =>
        (await client.graphql(query)).data.allFactSheets.edges.map(
          (edge: { node: { rev: number } }) => edge.node.rev,
        );
      const before = await revs();
      return (await revs()).map((rev, index) => rev - (before[index] ?? 0));
    };
    const first = await moved(1);
    expect(await moved(1)).toEqual(first);
    expect(first.filter((by) => by === 1).length).toBeGreaterThan(5);
    expect(first.filter((by) => by === 0).length).toBeGreaterThan(5);
  });
});

describe('the audit trail', () => {
  const log = `query($id: ID!, $types: [LogEventType]) { allLogEvents(factSheetId: $id, eventTypes: $types) {
    edges { node { eventType path oldValue newValue message user { displayName technicalUser } } }
  } }`;

  async function events(client: Client, id: string, types: string[] | null = null) {
    const { data } = await client.graphql(log, { id, types });
    return data.allLogEvents.edges.map((edge: { node: object }) => edge.node);
  }

  it('17: has the recorded form', async () => {
    const client = await start();
    const { id } = await client.create('Interface', 'Logged');
    await client.graphql('mutation { upsertTag(name: "CPI-Managed", tagGroupName: "Managed by") { id } }');
    await client.update(id, [{ op: 'add', path: '/tags', value: '[{"tagName":"CPI-Managed"}]' }]);
    const { request, response } = readExample('leanix/17-query-log-events', {
      '22222222-0000-4000-8000-000000000001': id,
    });
    const answered = (await (await client.post(request.body)).json()) as GraphqlBody;
    const [{ node: recorded }] = response.body.data.allLogEvents.edges;
    expect(answered.data.allLogEvents.edges).toEqual([
      {
        node: {
          ...recorded,
          id: expect.stringMatching(/^\d+$/),
          secondsPast: 0,
          createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
          user: { ...recorded.user, displayName: 'Technical User' },
        },
      },
    ]);
  });

  it('tells who did what, the latest first, and nothing of what was refused or rolled back', async () => {
    const client = await start({ automation: 'after-write', automationPercent: 100 });
    const { id: component } = await client.create('ITComponent', 'Component');
    const { id } = await client.create('Application', 'Trail');
    await client.update(id, [
      set('description', 'x'),
      {
        op: 'add',
        path: '/relApplicationToITComponent/new_1',
        value: JSON.stringify({ factSheetId: component }),
      },
    ]);
    await client.update(id, [set('description', 'y'), set('nope', 'z')]);
    client.simulator.edit({ factSheet: id, action: 'archive' });
    const robot = { displayName: 'Technical User', technicalUser: true };
    const person = { displayName: 'Sample Architect', technicalUser: false };
    const automation = { displayName: 'Workspace Automation', technicalUser: true };
    expect(await events(client, id)).toMatchObject([
      { eventType: 'FACT_SHEET_ARCHIVED', oldValue: 'ACTIVE', newValue: 'ARCHIVED', user: person },
      { eventType: 'FACT_SHEET_UPDATED', user: automation },
      {
        eventType: 'FACT_SHEET_FIELD_UPDATED',
        path: '/description',
        oldValue: null,
        newValue: 'x',
        user: robot,
      },
      { eventType: 'RELATION_CREATED', newValue: 'Component', user: robot },
      { eventType: 'FACT_SHEET_UPDATED', user: automation },
      { eventType: 'FACT_SHEET_CREATED', newValue: 'Trail', user: robot },
    ]);
    expect(await events(client, component, ['RELATION_CREATED'])).toHaveLength(1);
    const { errors } = await client.graphql(log, { id: 'none' });
    expect(errors?.[0]?.message).toContain('does not exist');
  });

  it('holds what people did in a night', async () => {
    const client = await start({ size: 200 });
    const { edited } = client.simulator.advance();
    const renewed = createClient(client.simulator);
    const { data } = await renewed.graphql(
      '{ allFactSheets(factSheetType: Application, sort: [{key: "updatedAt", order: desc}], first: 1) { edges { node { id } } } }',
    );
    expect(edited).toBeGreaterThan(0);
    expect(await events(renewed, data.allFactSheets.edges[0].node.id)).toMatchObject([
      { eventType: 'FACT_SHEET_FIELD_UPDATED', user: { technicalUser: false } },
    ]);
  });
});

describe('suggestions', () => {
  it('72: find by external id as recorded', async () => {
    const client = await start();
    const { id } = await client.create('Interface', 'Orders to Warehouse', [
      { op: 'add', path: '/category', value: 'logicalInterface' },
      { op: 'add', path: '/externalId', value: ext('cpi:t1:OrdersToWarehouse') },
    ]);
    const { request, response } = readExample('leanix/72-rest-suggestions', {
      '22222222-0000-4000-8000-000000000001': id,
      'https://example.leanix.net': client.leanix.host,
    });
    const headers = { Authorization: `Bearer ${await client.leanixToken()}` };
    expect(await (await fetch(request.url, { headers })).json()).toEqual(response.body);
    const nothing = await fetch(request.url.replace('Orders', 'Nothing'), { headers });
    expect(await nothing.json()).toEqual({ status: 'OK', data: [] });
  });
});
