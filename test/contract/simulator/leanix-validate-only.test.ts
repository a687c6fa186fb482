// validateOnly (assumption A6): full validation, the would-be fact sheet, nothing kept, the revision as it was.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, ext, type GraphqlBody, readFactSheet, startClient } from './client.ts';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(() => client.simulator.close());

const validateUpdate = (id: string, patches: object[], rev: number | null = null): Promise<GraphqlBody> =>
  client.graphql(
    `mutation($id: ID!, $rev: Long, $patches: [Patch]!) {
      updateFactSheet(id: $id, rev: $rev, patches: $patches, validateOnly: true) {
        factSheet { id name displayName rev updatedAt description }
      }
    }`,
    { id, rev, patches },
  );

const validateCreate = (name: string, patches: object[]): Promise<GraphqlBody> =>
  client.graphql(
    `mutation($input: BaseFactSheetInput!, $patches: [Patch]) {
      createFactSheet(input: $input, patches: $patches, validateOnly: true) { factSheet { id name rev } }
    }`,
    { input: { type: 'Application', name }, patches },
  );

describe('validateOnly', () => {
  it('shows what an update would make and leaves everything as it was', async () => {
    const { id: other } = await client.create('Application', 'Other');
    const { id } = await client.create('Application', 'Tried');
    const before = await readFactSheet(client, id);
    const { data, errors } = await validateUpdate(
      id,
      [
        { op: 'replace', path: '/name', value: 'Would be' },
        { op: 'add', path: '/description', value: 'x' },
        { op: 'add', path: '/tags', value: '[{"tagName":"Checked"}]' },
        { op: 'add', path: '/relToParent/new_1', value: JSON.stringify({ factSheetId: other }) },
      ],
      0,
    );
    expect(errors).toBeUndefined();
    expect(data.updateFactSheet.factSheet).toMatchObject({ id, name: 'Would be', rev: 0, description: 'x' });
    expect(await readFactSheet(client, id)).toEqual(before);
    const log = await client.graphql('query($id: ID!) { allLogEvents(factSheetId: $id) { totalCount } }', {
      id,
    });
    expect(log.data.allLogEvents.totalCount).toBe(1);
    await client.create('Application', 'Would be');
  });

  it('refuses what the real update would refuse', async () => {
    const { id } = await client.create('Application', 'Checked');
    await client.create('Application', 'Taken', [{ op: 'add', path: '/externalId', value: ext('taken') }]);
    const message = async (patches: object[], rev?: number): Promise<string | undefined> =>
      (await validateUpdate(id, patches, rev)).errors?.[0]?.message;
    expect(await message([], 7)).toBe('DB revision of Fact Sheet has changed: 0 instead of given 7');
    expect(await message([{ op: 'replace', path: '/nope', value: 'x' }])).toContain(
      "path '/nope' is invalid",
    );
    expect(await message([{ op: 'replace', path: '/name', value: 'Taken' }])).toContain('not unique');
    expect(await message([{ op: 'add', path: '/externalId', value: ext('taken') }])).toContain('not unique');
  });

  it('refuses what the real create would refuse, and gives no id', async () => {
    const total = client.simulator.truth().factSheets.total;
    const { data } = await validateCreate('Only tried', [{ op: 'add', path: '/alias', value: 'x' }]);
    expect(data.createFactSheet.factSheet).toEqual({ id: null, name: 'Only tried', rev: 0 });
    const twice = await validateCreate('Taken', []);
    expect(twice.errors?.[0]).toMatchObject({
      message: expect.stringContaining('not unique'),
      extensions: { errorType: 'MODEL_COMPLIANT' },
    });
    expect(client.simulator.truth().factSheets.total).toBe(total);
  });
});
