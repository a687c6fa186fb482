// What LeanIX allows and refuses beyond the recorded examples.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, ext, readFactSheet, startClient } from './client.ts';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(() => client.simulator.close());

const read = (id: string) => readFactSheet(client, id);

describe('patches', () => {
  let named = 0;
  it.each([
    [
      'a path that is computed',
      { op: 'replace', path: '/displayName', value: 'x' },
      "path '/displayName' is invalid",
    ],
    [
      'a path that is computed',
      { op: 'replace', path: '/fullName', value: 'x' },
      "path '/fullName' is invalid",
    ],
    [
      'a path of another type',
      { op: 'add', path: '/projectStatus', value: '[]' },
      'is invalid in FactSheet schema Application',
    ],
    [
      'a path below a field',
      { op: 'add', path: '/alias/x', value: 'x' },
      'is invalid in FactSheet schema Application',
    ],
    ['a path without a slash', { op: 'add', path: 'alias', value: 'x' }, "path 'alias' is invalid"],
    ['to add a name', { op: 'add', path: '/name', value: 'x' }, "operation 'add' is not allowed"],
    ['an empty name', { op: 'replace', path: '/name', value: ' ' }, 'needs a name'],
    ['a hierarchy in a name', { op: 'replace', path: '/name', value: 'a / b' }, 'not allowed in a name'],
    [
      'a subtype that is none',
      { op: 'replace', path: '/category', value: 'saas' },
      "not allowed for field 'category'",
    ],
    [
      'a key that is none',
      { op: 'add', path: '/businessCriticality', value: 'High' },
      'not allowed for field',
    ],
    [
      'keys that are no list',
      { op: 'add', path: '/supportedPlatforms', value: 'web' },
      'not allowed for field',
    ],
    [
      'an external id that is no object',
      { op: 'add', path: '/externalId', value: 'x' },
      'not allowed for field',
    ],
    [
      'a phase that is none',
      { op: 'replace', path: '/lifecycle', value: '{"phases":[{"phase":"live","startDate":"2025-01-01"}]}' },
      'not allowed',
    ],
    [
      'a phase without a date',
      { op: 'replace', path: '/lifecycle', value: '{"phases":[{"phase":"active"}]}' },
      'not allowed',
    ],
    [
      'an unknown tag',
      { op: 'add', path: '/tags', value: '[{"tagId":"nope"}]' },
      "not allowed for field 'tags'",
    ],
    ['a status that is none', { op: 'add', path: '/status', value: 'DELETED' }, 'not allowed for field'],
    ['a value that is missing', { op: 'replace', path: '/description' }, 'needs a value'],
    [
      'a text that is too long',
      { op: 'add', path: '/description', value: 'x'.repeat(32_767) },
      'longer than 32766',
    ],
    [
      'a relation to nothing',
      { op: 'add', path: '/relToParent/new_1', value: '{"factSheetId":"nope"}' },
      'not allowed',
    ],
    ['a relation without an id', { op: 'add', path: '/relToParent', value: '{}' }, 'is invalid'],
    [
      'an unknown key in naFields',
      { op: 'add', path: '/naFields', value: '["nope"]' },
      "path '/nope' is invalid",
    ],
  ])('refuse %s', async (_what, patch, message) => {
    named += 1;
    const { id } = await client.create('Application', `Refused ${named}`);
    const { data, errors } = await client.update(id, [{ op: 'add', path: '/alias', value: 'kept?' }, patch]);
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: ['updateFactSheet'],
      message: expect.stringContaining(message),
    });
    expect(await read(id)).toMatchObject({ alias: null, rev: 0 });
  });

  it('clear what is removed, with and without a value', async () => {
    const { id } = await client.create('Application', 'Cleared', [
      { op: 'add', path: '/alias', value: 'x' },
      { op: 'add', path: '/description', value: 'x' },
      { op: 'add', path: '/externalId', value: ext('cleared') },
      { op: 'add', path: '/businessCriticality', value: 'businessCritical' },
      { op: 'add', path: '/lifecycle', value: '{"phases":[{"phase":"active","startDate":"2025-01-01"}]}' },
    ]);
    expect(await read(id)).toMatchObject({ alias: 'x', externalId: { externalId: 'cleared' } });
    await client.update(id, [
      { op: 'remove', path: '/alias' },
      { op: 'remove', path: '/description', value: '' },
      { op: 'remove', path: '/externalId', value: '' },
      { op: 'remove', path: '/businessCriticality' },
      { op: 'remove', path: '/lifecycle' },
    ]);
    expect(await read(id)).toMatchObject({
      alias: null,
      description: null,
      externalId: null,
      businessCriticality: null,
      lifecycle: null,
      rev: 1,
    });
  });

  it('refuse a second tag of a group that allows one (assumption A7)', async () => {
    const { data } = await client.graphql(
      '{ allTags(filter: {tagGroupName: "Market"}) { edges { node { id } } } }',
    );
    const tags = data.allTags.edges.map((edge: { node: { id: string } }) => ({ tagId: edge.node.id }));
    const { id } = await client.create('Application', 'Tagged');
    const both = await client.update(id, [
      { op: 'add', path: '/tags', value: JSON.stringify(tags.slice(0, 2)) },
    ]);
    expect(both.errors?.[0]?.message).toContain('allows one tag only');
    await client.update(id, [{ op: 'add', path: '/tags', value: JSON.stringify(tags.slice(0, 1)) }]);
    await client.update(id, [{ op: 'replace', path: '/tags', value: JSON.stringify(tags.slice(1, 2)) }]);
    expect((await read(id)).tags).toHaveLength(1);
  });
});

describe('names', () => {
  it('are unique as display names, per type, among active ones', async () => {
    const { id } = await client.create('Application', 'Unique');
    const taken = /not unique for type Application/;
    await expect(client.create('Application', 'Unique')).rejects.toThrow(taken);
    await client.create('ITComponent', 'Unique');
    await client.create('Application', 'unique');
    await client.update(id, [{ op: 'add', path: '/status', value: 'ARCHIVED' }]);
    const { id: successor } = await client.create('Application', 'Unique');
    const back = await client.update(id, [{ op: 'replace', path: '/status', value: 'ACTIVE' }]);
    expect(back.errors?.[0]?.message).toMatch(taken);
    await client.update(successor, [{ op: 'replace', path: '/name', value: 'Successor' }]);
    expect(
      (await client.update(id, [{ op: 'add', path: '/status', value: 'ACTIVE' }])).errors,
    ).toBeUndefined();
  });

  it('hold the release, the provider and the parents, and follow them', async () => {
    const { id } = await client.create('Application', 'Released', [
      { op: 'add', path: '/release', value: '2.0' },
    ]);
    expect(await read(id)).toMatchObject({
      name: 'Released',
      fullName: 'Released 2.0',
      displayName: 'Released 2.0',
    });
    await client.create('Application', 'Released');
    const { id: child } = await client.create('Application', 'Child', [
      { op: 'add', path: '/relToParent/new_1', value: JSON.stringify({ factSheetId: id }) },
    ]);
    expect(await read(child)).toMatchObject({ displayName: 'Released 2.0 / Child', level: 2 });
    await client.update(id, [{ op: 'replace', path: '/name', value: 'Moved' }]);
    expect(await read(child)).toMatchObject({ displayName: 'Moved 2.0 / Child', rev: 0 });

    const { id: component } = await client.create('ITComponent', 'Database');
    await client.create('Provider', 'Halden', [
      {
        op: 'add',
        path: '/relProviderToITComponent/new_1',
        value: JSON.stringify({ factSheetId: component }),
      },
    ]);
    expect(await read(component)).toMatchObject({ displayName: 'Halden Database' });
  });

  it('cannot be above themselves, nor below two', async () => {
    const { id: top } = await client.create('Application', 'Top');
    const parent = (factSheetId: string): { op: string; path: string; value: string } => ({
      op: 'add',
      path: '/relToParent/new_1',
      value: JSON.stringify({ factSheetId }),
    });
    const { id: below } = await client.create('Application', 'Below', [parent(top)]);
    expect((await client.update(top, [parent(below)])).errors?.[0]?.message).toContain('above itself');
    const { id: other } = await client.create('Application', 'Other top');
    expect((await client.update(below, [parent(other)])).errors?.[0]?.message).toContain('one only');
  });
});

describe('external ids', () => {
  it('belong to one active fact sheet and are cleared on archiving', async () => {
    const { id } = await client.create('Application', 'First owner', [
      { op: 'add', path: '/externalId', value: ext('own') },
    ]);
    const again = [{ op: 'add', path: '/externalId', value: ext('own') }];
    await expect(client.create('Application', 'Second owner', again)).rejects.toThrow(/not unique/);
    await client.update(id, [{ op: 'add', path: '/status', value: 'ARCHIVED' }]);
    expect(await read(id)).toMatchObject({ status: 'ARCHIVED', externalId: null });
    await client.create('Application', 'Second owner', again);
  });

  it('may be shared and survive archiving where the workspace says so', async () => {
    const lax = await startClient({ uniqueExternalId: false });
    const patches = [{ op: 'add', path: '/externalId', value: ext('shared') }];
    const { id } = await lax.create('Application', 'One', patches);
    await lax.create('Application', 'Two', patches);
    await lax.update(id, [{ op: 'add', path: '/status', value: 'ARCHIVED' }]);
    const query = (bin: string): string =>
      `{ allFactSheets(filter: {externalIds: ["externalId/shared", "externalId/none"]${bin}}) { edges { node { name } } } }`;
    const names = async (bin: string): Promise<string[]> =>
      (await lax.graphql(query(bin))).data.allFactSheets.edges.map(
        (edge: { node: { name: string } }) => edge.node.name,
      );
    expect(await names('')).toEqual(['Two']);
    expect(await names(', facetFilters: [{facetKey: "TrashBin", keys: ["archived"]}]')).toEqual(['One']);
    await lax.simulator.close();
  });
});
