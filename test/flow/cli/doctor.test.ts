// The verbs of the set-up as a person runs them: exit codes, one JSON object, what is pasted on stdout alone.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { landbridge, projectRoot } from '../../support/cli/landbridge.ts';
import { withWorld } from '../../support/cli/world.ts';

describe.concurrent('doctor', { timeout: 60_000 }, () => {
  it('ends with 0 where all is green, and writes nothing', async () => {
    await withWorld({}, async (world) => {
      const end = await world.run('doctor', '--bindings', world.bindings);
      expect(end).toMatchObject({ code: 0, stderr: '' });
      expect(end.stdout).toMatch(/Green: nothing stands in the way\.\n$/);
      expect(world.ledger().map(({ method, operation }) => `${method} ${operation}`)).not.toContainEqual(
        expect.stringMatching(/create|update|delete/),
      );
    });
  });

  it('ends with 3 at warnings and with 1 at what stops work, all of it in one JSON object', async () => {
    await withWorld({ scopes: ['calm-api.landscape.read'] }, async (world) => {
      const warned = await world.run('doctor', '--bindings', world.bindings, '--json');
      expect(warned).toMatchObject({ code: 3, stderr: '' });
      expect(JSON.parse(warned.stdout)).toMatchObject({
        verdict: 'warnings',
        findings: [{ code: 'CALM_SCOPE_MISSING', severity: 'warns', connection: 'calm-api' }],
      });
      const stopped = await world.run('doctor', 'calm-api', '--bindings', world.bindings, '--for', 'stories');
      expect(stopped.code).toBe(1);
      expect(stopped.stdout).toContain('"$XSMASTERAPPNAME.calm-api.features.read"');
      expect(stopped.stdout).toContain('SV-CLM-API');
    });
  });

  it('takes one key alone, as the four single fields', async () => {
    await withWorld({}, async (world) => {
      const [service] = world.simulator.bindings.VCAP_SERVICES.SAPCloudALMAPIs as [
        { credentials: { uaa: Record<string, string> } },
      ];
      const { url, clientid, clientsecret } = service.credentials.uaa;
      const file = join(world.folder, 'key.txt');
      const lines = [
        `Authentication server: ${url}`,
        `ClientId: ${clientid}`,
        `ClientSecret: ${clientsecret}`,
        `URL: ${world.simulator.origin}`,
      ];
      await writeFile(file, lines.join('\n'));
      const end = await world.run('doctor', 'calm-api', '--bindings', file);
      expect(end).toMatchObject({ code: 0, stderr: '' });
      expect(end.stdout).toContain('single fields with a client secret');
      for (const secret of world.simulator.secrets) expect(end.stdout).not.toContain(secret);
    });
  });

  it('ends with 2 where it is asked for what is not there', async () => {
    await withWorld({}, async (world) => {
      const uses = await world.run('doctor', '--bindings', world.bindings, '--for', 'everything');
      expect(uses).toMatchObject({ code: 2, stdout: '' });
      expect(uses.stderr).toContain('landscape,projects,stories,monitoring');
      const connection = await world.run('doctor', 'nothing', '--bindings', world.bindings);
      expect(connection).toMatchObject({ code: 2, stdout: '' });
      expect(connection.stderr).toContain('known: calm-api, leanix');
    });
  });
});

describe.concurrent('what a mapping may name', { timeout: 60_000 }, () => {
  it('is listed: types with subtypes, fields with values, tags', async () => {
    await withWorld({}, async (world) => {
      const list = async (...what: string[]) => {
        const end = await world.run('leanix', ...what, '--bindings', world.bindings, '--json');
        expect(end).toMatchObject({ code: 0, stderr: '' });
        return JSON.parse(end.stdout).rows;
      };
      expect(await list('types')).toContainEqual({
        type: 'Application',
        subtypes: ['businessApplication', 'microservice'],
        fields: expect.stringMatching(/^\d+$/),
      });
      expect(await list('fields', 'Application')).toContainEqual({
        field: 'lifecycle',
        kind: 'LIFECYCLE',
        values: ['plan', 'phaseIn', 'active', 'phaseOut', 'endOfLife'],
      });
      expect(await list('tags')).toContainEqual({ tag: 'Managed by/SAP Cloud ALM', types: [] });
      const end = await world.run('leanix', 'fields', 'Aplication', '--bindings', world.bindings);
      expect(end.code).not.toBe(0);
      expect(end.stderr).toContain('didYouMean: Application');
      const far = await world.run('leanix', 'fields', 'Xyz', '--bindings', world.bindings);
      expect(far.stderr).toContain('known: Application');
      expect(far.stderr).not.toContain('didYouMean');
    });
  });
});

describe.concurrent('scopes', { timeout: 60_000 }, () => {
  const run = (...args: string[]) => landbridge(['scopes', ...args], { cwd: projectRoot });

  it('prints the parameters to paste and nothing else on stdout, the rules beside them', async () => {
    const end = await run('--for', 'landscape,stories', '--instance-name', 'leanix_sync');
    expect(end.code).toBe(0);
    expect(JSON.parse(end.stdout)).toEqual({
      'xs-security': {
        xsappname: 'leanix_sync',
        authorities: [
          '$XSMASTERAPPNAME.calm-api.landscape.read',
          '$XSMASTERAPPNAME.calm-api.subscriptions.read',
          '$XSMASTERAPPNAME.calm-api.projects.read',
          '$XSMASTERAPPNAME.calm-api.projects.private.read',
          '$XSMASTERAPPNAME.calm-api.projects.protected.read',
          '$XSMASTERAPPNAME.calm-api.tasks.read',
          '$XSMASTERAPPNAME.calm-api.features.read',
        ],
        'oauth2-configuration': { 'credential-types': ['binding-secret'] },
      },
    });
    expect(end.stderr).toContain('Make a new instance');
    expect(end.stderr).toContain('<system id>_<client>_<system number>');
  });

  it('takes the id of an instance, and warns of updating one', async () => {
    const id = '0f1e2d3c-0000-4000-8000-00000000000a';
    const end = await run('--for', 'landscape', '--instance-id', id, '--credential-type', 'x509', '--json');
    const { parameters, bindingParameters, rules } = JSON.parse(end.stdout);
    expect(parameters['xs-security'].xsappname).toBe(id);
    expect(parameters['xs-security']['oauth2-configuration']).toEqual({ 'credential-types': ['x509'] });
    expect(bindingParameters).toMatchObject({ 'credential-type': 'x509', x509: { validity: 30 } });
    expect(rules.join('\n')).toContain('Never update an instance that managed systems use');
  });

  it.each([
    { args: ['--for', 'landscap'], names: 'landscape,projects,stories,monitoring' },
    { args: ['--for', 'landscape', '--instance-name', 'with blank'], names: 'CALM_INSTANCE_NAME' },
    { args: ['--for', 'landscape', '--instance-name', 'x'.repeat(33)], names: '33 characters' },
    { args: ['--for', 'landscape', '--instance-id', 'no-guid'], names: 'not a GUID' },
    { args: ['--for', 'landscape', '--instance-name', 'a', '--instance-id', 'b'], names: 'either' },
    { args: [], names: '--for' },
  ])('refuses $args', async ({ args, names }) => {
    const end = await run(...args);
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain(names);
  });
});

it('explain-code says what, why and what to do, and knows what was nearly meant', {
  timeout: 60_000,
}, async () => {
  const explain = (...args: string[]) => landbridge(['explain-code', ...args], { cwd: projectRoot });
  const known = await explain('calm_service_not_listed');
  expect(known).toMatchObject({ code: 0, stderr: '' });
  expect(known.stdout).toContain('1. SAP BTP cockpit: open the subaccount');
  expect(known.stdout).toContain('SV-CLM-API');
  const former = await explain('LX_GRAPHQL_ERRORS');
  expect(former.stdout).toMatch(/^LX_GRAPHQL_200_ERRORS\n/);
  const unknown = await explain('LX_GRAPHQL_300_ERRORS');
  expect(unknown).toMatchObject({ code: 2, stdout: '' });
  expect(unknown.stderr).toContain('didYouMean: LX_GRAPHQL_200_ERRORS');
  expect((await explain('banana')).stderr).not.toContain('didYouMean');
});
