import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LandscapeObject } from '../../../simulator/generate/landscape.ts';
import { type Client, readExample, startClient } from './client.ts';

let client: Client;
let headers: Record<string, string>;
beforeAll(async () => {
  client = await startClient({
    size: 60,
    scopes: ['calm-api.landscape.read', 'calm-api.landscape.access-control.admin'],
  });
  headers = { Authorization: `Bearer ${await client.landscapeToken()}` };
});
afterAll(() => client.simulator.close());

interface Groups {
  schemas: string[];
  totalResults: number;
  Resources: { id: string }[];
}

const get = (path: string) => fetch(`${client.cloudAlm.endpoints.Api}/calm-landscape/v1${path}`, { headers });

async function idOf(type: string): Promise<string> {
  const objects = (await (await client.landscape('?limit=100')).json()) as LandscapeObject[];
  return objects.find(({ objectType }) => objectType === type)?.lmsId ?? '';
}

describe('the properties of a landscape object', () => {
  const recorded: { name: string; value: string }[] = readExample('cloud-alm/landscape-properties').body;

  it.each(['CloudService', 'TechnicalSystem'])(
    'are pairs with names that were recorded: %s',
    async (type) => {
      const response = await get(`/properties?lmsId=${await idOf(type)}`);
      expect(response.status).toBe(200);
      const properties = (await response.json()) as { name: string; value: string }[];
      expect(properties.length).toBeGreaterThan(0);
      const names = recorded.map(({ name }) => name);
      for (const property of properties) {
        expect(Object.keys(property)).toEqual(Object.keys(recorded[0] ?? {}));
        expect(names).toContain(property.name);
      }
    },
  );

  it('are an empty body where there are none, and not for everybody', async () => {
    const none = await get(`/properties?lmsId=${await idOf('LogicalSystem')}`);
    expect([none.status, await none.text()]).toEqual([200, '']);
    expect((await get(`/properties?lmsId=${await idOf('BusinessService')}`)).status).toBe(403);
    expect((await get('/properties?lmsId=nope')).status).toBe(404);
    expect((await get('/properties')).status).toBe(400);
  });
});

describe('the groups that control access', () => {
  const recorded = readExample('cloud-alm/landscape-acl-groups.scim').body as Groups;

  it('are a SCIM list, counted from 1', async () => {
    const list = (await (await get('/scim/v2/Groups')).json()) as Groups;
    expect(list).toMatchObject({ schemas: recorded.schemas, totalResults: 2, startIndex: 1 });
    expect(Object.keys(list)).toEqual(Object.keys(recorded));
    expect(list.Resources[0]).toEqual(recorded.Resources[0]);
    const second = await (await get('/scim/v2/Groups?startIndex=2&count=1')).json();
    expect(second).toMatchObject({ itemsPerPage: 1, Resources: [{ displayName: 'APJ systems' }] });
    const named = await (
      await get(`/scim/v2/Groups?filter=${encodeURIComponent('displayName eq "EMEA systems"')}`)
    ).json();
    expect(named).toMatchObject({ totalResults: 1, Resources: [{ id: recorded.Resources[0]?.id }] });
  });

  it('want a scope of their own', async () => {
    const other = await startClient({ size: 1 });
    const bearer = { Authorization: `Bearer ${await other.landscapeToken()}` };
    const url = `${other.cloudAlm.endpoints.Api}/calm-landscape/v1/scim/v2/Groups`;
    expect((await fetch(url, { headers: bearer })).status).toBe(403);
    await other.simulator.close();
  });
});
