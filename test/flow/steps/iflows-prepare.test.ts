// What interfaces need and no integration flow stands behind: the tenant as IT component, tags of the library. Made
// along where the configuration lets them be, told in the plan, once.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { decide, decideRequest } from '../../../shared/steps/decide.ts';
import { readInbox } from '../../../shared/steps/read-inbox.ts';
import { readPlan } from '../../../shared/steps/read-plan.ts';
import { readReport } from '../../../shared/steps/report.ts';
import { undoRequest } from '../../../shared/steps/undo.ts';
import { type IFlowWorld, openIFlows, putFlow } from '../../support/iflows.ts';
import { writesOf } from '../../support/world.ts';

const flow = 'iflows';
const key = 'cpi:example-cpi';
const name = 'SAP Cloud Integration (example-cpi)';

interface Component {
  id: string;
  name: string;
  status: string;
  key: string | undefined;
  interfaces: string[];
}

async function componentsOf({ person }: IFlowWorld): Promise<Component[]> {
  const ask = `query($filter: FilterInput!) { allFactSheets(filter: $filter) { edges { node { id name status
    ... on ITComponent { externalId { externalId }
      relITComponentToInterface { edges { node { factSheet { name } } } } } } } } }`;
  const ofType = { facetKey: 'FactSheetTypes', operator: 'OR', keys: ['ITComponent'] };
  const inTrash = { facetKey: 'TrashBin', operator: 'OR', keys: ['archived'] };
  const all = await Promise.all(
    [[ofType], [ofType, inTrash]].map((facetFilters) => person.graphql(ask, { filter: { facetFilters } })),
  );
  const nodes = all.flatMap(({ data }) => data.allFactSheets.edges.map(({ node }: { node: Node }) => node));
  return nodes.map(({ externalId, relITComponentToInterface: related, ...rest }: Node) => ({
    ...rest,
    key: externalId?.externalId,
    interfaces: (related?.edges ?? []).map(({ node }) => node.factSheet.name).sort(),
  }));
}

interface Node {
  id: string;
  name: string;
  status: string;
  externalId: { externalId: string } | null;
  relITComponentToInterface: { edges: { node: { factSheet: { name: string } } }[] } | null;
}

async function undo(world: IFlowWorld, run: string, config?: string) {
  const context = await world.open({ flow, ...(config && { config: world.configure(config) }) });
  const ended = await runFlow(context, flow, await undoRequest(context, run));
  return { run: ended, report: ended.report && (await readReport(context.store, ended.report)) };
}

describe('the tenant', () => {
  it('becomes one IT component with an external id, related to all its interfaces, and is made once', async () => {
    const world = await openIFlows(['A', 'B']);
    const { report } = await world.sync();
    expect(report).toMatchObject({ counts: { items: 2, created: 2 }, prepared: 1, failures: [] });
    expect(await componentsOf(world)).toMatchObject([
      { name, key, status: 'ACTIVE', interfaces: ['Flow A', 'Flow B'] },
    ]);
    expect(writesOf((await world.sync()).ledger)).toEqual([]);
    putFlow(world.tenant, 'C');
    expect((await world.sync()).report).toMatchObject({ counts: { created: 1 }, prepared: 0 });
    expect(await componentsOf(world)).toMatchObject([{ interfaces: ['Flow A', 'Flow B', 'Flow C'] }]);
  });

  it('is known again by its external id when a person has renamed it', async () => {
    const world = await openIFlows(['A']);
    await world.sync();
    const [made] = await componentsOf(world);
    await world.person.update(made?.id ?? '', [{ op: 'replace', path: '/name', value: 'Our middleware' }]);
    putFlow(world.tenant, 'B');
    expect((await world.sync()).report).toMatchObject({ counts: { created: 1 }, prepared: 0 });
    expect(await componentsOf(world)).toMatchObject([
      { name: 'Our middleware', interfaces: ['Flow A', 'Flow B'] },
    ]);
  });

  it('is not made again when a person has archived it', async () => {
    const world = await openIFlows(['A']);
    await world.sync();
    const [made] = await componentsOf(world);
    await world.person.update(made?.id ?? '', [{ op: 'replace', path: '/status', value: 'ARCHIVED' }]);
    putFlow(world.tenant, 'C');
    const { report } = await world.sync();
    expect(report).toMatchObject({ counts: { created: 1, failed: 0 }, prepared: 0 });
    expect(report.notes).toContain(
      `ITComponent "${name}" is archived: relInterfaceToITComponent left out. (1 object)`,
    );
    expect(await componentsOf(world)).toMatchObject([{ status: 'ARCHIVED' }]);
  });

  it('waits in the inbox where the policy says so; accepted, it is made, and the night after relates it', async () => {
    const world = await openIFlows(['A']);
    await world.sync();
    const config = 'flows: {iflows: {policy: {create: inbox}}}';
    const fresh = await openIFlows(['A']);
    const first = await fresh.sync({ config });
    expect(first.report).toMatchObject({ counts: { created: 0, skipped: 1 }, prepared: 0 });
    const context = await fresh.open({ flow, config: fresh.configure(config) });
    const place = { workspaceId: first.run.workspace?.id ?? '', flow };
    const waiting = (await readInbox(context.store, place)).proposals;
    expect(waiting.map(({ item, kind }) => [item, kind]).sort()).toEqual([
      [key, 'create'],
      [`${key}:A`, 'create'],
    ]);
    const when = new Date(fresh.clock.now()).toISOString();
    const { toDo } = await decide(
      context.store,
      place,
      { say: 'accept', items: waiting.map(({ item }) => item) },
      { when },
    );
    const run = await runFlow(context, flow, await decideRequest(context, place, toDo));
    expect(run.state).toBe('done');
    expect(await componentsOf(fresh)).toMatchObject([{ name, key, interfaces: ['Flow A'] }]);
    expect(writesOf((await fresh.sync({ config })).ledger)).toEqual([]);
  });

  it('is not made where nothing that is written leads to it', async () => {
    const world = await openIFlows(['A', 'B']);
    const part = await world.sync({ choice: { only: ['B'] } });
    expect(part.report).toMatchObject({ counts: { created: 1, skipped: 1 }, prepared: 1 });
    expect(await componentsOf(world)).toMatchObject([{ interfaces: ['Flow B'] }]);
    const other = await openIFlows(['A']);
    const config = 'flows: {iflows: {relations: {relInterfaceToITComponent: []}}}';
    expect((await other.sync({ config })).report).toMatchObject({ counts: { created: 1 }, prepared: 0 });
    expect(await componentsOf(other)).toEqual([]);
  });

  it('is put away with what was made with it when the run is taken back, and stays so', async () => {
    const world = await openIFlows(['A']);
    const { run } = await world.sync();
    const taken = await undo(world, run.id);
    expect(taken.report).toMatchObject({ archived: 2, conflicts: [], failures: [] });
    expect(await componentsOf(world)).toMatchObject([{ status: 'ARCHIVED' }]);
    expect(await world.interfaces()).toEqual([]);
    putFlow(world.tenant, 'B');
    expect((await world.sync()).report).toMatchObject({ counts: { created: 1 }, prepared: 0 });
    const again = await undo(world, taken.run.id);
    expect(again.report).toMatchObject({ failures: [], conflicts: [] });
    expect(await componentsOf(world)).toMatchObject([{ status: 'ACTIVE' }]);
  });

  it('on which a person has worked is left when the run is taken back', async () => {
    const world = await openIFlows(['A']);
    const { run } = await world.sync();
    const [made] = await componentsOf(world);
    await world.person.update(made?.id ?? '', [{ op: 'add', path: '/description', value: 'Ours' }]);
    const { report } = await undo(world, run.id);
    expect(report).toMatchObject({ archived: 1, conflicts: [{ item: key, key: 'description' }] });
    expect(await componentsOf(world)).toMatchObject([{ status: 'ACTIVE' }]);
  });
});

describe('tags that the library does not have', () => {
  const config = (missing: string, tags = 'CPI-Managed, Checked') =>
    `flows: {iflows: {tags: "${tags}", missingTags: ${missing}}}`;

  it('are left out and named', async () => {
    const world = await openIFlows(['A']);
    const { report } = await world.sync({ config: config('skip') });
    expect(report.notes).toContain('The workspace has no tag "CPI-Managed": left out. (1 object)');
    expect((await world.interfaceOf('A')).tags.sort()).toEqual(['Checked', 'SAP Cloud Integration']);
  });

  it('are made once with the first interface that gets them, as the plan said, and stay when it is taken back', async () => {
    const world = await openIFlows(['A', 'B']);
    const file = world.configure(config('create'));
    const planned = await runFlow(await world.open({ flow, config: file }), flow, { kind: 'plan' });
    if (planned.plan === undefined) throw new Error('no plan');
    const { store } = await world.open({ flow, config: file });
    const { changes } = await readPlan(store, planned.plan);
    expect(changes.filter(({ op }) => op === 'prepare')).toMatchObject([
      { item: key, makes: 'fact sheet' },
      { item: 'tag:CPI-Managed', makes: 'tag', name: 'CPI-Managed', group: '' },
    ]);
    const { run, report, ledger } = await world.sync({ config: config('create') });
    expect(report).toMatchObject({ counts: { created: 2 }, prepared: 2, failures: [] });
    expect(ledger.filter((line) => line.includes('upsertTag'))).toEqual([
      'leanix POST /services/pathfinder/v1/graphql: createFactSheet, upsertTag',
    ]);
    for (const { tags } of await world.interfaces()) expect(tags).toContain('CPI-Managed');
    expect(writesOf((await world.sync({ config: config('create') })).ledger)).toEqual([]);
    const taken = await undo(world, run.id, config('create'));
    expect(taken.report).toMatchObject({ archived: 3, failures: [], conflicts: [] });
    expect(taken.report?.notes).toContain(
      'The tag "CPI-Managed" that the run made stays in the tag library.',
    );
  });

  it('go into the group that is named where there is one of that name', async () => {
    const world = await openIFlows(['A']);
    const { data: group } = await world.person.graphql(
      'mutation { upsertTagGroup(name: "Landscape", mode: MULTIPLE) { id } }',
    );
    await world.person.graphql('mutation { upsertTag(name: "Old", tagGroupName: "Landscape") { id } }');
    expect(group.upsertTagGroup.id).toBeDefined();
    await world.sync({ config: config('create', 'Landscape/CPI, S/4HANA') });
    const { data } = await world.person.graphql('{ allTags { edges { node { name tagGroup { name } } } } }');
    const nodes = data.allTags.edges.map(({ node }: { node: object }) => node);
    expect(nodes).toContainEqual({ name: 'CPI', tagGroup: { name: 'Landscape' } });
    expect(nodes).toContainEqual({ name: 'S/4HANA', tagGroup: null });
  });

  it('that LeanIX does not let be made leave the interfaces without them, and it is told', async () => {
    const world = await openIFlows(['A'], { role: 'member' });
    const { report, run } = await world.sync({ config: config('create') });
    expect(run.state).toBe('partial');
    expect(report.failures).toMatchObject([
      { item: 'tag:CPI-Managed', code: 'LX_REFUSED' },
      { item: `${key}:A`, code: 'PLAN_TARGET_FAILED' },
    ]);
    expect((await world.interfaceOf('A')).tags).not.toContain('CPI-Managed');
  });
});
