// Relations beyond the recorded examples: every form of leanix-api 2.5, what both ends see, what is refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type GraphqlBody, type Patch, startClient } from './client.ts';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(() => client.simulator.close());

const add = (name: string, factSheetId: string, more: object = {}, number = 1): Patch => ({
  op: 'add',
  path: `/${name}/new_${number}`,
  value: JSON.stringify({ factSheetId, ...more }),
});

const toComponents = `query($id: ID!, $validity: ValidityFilter) { factSheet(id: $id) { rev ... on Application {
  relApplicationToITComponent(validityFilter: $validity) { totalCount edges { node {
    id description activeFrom activeUntil technicalSuitability factSheet { id displayName type }
  } } }
} } }`;

async function components(id: string, validity: object | null = null) {
  const { data } = await client.graphql(toComponents, { id, validity });
  return data.factSheet.relApplicationToITComponent;
}

async function makePair(name: string, more: object = {}): Promise<{ id: string; component: string }> {
  const { id: component } = await client.create('ITComponent', `${name} component`);
  const { id } = await client.create('Application', name, [
    add('relApplicationToITComponent', component, more),
  ]);
  return { id, component };
}

const message = ({ errors }: GraphqlBody): string | undefined => errors?.[0]?.message;

describe('a relation', () => {
  it('is seen from both ends, with its own fields', async () => {
    const { id, component } = await makePair('Both ends', {
      description: 'runs on',
      activeFrom: '2025-01-01',
      technicalSuitability: 'adequate',
    });
    expect(await components(id)).toEqual({
      totalCount: 1,
      edges: [
        {
          node: {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            description: 'runs on',
            activeFrom: '2025-01-01',
            activeUntil: null,
            technicalSuitability: 'adequate',
            factSheet: { id: component, displayName: 'Both ends component', type: 'ITComponent' },
          },
        },
      ],
    });
    const { data } = await client.graphql(
      'query($id: ID!) { factSheet(id: $id) { rev ... on ITComponent { relITComponentToApplication { edges { node { id factSheet { id } } } } } } }',
      { id: component },
    );
    expect(data.factSheet).toMatchObject({
      // assumption: a relation leaves the revision of its other end.
      rev: 0,
      relITComponentToApplication: { edges: [{ node: { factSheet: { id } } }] },
    });
  });

  it('may be pointed somewhere else, and what is left out then is gone (assumption)', async () => {
    const { id } = await makePair('Pointed', { description: 'first' });
    const { id: other } = await client.create('ITComponent', 'Other target');
    const [{ node }] = (await components(id)).edges;
    const path = `/relApplicationToITComponent/${node.id}`;
    await client.update(id, [{ op: 'replace', path, value: JSON.stringify({ factSheetId: other }) }]);
    expect((await components(id)).edges).toEqual([
      {
        node: expect.objectContaining({
          id: node.id,
          description: null,
          factSheet: expect.objectContaining({ id: other }),
        }),
      },
    ]);
    const without = await client.update(id, [{ op: 'replace', path, value: '{"description":"x"}' }]);
    expect(message(without)).toContain('not allowed');
    await client.update(id, [{ op: 'remove', path }]);
    expect((await components(id)).totalCount).toBe(0);
    expect(message(await client.update(id, [{ op: 'remove', path }]))).toContain('does not exist');
  });

  it.each([
    [{}, true],
    [{ activeFrom: '2027-01-01' }, false],
    [{ activeFrom: '2026-12-31' }, true],
    [{ activeUntil: '2024-12-31' }, false],
    [{ activeFrom: '2024-01-01', activeUntil: '2025-06-01' }, true],
  ])('exists from 2025 to 2026: asked for %j it is there: %s', async (validity, there) => {
    const { id } = await makePair(`Dated ${JSON.stringify(validity)}`, {
      activeFrom: '2025-01-01',
      activeUntil: '2026-12-31',
    });
    expect((await components(id, validity)).totalCount).toBe(there ? 1 : 0);
  });

  it('is refused with a wrong date, a wrong field, or twice under one path', async () => {
    const { id } = await makePair('Refused');
    const { id: other } = await client.create('ITComponent', 'Never related');
    const relate = (more: object): Promise<GraphqlBody> =>
      client.update(id, [add('relApplicationToITComponent', other, more)]);
    expect(message(await relate({ activeFrom: '01.02.2026' }))).toContain('not allowed');
    expect(message(await relate({ activeFrom: '2026-02-01', activeUntil: '2026-01-01' }))).toContain(
      'not allowed',
    );
    expect(message(await relate({ supportType: 'leading' }))).toContain(
      'is invalid in FactSheet schema Application',
    );
    expect(message(await relate({ technicalSuitability: 'good' }))).toContain('not allowed');
    const { id: third } = await client.create('ITComponent', 'Third');
    const twice = [add('relApplicationToITComponent', other), add('relApplicationToITComponent', third)];
    expect(message(await client.update(id, twice))).toContain('given twice');
    expect((await components(id)).totalCount).toBe(1);
  });

  it('to an archived fact sheet is not made, and not shown until it is recovered (assumption)', async () => {
    const { id, component } = await makePair('Sleeping');
    const status = (value: string): Promise<GraphqlBody> =>
      client.update(component, [{ op: 'add', path: '/status', value }]);
    await status('ARCHIVED');
    expect((await components(id)).totalCount).toBe(0);
    const { id: late } = await client.create('Application', 'Too late');
    const refused = await client.update(late, [add('relApplicationToITComponent', component)]);
    expect(message(refused)).toContain('is archived');
    await status('ACTIVE');
    expect((await components(id)).totalCount).toBe(1);
  });
});

describe('archiving', () => {
  it('moves the revision of related fact sheets (leanix-api 2.6), recovering does not', async () => {
    const { id, component } = await makePair('Neighbour');
    const rev = async (): Promise<number> => (await client.graphql(toComponents, { id })).data.factSheet.rev;
    expect(await rev()).toBe(0);
    await client.update(component, [{ op: 'add', path: '/status', value: 'ARCHIVED' }]);
    expect(await rev()).toBe(1);
    await client.update(component, [{ op: 'add', path: '/status', value: 'ACTIVE' }]);
    expect(await rev()).toBe(1);
  });

  it('of a provider makes room for another one', async () => {
    const { id: first } = await client.create('Application', 'First provider');
    const { id: second } = await client.create('Application', 'Second provider');
    const { id } = await client.create('Interface', 'A to B', [
      add('relInterfaceToProviderApplication', first),
    ]);
    const change = (): Promise<GraphqlBody> =>
      client.update(id, [add('relInterfaceToProviderApplication', second)]);
    expect((await change()).errors?.[0]).toMatchObject({
      message: expect.stringContaining('allows one only'),
      extensions: { errorType: 'MODEL_COMPLIANT', entityType: 'FACT_SHEET' },
    });
    await client.update(first, [{ op: 'add', path: '/status', value: 'ARCHIVED' }]);
    expect((await change()).errors).toBeUndefined();
  });
});

describe('initiatives', () => {
  const read = `query($id: ID!) { factSheet(id: $id) { ... on Initiative {
    projectStatus { id date status progress description } lxMilestones { id name date } lifecycle { phases { phase milestoneId } }
  } } }`;

  it('hold the full set of status entries and milestones, which phases may name', async () => {
    const { id } = await client.create('Initiative', 'Renewal', [
      { op: 'add', path: '/projectStatus', value: '[{"date":"2026-01-01","status":"red","progress":10}]' },
      { op: 'add', path: '/lxMilestones', value: '[{"id":"m1","name":"Go-live","date":"2026-11-01"}]' },
      {
        op: 'add',
        path: '/lifecycle',
        value: '{"phases":[{"phase":"active","startDate":"2026-11-01","milestoneId":"m1"}]}',
      },
    ]);
    const replacement =
      '[{"id":"s2","date":"2026-02-01","status":"green","progress":"40","description":"fine"}]';
    await client.update(id, [{ op: 'replace', path: '/projectStatus', value: replacement }]);
    expect((await client.graphql(read, { id })).data.factSheet).toEqual({
      projectStatus: JSON.parse(replacement),
      lxMilestones: [{ id: 'm1', name: 'Go-live', date: '2026-11-01' }],
      lifecycle: { phases: [{ phase: 'active', milestoneId: 'm1' }] },
    });
  });

  it.each([
    ['/projectStatus', '[{"status":"green"}]'],
    ['/projectStatus', '[{"date":"2026-01-01","status":"blue"}]'],
    ['/projectStatus', '[{"date":"2026-01-01","colour":"green"}]'],
    ['/lxMilestones', '[{"date":"2026-01-01"}]'],
    ['/lxMilestones', '[{"name":"x","date":"soon"}]'],
  ])('refuse %s %s', async (path, value) => {
    const { id } = await client.create('Initiative', `Refused ${path} ${value}`);
    expect(message(await client.update(id, [{ op: 'replace', path, value }]))).toContain(
      'not allowed for field',
    );
  });
});

describe('fields that do not apply', () => {
  it('count as filled (leanix-api 2.5) and are found', async () => {
    const { id } = await client.create('Provider', 'Halden Software');
    const percentage = async (): Promise<number> =>
      (await client.graphql('query($id: ID!) { factSheet(id: $id) { completion { percentage } } }', { id }))
        .data.factSheet.completion.percentage;
    const before = await percentage();
    await client.update(id, [{ op: 'add', path: '/naFields', value: '["alias","relToParent"]' }]);
    expect(await percentage()).toBeGreaterThan(before);
    const { data } = await client.graphql(
      '{ allFactSheets(filter: {naFields: ["alias"]}) { edges { node { id naFields } } } }',
    );
    expect(data.allFactSheets.edges).toEqual([{ node: { id, naFields: ['alias', 'relToParent'] } }]);
  });
});

describe('filters on relations', () => {
  const find = async (facet: object): Promise<string[]> => {
    const { data, errors } = await client.graphql(
      'query($f: FilterInput) { allFactSheets(factSheetType: Application, filter: $f) { edges { node { name } } } }',
      { f: { facetFilters: [{ facetKey: 'relApplicationToOrganization', ...facet }] } },
    );
    if (errors !== undefined) throw new Error(errors[0]?.message);
    return data.allFactSheets.edges.map((edge: { node: { name: string } }) => edge.node.name);
  };

  it('look at its fields and at the fact sheet at the other end', async () => {
    const { id: sales } = await client.create('Organization', 'Sales', [
      { op: 'add', path: '/category', value: 'team' },
    ]);
    const { id: legal } = await client.create('Organization', 'Legal', [
      { op: 'add', path: '/category', value: 'legalEntity' },
    ]);
    const owner = { usageType: 'owner' };
    await client.create('Application', 'Owned by sales', [add('relApplicationToOrganization', sales, owner)]);
    await client.create('Application', 'Used by sales', [add('relApplicationToOrganization', sales)]);
    await client.create('Application', 'Owned by legal', [add('relApplicationToOrganization', legal, owner)]);
    const owned = {
      relationFieldsFilterOperator: 'INCLUSIVE',
      relationFieldsFilter: [{ fieldName: 'usageType', values: ['owner'] }],
    };
    expect(await find({ keys: [], ...owned })).toEqual(['Owned by sales', 'Owned by legal']);
    expect(await find({ keys: [sales], ...owned })).toEqual(['Owned by sales']);
    const team = { subFilter: { facetFilters: [{ facetKey: 'category', keys: ['team'] }] } };
    expect(await find({ keys: [], ...team })).toEqual(['Owned by sales', 'Used by sales']);
    expect(await find({ keys: [], ...team, ...owned })).toEqual(['Owned by sales']);
    expect(await find({ keys: [], subFilter: { fullTextSearch: 'leg' } })).toEqual(['Owned by legal']);
    await expect(find({ keys: [], operator: 'NOR', ...team })).rejects.toThrow('NOR');
    await expect(find({ keys: [], dateFilter: { type: 'TODAY' } })).rejects.toThrow('not simulated');
  });
});

describe('names', () => {
  it('may be shared where the workspace says so (assumption A2)', async () => {
    const lax = await startClient({ uniqueNames: false });
    const { id } = await lax.create('Application', 'Twin');
    await lax.create('Application', 'Twin');
    await lax.update(id, [{ op: 'replace', path: '/name', value: 'Other' }]);
    const { data } = await lax.graphql('{ allFactSheets(filter: {displayName: "Twin"}) { totalCount } }');
    expect(data.allFactSheets.totalCount).toBe(1);
    await lax.simulator.close();
  });

  it.each([
    [true, 'Database / Engine'],
    [false, 'Engine'],
  ])('of child IT components: prefixed %s (leanix-api 2.6)', async (childComponentsPrefixed, displayName) => {
    const own = await startClient({ childComponentsPrefixed });
    const { id: parent } = await own.create('ITComponent', 'Database');
    const { id } = await own.create('ITComponent', 'Engine', [add('relToParent', parent)]);
    const { data } = await own.graphql('query($id: ID!) { factSheet(id: $id) { displayName } }', { id });
    expect(data.factSheet).toEqual({ displayName });
    await own.simulator.close();
  });
});
