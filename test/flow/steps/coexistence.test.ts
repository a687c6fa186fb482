// SAP LeanIX's own discovery keeps the same fact sheets: what it writes every day stays, nothing goes back and forth, and
// no fact sheet is there twice.
import { describe, expect, it } from 'vitest';
import { aSystem, dayMs, openWorld, type World } from '../../support/world.ts';

const config = `flows: { landscape: { relations: { relApplicationToITComponent: "{product}" } } }`;
const products = ['S/4HANA 2022', 'S/4HANA 2023', 'S/4HANA 2025'];

interface Discovery {
  /** What its catalog says of the application, and the product it stands for. */
  set: Readonly<Record<string, string>>;
  product: string;
}

async function openShared() {
  const world = await openWorld({ objects: [aSystem(1, { product: 'S/4HANA 2022' }), aSystem(2)] });
  const components = new Map<string, string>();
  for (const name of products) components.set(name, (await world.person.create('ITComponent', name)).id);

  const stateOf = async (id: string) => {
    const { data } = await world.person.graphql(
      `query($id: ID!) { factSheet(id: $id) { rev name description ... on Application { lxHostingType
        relApplicationToITComponent { edges { node { id factSheet { displayName } } } } } } }`,
      { id },
    );
    const { relApplicationToITComponent: related, ...fields } = data.factSheet;
    const nodes: { id: string; factSheet: { displayName: string } }[] = related.edges.map(
      ({ node }: { node: unknown }) => node,
    );
    return { ...fields, nodes, products: nodes.map(({ factSheet }) => factSheet.displayName).sort() };
  };

  /** Its daily run: sets what differs, and moves the relation it finds, as leanix-api 6.3 tells. @returns edits */
  const discover = async (id: string, { set, product }: Discovery): Promise<number> => {
    const now = await stateOf(id);
    const different = Object.entries(set).filter(([key, value]) => now[key] !== value);
    const [other] = now.nodes.filter(
      ({ factSheet }: { factSheet: { displayName: string } }) => factSheet.displayName !== product,
    );
    const isRelated = now.products.includes(product);
    const path = `/relApplicationToITComponent/${other?.id ?? 'new_1'}`;
    const value = JSON.stringify({ factSheetId: components.get(product) });
    const op = isRelated ? 'remove' : other === undefined ? 'add' : 'replace';
    const patches = isRelated && other === undefined ? [] : [{ op, path, ...(op !== 'remove' && { value }) }];
    if (different.length + patches.length === 0) return 0;
    const answer = await fetch(`${world.simulator.origin}/__edit`, {
      method: 'POST',
      body: JSON.stringify({
        factSheet: id,
        set: Object.fromEntries(different),
        patches,
        by: 'autolinked@example.org',
      }),
    });
    expect(answer.status, await answer.text()).toBe(200);
    return 1;
  };
  const night = async () => {
    world.clock.advance(dayMs);
    return world.run(await world.open({ config: world.configure(config) }));
  };
  return { world, discover, night, stateOf };
}

const change = (world: World, more: Record<string, string>) =>
  world.landscape.set('lms-001', aSystem(1, { product: 'S/4HANA 2022', ...more }));

describe('beside the discovery of LeanIX', () => {
  it('what it wrote stays night after night, and neither has to write again', async () => {
    const { world, discover, night, stateOf } = await openShared();
    await night();
    const { id } = await world.applicationOf('lms-001');
    const own = { set: { description: 'From the catalog', lxHostingType: 'paas' }, product: 'S/4HANA 2022' };
    expect(await discover(id, own)).toBe(1);
    const after = await stateOf(id);
    for (let day = 0; day < 2; day += 1) {
      expect((await night()).report.counts).toMatchObject({ updated: 0, conflict: 0, unchanged: 2 });
      expect(await discover(id, own)).toBe(0);
    }
    expect(await stateOf(id)).toEqual(after);

    // The source moves too: told, and not written over.
    change(world, { systemNumber: '42' });
    const { report } = await night();
    expect(report.counts).toMatchObject({ updated: 0, conflict: 1 });
    expect(report.conflicts).toMatchObject([{ key: 'description' }]);
    expect(await discover(id, own)).toBe(0);
  });

  it.each(['it', 'Landbridge'])(
    'a relation follows the product, once, where %s comes first',
    async (first) => {
      const { world, discover, night, stateOf } = await openShared();
      await night();
      const { id } = await world.applicationOf('lms-001');
      for (const product of ['S/4HANA 2023', 'S/4HANA 2025']) {
        change(world, { product });
        if (first === 'it') await discover(id, { set: {}, product });
        await night();
        await discover(id, { set: {}, product });
        await night();
        expect((await stateOf(id)).products).toEqual([product]);
        expect(await discover(id, { set: {}, product })).toBe(0);
        expect((await night()).report.counts).toMatchObject({ updated: 0, conflict: 0 });
      }
    },
  );

  it('what it has made is linked and not made again', async () => {
    const { world, night } = await openShared();
    const made = await world.person.create('Application', 'SAP S/4HANA Cloud (my400001)', [
      { op: 'add', path: '/description', value: 'From the catalog' },
    ]);
    expect((await night()).report.counts).toMatchObject({ created: 1, linked: 1 });
    change(world, { systemNumber: '42' });
    expect((await night()).report.counts).toMatchObject({ updated: 0, unchanged: 2 });
    expect((await world.applicationOf('lms-001')).id).toBe(made.id);
  });
});
