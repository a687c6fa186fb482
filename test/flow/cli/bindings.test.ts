// What bad bindings get: a code, what to do about it, exit code 2, and not one request.
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { errorCodes } from '../../../shared/error-codes.ts';
import { expectRefusal, rewriteBindings, type Services } from '../../support/cli/refusal.ts';
import { withWorld } from '../../support/cli/world.ts';

describe.concurrent('bindings', { timeout: 60_000 }, () => {
  it.each<[string, (services: Services) => void, keyof typeof errorCodes, string[]]>([
    ['no Cloud ALM', (all) => delete all.SAPCloudALMAPIs, 'CFG_BINDING_MISSING', ['SAP Cloud ALM API']],
    ['no LeanIX', (all) => delete all['user-provided'], 'CFG_BINDING_MISSING', ['SAP LeanIX', 'apiToken']],
  ])('%s', async (_, change, code, names) => {
    await withWorld({}, async (world) => {
      await rewriteBindings(world, change);
      await expectRefusal(world, await world.sync(), { exitCode: 2, code, names });
      expect(world.ledger()).toEqual([]);
    });
  });

  it.each<[string, (services: Required<Services>) => void, keyof typeof errorCodes, string[]]>([
    [
      'without uaa.url',
      ({ SAPCloudALMAPIs: [service] }) => delete service?.credentials.uaa.url,
      'CFG_BINDING_INCOMPLETE',
      ['calm-api', 'uaa.url'],
    ],
    [
      'without a secret',
      ({ SAPCloudALMAPIs: [service] }) => delete service?.credentials.uaa.clientsecret,
      'CFG_BINDING_INCOMPLETE',
      ['uaa.clientsecret'],
    ],
    [
      'with an empty API token',
      ({ 'user-provided': [service] }) => Object.assign(service?.credentials ?? {}, { apiToken: ' ' }),
      'CFG_BINDING_INCOMPLETE',
      ['leanix', 'apiToken'],
    ],
    [
      'to Cloud ALM over plain HTTP',
      ({ SAPCloudALMAPIs: [service] }) =>
        Object.assign(service?.credentials.endpoints ?? {}, { Api: 'http://eu10.alm.cloud.sap/api' }),
      'CFG_PLAIN_HTTP',
      ['eu10.alm.cloud.sap'],
    ],
    [
      'to a token service over plain HTTP',
      ({ SAPCloudALMAPIs: [service] }) =>
        Object.assign(service?.credentials.uaa ?? {}, {
          url: 'http://acme.authentication.eu10.hana.ondemand.com',
        }),
      'CFG_PLAIN_HTTP',
      ['acme.authentication.eu10.hana.ondemand.com'],
    ],
    [
      'to LeanIX over plain HTTP',
      ({ 'user-provided': [service] }) =>
        Object.assign(service?.credentials ?? {}, { host: 'http://acme.leanix.net/' }),
      'CFG_PLAIN_HTTP',
      ['acme.leanix.net'],
    ],
    [
      'to a host that only begins like this machine',
      ({ 'user-provided': [service] }) =>
        Object.assign(service?.credentials ?? {}, { host: 'http://127.0.0.1.example.org' }),
      'CFG_PLAIN_HTTP',
      ['127.0.0.1.example.org'],
    ],
    [
      'of two workspaces',
      (all) =>
        all['user-provided'].push({
          name: 'leanix-sandbox',
          credentials: { host: 'sandbox.leanix.net', apiToken: 'LXT_other' },
        }),
      'CFG_BINDING_AMBIGUOUS',
      ['leanix, leanix-sandbox'],
    ],
  ])('%s', async (_, change, code, names) => {
    await withWorld({}, async (world) => {
      await rewriteBindings(world, change);
      await expectRefusal(world, await world.sync(), { exitCode: 2, code, names });
      expect(world.ledger()).toEqual([]);
    });
  });

  it.each([
    ['is no JSON', '{"VCAP_SERVICES": '],
    ['has another shape', '[1, 2]'],
    ['holds a text', '"VCAP_SERVICES"'],
  ])('in a file that %s', async (_, text) => {
    await withWorld({}, async (world) => {
      await writeFile(world.bindings, text);
      const end = await world.sync();
      await expectRefusal(world, end, {
        exitCode: 2,
        code: 'CFG_BINDINGS_UNREADABLE',
        names: [world.bindings],
      });
    });
  });

  it('in a file that is not there, and none at all', async () => {
    await withWorld({}, async (world) => {
      const missing = `${world.bindings}.gone`;
      const end = await world.run('sync', 'landscape', '--bindings', missing);
      expect(end).toMatchObject({ code: 2, stdout: '' });
      expect(end.stderr).toMatch(/^CFG_BINDINGS_UNREADABLE: /);
      expect(end.stderr).toContain(missing);
      const bare = await world.run('sync', 'landscape');
      expect(bare).toMatchObject({ code: 2, stdout: '' });
      expect(bare.stderr).toMatch(/^CFG_BINDING_MISSING: .*--bindings.*\n$/);
    });
  });

  it.each<[string, (services: Required<Services>, origin: string) => void]>([
    [
      'without /api, with a slash and the whole token path',
      ({ SAPCloudALMAPIs: [service] }, origin) => {
        if (service === undefined) return;
        service.credentials.endpoints.Api = `${origin}/`;
        service.credentials.uaa.url = `${origin}/uaa/oauth/token`;
      },
    ],
    [
      'to localhost, with a path behind the host of LeanIX',
      ({ 'user-provided': [service] }, origin) => {
        if (service !== undefined)
          service.credentials.host = `${origin.replace('127.0.0.1', 'localhost')}/sandbox`;
      },
    ],
  ])('are also read %s', async (_, change) => {
    await withWorld({}, async (world) => {
      await rewriteBindings(world, (services) => change(services, world.simulator.origin));
      expect((await world.sync()).json.run.state).toBe('done');
    });
  });
});
