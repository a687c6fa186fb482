// Subscriptions and documents: what hangs on a fact sheet without being a field of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type GraphqlBody, readExample, startClient } from './client.ts';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(() => client.simulator.close());

const subscribe = (factSheetId: string, more: object = {}): Promise<GraphqlBody> =>
  client.graphql(
    `mutation($factSheetId: ID!, $user: UserInput!, $type: SubscriptionType!, $roles: [SubscriptionRoleInput]) {
      createSubscription(factSheetId: $factSheetId, user: $user, type: $type, roles: $roles) {
        id type createdAt user { id email technicalUser } roles { id name comment subscriptionType }
      }
    }`,
    { factSheetId, user: { email: 'owner@example.org' }, type: 'RESPONSIBLE', ...more },
  );

const subscribed = `query($id: ID!, $filter: SubscriptionFilter) {
  factSheet(id: $id) { rev subscriptions(filter: $filter) { totalCount edges { node { id type user { email } } } } }
}`;

async function find(facetFilter: object): Promise<string[]> {
  const { data, errors } = await client.graphql(
    'query($f: FilterInput) { allFactSheets(filter: $f) { edges { node { id } } } }',
    { f: { facetFilters: [facetFilter] } },
  );
  if (errors !== undefined) throw new Error(errors[0]?.message);
  return data.allFactSheets.edges.map((edge: { node: { id: string } }) => edge.node.id);
}

async function roleId(name: string): Promise<string> {
  const { data } = await client.graphql('{ allSubscriptionRoles { edges { node { id name } } } }');
  const roles: { node: { id: string; name: string } }[] = data.allSubscriptionRoles.edges;
  return roles.find(({ node }) => node.name === name)?.node.id ?? '';
}

describe('subscriptions', () => {
  it('64: are made as recorded', async () => {
    const { id } = await client.create('Interface', 'Owned');
    const ids = { '22222222-0000-4000-8000-000000000001': id };
    const { request, response } = readExample('leanix/64-create-subscription', ids);
    const answered = (await (await client.post(request.body)).json()) as GraphqlBody;
    response.body.data.createSubscription.id = answered.data.createSubscription.id;
    expect(answered).toEqual(response.body);
  });

  it('belong to one user and type, change, and go; the revision stays (assumption)', async () => {
    const { id } = await client.create('Application', 'Subscribed');
    const roles = [{ id: await roleId('Application Owner'), comment: 'since today' }];
    const { data } = await subscribe(id, { roles });
    expect(data.createSubscription).toMatchObject({
      user: { email: 'owner@example.org', technicalUser: false },
      roles: [{ name: 'Application Owner', comment: 'since today', subscriptionType: 'RESPONSIBLE' }],
    });
    expect((await subscribe(id)).errors?.[0]?.message).toContain('Subscription already exists');
    await subscribe(id, { type: 'OBSERVER', user: { email: 'operator@example.org' } });
    const all = (await client.graphql(subscribed, { id })).data.factSheet;
    expect(all).toMatchObject({ rev: 0, subscriptions: { totalCount: 2 } });
    const { user } = data.createSubscription;
    const own = await client.graphql(subscribed, { id, filter: { userId: user.id } });
    expect(own.data.factSheet.subscriptions.edges).toEqual([
      { node: { id: data.createSubscription.id, type: 'RESPONSIBLE', user: { email: 'owner@example.org' } } },
    ]);

    const changed = await client.graphql(
      'mutation($id: ID!) { updateSubscription(id: $id, type: ACCOUNTABLE, roleIds: []) { type roles { id } user { email } } }',
      { id: data.createSubscription.id },
    );
    expect(changed.data.updateSubscription).toEqual({
      type: 'ACCOUNTABLE',
      roles: [],
      user: { email: 'owner@example.org' },
    });
    const remove = 'mutation($id: ID!) { deleteSubscription(id: $id) { id name } }';
    const gone = await client.graphql(remove, { id: data.createSubscription.id });
    expect(gone.data.deleteSubscription).toEqual({ id, name: 'Subscribed' });
    const again = await client.graphql(remove, { id: data.createSubscription.id });
    expect(again.errors?.[0]?.message).toContain('does not exist');
  });

  it.each([
    ['somebody unknown', { user: { email: 'nobody@example.org' } }, undefined, 'user does not exist'],
    ['a role of another type', { type: 'OBSERVER' }, 'Business Owner', 'is not allowed here'],
    ['a role for other fact sheets', {}, 'Interface Owner', 'is not allowed here'],
  ])('refuse %s (assumption)', async (what, more, role, message) => {
    const { id } = await client.create('Application', `Refuses ${what}`);
    const roles = role === undefined ? [] : [{ id: await roleId(role) }];
    expect((await subscribe(id, { ...more, roles })).errors?.[0]?.message).toContain(message);
  });

  it('are found by their facet and by the quality of the data', async () => {
    const { id } = await client.create('Application', 'Looked for');
    const { id: orphan } = await client.create('Application', 'Without anybody');
    const user = { email: 'architect@example.org' };
    const role = await roleId('Enterprise Architect');
    const { data } = await subscribe(id, { user, roles: [{ id: role }] });
    const keys = [data.createSubscription.user.id];
    const facet = { facetKey: 'Subscriptions' };
    expect(await find({ ...facet, keys })).toEqual([id]);
    expect(await find({ ...facet, keys, subscriptionFilter: { type: 'RESPONSIBLE' } })).toEqual([id]);
    expect(await find({ ...facet, keys, subscriptionFilter: { type: 'OBSERVER' } })).toEqual([]);
    expect(await find({ ...facet, subscriptionFilter: { roleId: role } })).toEqual([id]);
    const lonely = await find({ facetKey: 'DataQuality', keys: ['_noResponsible_'] });
    expect(lonely).toContain(orphan);
    expect(lonely).not.toContain(id);
  });
});

describe('documents', () => {
  it('leave the revision and the seal alone (assumption), and can only be tried out', async () => {
    const { id } = await client.create('Application', 'Documented');
    const make =
      'mutation($id: ID!, $only: Boolean) { createDocument(factSheetId: $id, name: "Link", url: "https://x.example.org", validateOnly: $only) { name } }';
    const read =
      'query($id: ID!) { factSheet(id: $id) { rev documents(first: 1) { totalCount edges { node { name } } } } }';
    const count = async (): Promise<object> => (await client.graphql(read, { id })).data.factSheet;
    expect((await client.graphql(make, { id, only: true })).data.createDocument).toEqual({ name: 'Link' });
    expect(await count()).toEqual({ rev: 0, documents: { totalCount: 0, edges: [] } });
    // The same name again is no clash.
    await client.graphql(make, { id });
    await client.graphql(make, { id });
    expect(await count()).toEqual({
      rev: 0,
      documents: { totalCount: 2, edges: [{ node: { name: 'Link' } }] },
    });
    expect((await client.graphql(make, { id: 'none' })).errors?.[0]?.message).toContain('does not exist');
  });
});

describe('comments', () => {
  it('are made and read by their status, and leave the revision alone (assumption)', async () => {
    const { id } = await client.create('Application', 'Commented');
    const make = (status: string | null): Promise<GraphqlBody> =>
      client.graphql(
        'mutation($id: ID!, $status: CommentStatus) { createComment(factSheetId: $id, message: "Why?", status: $status) { message status } }',
        { id, status },
      );
    expect((await make(null)).data.createComment).toEqual({ message: 'Why?', status: 'ACTIVE' });
    await make('DELETED');
    const { data } = await client.graphql(
      'query($id: ID!) { factSheet(id: $id) { rev comments(filter: {status: ACTIVE}) { totalCount edges { node { message } } } } }',
      { id },
    );
    expect(data.factSheet).toEqual({
      rev: 0,
      comments: { totalCount: 1, edges: [{ node: { message: 'Why?' } }] },
    });
  });
});

describe('a generated workspace', () => {
  it('has relations, documents and subscriptions among its applications', async () => {
    const grown = await startClient({ size: 100 });
    const { data } = await grown.graphql(`{ allFactSheets(factSheetType: Application) { edges { node {
      documents { totalCount } subscriptions { totalCount }
      ... on Application { relApplicationToOrganization { totalCount } }
    } } } }`);
    const nodes: Record<string, { totalCount: number }>[] = data.allFactSheets.edges.map(
      (edge: { node: object }) => edge.node,
    );
    for (const part of ['documents', 'subscriptions', 'relApplicationToOrganization']) {
      expect(nodes.filter((node) => (node[part]?.totalCount ?? 0) > 0).length).toBeGreaterThan(5);
    }
    await grown.simulator.close();
  });
});
