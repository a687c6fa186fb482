// Our external id in a field of its own, where another integration keeps the standard one.
import { describe, expect, it } from 'vitest';
import { release } from '../../../shared/steps/release.ts';
import { ext } from '../../contract/simulator/client.ts';
import { undo } from '../../support/undo.ts';
import { keyOf, openWorld, systems, type World } from '../../support/world.ts';

const configOf = (more = '') =>
  `flows: {landscape: {target: {externalIdField: landbridgeId}${more === '' ? '' : `, ${more}`}}}`;

async function openWithField() {
  const world = await openWorld({ objects: systems(3), externalIdFields: ['landbridgeId'] });
  const config = world.configure(configOf());
  const mine = await world.person.create('Application', 'SAP S/4HANA Cloud (my400001)', [
    { op: 'add', path: '/externalId', value: ext('snow:APP0001') },
  ]);
  const night = async () => {
    world.clock.advance(60_000);
    return world.run(await world.open({ config }));
  };
  return { world, config, mine, night };
}

/** Both ids of every application by its name. */
async function idsIn(world: World): Promise<Record<string, [string | null, string | null]>> {
  const { data } = await world.person.graphql(`{ allFactSheets(factSheetType: Application, first: 50) {
    edges { node { name ... on Application { externalId { externalId } landbridgeId { externalId } } } } } }`);
  return Object.fromEntries(
    data.allFactSheets.edges.map(({ node }: { node: Record<string, { externalId: string } | null> }) => [
      node.name,
      [node.externalId?.externalId ?? null, node.landbridgeId?.externalId ?? null],
    ]),
  );
}

const expected = {
  'SAP S/4HANA Cloud (my400001)': ['snow:APP0001', keyOf('lms-001')],
  'SAP S/4HANA Cloud (my400002)': [null, keyOf('lms-002')],
  'SAP S/4HANA Cloud (my400003)': [null, keyOf('lms-003')],
};

describe('a field of its own for the external id', () => {
  it('holds ours, while the standard one stays as it is, also when the store is lost', async () => {
    const { world, night } = await openWithField();
    expect((await night()).report.counts).toMatchObject({ created: 2, linked: 1 });
    expect(await idsIn(world)).toEqual(expected);
    world.loseStore();
    const again = await night();
    expect(again.report.counts).toMatchObject({ items: 3, created: 0, updated: 0, linked: 3 });
    expect(again.ledger.join('\n')).not.toMatch(/(create|update)FactSheet/);
  });

  it('is emptied and filled again by taking a run back and releasing', async () => {
    const { world, config, night } = await openWithField();
    const { run } = await night();
    const { report } = await undo(world, run.id, config);
    expect(report).toMatchObject({ archived: 2, unlinked: 1, conflicts: [] });
    expect(await idsIn(world)).toEqual({ 'SAP S/4HANA Cloud (my400001)': ['snow:APP0001', null] });
    const { store } = await world.open();
    await release(store, 'all');
    expect((await night()).report).toMatchObject({ recovered: 2, counts: { linked: 1 } });
    expect(await idsIn(world)).toEqual(expected);
  });

  it('must be one for external ids, and no mapping may write it', async () => {
    const { world } = await openWithField();
    const wrong = world.configure('flows: {landscape: {target: {externalIdField: alias}}}');
    const stopped = await world.run(await world.open({ config: wrong }));
    expect(stopped.run.problem).toMatchObject({ code: 'LX_EXTERNAL_ID_FIELD' });
    const twice = world.configure(configOf('mapping: {landbridgeId: "{id}"}'));
    const refused = await world.run(await world.open({ config: twice }));
    expect(refused.run.problem).toMatchObject({ code: 'CFG_MAPPING' });
    expect(Object.keys(await idsIn(world))).toHaveLength(1);
  });
});
