// The troubles that people have with such a flow, each produced and told under its code.
import { describe, expect, it } from 'vitest';
import type { LandbridgeError } from '../../../shared/errors.ts';
import { type IFlowWorld, openIFlows, putFlow } from '../../support/iflows.ts';
import type { Asked } from '../../support/relay.ts';
import { writesOf } from '../../support/world.ts';

const isModel = ({ path }: Asked) => path.endsWith('/models/dataModel');
const isGraphql = ({ path }: Asked) => path.endsWith('/graphql');

/** What ended a run, or why it would not begin. */
async function problemOf(world: IFlowWorld, config?: string) {
  const context = await world.open({ flow: 'iflows', ...(config && { config: world.configure(config) }) });
  const { runFlow } = await import('../../../shared/platform/run-flow.ts');
  return (await runFlow(context, 'iflows')).problem;
}

describe('SAP LeanIX', () => {
  it('LX_TOKEN_EXPIRED: its API token is refused', async () => {
    const world = await openIFlows(['A']);
    world.relay.always(
      ({ path }) => path.endsWith('/oauth2/token') && path.includes('/mtm/'),
      async () => ({ status: 401, body: '{}' }),
    );
    expect(await problemOf(world)).toMatchObject({ code: 'LX_TOKEN_EXPIRED' });
  });

  it('LX_TOKEN_PERMISSION: it may read and not write', async () => {
    const world = await openIFlows(['A']);
    world.relay.always(
      (asked) => asked.mutations > 0,
      async () => ({ status: 403, body: '{}' }),
    );
    expect(await problemOf(world)).toMatchObject({ code: 'LX_TOKEN_PERMISSION' });
  });

  it('errors in an answer with status 200 are a failure: LX_GRAPHQL_200_ERRORS', async () => {
    const world = await openIFlows(['A']);
    world.relay.always(isGraphql, async () => ({
      status: 200,
      body: JSON.stringify({ data: null, errors: [{ message: 'Internal failure' }] }),
    }));
    expect(await problemOf(world)).toMatchObject({ code: 'LX_GRAPHQL_200_ERRORS' });
  });

  it('LX_CATEGORY_EMPTY: it lists no subtypes, and the one that is given is written', async () => {
    const world = await openIFlows(['A']);
    world.relay.always(isModel, async (_, forward) => {
      const answer = await forward();
      return { ...answer, body: answer.body.replaceAll(/"logicalInterface","api","mcpServer"/g, '') };
    });
    const { report } = await world.sync({ config: 'flows: {iflows: {target: {subtype: api}}}' });
    expect(report.counts).toMatchObject({ created: 1 });
    expect((await world.interfaceOf('A')).category).toBe('api');
    expect(report.notes.join()).toContain('LX_CATEGORY_EMPTY: the workspace lists no subtypes of Interface');
  });

  it('an empty subtype is none', async () => {
    const world = await openIFlows(['A']);
    const { report } = await world.sync({ config: "flows: {iflows: {target: {subtype: ''}}}" });
    expect((await world.interfaceOf('A')).category).toBeNull();
    expect(report.notes.join()).not.toContain('subtype');
  });

  it('LX_FIELDS_BLANK: a mapping names what no flow has', async () => {
    const world = await openIFlows(['A']);
    const config = "flows: {iflows: {mapping: {alias: '{packge_id}', release: '{version}'}}}";
    const { report } = await world.sync({ config });
    expect(report.notes.join()).toContain(
      'LX_FIELDS_BLANK: no object has what mapping.alias names, so alias stays blank: {packge_id}',
    );
    expect(report.notes.join()).not.toContain('mapping.release');
  });

  it('LX_TAG_UNKNOWN: a tag that is not in the library is named before anything is written', async () => {
    const world = await openIFlows(['A']);
    const problem = await problemOf(world, 'flows: {iflows: {tags: "CPI-Managed, Checked"}}');
    expect(problem).toMatchObject({ code: 'CFG_MAPPING' });
    expect(problem?.message).toContain('LX_TAG_UNKNOWN tags.0: the workspace has no tag "CPI-Managed"');
    expect(await world.interfaces()).toEqual([]);
  });

  it('rows of a mapping take the place of the standard block, and what people wrote around it stays', async () => {
    const world = await openIFlows(['A', 'B']);
    await world.sync();
    const { id, description } = await world.interfaceOf('A');
    const value = `Ours.\n\n${description}\n\nToo.`;
    await world.person.update(id, [{ op: 'replace', path: '/description', value }]);
    putFlow(world.tenant, 'C');
    const config = "flows: {iflows: {mapping: {alias: '{id}'}}}";
    const { report } = await world.sync({ config });
    expect(report.counts).toMatchObject({ created: 1, updated: 2, conflict: 0 });
    const descriptions = await Promise.all(['A', 'B', 'C'].map((flow) => world.interfaceOf(flow)));
    expect(descriptions.map((row) => row.description)).toEqual(['Ours.\n\nToo.', '', '']);
    expect(writesOf((await world.sync({ config })).ledger)).toEqual([]);
    expect((await world.sync()).report.counts).toMatchObject({ updated: 3 });
    expect((await world.interfaceOf('B')).description).toContain('Status: Started');
  });

  it('LX_FIELD_COMPUTED: package_id → /displayName is refused with what to use instead', async () => {
    const world = await openIFlows(['A']);
    const problem = await problemOf(world, "flows: {iflows: {mapping: {/displayName: '{package_id}'}}}");
    expect(problem).toMatchObject({ code: 'CFG_MAPPING' });
    expect(problem?.message).toContain(
      'LX_FIELD_COMPUTED mapping.displayName: LeanIX makes displayName itself',
    );
    expect(problem?.message).toContain('is given with naming');
  });

  it('Status → /tags is refused with what to use instead, and that works', async () => {
    const world = await openIFlows(['A']);
    const wrong = world.open({
      flow: 'iflows',
      config: world.configure("flows: {iflows: {mapping: {/tags: '{Status}'}}}"),
    });
    const refused: LandbridgeError & { mistakes?: { message: string }[] } = await wrong.catch(
      (thrown) => thrown,
    );
    expect(refused.code).toBe('CFG_FILE_INVALID');
    expect(JSON.stringify(refused)).toContain('tags are given with tags');
    const right = 'flows: {iflows: {tags: [{from: Status, values: {Started: Checked, "*": Open question}}]}}';
    await world.sync({ config: right });
    expect((await world.interfaceOf('A')).tags).toContain('Checked');
  });

  it('rows of CPI Studio do what their users mean: name, description, package_id, version, Status', async () => {
    const world = await openIFlows([]);
    putFlow(world.tenant, 'A', { design: { Description: 'Sends orders' } });
    const config = [
      'flows:',
      '  iflows:',
      "    naming: '{name}'",
      '    mapping:',
      "      /description: '{description}'",
      "      alias: '{package_id}, {Status}'",
      "      /release: '{version}'",
    ].join('\n');
    await world.sync({ config });
    expect(await world.interfaceOf('A')).toMatchObject({ description: 'Sends orders', release: '1.0.0' });
    const { data } = await world.person.graphql(
      'query($id: ID!) { factSheet(id: $id) { ... on Interface { alias } } }',
      { id: (await world.interfaceOf('A')).id },
    );
    expect(data.factSheet.alias).toBe('Orders, Started');
  });
});

describe('SAP Cloud Integration', () => {
  it.each([
    ['MonitoringDataRead', (path: string) => path.endsWith('/IntegrationRuntimeArtifacts')],
    ['WorkspacePackagesRead', (path: string) => path.endsWith('/IntegrationPackages')],
  ])('CPI_ROLE_MISSING: names the role %s', async (role, isMeant) => {
    const world = await openIFlows(['A']);
    world.relay.always(
      ({ path }) => isMeant(path),
      async () => ({ status: 403, body: '{}' }),
    );
    const problem = await problemOf(world);
    expect(problem).toMatchObject({ code: 'CPI_ROLE_MISSING' });
    expect(problem?.message).toContain(`role: ${role}`);
  });

  it('CPI_ACCESS_POLICY: a package that may not be looked into costs what it says, and the role is named', async () => {
    const world = await openIFlows(['A']);
    const [first] = world.tenant.packages.values();
    if (first !== undefined) world.tenant.packages.set('HR', { ...first, Id: 'HR', Name: 'HR flows' });
    putFlow(world.tenant, 'Payroll', { design: { PackageId: 'HR' } });
    world.relay.always(
      ({ path }) => path.includes('HR') && path.endsWith('/IntegrationDesigntimeArtifacts'),
      async () => ({ status: 403, body: '{}' }),
    );
    const { report } = await world.sync();
    expect(report.counts).toMatchObject({ created: 2 });
    expect(report.notes.join()).toContain('CPI_ACCESS_POLICY keeps HR from the key');
    expect(report.notes.join()).toContain('AccessAllAccessPoliciesArtifacts');
  });

  it('CPI_STATUS_VOCAB: Stopped is no status, and what is meant is', async () => {
    const world = await openIFlows(['A']);
    const map = (word: string) =>
      `flows: {iflows: {mapping: {alias: {from: Status, values: {${word}: off, Started: on}}}}}`;
    const problem = await problemOf(world, map('Stopped'));
    expect(problem).toMatchObject({ code: 'CFG_MAPPING' });
    expect(problem?.message).toContain('CPI_STATUS_VOCAB mapping.alias.values.Stopped');
    expect(problem?.message).toContain('NotDeployed');
    expect((await world.sync({ config: map('NotDeployed') })).report.counts).toMatchObject({ created: 1 });
  });

  it('CPI_CREDENTIALS: its client or secret is refused', async () => {
    const world = await openIFlows(['A']);
    world.relay.always(
      ({ path }) => path.startsWith('/uaa-it/'),
      async () => ({ status: 401, body: '{}' }),
    );
    expect(await problemOf(world)).toMatchObject({ code: 'CPI_CREDENTIALS' });
  });
});
