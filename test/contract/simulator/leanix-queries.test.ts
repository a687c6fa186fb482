import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRateLimit } from '../../../simulator/leanix/rate-limit.ts';
import { type Client, startClient } from './client.ts';

interface Page {
  totalCount: number;
  edges: { node: { id: string; displayName: string; updatedAt: string; status: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const pageQuery = `query($filter: FilterInput, $first: Int, $after: String, $sort: [Sorting]) {
  allFactSheets(factSheetType: Application, filter: $filter, first: $first, after: $after, sort: $sort) {
    totalCount edges { node { id displayName updatedAt status } } pageInfo { hasNextPage endCursor }
  }
}`;

let client: Client;
beforeAll(async () => {
  client = await startClient({ size: 60 });
});
afterAll(() => client.simulator.close());

async function page(variables: object = {}): Promise<Page> {
  const { data, errors } = await client.graphql(pageQuery, variables);
  if (errors !== undefined) throw new Error(errors[0]?.message);
  return data.allFactSheets;
}

async function count(filter: object): Promise<number> {
  return (await page({ filter, first: 1 })).totalCount;
}

describe('pages', () => {
  it('give each fact sheet once in one order at any page size', async () => {
    const all = (await page({ sort: [{ key: 'updatedAt', order: 'desc' }] })).edges.map(
      ({ node }) => node.id,
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 9, max: 200 }), async (first) => {
        const ids: string[] = [];
        let after: string | null = null;
        for (let more = true; more; ) {
          const { totalCount, edges, pageInfo } = await page({
            first,
            after,
            sort: [{ key: 'updatedAt', order: 'desc' }],
          });
          expect(totalCount).toBe(all.length);
          ids.push(...edges.map(({ node }) => node.id));
          more = pageInfo.hasNextPage;
          after = pageInfo.endCursor;
        }
        expect(ids).toEqual(all);
      }),
      { numRuns: 10 },
    );
  });

  it('behind the last one are empty', async () => {
    const { pageInfo } = await page();
    expect(pageInfo.hasNextPage).toBe(false);
    const behind = await page({ after: pageInfo.endCursor });
    expect(behind).toMatchObject({ edges: [], pageInfo: { hasNextPage: false } });
  });

  it('are null as a whole where they cannot be searched, and tell it once', async () => {
    const searches =
      '{ broken: allFactSheets(filter: {facetFilters: [{facetKey: "nope", keys: ["x"]}]}) { totalCount edges { node { id } } pageInfo { hasNextPage } } whole: allFactSheets(first: 1) { edges { node { type } } } }';
    expect(await client.graphql(searches)).toEqual({
      data: { broken: null, whole: { edges: [{ node: { type: expect.any(String) } }] } },
      errors: [expect.objectContaining({ path: ['broken'] })],
    });
  });

  it('hang on opaque cursors that expire after five minutes', async () => {
    const { pageInfo } = await page({ first: 5 });
    expect(Buffer.from(pageInfo.endCursor ?? '', 'base64').toString()).toMatch(/^mix:5#/);
    await expect(page({ first: 5, after: 'bm9uc2Vuc2U=' })).rejects.toThrow('cannot be read');
    const other = await startClient({ size: 10 });
    const first = (await other.graphql(pageQuery, { first: 5 })).data.allFactSheets as Page;
    other.simulator.advance({ change: 0 });
    const renewed = await other.leanixToken();
    const body = JSON.stringify({
      query: pageQuery,
      variables: { first: 5, after: first.pageInfo.endCursor },
    });
    const response = await fetch(`${other.leanix.host}/services/pathfinder/v1/graphql`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${renewed}` },
      body,
    });
    expect(await response.text()).toContain('cursor has expired');
    await other.simulator.close();
  });

  it('are sorted by what is asked for, timestamps to the last digit', async () => {
    const byName = (await page({ sort: [{ key: 'displayName', order: 'asc' }] })).edges.map(
      ({ node }) => node.displayName,
    );
    expect(byName).toEqual([...byName].sort((a, b) => (a < b ? -1 : 1)));
    const times = (await page({ sort: [{ key: 'updatedAt' }] })).edges.map(({ node }) =>
      node.updatedAt.replace('Z', ''),
    );
    expect(times).toEqual([...times].sort());
    expect(times.some((time) => /\.\d{9}$/.test(time))).toBe(true);
  });
});

describe('filters', () => {
  it('leave archived ones out, or give nothing else', async () => {
    const archived = await page({ filter: { facetFilters: [{ facetKey: 'TrashBin', keys: ['archived'] }] } });
    expect(archived.totalCount).toBeGreaterThan(0);
    expect(archived.edges.every(({ node }) => node.status === 'ARCHIVED')).toBe(true);
    expect((await page()).edges.every(({ node }) => node.status === 'ACTIVE')).toBe(true);
    expect((await page()).totalCount + archived.totalCount).toBe(120);
  });

  it('combine keys by OR, AND and NOR', async () => {
    const { data } = await client.graphql(
      '{ allTags(filter: {tagGroupName: "Market"}) { edges { node { id } } } }',
    );
    const tagIds = data.allTags.edges.map((edge: { node: { id: string } }) => edge.node.id);
    const tagged = (operator: string, keys: string[]): Promise<number> =>
      count({ facetFilters: [{ facetKey: '_TAGS_', operator, keys }] });
    const single = await Promise.all(tagIds.map((id: string) => tagged('OR', [id])));
    const sum = single.reduce((a, b) => a + b, 0);
    const total = await count({});
    expect(sum).toBeGreaterThan(0);
    expect(await tagged('OR', tagIds)).toBe(sum);
    expect(await tagged('AND', tagIds)).toBe(0);
    expect(await tagged('NOR', tagIds)).toBe(total - sum);
    expect(await tagged('OR', ['__missing__'])).toBe(total - sum);
    expect(await tagged('OR', ['__any__'])).toBe(sum);
  });

  it('find by id, names and texts', async () => {
    const [first, second] = (await page()).edges.map(({ node }) => node);
    expect(await count({ ids: [first?.id, second?.id, first?.id, 'none'] })).toBe(2);
    expect(await count({ displayName: first?.displayName })).toBe(1);
    expect(await count({ displayName: first?.displayName.slice(1) })).toBe(0);
    expect(await count({ quickSearch: first?.displayName.slice(1).toUpperCase() })).toBeGreaterThan(0);
    await client.create('Application', 'Alpha Beta', [{ op: 'add', path: '/alias', value: 'Gamma delta' }]);
    expect(await count({ fullTextSearch: 'beta GAMMA' })).toBe(1);
    expect(await count({ fullTextSearch: '"gamma delta"' })).toBe(1);
    expect(await count({ fullTextSearch: '"delta gamma"' })).toBe(0);
  });

  it('find by a relation, from both sides', async () => {
    const { id: target } = await client.create('ITComponent', 'Related component');
    const { id } = await client.create('Application', 'Related application', [
      {
        op: 'add',
        path: '/relApplicationToITComponent/new_1',
        value: JSON.stringify({ factSheetId: target }),
      },
    ]);
    const query = (facetKey: string, key: string): Promise<{ data?: { allFactSheets: Page } }> =>
      client.graphql('query($f: FilterInput) { allFactSheets(filter: $f) { edges { node { id } } } }', {
        f: { facetFilters: [{ facetKey, keys: [key] }] },
      });
    expect((await query('relApplicationToITComponent', target)).data?.allFactSheets.edges).toEqual([
      { node: { id } },
    ]);
    expect((await query('relITComponentToApplication', id)).data?.allFactSheets.edges).toEqual([
      { node: { id: target } },
    ]);
  });

  it('that are not simulated are refused, not ignored', async () => {
    await expect(count({ facetFilters: [{ facetKey: 'nope', keys: ['x'] }] })).rejects.toThrow(
      'not simulated',
    );
    await expect(
      count({ facetFilters: [{ facetKey: 'lifecycle', dateFilter: { type: 'TODAY' } }] }),
    ).rejects.toThrow('not simulated');
    const { errors } = await client.graphql('{ allFactSheets(hierarchy: {mode: FULL_TREE}) { totalCount } }');
    expect(errors?.[0]?.message).toContain('not simulated');
  });
});

describe('the index lag', () => {
  it('hides a new fact sheet from searches, never from reading it (assumption A18)', async () => {
    const lagging = await startClient({ indexLagMs: 60_000 });
    const { id } = await lagging.create('Application', 'Just made');
    expect((await lagging.graphql('{ allFactSheets { totalCount } }')).data.allFactSheets.totalCount).toBe(0);
    expect(
      (await lagging.graphql('query($id: ID!) { factSheet(id: $id) { id } }', { id })).data.factSheet.id,
    ).toBe(id);
    await lagging.simulator.close();
  });
});

describe('the rate limit', () => {
  it('lets 1,800 requests pass in any 60 seconds and tells how long to wait', () => {
    const limit = createRateLimit();
    for (let at = 0; at < 1800; at += 1) expect(limit.take('user', at)).toBeUndefined();
    expect(limit.take('user', 1800)).toBe(59);
    expect(limit.take('somebody else', 1800)).toBeUndefined();
    expect(limit.take('user', 60_000)).toBeUndefined();
    expect(limit.take('user', 60_000)).toBe(1);
  });

  it('is answered as recorded', async () => {
    const busy = await startClient();
    const token = await busy.leanixToken();
    const ask = (): Promise<Response> =>
      fetch(`${busy.leanix.host}/services/pathfinder/v1/nothing`, {
        headers: { Authorization: `Bearer ${token}` },
      });
    const statuses = new Set<number>();
    for (let round = 0; round < 45; round += 1) {
      const answers = await Promise.all(Array.from({ length: 40 }, ask));
      for (const answer of answers) {
        statuses.add(answer.status);
        await answer.text();
      }
    }
    expect(statuses).toEqual(new Set([404]));
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await refused.text()).toBe('USER_INTERVAL_REQUEST_LIMIT_EXCEEDED');
    await busy.simulator.close();
  });
});
