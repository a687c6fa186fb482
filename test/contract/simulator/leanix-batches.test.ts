// What LeanIX does with many mutations at once, and with documents it cannot read.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, ext, readFactSheet, startClient } from './client.ts';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(() => client.simulator.close());

const read = (id: string) => readFactSheet(client, id);

describe('batches', () => {
  const batch = (parts: string[]): string => `mutation { ${parts.join(' ')} }`;
  const make = (alias: string, name: string): string =>
    `${alias}: createFactSheet(input: {name: "${name}", type: Application}) { factSheet { id } }`;

  it('name every failed alias, end with the roll-back entry and leave nothing behind', async () => {
    const before = client.simulator.truth().factSheets;
    const { data, errors } = await client.graphql(
      batch([
        make('a', 'Batch A'),
        make('b', 'Batch A'),
        make('c', 'Batch C'),
        make('d', ' '),
        make('e', 'Batch C'),
      ]),
    );
    expect(data).toBeNull();
    expect(errors?.map(({ path }) => path)).toEqual([['b'], ['d'], ['e'], []]);
    expect(errors?.at(-1)).toEqual({
      message: 'Error in Request. Transaction is rolled back!',
      path: [],
      extensions: { errorType: 'BUSINESS_LOGIC' },
    });
    expect(client.simulator.truth().factSheets).toEqual(before);
    expect(
      (await client.graphql(batch([make('a', 'Batch A'), make('c', 'Batch C')]))).errors,
    ).toBeUndefined();
  });

  it('take everything back: tags, relations, documents, names, external ids', async () => {
    const { id } = await client.create('Application', 'Kept', [
      { op: 'add', path: '/externalId', value: ext('kept') },
    ]);
    const { id: parent } = await client.create('Application', 'Parent');
    const { errors } = await client.graphql(
      `mutation($id: ID!, $patches: [Patch]!) {
        upsertTag(name: "Lost", tagGroupName: "Managed by") { id }
        createDocument(factSheetId: $id, name: "Lost") { id }
        updateFactSheet(id: $id, patches: $patches) { factSheet { id } }
        createFactSheet(input: {name: "Parent", type: Application}) { factSheet { id } }
      }`,
      {
        id,
        patches: [
          { op: 'replace', path: '/name', value: 'Lost' },
          { op: 'replace', path: '/externalId', value: ext('lost') },
          { op: 'add', path: '/relToParent/new_1', value: JSON.stringify({ factSheetId: parent }) },
        ],
      },
    );
    expect(errors?.map(({ path }) => path)).toEqual([['createFactSheet'], []]);
    expect(await read(id)).toMatchObject({
      displayName: 'Kept',
      externalId: { externalId: 'kept' },
      rev: 0,
      level: 1,
    });
    const { data } = await client.graphql(
      `query($id: ID!) {
        allTags { edges { node { name } } }
        factSheet(id: $id) { documents { totalCount } }
        allFactSheets(filter: {externalIds: ["externalId/lost"]}) { totalCount }
      }`,
      { id },
    );
    expect(JSON.stringify(data.allTags)).not.toContain('Lost');
    expect(data.factSheet.documents.totalCount).toBe(0);
    expect(data.allFactSheets.totalCount).toBe(0);
    await client.create('Application', 'Lost', [{ op: 'add', path: '/externalId', value: ext('lost') }]);
  });

  it('clash with themselves when two of them give the same revision', async () => {
    const { id } = await client.create('Application', 'Twice');
    const update = (alias: string): string =>
      `${alias}: updateFactSheet(id: "${id}", rev: 0, patches: [{op: add, path: "/alias", value: "x"}]) { factSheet { rev } }`;
    const { errors } = await client.graphql(batch([update('a'), update('b')]));
    expect(errors?.[0]).toMatchObject({
      path: ['b'],
      message: 'DB revision of Fact Sheet has changed: 1 instead of given 0',
      extensions: { errorType: 'REVISION_CLASH', objectId: id },
    });
  });

  it('of more than a hundred time out without being carried out (assumption A17)', async () => {
    const before = client.simulator.truth().factSheets;
    const query = batch(Array.from({ length: 101 }, (_, index) => make(`m${index}`, `Too many ${index}`)));
    expect((await client.post({ query })).status).toBe(504);
    expect(client.simulator.truth().factSheets).toEqual(before);
  });
});

describe('documents that are wrong', () => {
  it.each([
    [
      '{ allFactSheets(nope: 1) { totalCount } }',
      'Validation error of type UnknownArgument: Unknown field argument nope',
    ],
    ['{ allFactSheets(first: "1") { totalCount } }', 'Validation error of type WrongType'],
    ['{ factSheet { id } }', 'Validation error of type MissingFieldArgument'],
    [
      '{ allFactSheets { edges { node { ... on Application { lifecycle { phases { phase } } } ... on Interface { lifecycle { phases { phase } } } } } } }',
      'Validation error of type FieldsConflict',
    ],
    ['{ allTags { totalCount } } }', 'Invalid Syntax'],
    [
      'mutation { updateFactSheet(id: "x", patches: [{op: add, path: "/alias", value: 1}]) { factSheet { id } } }',
      'Validation error of type WrongType',
    ],
  ])('%s', async (query, message) => {
    const { data, errors } = await client.graphql(query);
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.locations).not.toEqual([]);
  });

  it.each([
    [{ op: 'add', path: '/alias', value: 1.5 }, "Expected a String input, but it was a 'Double'"],
    [{ op: 'add', path: '/alias', value: true }, "Expected a String input, but it was a 'Boolean'"],
    [{ op: 'add', path: '/alias', value: ['x'] }, "Expected a String input, but it was a 'ArrayList'"],
    [{ op: 'add', path: '/alias', value: { x: 1 } }, "Expected a String input, but it was a 'LinkedHashMap'"],
  ])('a patch %j', async (patch, reason) => {
    const { errors } = await client.graphql(
      'mutation($patches: [Patch]!) { updateFactSheet(id: "x", patches: $patches) { factSheet { id } } }',
      { patches: [patch] },
    );
    expect(errors).toEqual([{ message: `Variable 'patches' has an invalid value: ${reason}` }]);
  });

  it('a revision that is a text', async () => {
    const { errors } = await client.graphql(
      'mutation($rev: Long) { updateFactSheet(id: "x", rev: $rev, patches: []) { factSheet { id } } }',
      { rev: '4' },
    );
    expect(errors?.[0]?.message).toBe(
      "Variable 'rev' has an invalid value: Expected a Long input, but it was a 'String'",
    );
  });

  it('an unknown fact sheet: an error beside null (assumption A4)', async () => {
    const { data, errors } = await client.graphql('{ factSheet(id: "none") { id } }');
    expect(data).toEqual({ factSheet: null });
    expect(errors?.[0]).toMatchObject({ path: ['factSheet'], extensions: { errorType: 'BUSINESS_LOGIC' } });
  });

  it('an address that does not exist', async () => {
    const response = await fetch(`${client.leanix.host}/services/pathfinder/v1/factSheets/x`, {
      headers: { Authorization: `Bearer ${await client.leanixToken()}` },
    });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ status: 'ERROR', data: null });
  });

  it('no GraphQL at all', async () => {
    expect((await client.post({ nothing: true })).status).toBe(400);
  });

  it('has an introspection that tells the types', async () => {
    const { data } = await client.graphql(
      '{ __type(name: "Application") { interfaces { name } fields { name } } }',
    );
    expect(data.__type.interfaces).toEqual([{ name: 'BaseFactSheet' }]);
    expect(data.__type.fields).toContainEqual({ name: 'relApplicationToITComponent' });
  });
});
