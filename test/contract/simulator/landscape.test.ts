import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  generateLandscape,
  isEligible,
  type LandscapeObject,
  wouldBeName,
} from '../../../simulator/generate/landscape.ts';
import { type Client, readExample, startClient } from './client.ts';

const recorded: LandscapeObject[] = readExample('cloud-alm/landscape-objects.list').body;

describe('landscapeObjects', () => {
  let client: Client;
  let token: string;
  beforeAll(async () => {
    client = await startClient({ size: 620 });
    token = await client.landscapeToken();
  });
  afterAll(() => client.simulator.close());

  async function list(query = ''): Promise<LandscapeObject[]> {
    return (await (await client.landscape(query, token)).json()) as LandscapeObject[];
  }

  it('answers a bare array of objects with exactly the recorded members', async () => {
    const objects = await list();
    expect(objects).toHaveLength(100);
    for (const object of objects) expect(Object.keys(object)).toEqual(Object.keys(recorded[0] ?? {}));
  });

  it('gives 500 at most, whatever is asked for, and an empty page behind the end', async () => {
    expect(await list('?limit=10000')).toHaveLength(500);
    expect(await list('?limit=500&offset=500')).toHaveLength(120);
    expect(await list('?offset=620')).toEqual([]);
  });

  it('gives every object once in the order of lmsId at any page size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 40, max: 700 }), async (limit) => {
        const ids: string[] = [];
        for (let page = await list(`?limit=${limit}`); page.length > 0; ) {
          ids.push(...page.map(({ lmsId }) => lmsId));
          page = await list(`?limit=${limit}&offset=${ids.length}`);
        }
        expect(ids).toHaveLength(620);
        expect(ids).toEqual([...new Set(ids)].sort());
      }),
      { numRuns: 8 },
    );
  });

  it('filters exactly, by all parameters at once', async () => {
    const all = [...(await list('?limit=500')), ...(await list('?limit=500&offset=500'))];
    const names = [
      'name',
      'systemNumber',
      'objectType',
      'source',
      'lmsId',
      'serviceType',
      'role',
      'deploymentModel',
    ];
    const sample = all.find((object) => object.objectType === 'CloudService' && object.externalId !== null);
    for (const name of [...names, 'externalId'] as (keyof LandscapeObject)[]) {
      const value = sample?.[name] ?? '';
      const found = await list(`?limit=500&${new URLSearchParams({ [name]: value })}`);
      expect(found).toEqual(all.filter((object) => object[name] === value).slice(0, 500));
    }
    expect(await list('?role=PROD&objectType=TechnicalSystem&limit=500')).toEqual(
      all.filter(({ role, objectType }) => role === 'PROD' && objectType === 'TechnicalSystem'),
    );
    expect(await list('?role=prod')).toEqual([]);
  });

  it('answers 400 to a limit that is no number and 404 to a doubled /api', async () => {
    expect((await client.landscape('?limit=many', token)).status).toBe(400);
    const doubled = `${client.cloudAlm.endpoints.Api}/api/calm-landscape/v1/landscapeObjects`;
    expect((await fetch(doubled, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(404);
  });

  it('only reads', async () => {
    const url = `${client.cloudAlm.endpoints.Api}/calm-landscape/v1/landscapeObjects`;
    const response = await fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
    expect(response.status).toBe(405);
  });

  it('answers an empty list while the fault empty is set', async () => {
    client.simulator.setFaults(['empty']);
    expect([await list(), await list(), await list()]).toEqual([[], [], []]);
    client.simulator.setFaults([]);
    expect(await list()).toHaveLength(100);
  });
});

describe('the rich profile', () => {
  it('adds members and leaves the known ones as they are', async () => {
    const poor = await startClient({ size: 5 });
    const rich = await startClient({ size: 5, profile: 'rich' });
    const known = (await (await poor.landscape()).json()) as object[];
    const more = (await (await rich.landscape()).json()) as object[];
    expect(more).toMatchObject(known);
    expect(Object.keys(more[0] ?? {}).length).toBeGreaterThan(Object.keys(known[0] ?? {}).length);
    await poor.simulator.close();
    await rich.simulator.close();
  });
});

describe('the generated landscape', () => {
  const make = (size: number, seed = 1, oddRecords = false): LandscapeObject[] =>
    generateLandscape({ size, seed, oddRecords });

  it('is the same for the same seed and another for another', () => {
    expect(JSON.stringify(make(300))).toBe(JSON.stringify(make(300)));
    expect(JSON.stringify(make(300))).not.toBe(JSON.stringify(make(300, 2)));
  });

  it('has the promised mix of kinds and roles', () => {
    const objects = make(1000);
    const share = (test: (object: LandscapeObject) => boolean): number => objects.filter(test).length / 10;
    expect(share(({ objectType }) => objectType === 'CloudService')).toBe(60);
    expect(share(({ objectType }) => objectType === 'TechnicalSystem')).toBe(25);
    expect(share(({ objectType }) => objectType === 'LogicalSystem')).toBe(8);
    expect(share(({ objectType }) => objectType === 'BusinessService')).toBe(7);
    expect(share(({ role }) => role === 'PROD')).toBeGreaterThan(58);
    expect(share(({ role }) => role === 'PROD')).toBeLessThan(72);
    expect(share(({ deploymentModel }) => deploymentModel === 'BTP System')).toBeGreaterThan(5);
  });

  it('has exactly two objects of the same name from a size of 100 on', () => {
    for (const size of [99, 100, 5000]) {
      const names = make(size)
        .filter((object) => isEligible(object))
        .map(wouldBeName);
      expect(names.length - new Set(names).size).toBe(size < 100 ? 0 : 1);
    }
  });

  it('has a few unusual objects from a size of 50 on, nameless ones only when asked for', () => {
    const plain = make(300);
    expect(plain.some(({ role }) => role === 'REHEARSAL')).toBe(true);
    expect(
      plain.some(({ objectType, systemNumber }) => objectType === 'CloudService' && systemNumber === null),
    ).toBe(true);
    expect(
      plain.some(({ objectType, serviceTypeLabel }) => objectType === 'CloudService' && !serviceTypeLabel),
    ).toBe(true);
    expect(plain.every(({ name }) => Boolean(name))).toBe(true);
    const odd = make(300, 1, true);
    expect(odd.filter(({ name }) => !name)).toHaveLength(2);
    expect(odd.filter(({ objectType }) => objectType === 'EdgeNode')).toHaveLength(1);
  });
});
