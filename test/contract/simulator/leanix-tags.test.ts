// Tags as such and on fact sheets, beyond the recorded examples.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type GraphqlBody, startClient } from './client.ts';

let client: Client;
let fast: Client;
beforeAll(async () => {
  client = await startClient();
  fast = await startClient({ tagsOnTheFly: true, secondSingleTag: 'replace' });
});
afterAll(async () => {
  await client.simulator.close();
  await fast.simulator.close();
});

async function tagIds(of: Client, group: string): Promise<string[]> {
  const { data } = await of.graphql(
    'query($group: String) { allTags(filter: {tagGroupName: $group}) { edges { node { id } } } }',
    { group },
  );
  return data.allTags.edges.map((edge: { node: { id: string } }) => edge.node.id);
}

async function tagsOf(of: Client, id: string): Promise<{ id: string; name: string; tagGroup: unknown }[]> {
  const query = 'query($id: ID!) { factSheet(id: $id) { tags { id name tagGroup { name } } } }';
  return (await of.graphql(query, { id })).data.factSheet.tags;
}

const tag = (of: Client, id: string, op: string, references: object[]): Promise<GraphqlBody> =>
  of.update(id, [{ op, path: '/tags', value: JSON.stringify(references) }]);

describe('tags on a fact sheet', () => {
  it('are added, removed and replaced by id and by name', async () => {
    const { id } = await client.create('Application', 'Tagged');
    const [first, second] = await tagIds(client, 'Managed by');
    await tag(client, id, 'add', [{ tagId: first }, { tagName: 'Checked' }]);
    expect((await tagsOf(client, id)).map(({ name }) => name)).toEqual(['SAP Cloud ALM', 'Checked']);
    await tag(client, id, 'remove', [{ tagName: 'Checked' }]);
    await tag(client, id, 'replace', [{ tagId: second }]);
    expect((await tagsOf(client, id)).map((found) => found.id)).toEqual([second]);
  });

  it('of no group are made on the fly only where that is enabled', async () => {
    const { id } = await client.create('Application', 'Not on the fly');
    const refused = await tag(client, id, 'add', [{ tagName: 'New here' }]);
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringContaining("not allowed for field 'tags'"),
      extensions: { errorType: 'MODEL_COMPLIANT' },
    });
    const made = await fast.create('Application', 'On the fly');
    await tag(fast, made.id, 'add', [{ tagName: 'New here' }]);
    expect(await tagsOf(fast, made.id)).toMatchObject([{ name: 'New here', tagGroup: null }]);
    const again = await fast.create('Application', 'Again');
    await tag(fast, again.id, 'add', [{ tagName: 'New here' }]);
    expect((await tagsOf(fast, again.id))[0]?.id).toBe((await tagsOf(fast, made.id))[0]?.id);
    expect((await tag(fast, again.id, 'remove', [{ tagName: 'Nobody knows it' }])).errors).toHaveLength(1);
  });

  it('of a SINGLE group give way to a second one where that is enabled (assumption A7)', async () => {
    const { id } = await fast.create('Application', 'Market');
    const [emea, americas] = await tagIds(fast, 'Market');
    await tag(fast, id, 'add', [{ tagId: emea }]);
    await tag(fast, id, 'add', [{ tagId: americas }]);
    expect((await tagsOf(fast, id)).map((found) => found.id)).toEqual([americas]);
    expect((await tag(fast, id, 'add', [{ tagId: emea }, { tagId: americas }])).errors).toHaveLength(1);
  });

  it('of a restricted group are for its types only', async () => {
    const { data } = await client.graphql(`mutation {
      upsertTagGroup(name: "For interfaces", mode: MULTIPLE, restrictToFactSheetTypes: Interface) { id restrictToFactSheetTypes }
      upsertTag(name: "Batch", tagGroupName: "For interfaces") { id }
    }`);
    expect(data.upsertTagGroup.restrictToFactSheetTypes).toEqual(['Interface']);
    const { id } = await client.create('Application', 'No interface');
    const refused = await tag(client, id, 'add', [{ tagId: data.upsertTag.id }]);
    expect(refused.errors?.[0]?.message).toContain('not allowed for type Application');
    const { id: fitting } = await client.create('Interface', 'An interface');
    expect((await tag(client, fitting, 'add', [{ tagId: data.upsertTag.id }])).errors).toBeUndefined();
  });

  it('are found by any group and by their own', async () => {
    const { id } = await client.create('Application', 'Found by tag');
    const [, open] = await tagIds(client, 'Review');
    await tag(client, id, 'add', [{ tagId: open }]);
    const { data } = await client.graphql(
      '{ allFactSheets { filterOptions { facets { facetKey results { key } } } } allTagGroups { edges { node { id name } } } }',
    );
    const groups: { node: { id: string; name: string } }[] = data.allTagGroups.edges;
    const review = groups.find(({ node }) => node.name === 'Review')?.node.id;
    const facets: { facetKey: string; results: { key: string }[] }[] =
      data.allFactSheets.filterOptions.facets;
    for (const facetKey of ['_TAGS_', review]) {
      expect(facets.find((facet) => facet.facetKey === facetKey)?.results).toContainEqual({ key: open });
      const found = await client.graphql(
        'query($f: FilterInput) { allFactSheets(filter: $f) { edges { node { id } } } }',
        { f: { facetFilters: [{ facetKey, keys: [open] }] } },
      );
      expect(found.data.allFactSheets.edges).toEqual([{ node: { id } }]);
    }
  });
});

describe('tags as such', () => {
  const drop = (id: string): Promise<GraphqlBody> =>
    client.graphql('mutation($id: ID!) { deleteTag(id: $id) { id tagGroup { name } } }', { id });

  it('are made once in a group', async () => {
    const make =
      'mutation($group: ID) { createTag(name: "Once", tagGroupId: $group) { id tagGroup { id } } }';
    const { data } = await client.graphql('{ allTagGroups { edges { node { id } } } }');
    const group = data.allTagGroups.edges[0].node.id;
    const made = await client.graphql(make, { group });
    expect(made.data.createTag.tagGroup.id).toBe(group);
    expect((await client.graphql(make, { group })).errors?.[0]?.message).toContain('exists already');
    expect((await client.graphql(make, { group: 'nope' })).errors?.[0]?.message).toContain('does not exist');
    expect((await client.graphql(make)).data.createTag.tagGroup).toBeNull();
  });

  it('are deleted only when no fact sheet carries them, an archived one neither', async () => {
    const { data } = await client.graphql(
      'mutation { upsertTag(name: "Doomed", tagGroupName: "Review") { id } }',
    );
    const { id: tagId } = data.upsertTag;
    const { id } = await client.create('Application', 'Carrier');
    await tag(client, id, 'add', [{ tagId }]);
    await client.update(id, [{ op: 'add', path: '/status', value: 'ARCHIVED' }]);
    expect((await drop(tagId)).errors?.[0]?.message).toContain('still in use');
    await tag(client, id, 'remove', [{ tagId }]);
    expect((await drop(tagId)).data).toEqual({
      deleteTag: { id: tagId, tagGroup: { name: 'Review' } },
    });
    expect((await drop(tagId)).errors?.[0]?.message).toContain('does not exist');
  });

  it('come back when a batch with their deletion fails', async () => {
    const { data } = await client.graphql('mutation { upsertTag(name: "Kept") { id } }');
    const { errors } = await client.graphql(
      'mutation($id: ID!) { deleteTag(id: $id) { id } updateFactSheet(id: "none", patches: []) { factSheet { id } } }',
      { id: data.upsertTag.id },
    );
    expect(errors).toHaveLength(2);
    expect((await drop(data.upsertTag.id)).errors).toBeUndefined();
  });
});
