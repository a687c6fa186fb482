// What the role of the technical user, access control lists and locked fields allow; and the quality seal, which
// hangs on the role as well.
import { afterEach, describe, expect, it } from 'vitest';
import { type Client, type GraphqlBody, type Patch, startClient } from './client.ts';

const started: Client[] = [];
async function start(options: Parameters<typeof startClient>[0] = {}): Promise<Client> {
  const client = await startClient(options);
  started.push(client);
  return client;
}
afterEach(() => Promise.all(started.splice(0).map((client) => client.simulator.close())));

const set = (key: string, value: string): Patch => ({ op: 'replace', path: `/${key}`, value });

async function read(client: Client, id: string) {
  const { data } = await client.graphql(
    'query($id: ID!) { factSheet(id: $id) { rev lxState qualitySeal description permissions { self create read update delete } permittedReadACL permittedWriteACL } }',
    { id },
  );
  return data?.factSheet;
}

/** An application with its seal set, as the admin of the trial sets it. */
async function approved(client: Client, name: string): Promise<string> {
  const { id } = await client.create('Application', name);
  client.simulator.edit({ factSheet: id, set: { lxState: 'APPROVED' }, by: 'admin@example.org' });
  return id;
}

const restricted = 'ace00000-0000-4000-8000-000000000001';

describe('the role of the token', () => {
  it.each(['admin', 'member', 'viewer'] as const)('%s stands in the claims', async (role) => {
    const client = await start({ role });
    const [, claims = ''] = (await client.leanixToken()).split('.');
    const { principal } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(principal.permission.role).toBe(role.toUpperCase());
  });

  it('viewer reads, and every write is refused inside GraphQL (assumption A3)', async () => {
    const client = await start({ role: 'viewer', size: 20 });
    const { data } = await client.graphql(
      '{ allFactSheets(first: 1) { edges { node { id permissions { self update } } } } }',
    );
    const [{ node }] = data.allFactSheets.edges;
    expect(node.permissions).toEqual({ self: ['READ'], update: [] });
    const writes = [
      `updateFactSheet(id: "${node.id}", patches: []) { factSheet { id } }`,
      'createFactSheet(input: {name: "x", type: Application}) { factSheet { id } }',
      `createDocument(factSheetId: "${node.id}", name: "x") { id }`,
      `createSubscription(factSheetId: "${node.id}", user: {email: "owner@example.org"}, type: OBSERVER) { id }`,
      'upsertTag(name: "x") { id }',
      'upsertTagGroup(name: "x") { id }',
    ];
    for (const write of writes) {
      const response = await client.post({ query: `mutation { ${write} }` });
      expect(response.status).toBe(200);
      const { data: nothing, errors } = (await response.json()) as GraphqlBody;
      expect(nothing).toBeNull();
      expect(errors).toEqual([
        {
          message: expect.stringMatching(/^SIMULATED: .*(viewer|permission)/),
          path: [expect.any(String)],
          extensions: { errorType: 'BUSINESS_LOGIC' },
        },
      ]);
    }
  });

  it('viewer may also be answered 403, the other form of assumption A3', async () => {
    const client = await start({ role: 'viewer', forbidden: '403' });
    const refused = await client.post({ query: 'mutation { upsertTag(name: "x") { id } }' });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ status: 'ERROR', type: 'Forbidden' });
    expect((await client.post({ query: '{ allTags { totalCount } }' })).status).toBe(200);
  });

  it('member writes fact sheets, but no tags as such (assumption)', async () => {
    const client = await start({ role: 'member' });
    const { id } = await client.create('Application', 'By a member');
    expect((await client.update(id, [set('description', 'x')])).errors).toBeUndefined();
    const { errors } = await client.graphql('mutation { upsertTag(name: "x") { id } }');
    expect(errors?.[0]?.message).toContain('only an admin');
  });
});

describe('the quality seal', () => {
  it('survives what an admin writes', async () => {
    const client = await start();
    const id = await approved(client, 'Sealed');
    await client.update(id, [set('description', 'x')]);
    expect(await read(client, id)).toMatchObject({ lxState: 'APPROVED', qualitySeal: 'APPROVED' });
  });

  it.each([
    ['a field', set('description', 'x')],
    ['a tag', { op: 'add', path: '/tags', value: '[{"tagName":"Checked"}]' }],
    ['a relation', { op: 'add', path: '/relToSuccessor/new_1', value: '' }],
  ])('breaks when a member writes %s', async (what, patch) => {
    const client = await start({ role: 'member' });
    const id = await approved(client, 'Sealed');
    const { id: other } = await client.create('Application', 'Other');
    const value = what === 'a relation' ? JSON.stringify({ factSheetId: other }) : (patch.value ?? '');
    expect((await client.update(id, [{ ...patch, value }])).errors).toBeUndefined();
    // One mutation, one revision, with the edit of the person before it.
    expect(await read(client, id)).toMatchObject({ lxState: 'BROKEN_QUALITY_SEAL', rev: 2 });
  });

  it('does not break by a patch that changes nothing, a document, a subscription', async () => {
    const client = await start({ role: 'member' });
    const id = await approved(client, 'Sealed');
    await client.update(id, [set('name', 'Sealed')]);
    await client.graphql(
      `mutation($id: ID!) {
        createDocument(factSheetId: $id, name: "x") { id }
        createSubscription(factSheetId: $id, user: {email: "owner@example.org"}, type: OBSERVER) { id }
      }`,
      { id },
    );
    expect((await read(client, id)).lxState).toBe('APPROVED');
  });

  it('is set by admins and by who is responsible or accountable, whose edits do not break it', async () => {
    const client = await start({ role: 'member' });
    const { id } = await client.create('Application', 'Not mine');
    const refused = await client.update(id, [set('lxState', 'APPROVED')]);
    expect(refused.errors?.[0]?.message).toContain('no permission to set the quality seal');
    const { edit } = client.simulator;
    await client.graphql(
      'mutation($id: ID!) { createSubscription(factSheetId: $id, user: {email: "owner@example.org"}, type: ACCOUNTABLE) { id } }',
      { id },
    );
    expect(edit({ factSheet: id, set: { lxState: 'APPROVED' }, by: 'owner@example.org' }).lxState).toBe(
      'APPROVED',
    );
    expect(edit({ factSheet: id, set: { alias: 'x' }, by: 'owner@example.org' }).lxState).toBe('APPROVED');
    expect(edit({ factSheet: id, set: { alias: 'y' } }).lxState).toBe('BROKEN_QUALITY_SEAL');
  });

  it.each([
    [{}, 'BROKEN_QUALITY_SEAL', ['APPROVED', 'BROKEN_QUALITY_SEAL']],
    [{ drafts: true }, 'DRAFT', ['APPROVED', 'BROKEN_QUALITY_SEAL', 'DRAFT', 'REJECTED']],
    [{ drafts: true, qualitySeal: false }, 'DRAFT', ['APPROVED', 'DRAFT', 'REJECTED']],
    [{ qualitySeal: false }, 'APPROVED', ['APPROVED']],
  ])('with %j begins as %s and knows %j', async (options, first, known) => {
    const client = await start(options);
    const { id } = await client.create('Application', 'New');
    expect((await read(client, id)).lxState).toBe(first);
    const allowed: string[] = [];
    for (const state of ['APPROVED', 'BROKEN_QUALITY_SEAL', 'DRAFT', 'REJECTED']) {
      if ((await client.update(id, [set('lxState', state)])).errors === undefined) allowed.push(state);
    }
    expect(allowed).toEqual(known);
    const { data } = await client.graphql(
      '{ allFactSheets(filter: {facetFilters: [{facetKey: "lxState", keys: ["' +
        known.at(-1) +
        '"]}]}) { totalCount } }',
    );
    expect(data.allFactSheets.totalCount).toBe(1);
  });
});

describe('access control lists', () => {
  const make = (client: Client, name: string, lists: object): Promise<GraphqlBody> =>
    client.graphql(
      'mutation($input: BaseFactSheetInput!) { createFactSheet(input: $input) { factSheet { id } } }',
      { input: { name, type: 'Application', ...lists } },
    );

  it('hide a fact sheet as if it were not there, but its name stays taken', async () => {
    const client = await start();
    const { id: seen } = await client.create('Application', 'Seen');
    const { data } = await make(client, 'Hidden', { permittedReadACL: [restricted] });
    const { id } = data.createFactSheet.factSheet;
    const { errors } = await client.graphql('query($id: ID!) { factSheet(id: $id) { id } }', { id });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('does not exist'),
      extensions: { errorType: 'BUSINESS_LOGIC' },
    });
    expect((await client.update(id, [set('alias', 'x')])).errors?.[0]?.message).toContain('does not exist');
    const all = await client.graphql('{ allFactSheets { totalCount edges { node { id } } } }');
    expect(all.data.allFactSheets).toEqual({ totalCount: 1, edges: [{ node: { id: seen } }] });
    expect((await make(client, 'Hidden', {})).errors?.[0]?.message).toContain('not unique');

    const relate = await client.update(seen, [
      { op: 'add', path: '/relToSuccessor/new_1', value: JSON.stringify({ factSheetId: id }) },
    ]);
    expect(relate.errors?.[0]?.message).toContain('not allowed');
    const patch = {
      op: 'add',
      path: '/relToSuccessor/new_1',
      value: JSON.stringify({ factSheetId: id }),
    } as const;
    client.simulator.edit({ factSheet: seen, patches: [patch] });
    const related = await client.graphql(
      'query($id: ID!) { factSheet(id: $id) { ... on Application { relToSuccessor { totalCount } } } }',
      { id: seen },
    );
    expect(related.data.factSheet.relToSuccessor.totalCount).toBe(0);
  });

  it('protect a fact sheet from being written', async () => {
    const client = await start();
    const { data } = await make(client, 'Protected', { permittedWriteACL: [restricted] });
    const { id } = data.createFactSheet.factSheet;
    expect(await read(client, id)).toMatchObject({
      permissions: { self: ['READ'], update: [] },
      permittedWriteACL: [restricted],
      permittedReadACL: [],
    });
    const refused = await client.update(id, [set('alias', 'x')]);
    expect(refused.errors?.[0]?.message).toContain('no permission to change');
    expect((await make(client, 'Nobody', { permittedReadACL: ['nope'] })).errors).toHaveLength(1);
  });

  it('are made of the entities the workspace lists', async () => {
    const client = await start();
    const response = await fetch(
      `${client.leanix.host}/services/pathfinder/v1/models/accessControlEntities`,
      {
        headers: { Authorization: `Bearer ${await client.leanixToken()}` },
      },
    );
    const { data } = (await response.json()) as { data: { id: string; name: string }[] };
    const open = data.find(({ name }) => name === 'Open area')?.id;
    const made = await make(client, 'Open', { permittedReadACL: [open], permittedWriteACL: [open] });
    const { id } = made.data.createFactSheet.factSheet;
    expect((await client.update(id, [set('alias', 'x')])).errors).toBeUndefined();
  });

  it('cover the wanted share of a generated workspace, the same for the same seed', async () => {
    const ids = async (): Promise<string[]> => {
      const client = await start({ size: 100, hiddenPercent: 20, protectedPercent: 10 });
      const { data } = await client.graphql(
        '{ allFactSheets { edges { node { id permissions { self } } } } }',
      );
      return data.allFactSheets.edges.map(
        ({ node }: { node: { id: string; permissions: { self: string[] } } }) =>
          `${node.id} ${node.permissions.self.length}`,
      );
    };
    const first = await ids();
    expect(await ids()).toEqual(first);
    const everything = await start({ size: 100 });
    const { data } = await everything.graphql('{ allFactSheets { totalCount } }');
    const share = first.length / data.allFactSheets.totalCount;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.9);
    expect(first.filter((line) => line.endsWith(' 1')).length).toBeGreaterThan(5);
  });
});

describe('locked fields', () => {
  it('are refused alone, told in the permissions, and open to people', async () => {
    const client = await start({ lockedFields: ['Application.description', 'relToSuccessor'] });
    const { id } = await client.create('Application', 'Locked');
    const { permissions } = await read(client, id);
    expect(permissions.read).toContain('description');
    expect(permissions.update).toContain('alias');
    expect(permissions.update).not.toContain('description');
    expect(permissions.update).not.toContain('relToSuccessor');
    const refused = await client.update(id, [set('alias', 'x'), set('description', 'x')]);
    expect(refused.errors?.[0]?.message).toContain("no permission to change 'description'");
    await expect(client.create('Application', 'Born so', [set('description', 'x')])).rejects.toThrow(
      'no permission',
    );
    expect((await client.update(id, [set('alias', 'x')])).errors).toBeUndefined();
    const { id: other } = await client.create('ITComponent', 'Other type', [set('description', 'x')]);
    expect((await read(client, other)).description).toBe('x');
    client.simulator.edit({ factSheet: id, set: { description: 'by hand' } });
    expect((await read(client, id)).description).toBe('by hand');
  });

  it('external ids flagged read-only are written with forceWrite only (leanix-api 2.5)', async () => {
    const client = await start({ readOnlyExternalId: true });
    const { id } = await client.create('Application', 'Read-only id');
    const write = (more: object): Promise<GraphqlBody> =>
      client.update(id, [
        set('externalId', JSON.stringify({ type: 'ExternalId', externalId: 'x', ...more })),
      ]);
    expect((await write({})).errors?.[0]?.message).toContain('read-only');
    expect((await write({ forceWrite: true })).errors).toBeUndefined();
    const response = await fetch(`${client.leanix.host}/services/pathfinder/v1/models/dataModel`, {
      headers: { Authorization: `Bearer ${await client.leanixToken()}` },
    });
    const { data } = (await response.json()) as { data: { externalIdFields: { externalId: object } } };
    expect(data.externalIdFields.externalId).toMatchObject({ readOnly: true });
  });
});
