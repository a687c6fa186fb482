// The recorded examples of LeanIX, played against the simulator: what it answers is what was recorded, but for
// ids, revisions and times.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, type GraphqlBody, readExample, startClient } from './client.ts';

let client: Client;
/** Recorded ids and the ones that stand for them here. */
let ids: Record<string, string>;

beforeEach(async () => {
  client = await startClient();
  const application = await client.create('Application', 'SAP S/4HANA Cloud');
  const second = await client.create('Application', 'App A');
  const component = await client.create('ITComponent', 'SAP Integration Suite');
  const initiative = await client.create('Initiative', 'Renewal');
  const { data } = await client.graphql(
    'mutation { upsertTag(name: "CPI-Managed", tagGroupName: "Managed by") { id tagGroup { id } } other: upsertTag(name: "Other", tagGroupName: "Managed by") { id } }',
  );
  ids = {
    '11111111-0000-4000-8000-000000000001': application.id,
    '11111111-0000-4000-8000-000000000002': second.id,
    '33333333-0000-4000-8000-000000000001': component.id,
    '44444444-0000-4000-8000-000000000001': initiative.id,
    '55555555-0000-4000-8000-000000000001': data.upsertTag.id,
    '55555555-0000-4000-8000-0000000000aa': data.upsertTag.tagGroup.id,
    '55555555-0000-4000-8000-000000000002': data.other.id,
  };
});
afterEach(() => client.simulator.close());

const interfaceId = '22222222-0000-4000-8000-000000000001';
const secondInterfaceId = '22222222-0000-4000-8000-000000000002';

async function play(
  name: string,
  change: (body: { variables?: object }) => object = (body) => body,
): Promise<GraphqlBody> {
  const response = await client.post(change(readExample(`leanix/${name}`, ids).request.body));
  expect(response.status).toBe(200);
  return (await response.json()) as GraphqlBody;
}

function recordedBody(name: string): GraphqlBody {
  return readExample(`leanix/${name}`, ids).response.body;
}

/** Plays the create example and remembers the id it got. */
async function createInterface(): Promise<string> {
  const { data } = await play('20-create-interface');
  ids[interfaceId] = data.createFactSheet.factSheet.id;
  return data.createFactSheet.factSheet.id;
}

const withoutRev = (body: { variables?: object }): object => ({
  ...body,
  variables: { ...body.variables, rev: null },
});

describe('recorded mutations', () => {
  it('20 create an interface with all its parts, 15 read it, 11 find it, 21 refuse it twice', async () => {
    await createInterface();
    const read = (await play('15-query-factsheet')).data.factSheet;
    const recorded = recordedBody('15-query-factsheet').data.factSheet;
    expect(Object.keys(read)).toEqual(Object.keys(recorded));
    expect(read).toMatchObject({
      name: recorded.name,
      displayName: recorded.displayName,
      fullName: recorded.fullName,
      category: 'logicalInterface',
      lxState: 'BROKEN_QUALITY_SEAL',
      rev: 0,
      tags: recorded.tags,
      externalId: { externalId: 'cpi:t1:OrdersToWarehouse' },
      lifecycle: recorded.lifecycle,
    });
    const [provider] = read.relInterfaceToProviderApplication.edges;
    expect(provider.node).toMatchObject({
      activeFrom: null,
      activeUntil: null,
      factSheet: recorded.relInterfaceToProviderApplication.edges[0].node.factSheet,
    });
    expect(read.relInterfaceToConsumerApplication.edges[0].node.factSheet.displayName).toBe('App A');

    const found = await play('11-query-by-external-id');
    const wanted = recordedBody('11-query-by-external-id');
    wanted.data.allFactSheets.edges[0].node.rev = 0;
    expect(found).toEqual(wanted);
    expect(await play('21-create-duplicate-name')).toEqual(recordedBody('21-create-duplicate-name'));
  });

  it('22 validate only: nothing is kept', async () => {
    expect(await play('22-create-validate-only')).toEqual(recordedBody('22-create-validate-only'));
    expect(client.simulator.truth().factSheets.byType.Interface).toBeUndefined();
  });

  it.each([
    ['30-update-name-description', { name: 'Orders to Warehouse EU', description: 'New text' }],
    ['31-update-external-id', { externalId: { externalId: 'cpi:t1:NewId' } }],
    ['38-quality-seal', { lxState: 'BROKEN_QUALITY_SEAL' }],
    ['39-na-field', { naFields: ['relToParent'] }],
    ['34-update-tags', { tags: [{ name: 'CPI-Managed' }] }],
    [
      '32-update-lifecycle',
      { lifecycle: { phases: [{ phase: 'plan' }, { phase: 'active' }, { phase: 'endOfLife' }] } },
    ],
  ])('%s', async (name, after) => {
    const id = await createInterface();
    const { data, errors } = await play(name, withoutRev);
    expect(errors).toBeUndefined();
    expect(data.updateFactSheet.factSheet).toEqual({
      id,
      rev: 1,
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const read = await client.graphql(
      'query($id: ID!) { factSheet(id: $id) { name description lxState naFields tags { name } ... on Interface { externalId { externalId } lifecycle { phases { phase } } } } }',
      { id },
    );
    expect(read.data.factSheet).toMatchObject(after);
  });

  it('33 a multiple-select field of an application', async () => {
    ids[interfaceId] = ids['11111111-0000-4000-8000-000000000001'] ?? '';
    expect((await play('33-update-multiselect', withoutRev)).errors).toBeUndefined();
    const { data } = await client.graphql(
      '{ allFactSheets(filter: {facetFilters: [{facetKey: "supportedPlatforms", keys: ["windows"]}]}) { edges { node { ... on Application { supportedPlatforms } } } } }',
    );
    expect(data.allFactSheets.edges).toEqual([{ node: { supportedPlatforms: ['macOS', 'windows'] } }]);
  });

  it('35 add, change and remove relations', async () => {
    const id = await createInterface();
    await client.update(id, [{ op: 'remove', path: '/relToParent/none' }]);
    const relations =
      'query($id: ID!) { factSheet(id: $id) { ... on Interface { provider: relInterfaceToProviderApplication { edges { node { id description } } } consumer: relInterfaceToConsumerApplication { totalCount edges { node { id } } } component: relInterfaceToITComponent { edges { node { id } } } } } }';
    const before = (await client.graphql(relations, { id })).data.factSheet;
    // The example adds a consumer that the create example has already.
    await client.update(id, [
      { op: 'remove', path: `/relInterfaceToConsumerApplication/${before.consumer.edges[0].node.id}` },
    ]);
    ids['66666666-0000-4000-8000-000000000001'] = before.provider.edges[0].node.id;
    ids['66666666-0000-4000-8000-000000000002'] = before.component.edges[0].node.id;
    expect((await play('35-update-relations', withoutRev)).errors).toBeUndefined();
    const after = (await client.graphql(relations, { id })).data.factSheet;
    expect(after.provider.edges).toEqual([
      { node: { id: before.provider.edges[0].node.id, description: 'owner of the interface' } },
    ]);
    expect(after.consumer.totalCount).toBe(1);
    expect(after.component.edges).toEqual([]);
  });

  it('36 archive, 13 find it in the trash bin only, 37 recover', async () => {
    await createInterface();
    const archived = await play('36-archive');
    expect(archived.data.updateFactSheet.factSheet).toMatchObject({ rev: 1, status: 'ARCHIVED' });
    expect((await play('11-query-by-external-id')).data.allFactSheets.totalCount).toBe(0);
    const bin = await play('13-query-archived');
    expect(bin.data.allFactSheets).toMatchObject({
      totalCount: 1,
      edges: [{ node: { name: 'Orders to Warehouse', status: 'ARCHIVED' } }],
    });
    expect((await play('37-recover')).data.updateFactSheet.factSheet).toMatchObject({
      rev: 2,
      status: 'ACTIVE',
    });
    expect((await play('13-query-archived')).data.allFactSheets.totalCount).toBe(0);
  });

  it('40 invalid path, 41 stale revision: one error, no roll-back entry', async () => {
    expect(await play('40-error-invalid-path')).toEqual(recordedBody('40-error-invalid-path'));
    const id = await createInterface();
    for (let rev = 0; rev < 6; rev += 1)
      await client.update(id, [{ op: 'replace', path: '/description', value: `${rev}` }]);
    expect(await play('41-error-rev-clash')).toEqual(recordedBody('41-error-rev-clash'));
  });

  it('42 duplicate relation', async () => {
    const first = await play('42-error-duplicate-relation');
    expect(first.data.result.factSheet.id).toBe(ids['11111111-0000-4000-8000-000000000001']);
    const answered = await play('42-error-duplicate-relation');
    const recorded = recordedBody('42-error-duplicate-relation');
    const [error] = answered.errors ?? [];
    expect(answered.data).toBeNull();
    expect(error?.message).toBe(
      recorded.errors?.[0]?.message
        .replace("'App A'", "'SAP S/4HANA Cloud'")
        .replace("'Component B'", "'SAP Integration Suite'"),
    );
    expect(error?.extensions).toMatchObject({ errorType: 'MODEL_COMPLIANT', entityType: 'FACT_SHEET' });
    expect(error?.extensions?.objectPath).toMatch(/^\/relApplicationToITComponent\/[0-9a-f-]{36}$/);
  });

  it('50 a batch by alias, 51 one bad mutation rolls back all', async () => {
    ids[interfaceId] = (await client.create('Interface', 'One')).id;
    ids[secondInterfaceId] = (await client.create('Interface', 'Two')).id;
    expect(await play('51-batch-rollback')).toEqual(recordedBody('51-batch-rollback'));
    const { data } = await play('50-batch-success');
    expect(data).toMatchObject({
      m1: { factSheet: { id: ids[interfaceId], rev: 1 } },
      m2: { factSheet: { id: ids[secondInterfaceId], rev: 1 } },
      m3: { factSheet: { rev: 0 } },
    });
  });

  it('60, 61 upsert a tag group and a tag: the ones that exist stay', async () => {
    expect(await play('60-upsert-tag-group')).toEqual(recordedBody('60-upsert-tag-group'));
    expect(await play('61-upsert-tag')).toEqual(recordedBody('61-upsert-tag'));
  });

  it('62, 63 make, change and delete a document', async () => {
    const id = await createInterface();
    const { data } = await play('62-create-document');
    ids['f0000000-0000-4000-8000-000000000001'] = data.createDocument.id;
    expect({ data }).toEqual(recordedBody('62-create-document'));
    expect(await play('63-update-delete-document')).toEqual(recordedBody('63-update-delete-document'));
    const query = 'query($id: ID!) { factSheet(id: $id) { documents { edges { node { url origin } } } } }';
    expect((await client.graphql(query, { id })).data.factSheet.documents.edges).toEqual([
      { node: { url: 'https://it.example.org/new', origin: 'CUSTOM_LINK' } },
    ]);
    const gone = await client.graphql('mutation($id: ID!) { deleteDocument(id: $id) { name } }', {
      id: data.createDocument.id,
    });
    expect(gone).toEqual({ data: { deleteDocument: null } });
  });

  it('65 project status and milestones', async () => {
    const { data } = await play('65-update-initiative-status', withoutRev);
    expect(data.updateFactSheet.factSheet.rev).toBe(1);
  });
});

describe('recorded queries', () => {
  it('10 a first page', async () => {
    for (const name of ['One', 'Two', 'Three']) await client.create('Interface', name);
    const { data } = await play('10-query-page');
    const recorded = recordedBody('10-query-page').data.allFactSheets;
    expect(data.allFactSheets).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(data.allFactSheets.edges.map((edge: { node: { name: string } }) => edge.node.name)).toEqual([
      'Three',
      'Two',
    ]);
    expect(Object.keys(data.allFactSheets.edges[0].node)).toEqual(Object.keys(recorded.edges[0].node));
  });

  it('12 facets', async () => {
    const { data } = await play('12-query-facets');
    const answered: { facetKey: string }[] = data.allFactSheets.filterOptions.facets;
    for (const facet of recordedBody('12-query-facets').data.allFactSheets.filterOptions.facets) {
      const found = answered.find(({ facetKey }) => facetKey === facet.facetKey);
      expect(found).toMatchObject({ possibleOperators: facet.possibleOperators, operator: facet.operator });
      expect(found).toMatchObject({ results: expect.arrayContaining(facet.results) });
    }
  });

  it('14 by tag, 16 tags of a group', async () => {
    await createInterface();
    expect(await play('14-query-by-tag')).toEqual(recordedBody('14-query-by-tag'));
    const { data } = await play('16-query-tags');
    const recorded = recordedBody('16-query-tags').data;
    expect(data.allTags.edges).toEqual(expect.arrayContaining(recorded.allTags.edges));
    expect(data.allTagGroups.edges).toEqual(expect.arrayContaining(recorded.allTagGroups.edges));
  });

  it('43 unknown field: the recorded message with the place', async () => {
    const answered = await play('43-error-validation');
    const recorded = recordedBody('43-error-validation');
    expect(answered).toEqual({
      data: null,
      // The recorded column counts differently; the library's is kept.
      errors: [{ message: recorded.errors?.[0]?.message, locations: [{ line: 1, column: 34 }] }],
    });
  });

  it('44 a patch value that is no string', async () => {
    expect(await play('44-error-value-type')).toEqual(recordedBody('44-error-value-type'));
  });

  it('45 a document of more than two million characters', async () => {
    const body = await (
      await client.post({ query: `{ allTags { totalCount } } ${' '.repeat(2_000_000)}` })
    ).json();
    expect(body).toEqual(recordedBody('45-error-too-many-tokens'));
  });

  it('70 the data model', async () => {
    const response = await fetch(`${client.leanix.host}/services/pathfinder/v1/models/dataModel`, {
      headers: { Authorization: `Bearer ${await client.leanixToken()}` },
    });
    // biome-ignore lint/suspicious/noExplicitAny: the answer is looked into
    const answered = (await response.json()) as any;
    const recorded = readExample('leanix/70-rest-data-model').response.body;
    expect(Object.keys(answered)).toEqual(Object.keys(recorded));
    expect(Object.keys(answered.data)).toEqual(Object.keys(recorded.data));
    expect(answered.data.relations).toMatchObject(recorded.data.relations);
    const { relations, fields } = recorded.data.factSheets.Interface;
    expect(answered.data.factSheets.Interface.relations).toEqual(expect.arrayContaining(relations));
    for (const [key, field] of Object.entries(fields as Record<string, { type: string }>)) {
      expect(answered.data.factSheets.Interface.fields[key].type).toBe(field.type);
    }
    expect(answered.data.factSheets.Interface.fields.lifecycle).toEqual(fields.lifecycle);
    const { forFactSheets, ...flags } = recorded.data.externalIdFields.externalId;
    expect(answered.data.externalIdFields.externalId).toMatchObject(flags);
    expect(answered.data.externalIdFields.externalId.forFactSheets).toEqual(
      expect.arrayContaining(forFactSheets),
    );
  });
});
