// Senders and receivers that are called otherwise in LeanIX: likely ones wait in the inbox, once for all flows, and only
// what a person decided is related.
import { expect, it } from 'vitest';
import { keepDecisions } from '../../../shared/core/inbox/keep-decisions.ts';
import { partyKey } from '../../../shared/core/item.ts';
import { decide } from '../../../shared/steps/decide.ts';
import { readInbox } from '../../../shared/steps/read-inbox.ts';
import { type IFlowWorld, openIFlows, putFlow } from '../../support/iflows.ts';
import { writesOf } from '../../support/world.ts';

const flow = 'iflows';
const ask = `{ allFactSheets(factSheetType: Interface) { edges { node { name ... on Interface {
  relInterfaceToProviderApplication { edges { node { factSheet { name } } } } } } } } }`;

async function providersOf({ person }: IFlowWorld): Promise<Record<string, string[]>> {
  const { data } = await person.graphql(ask);
  const nodes = data.allFactSheets.edges.map(({ node }: { node: Node }) => node);
  return Object.fromEntries(
    nodes.map(({ name, relInterfaceToProviderApplication: related }: Node) => [
      name,
      (related?.edges ?? []).map(({ node }) => node.factSheet.name),
    ]),
  );
}

interface Node {
  name: string;
  relInterfaceToProviderApplication: { edges: { node: { factSheet: { name: string } } }[] } | null;
}

it('a likely application is proposed once for all flows that name it, and related when a person accepts it', async () => {
  const world = await openIFlows([]);
  for (const id of ['A', 'B']) putFlow(world.tenant, id, { design: { Sender: 'Warehouse Planner EMEA' } });
  putFlow(world.tenant, 'C', { design: { Sender: 'Nobody knows' } });
  await world.person.create('Application', 'Warehouse Planning EMEA');
  const { report, run } = await world.sync();
  expect(report.counts).toMatchObject({ items: 3, created: 3 });
  expect(run.report?.waiting).toBe(1);
  const { store } = await world.open({ flow });
  const place = { workspaceId: run.workspace?.id ?? '', flow };
  const item = 'cpi:example-cpi:system Warehouse Planner EMEA';
  const { proposals } = await readInbox(store, place);
  expect(proposals).toMatchObject([
    { item, kind: 'link', change: { name: 'Warehouse Planning EMEA' }, answer: 'open' },
  ]);
  expect(proposals[0]?.source?.attributes.namedBy).toBe('Flow A, Flow B');
  expect(writesOf((await world.sync()).ledger)).toEqual([]);

  const when = new Date(world.clock.now()).toISOString();
  const { toDo } = await decide(store, place, { say: 'accept', items: [item] }, { when });
  expect(toDo).toEqual([]);
  const decided = await world.sync();
  expect(decided.report.counts).toMatchObject({ updated: 2, unchanged: 1 });
  expect(decided.run.report?.waiting).toBe(0);
  expect(await providersOf(world)).toEqual({
    'Flow A': ['Warehouse Planning EMEA'],
    'Flow B': ['Warehouse Planning EMEA'],
    'Flow C': [],
  });
  expect(writesOf((await world.sync()).ledger)).toEqual([]);
});

it('an application may be what several systems are called', () => {
  const said = { when: '2026-01-01T00:00:00.000Z', verdict: 'link', factSheetId: 'f' } as const;
  const first = { ...said, item: partyKey('cloud-integration', 't', 'S4H') };
  const second = { ...said, item: partyKey('cloud-integration', 't', 'S4HANA') };
  expect(keepDecisions([first], [second])).toEqual([first, second]);
  // An object of the source has its fact sheet alone.
  const [one, other] = ['cpi:t:A', 'cpi:t:B'].map((item) => ({ ...said, item }));
  expect(one && other && keepDecisions([one], [other])).toEqual([other]);
});

it('what is rejected is proposed no more', async () => {
  const world = await openIFlows([]);
  putFlow(world.tenant, 'A', { design: { Sender: 'Warehouse Planner EMEA' } });
  await world.person.create('Application', 'Warehouse Planning EMEA');
  const { run } = await world.sync();
  const { store } = await world.open({ flow });
  const place = { workspaceId: run.workspace?.id ?? '', flow };
  const when = new Date(world.clock.now()).toISOString();
  const { proposals } = await readInbox(store, place);
  expect(proposals).toHaveLength(1);
  for (const { item } of proposals) await decide(store, place, { say: 'reject', items: [item] }, { when });
  expect((await world.sync()).run.report?.waiting).toBe(0);
  expect(await providersOf(world)).toEqual({ 'Flow A': [] });
});
