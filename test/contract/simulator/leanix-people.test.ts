// What people do in LeanIX, told to the simulator by POST /__edit, and what becomes of what they archive.
import { afterEach, describe, expect, it } from 'vitest';
import { type Client, ext, startClient } from './client.ts';

const started: Client[] = [];
async function start(options: Parameters<typeof startClient>[0] = {}): Promise<Client> {
  const client = await startClient(options);
  started.push(client);
  return client;
}
afterEach(() => Promise.all(started.splice(0).map((client) => client.simulator.close())));

describe('people', () => {
  async function edit(
    client: Client,
    body: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${client.simulator.origin}/__edit`, { method: 'POST', body: text });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('edit what they name by id, external id or display name, and are in no ledger', async () => {
    const client = await start();
    const { id } = await client.create('Application', 'Found', [
      { op: 'add', path: '/externalId', value: ext('calm:x:1') },
    ]);
    const calls = client.simulator.ledger().length;
    await edit(client, { factSheet: id, set: { description: 'by id' } });
    await edit(client, { factSheet: 'calm:x:1', set: { lifecycle: { active: '2026-01-01' } } });
    const answered = await edit(client, {
      factSheet: 'Found',
      set: {
        name: 'Renamed',
        alias: null,
        externalId: 'mine',
        tags: ['Checked'],
        supportedPlatforms: ['web'],
      },
    });
    expect(answered).toEqual({
      status: 200,
      body: {
        id,
        type: 'Application',
        displayName: 'Renamed',
        rev: 3,
        status: 'ACTIVE',
        lxState: 'BROKEN_QUALITY_SEAL',
      },
    });
    expect(client.simulator.ledger()).toHaveLength(calls);
    const { data } = await client.graphql(
      'query($id: ID!) { factSheet(id: $id) { description tags { name } ... on Application { alias supportedPlatforms externalId { externalId } lifecycle { phases { phase startDate } } } } }',
      { id },
    );
    expect(data.factSheet).toEqual({
      description: 'by id',
      tags: [{ name: 'Checked' }],
      alias: null,
      supportedPlatforms: ['web'],
      externalId: { externalId: 'mine' },
      lifecycle: { phases: [{ phase: 'active', startDate: '2026-01-01' }] },
    });
  });

  it('archive, recover, and delete for good what is archived', async () => {
    const client = await start();
    const { id } = await client.create('Application', 'Doomed');
    const act = (action: string) => edit(client, { factSheet: id, action });
    expect((await act('delete')).status).toBe(409);
    expect((await act('archive')).body).toMatchObject({ status: 'ARCHIVED', rev: 1 });
    expect((await act('recover')).body).toMatchObject({ status: 'ACTIVE', rev: 2 });
    await act('archive');
    expect((await act('delete')).body).toMatchObject({ status: 'DELETED' });
    expect((await act('recover')).status).toBe(409);
    expect(client.simulator.truth().factSheets.total).toBe(0);
    await client.create('Application', 'Doomed');
  });

  it('mean the active one of two namesakes, or the archived one where only that makes sense', async () => {
    const client = await start();
    const { id: old } = await client.create('Application', 'Namesake');
    await edit(client, { factSheet: old, action: 'archive' });
    const { id } = await client.create('Application', 'Namesake');
    expect((await edit(client, { factSheet: 'Namesake', set: { alias: 'x' } })).body.id).toBe(id);
    // Its name was taken meanwhile (assumption A2).
    const taken = await edit(client, { factSheet: 'Namesake', action: 'recover' });
    expect(taken).toMatchObject({ status: 409, body: { message: expect.stringContaining('not unique') } });
    expect((await edit(client, { factSheet: 'Namesake', action: 'delete' })).body.id).toBe(old);
  });

  it('are refused what LeanIX refuses, in its words', async () => {
    const client = await start();
    const { id } = await client.create('Application', 'One');
    await client.create('Application', 'Two');
    await client.create('ITComponent', 'Two');
    expect(await edit(client, { factSheet: id, set: { name: 'Two' } })).toEqual({
      status: 409,
      body: { message: "SIMULATED: display name 'Two' is not unique for type Application" },
    });
    expect((await edit(client, { factSheet: 'Two', set: { alias: 'x' } })).body.message).toContain('several');
    const visitor = { factSheet: id, set: { alias: 'x' }, by: 'visitor@example.org' };
    expect((await edit(client, visitor)).body.message).toContain('viewer');
  });

  it.each([
    ['{bad'],
    [{ set: { alias: 'x' } }],
    [{ factSheet: 'One' }],
    [{ factSheet: 'One', action: 'erase' }],
    [{ factSheet: 'One', set: 'alias' }],
    [{ factSheet: 'One', patches: [{ op: 'move', path: '/alias' }] }],
    [{ factSheet: 'One', set: {}, who: 'me' }],
    [{ factSheet: 'One', set: { alias: 'x' }, by: 'nobody@example.org' }],
  ])('are told what is wrong with %j', async (body) => {
    const client = await start();
    await client.create('Application', 'One');
    const answered = await edit(client, body);
    expect(answered).toEqual({ status: 400, body: { message: expect.any(String) } });
  });
});

describe('retention', () => {
  it('deletes for good 90 days after archiving (leanix-api 2.6)', async () => {
    const client = await start();
    const { id } = await client.create('Application', 'Old');
    await client.update(id, [{ op: 'add', path: '/status', value: 'ARCHIVED' }]);
    const total = (): number => client.simulator.truth().factSheets.total;
    for (let night = 0; night < 89; night += 1) client.simulator.advance({ change: 0 });
    expect(total()).toBe(1);
    client.simulator.advance({ change: 0 });
    expect(total()).toBe(0);
  });

  it('spares what was archived before the simulator began: since when is not known', async () => {
    const client = await start({ size: 60 });
    const before = client.simulator.truth().factSheets;
    for (let night = 0; night < 100; night += 1) client.simulator.advance({ change: 0 });
    expect(client.simulator.truth().factSheets).toEqual(before);
  });
});
