import { describe, expect, it } from 'vitest';
import { isEligible, type LandscapeObject, wouldBeName } from '../../../simulator/generate/landscape.ts';
import { type Client, createClient, startClient } from './client.ts';

interface Row {
  id: string;
  name: string;
  type: string;
  status: string;
  updatedAt: string;
  createdAt: string;
  rev: number;
  description: string | null;
  alias?: string | null;
  externalId?: { externalId: string } | null;
}

const everything = `query($bin: [FacetFilter]) {
  allFactSheets(first: 10000, filter: {facetFilters: $bin}) {
    edges { node { id name type status createdAt updatedAt rev description
      ... on Application { alias externalId { externalId } } } }
  }
}`;

async function readAll(client: Client): Promise<Row[]> {
  const bin = [{ facetKey: 'TrashBin', keys: ['archived'] }];
  const active = await client.graphql(everything, { bin: [] });
  const archived = await client.graphql(everything, { bin });
  const edges: { node: Row }[] = [...active.data.allFactSheets.edges, ...archived.data.allFactSheets.edges];
  return edges.map(({ node }) => node);
}

async function readLandscape(client: Client): Promise<LandscapeObject[]> {
  return (await (await client.landscape('?limit=500')).json()) as LandscapeObject[];
}

const normal = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

describe('the generated workspace', () => {
  it('is the same for the same seed, another for another', async () => {
    const read = async (seed: number): Promise<string> => {
      const client = await startClient({ size: 80, seed });
      const rows = JSON.stringify([
        await readAll(client),
        await readLandscape(client),
        client.simulator.truth(),
      ]);
      await client.simulator.close();
      return rows;
    };
    const first = await read(7);
    expect(await read(7)).toBe(first);
    expect(await read(8)).not.toBe(first);
  });

  it('holds about a quarter of the eligible objects in the ways the truth tells', async () => {
    const client = await startClient({ size: 500 });
    const rows = new Map((await readAll(client)).map((row) => [row.id, row]));
    const objects = new Map((await readLandscape(client)).map((object) => [object.lmsId, object]));
    const truth = client.simulator.truth();
    const eligible = [...objects.values()].filter(isEligible).length;
    const held = truth.objects.filter(({ relation }) => relation !== 'none');
    expect(held.length / eligible).toBeGreaterThan(0.22);
    expect(held.length / eligible).toBeLessThan(0.28);
    expect(new Set(held.map(({ relation }) => relation)).size).toBe(4);

    for (const { lmsId, relation, factSheetIds } of truth.objects) {
      const object = objects.get(lmsId);
      const found = factSheetIds.map((id) => rows.get(id));
      const wanted = object === undefined ? '' : normal(wouldBeName(object));
      const names = found.map((row) => normal(row?.name ?? ''));
      const statuses = new Set(found.map((row) => row?.status));
      if (relation === 'none') expect(found).toEqual([]);
      else if (relation === 'other-name') {
        expect(names[0]).not.toBe(wanted);
        expect(found[0]?.alias).toBe(object?.name);
      } else {
        expect(names).toEqual(Array.from({ length: relation === 'duplicate' ? 2 : 1 }, () => wanted));
        expect(statuses).toEqual(new Set([relation === 'archived' ? 'ARCHIVED' : 'ACTIVE']));
      }
    }
    const strangers = [...rows.values()].filter(
      ({ id }) => !truth.objects.some(({ factSheetIds }) => factSheetIds.includes(id)),
    );
    const taken = new Set([...objects.values()].map((object) => normal(wouldBeName(object))));
    expect(strangers.filter(({ name }) => taken.has(normal(name)))).toEqual([]);
    await client.simulator.close();
  });

  it('has as many applications as asked for, those of the landscape in any case', async () => {
    const applicationsOf = async (factSheets: number) => {
      const client = await startClient({ size: 100, factSheets });
      const { factSheets: made, objects } = client.simulator.truth();
      await client.simulator.close();
      return {
        made: made.byType.Application,
        paired: objects.flatMap((object) => object.factSheetIds).length,
      };
    };
    expect((await applicationsOf(1_000)).made).toBe(1_000);
    const few = await applicationsOf(0);
    expect(few.paired).toBeGreaterThan(0);
    expect(few.made).toBe(few.paired);
  });

  it('is twice the landscape in applications, a tenth in others, dated in the past, with traces of people', async () => {
    const client = await startClient({ size: 300 });
    const rows = await readAll(client);
    const { factSheets } = client.simulator.truth();
    expect(rows).toHaveLength(factSheets.total);
    expect(factSheets.byType.Application).toBe(600);
    expect(factSheets.total).toBe(630);
    expect(factSheets.archived / 600).toBeGreaterThan(0.01);
    expect(factSheets.archived / 600).toBeLessThan(0.05);
    for (const { createdAt, updatedAt } of rows) {
      expect(createdAt >= '2023' && createdAt < '2025-07').toBe(true);
      expect(updatedAt).toBe(createdAt);
    }
    const applications = rows.filter(({ type }) => type === 'Application');
    expect(applications.filter(({ description }) => description !== null).length).toBeGreaterThan(100);
    const foreign = applications.filter(({ externalId }) => externalId?.externalId.startsWith('snow:'));
    expect(foreign.length).toBeGreaterThan(20);
    const { data } = await client.graphql(
      '{ allTags(filter: {tagGroupName: "Managed by"}) { edges { node { name } } } }',
    );
    expect(data.allTags.edges).toContainEqual({ node: { name: 'SAP Cloud ALM' } });
    await client.simulator.close();
  });
});

describe('a night', () => {
  it('changes about 5 %, renames 1 %, takes 1 %, brings 1 %, and people edit', async () => {
    const client = await startClient({ size: 400 });
    const before = new Map((await readLandscape(client)).map((object) => [object.lmsId, object]));
    const rowsBefore = new Map((await readAll(client)).map((row) => [row.id, row]));
    const summary = client.simulator.advance();
    expect(summary).toEqual({
      night: 1,
      changed: 20,
      renamed: 4,
      gone: 4,
      added: 4,
      edited: expect.any(Number),
    });

    const now = await client.landscapeToken();
    const after = (await (await client.landscape('?limit=500', now)).json()) as LandscapeObject[];
    const kept = after.filter(({ lmsId }) => before.has(lmsId));
    expect(after.length - kept.length).toBe(4);
    expect(before.size - kept.length).toBe(4);
    const renamed = kept.filter((object) => before.get(object.lmsId)?.name !== object.name);
    const changed = kept.filter((object) => {
      const old = before.get(object.lmsId);
      return old?.name === object.name && JSON.stringify(old) !== JSON.stringify(object);
    });
    expect([renamed.length, changed.length]).toEqual([4, 20]);
    expect(kept.every((object) => before.get(object.lmsId)?.role === object.role)).toBe(true);

    const truth = client.simulator.truth();
    expect(truth.nights).toBe(1);
    expect(truth.objects.filter(({ alive }) => !alive)).toHaveLength(4);
    expect(truth.objects).toHaveLength(404);

    // New tokens: the old ones died in the night.
    const renewed = createClient(client.simulator);
    const edited = (await readAll(renewed)).filter((row) => rowsBefore.get(row.id)?.rev !== row.rev);
    expect(edited).toHaveLength(summary.edited);
    expect(edited.length).toBeGreaterThan(0);
    for (const row of edited) {
      const old = rowsBefore.get(row.id);
      expect(row.rev).toBe((old?.rev ?? 0) + 1);
      expect(row.updatedAt > '2025-07').toBe(true);
    }
    await client.simulator.close();
  });

  it('is the same for the same seed, and more of everything on demand', async () => {
    const pass = async (): Promise<string> => {
      const client = await startClient({ size: 200 });
      const summaries = [client.simulator.advance(), client.simulator.advance({ change: 3 })];
      const objects = await readLandscape(client);
      await client.simulator.close();
      return JSON.stringify([summaries, objects]);
    };
    const first = await pass();
    expect(await pass()).toBe(first);
    expect(JSON.parse(first)[0][1]).toMatchObject({ night: 2, changed: 30, renamed: 6, gone: 6, added: 6 });
  });

  it('without changes moves the clock only', async () => {
    const client = await startClient({ size: 60 });
    const before = [await readLandscape(client), await readAll(client)];
    const response = await fetch(`${client.simulator.origin}/__advance`, {
      method: 'POST',
      body: '{"change": 0}',
    });
    expect(await response.json()).toEqual({ night: 1, changed: 0, renamed: 0, gone: 0, added: 0, edited: 0 });
    const renewed = createClient(client.simulator);
    expect([await readLandscape(renewed), await readAll(renewed)]).toEqual(before);
    expect((await renewed.create('Application', 'Tomorrow')).rev).toBe(0);
    const [made] = (await readAll(renewed)).filter(({ name }) => name === 'Tomorrow');
    expect(Date.parse(made?.updatedAt ?? '')).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    await client.simulator.close();
  });

  it.each(['{bad', '[]', '{"chnage": 0}', '{"change": "x"}', '{"change": -1}'])(
    'lets no night pass for a body such as %s',
    async (body) => {
      const client = await startClient({ size: 10 });
      const response = await fetch(`${client.simulator.origin}/__advance`, { method: 'POST', body });
      expect(response.status).toBe(400);
      expect(client.simulator.truth().nights).toBe(0);
      await client.simulator.close();
    },
  );
});
