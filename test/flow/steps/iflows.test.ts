// What becomes of integration flows, night by night: made, followed, retired and brought back.
import { describe, expect, it } from 'vitest';
import { openIFlows, putFlow } from '../../support/iflows.ts';
import { writesOf } from '../../support/world.ts';

describe('a deployed integration flow', () => {
  it('becomes an interface with its standard block, its version, since when it is active, tag and identity', async () => {
    const world = await openIFlows([]);
    putFlow(world.tenant, 'Orders_Out', {
      design: { Description: 'Sends orders', Sender: 'Shop', Receiver: 'S4H' },
    });
    const { report } = await world.sync();
    expect(report.counts).toMatchObject({ items: 1, created: 1 });
    const made = await world.interfaceOf('Orders_Out');
    expect(made).toMatchObject({
      name: 'Flow Orders_Out',
      category: 'logicalInterface',
      release: '1.0.0',
      tags: ['SAP Cloud Integration'],
      lifecycle: ['active 2026-02-01'],
    });
    const host = new URL(world.relay.origin).host;
    expect(made.description.split('\n')).toEqual([
      '[SAP Cloud Integration, kept by Landbridge]',
      'Integration flow: Flow Orders_Out (Orders_Out)',
      'Sends orders',
      'Package: Order flows (Orders)',
      `Tenant: ${host}`,
      'Sender: Shop',
      'Receiver: S4H',
      'Status: Started',
      expect.stringMatching(/^Synchronised: \d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
      '[end of SAP Cloud Integration]',
    ]);
  });

  it('is asked for with the least number of requests: this is the whole ledger, and the next night writes nothing', async () => {
    const world = await openIFlows(['A']);
    const first = await world.sync();
    expect(first.ledger.toSorted()).toEqual(
      [
        'cloud-integration POST /uaa-it/oauth/token',
        'leanix POST /services/mtm/v1/oauth2/token',
        'cloud-integration GET /api/v1/IntegrationRuntimeArtifacts',
        'cloud-integration GET /api/v1/IntegrationPackages',
        "cloud-integration GET /api/v1/IntegrationPackages('Orders')/IntegrationDesigntimeArtifacts",
        'leanix GET /services/pathfinder/v1/models/dataModel',
        'leanix POST /services/pathfinder/v1/graphql: 2 allFactSheets, allTags',
        // What relations lead to: applications and IT components.
        'leanix POST /services/pathfinder/v1/graphql: 2 allFactSheets, allTags',
        'leanix POST /services/pathfinder/v1/graphql: 2 allFactSheets, allTags',
        // The tenant, then what is related to it.
        'leanix POST /services/pathfinder/v1/graphql: createFactSheet',
        'leanix POST /services/pathfinder/v1/graphql: createFactSheet',
      ].toSorted(),
    );
    const [before] = await world.interfaces();
    const second = await world.sync();
    expect(writesOf(second.ledger)).toEqual([]);
    // Interfaces, applications and IT components in one document.
    expect(second.ledger.filter((line) => line.includes('graphql'))).toEqual([
      'leanix POST /services/pathfinder/v1/graphql: 6 allFactSheets, allTags',
    ]);
    expect(await world.interfaces()).toEqual([before]);
  });

  it('tells why it failed, also where the reason comes later than the failure', async () => {
    const world = await openIFlows(['Good']);
    putFlow(world.tenant, 'Bad', { runtime: { Status: 'ERROR', error: 'Alias not found' } });
    putFlow(world.tenant, 'Fresh', { runtime: { Status: 'ERROR', error: 'No bean', isErrorFresh: true } });
    await world.sync();
    const failed = 'The integration flow could not be started';
    expect((await world.interfaceOf('Bad')).description).toContain(
      `Status: Error, ${failed}: Alias not found\n`,
    );
    expect((await world.interfaceOf('Fresh')).description).toContain(`Status: Error, ${failed}: No bean\n`);
  });

  it('follows its name, its version, its package and its state, and text around the block stays', async () => {
    const world = await openIFlows(['A']);
    await world.sync();
    const made = await world.interfaceOf('A');
    const description = `Ask Jane.\n\n${made.description}\n\nReviewed.`;
    await world.person.update(made.id, [{ op: 'replace', path: '/description', value: description }]);
    const { packages } = world.tenant;
    const [first] = packages.values();
    if (first !== undefined) packages.set('Sales', { ...first, Id: 'Sales', Name: 'Sales flows' });
    putFlow(world.tenant, 'A', {
      design: { Name: 'Orders out', Version: '2.0.0', PackageId: 'Sales' },
      runtime: { Name: 'Orders out', Version: '2.0.0', Status: 'STOPPING', DeployedOn: Date.UTC(2026, 5, 1) },
    });
    const { report } = await world.sync();
    expect(report.counts).toMatchObject({ updated: 1, conflict: 0 });
    const after = await world.interfaceOf('A');
    expect(after).toMatchObject({ id: made.id, name: 'Orders out', release: '2.0.0' });
    // Deployed again is not active again.
    expect(after.lifecycle).toEqual(['active 2026-02-01']);
    expect(after.description).toMatch(/^Ask Jane\.\n\n/);
    expect(after.description).toMatch(/\n\nReviewed\.$/);
    expect(after.description).toContain('Package: Sales flows (Sales)\n');
    expect(after.description).toContain('Status: Stopping\n');
  });

  it('that is undeployed says so at once, is retired the night after, and comes back when it is deployed again', async () => {
    const world = await openIFlows(['A', 'B']);
    await world.sync();
    const { deployed } = world.tenant;
    const a = deployed.get('A');
    deployed.delete('A');
    const first = await world.sync();
    expect(first.report).toMatchObject({ counts: { updated: 1, unchanged: 1 }, missing: 1, retired: 0 });
    expect((await world.interfaceOf('A')).description).toContain('Status: NotDeployed\n');
    const second = await world.sync();
    expect(second.report).toMatchObject({ retired: 1, missing: 0 });
    expect((await world.interfaceOf('A')).lifecycle).toEqual([
      'active 2026-02-01',
      expect.stringMatching(/^endOfLife \d{4}-\d{2}-\d{2}$/),
    ]);
    expect(writesOf((await world.sync()).ledger)).toEqual([]);
    if (a !== undefined) deployed.set('A', a);
    await world.sync();
    const back = await world.interfaceOf('A');
    expect(back.lifecycle).toEqual(['active 2026-02-01']);
    expect(back.description).toContain('Status: Started\n');
    expect(writesOf((await world.sync()).ledger)).toEqual([]);
  });

  it('that is deleted everywhere is retired in the second night', async () => {
    const world = await openIFlows(['A', 'B', 'C', 'D', 'E', 'F']);
    await world.sync();
    world.tenant.deployed.delete('A');
    world.tenant.designed.delete('A');
    expect((await world.sync()).report).toMatchObject({ missing: 1, retired: 0 });
    expect((await world.sync()).report).toMatchObject({ missing: 0, retired: 1 });
  });

  it('of a tenant that has vanished is left as it is: an empty source stops the run', async () => {
    const world = await openIFlows(['A', 'B']);
    await world.sync();
    const before = await world.interfaces();
    for (const map of [world.tenant.deployed, world.tenant.designed, world.tenant.packages]) map.clear();
    const { run, ledger } = await world.sync();
    expect(run).toMatchObject({ state: 'refused', problem: { code: 'PLAN_SOURCE_EMPTY' } });
    expect(writesOf(ledger)).toEqual([]);
    expect(await world.interfaces()).toEqual(before);
  });

  it('and all others undeployed at once are stopped by the limit of removals', async () => {
    const ids = ['A', 'B', 'C', 'D'];
    const world = await openIFlows(ids);
    await world.sync();
    for (const id of ids) world.tenant.deployed.delete(id);
    await world.sync();
    const { run } = await world.sync();
    expect(run).toMatchObject({ state: 'refused', problem: { code: 'PLAN_REMOVAL_LIMIT' } });
  });
});

describe('what is no deployed integration flow', () => {
  it('is skipped with its reason', async () => {
    const world = await openIFlows(['A']);
    putFlow(world.tenant, 'Designed');
    world.tenant.deployed.delete('Designed');
    putFlow(world.tenant, 'Values', {
      design: { set: 'ValueMappingDesigntimeArtifacts' },
      runtime: { Type: 'VALUE_MAPPING' },
    });
    const { report } = await world.sync();
    expect(report.counts).toMatchObject({ items: 3, created: 1, skipped: 2 });
    expect(report.skipped).toEqual({ NOT_DEPLOYED: 1, NOT_AN_IFLOW: 1 });
  });
});

describe('findings', () => {
  it('are told once each, with how often they held', async () => {
    const world = await openIFlows(['A', 'B', 'Draft', 'Orphan', 'Secret']);
    putFlow(world.tenant, 'A', { design: { Version: '1.1.0' }, runtime: { Version: '1.0.0' } });
    putFlow(world.tenant, 'Draft', { design: { Version: 'Active' }, runtime: { Version: '1.0.0' } });
    world.tenant.designed.delete('Orphan');
    world.tenant.protectedIds.add('Secret');
    const { report } = await world.sync();
    expect(report.counts).toMatchObject({ created: 5 });
    expect(report.notes).toEqual([
      'Deployed in another version than the one in its package. (1 object)',
      'Deployed, but in no package: deleted there since, or an access policy hides it (CPI_ACCESS_POLICY). (2 objects)',
    ]);
  });
});

describe('names', () => {
  it('that flows share give way: with the package, with the id, with the tenant', async () => {
    const world = await openIFlows([]);
    const [first] = world.tenant.packages.values();
    if (first !== undefined)
      world.tenant.packages.set('Sales', { ...first, Id: 'Sales', Name: 'Sales flows' });
    putFlow(world.tenant, 'A', { design: { Name: 'Same' } });
    putFlow(world.tenant, 'B', { design: { Name: 'Same', PackageId: 'Sales' } });
    putFlow(world.tenant, 'C', { design: { Name: 'Same', PackageId: 'Sales' } });
    await world.sync();
    expect((await world.interfaces()).map(({ name }) => name).sort()).toEqual([
      'Same (B)',
      'Same (C)',
      'Same (Order flows)',
    ]);
  });
});

describe('an interface that people made', () => {
  it('of the same name is linked: identity, tag and block are put on it, nothing else', async () => {
    const world = await openIFlows(['A']);
    const { id } = await world.person.create('Interface', 'flow a', [
      { op: 'add', path: '/description', value: 'Orders to S/4.' },
    ]);
    const { report } = await world.sync();
    expect(report.counts).toMatchObject({ linked: 1, created: 0 });
    const linked = await world.interfaceOf('A');
    expect(linked).toMatchObject({ id, name: 'flow a', release: null, lifecycle: [] });
    expect(linked.description).toMatch(/^Orders to S\/4\.\n\n\[SAP Cloud Integration/);
  });
});

describe('relations', () => {
  it('lead to sender, receiver and tenant where something bears exactly that name, and the rest is told', async () => {
    const world = await openIFlows(['B']);
    putFlow(world.tenant, 'A', { design: { Sender: 'Webshop', Receiver: 'S4HANA PRD' } });
    putFlow(world.tenant, 'B', { design: { Sender: 'Nobody knows' } });
    const webshop = await world.person.create('Application', 'WebShop');
    const s4 = await world.person.create('Application', 'S4HANA-PRD');
    const suite = await world.person.create('ITComponent', 'SAP Cloud Integration (example-cpi)');
    const { report } = await world.sync();
    expect(report.notes).toEqual([
      'Application of the name that the source gives does not exist: relInterfaceToProviderApplication left out. (1 object)',
    ]);
    const { id } = await world.interfaceOf('A');
    const { data } = await world.person.graphql(
      `query($id: ID!) { factSheet(id: $id) { ... on Interface {
        provider: relInterfaceToProviderApplication { edges { node { factSheet { id } } } }
        consumer: relInterfaceToConsumerApplication { edges { node { factSheet { id } } } }
        suite: relInterfaceToITComponent { edges { node { factSheet { id } } } } } } }`,
      { id },
    );
    const idsOf = (relation: { edges: { node: { factSheet: { id: string } } }[] }) =>
      relation.edges.map(({ node }) => node.factSheet.id);
    expect(idsOf(data.factSheet.provider)).toEqual([webshop.id]);
    expect(idsOf(data.factSheet.consumer)).toEqual([s4.id]);
    expect(idsOf(data.factSheet.suite)).toEqual([suite.id]);
    expect(writesOf((await world.sync()).ledger)).toEqual([]);
  });

  it('lead where the configuration says that a name of the source is another one in LeanIX', async () => {
    const world = await openIFlows([]);
    putFlow(world.tenant, 'A', { design: { Sender: 'S4H_100', Receiver: 'Webshop' } });
    const { id: application } = await world.person.create('Application', 'SAP S/4HANA PRD');
    const config = [
      'flows:',
      '  iflows:',
      '    relations:',
      '      relInterfaceToProviderApplication:',
      '        - name: {from: sender, values: {"S4H*": "SAP S/4HANA PRD"}}',
      '        - "{sender}"',
    ].join('\n');
    const { report } = await world.sync({ config });
    expect(report.counts).toMatchObject({ created: 1, failed: 0 });
    const { id } = await world.interfaceOf('A');
    const { data } = await world.person.graphql(
      `query($id: ID!) { factSheet(id: $id) { ... on Interface {
        relInterfaceToProviderApplication { edges { node { factSheet { id } } } } } } }`,
      { id },
    );
    expect(data.factSheet.relInterfaceToProviderApplication.edges).toEqual([
      { node: { factSheet: { id: application } } },
    ]);
  });

  it('of an interface are none of an application', async () => {
    const world = await openIFlows(['A']);
    const { report } = await world.sync({ config: 'flows: {iflows: {target: {type: Application}}}' });
    expect(report.counts).toMatchObject({ created: 1 });
    expect(report.notes).toEqual([]);
  });

  it('and a link to the flow where the configuration says where its pages are', async () => {
    const world = await openIFlows(['A']);
    const config = [
      'flows:',
      '  iflows:',
      '    links: {suite: "https://acme.integrationsuite.example"}',
      '    documents:',
      '      iflow: {name: "{name} in SAP Integration Suite", url: "{links.suite}/shell/design/contentpackage/{packageId}/integrationflows/{id}"}',
    ].join('\n');
    await world.sync({ config });
    const { id } = await world.interfaceOf('A');
    const { data } = await world.person.graphql(
      'query($id: ID!) { factSheet(id: $id) { documents { edges { node { name url } } } } }',
      { id },
    );
    expect(data.factSheet.documents.edges.map(({ node }: { node: object }) => node)).toEqual([
      {
        name: 'Flow A in SAP Integration Suite',
        url: 'https://acme.integrationsuite.example/shell/design/contentpackage/Orders/integrationflows/A',
      },
    ]);
  });
});

describe('a pull in many bursts', () => {
  it('gives each flow once, those that are in no package too', async () => {
    const world = await openIFlows([], { iflows: 60, packages: 25 });
    const context = await world.open({ flow: 'iflows', burstMs: 0 });
    const { report, run } = await world.run(context, 'iflows');
    const { deployed, designed } = world.tenant;
    const flows = [...designed.values()].filter(({ set }) => set === 'IntegrationDesigntimeArtifacts');
    const hidden = [...world.tenant.protectedIds].filter((id) => !deployed.has(id)).length;
    const ids = new Set([...deployed.keys(), ...flows.map(({ Id }) => Id)]);
    expect(run.state).toBe('done');
    expect(report.counts.items).toBe(ids.size - hidden);
    expect(report.counts.created).toBe(
      [...deployed.values()].filter(({ Type }) => Type === 'INTEGRATION_FLOW').length - report.counts.linked,
    );
  });
});
