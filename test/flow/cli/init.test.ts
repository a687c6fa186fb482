// `landbridge init` from end to end: what it asks, what it writes, what it refuses, and that `sync` goes on with it.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InitJson } from '../../../cli/output/init-json.ts';
import { rewriteBindings } from '../../support/cli/refusal.ts';
import { isMutation, undisturbed, type World, withWorld } from '../../support/cli/world.ts';
import { parse } from '../../support/config-file.ts';

const init = (world: World, ...more: string[]) => world.run('init', '--bindings', world.bindings, ...more);
const fileIn = (world: World) => readFile(join(world.folder, 'landbridge.yaml'), 'utf8');

describe.concurrent('landbridge init', { timeout: 60_000 }, () => {
  it('asks once for each thing, writes a commented file, and keeps no state', async () => {
    await withWorld({}, async (world) => {
      const { code, stdout, stderr } = await init(world);
      expect([code, stderr]).toEqual([0, 'reading Cloud ALM: 60\n']);
      expect(stdout).toContain('landbridge.yaml written');
      expect(stdout).toContain(`npx landbridge sync landscape --bindings ${world.bindings}`);
      expect(
        world.ledger().map(({ method, path, operation }) => `${method} ${path} ${operation}`.trim()),
      ).toEqual([
        'POST /uaa/oauth/token',
        'POST /services/mtm/v1/oauth2/token',
        'GET /services/pathfinder/v1/models/dataModel',
        'POST /services/pathfinder/v1/graphql allTags',
        'GET /api/calm-landscape/v1/landscapeObjects',
        'GET /api/calm-landscape/v1/landscapeObjects',
      ]);
      expect((await readdir(world.folder)).sort()).toEqual(['bindings.json', 'landbridge.yaml']);

      const text = await fileIn(world);
      const { json: whole } = await undisturbed({});
      const { AMBIGUOUS_NAME: ambiguous = 0, PROPOSED: _, ...skipped } = whole.skipped;
      const notWanted = Object.values(skipped).reduce((sum, count) => sum + count, 0);
      expect(ambiguous).toBeGreaterThan(0);
      expect(text).toContain(`Tenant example-calm: 60 objects, ${60 - notWanted} of them wanted.`);
      expect(text).toMatch(/# {3}kind: \d+ CloudService, \d+ TechnicalSystem/);
      expect(text).toContain('# The tag library of the workspace holds it.');
      expect(text).toMatch(/\n {6}# maxChanges: \d+\n/);
      const { connections, flows } = parse(text);
      expect(connections).toEqual({
        calm: { binding: 'calm-api' },
        leanix: { binding: 'leanix', workspace: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      });
      expect(flows?.landscape).toEqual({
        source: ['calm'],
        workspace: 'leanix',
        target: { type: 'Application', subtype: 'businessApplication' },
        tag: 'SAP Cloud ALM',
        removal: { limitPercent: 5 },
        guards: { firstRun: 'stop', shrinkPercent: 20 },
        policy: {
          create: 'inbox',
          link: 'apply',
          update: 'apply',
          retire: 'apply',
          proposed: 'inbox',
          ambiguous: 'inbox',
        },
      });
      for (const secret of world.simulator.secrets) expect(text + stdout + stderr).not.toContain(secret);
    });
  });

  it('drafts the flow of integration flows where that is what is bound, or where it is named', async () => {
    await withWorld({ size: 5, iflows: 12, packages: 3 }, async (world) => {
      expect((await init(world, 'iflow')).stderr).toContain('CFG_FLOW_UNKNOWN');
      await rewriteBindings(world, (services) => Reflect.deleteProperty(services, 'SAPCloudALMAPIs'));
      const { code, stdout, stderr } = await init(world);
      expect([code, stderr]).toEqual([0, expect.stringMatching(/^reading Cloud Integration: \d+\n$/)]);
      expect(stdout).toContain('npx landbridge sync iflows');
      const text = await fileIn(world);
      expect(text).toContain('what is read from SAP Cloud Integration');
      expect(text.replace(/\n *#/g, '').replace(/ +/g, ' ')).toMatch(
        /Any type of the workspace can be taken: Application, .*ITComponent/,
      );
      expect(text).toMatch(/# {3}package: \d+ /);
      const { connections, flows } = parse(text);
      expect(connections).toMatchObject({ cpi: { binding: 'cpi-api' }, leanix: { binding: 'leanix' } });
      expect(flows).toMatchObject({
        iflows: {
          source: ['cpi'],
          target: { type: 'Interface', subtype: 'logicalInterface' },
          guards: { firstRun: 'stop' },
          policy: { create: 'apply' },
        },
      });
      const stopped = await world.run('sync', 'iflows', '--bindings', world.bindings);
      expect(stopped.stderr + stopped.stdout).toContain('PLAN_FIRST_RUN');
      expect(world.ledger().filter(isMutation)).toEqual([]);
      for (const secret of world.simulator.secrets) expect(text + stdout + stderr).not.toContain(secret);
    });
  });

  it('leads to a first run that waits for approval, and then links and creates nothing', async () => {
    const { json: whole } = await undisturbed({});
    await withWorld({}, async (world) => {
      await init(world);
      const stopped = await world.sync();
      expect([stopped.code, stopped.json.refused?.code]).toEqual([4, 'PLAN_FIRST_RUN']);
      expect(world.ledger().filter(isMutation)).toEqual([]);
      const hash = /planHash: ([0-9a-f]{64})/.exec(stopped.stderr)?.[1] ?? '';
      const approved = await world.sync('--approve', hash);
      expect([approved.code, approved.json.run.state]).toEqual([0, 'done']);
      expect(approved.json.counts).toMatchObject({ created: 0, linked: whole.counts.linked });
      expect(approved.json.counts.linked).toBeGreaterThan(0);
      expect(approved.json.skipped.INBOX).toBe(whole.counts.created);
    });
  });

  it('prints one object with --json', async () => {
    await withWorld({}, async (world) => {
      const { code, stdout } = await init(world, '--json', '--config', 'my file.yaml');
      expect(code).toBe(0);
      const json: InitJson = JSON.parse(stdout);
      expect(json).toMatchObject({
        file: 'my file.yaml',
        sources: [{ connection: 'calm', tenant: 'example-calm', objects: 60 }],
        workspaces: [{ connection: 'leanix', name: 'SimulatedWorkspace' }],
        target: { type: 'Application', subtype: 'businessApplication', problem: null },
        tag: { name: 'SAP Cloud ALM', state: 'present' },
        requests: { 'cloud-alm': 3, leanix: 3 },
        warnings: [],
        next: `npx landbridge sync landscape --bindings ${world.bindings} --config 'my file.yaml'`,
      });
      const skipped = Object.values(json.skipped).reduce((sum, count) => sum + count, 0);
      expect(skipped + (json.sources[0]?.selected ?? 0)).toBe(60);
    });
  });
});

describe.concurrent('a file that is there', { timeout: 60_000 }, () => {
  it('is left alone before anything is asked, and replaced with --force', async () => {
    await withWorld({ size: 20 }, async (world) => {
      await init(world);
      const first = await fileIn(world);
      const asked = world.ledger().length;
      await writeFile(join(world.folder, 'landbridge.yaml'), '# mine\n');

      const again = await init(world);
      expect([again.code, again.stdout]).toEqual([2, '']);
      expect(again.stderr).toMatch(/^CFG_FILE_EXISTS: .*file: landbridge\.yaml.*--force/);
      const json = await init(world, '--json');
      expect(json.code).toBe(2);
      expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'CFG_FILE_EXISTS' }, sources: [] });
      expect(await fileIn(world)).toBe('# mine\n');
      expect(world.ledger()).toHaveLength(asked);

      expect((await init(world, '--force')).code).toBe(0);
      expect(await fileIn(world)).toBe(first);
    });
  });

  it('is left alone too when it came while the systems were read', async () => {
    await withWorld({ size: 20 }, async (world) => {
      world.intercept(async (entry, carryOut) => {
        if (entry.path.endsWith('/landscapeObjects')) {
          await writeFile(join(world.folder, 'landbridge.yaml'), '# mine\n');
        }
        return carryOut();
      });
      const { code, stderr } = await init(world);
      expect([code, stderr]).toEqual([2, expect.stringContaining('CFG_FILE_EXISTS')]);
      expect(await fileIn(world)).toBe('# mine\n');
      expect((await readdir(world.folder)).sort()).toEqual(['bindings.json', 'landbridge.yaml']);
    });
  });

  it.each(['nowhere/landbridge.yaml', '.'])('cannot be written as %s, and nothing is asked', async (file) => {
    await withWorld({ size: 1 }, async (world) => {
      const { code, stderr } = await init(world, '--force', '--config', file);
      expect([code, stderr]).toEqual([2, expect.stringContaining('CFG_FILE_UNWRITABLE')]);
      expect(world.ledger()).toEqual([]);
    });
  });
});

describe.concurrent('what keeps init from writing', { timeout: 60_000 }, () => {
  it.each<[string, number, string, (world: World) => Promise<void>]>([
    [
      'a wrong client secret',
      1,
      'CALM_CREDENTIALS',
      (world) =>
        rewriteBindings(world, ({ SAPCloudALMAPIs: [service] }) =>
          Object.assign(service?.credentials.uaa ?? {}, { clientsecret: 'wrong' }),
        ),
    ],
    [
      'a key without the scope',
      1,
      'CALM_SCOPE_MISSING',
      (world) =>
        rewriteBindings(world, ({ SAPCloudALMAPIs: [service] }) => {
          if (service !== undefined) service.credentials.uaa.clientid += '-noscope';
        }),
    ],
    [
      'a wrong API token',
      1,
      'LX_TOKEN_EXPIRED',
      (world) =>
        rewriteBindings(world, ({ 'user-provided': [service] }) =>
          Object.assign(service?.credentials ?? {}, { apiToken: 'LXT_wrong' }),
        ),
    ],
    [
      'no LeanIX',
      2,
      'CFG_BINDING_MISSING',
      (world) =>
        rewriteBindings(world, (services) => {
          services['user-provided'] = [];
        }),
    ],
    [
      'a page that is no JSON',
      1,
      'NET_NOT_JSON',
      async (world) =>
        world.intercept(async (entry, carryOut) =>
          entry.path.endsWith('/landscapeObjects') ? new Response('<html>') : carryOut(),
        ),
    ],
  ])('%s', async (_, exitCode, expected, spoil) => {
    await withWorld({ size: 20 }, async (world) => {
      await spoil(world);
      const { code, stdout, stderr } = await init(world, '--json');
      expect(code).toBe(exitCode);
      expect(JSON.parse(stdout)).toMatchObject({ file: 'landbridge.yaml', error: { code: expected } });
      expect(stderr).toContain(expected);
      expect(await readdir(world.folder)).toEqual(['bindings.json']);
    });
  });
});

describe.concurrent('what is unusual', { timeout: 60_000 }, () => {
  it('several tenants and workspaces: all become connections, the first workspace is chosen', async () => {
    await withWorld({ size: 20 }, async (world) => {
      await rewriteBindings(world, (services) => {
        const [calm] = services.SAPCloudALMAPIs;
        const [leanix] = services['user-provided'];
        if (calm === undefined || leanix === undefined) throw new Error('The world has no bindings');
        const credentials = structuredClone(calm.credentials);
        credentials.uaa.identityzone = 'other-calm';
        services.SAPCloudALMAPIs.push({ ...calm, ...{ name: 'calm.Other', credentials } });
        services['user-provided'].unshift({ ...leanix, name: 'leanix-test' });
      });
      const { code, stdout, stderr } = await init(world);
      expect(code).toBe(0);
      expect(stderr).toContain('Warning: Several SAP LeanIX services are bound: leanix, leanix-test.');
      expect(stdout).toMatch(/to LeanIX .*\n +also bound /);
      const text = await fileIn(world);
      expect(text).toContain(
        '# Several are bound, and this is the first by name. Choose one of: leanix, leanix-test.',
      );
      const { connections, flows } = parse(text);
      expect(connections).toMatchObject({
        'calm-api': { binding: 'calm-api' },
        'calm-other': { binding: 'calm.Other' },
        leanix: { binding: 'leanix', workspace: expect.any(String) },
        'leanix-test': { binding: 'leanix-test', workspace: expect.any(String) },
      });
      expect(flows?.landscape).toMatchObject({ source: ['calm-api', 'calm-other'], workspace: 'leanix' });
      expect(world.ledger().filter(({ path }) => path.endsWith('/oauth2/token'))).toHaveLength(2);
      expect(world.ledger().filter(({ path }) => path.endsWith('/dataModel'))).toHaveLength(1);

      const { json } = await world.sync();
      expect(json.error).toBeUndefined();
      expect(json.sources.map(({ tenant, items }) => [tenant, items])).toEqual([
        ['example-calm', 20],
        ['other-calm', 20],
      ]);
    });
  });

  it('an empty landscape still gives a file, and a warning', async () => {
    await withWorld({ faults: ['empty'] }, async (world) => {
      const { code, stderr } = await init(world);
      expect(code).toBe(0);
      expect(stderr).toContain('Warning: Tenant example-calm has no landscape objects');
      expect(await fileIn(world)).toContain('# No object was found in SAP Cloud ALM');
    });
  });

  it('a workspace without the type says so and lists its types', async () => {
    await withWorld({ size: 20 }, async (world) => {
      const types = { Provider: { fields: {}, relations: [] }, System: { fields: {}, relations: [] } };
      world.intercept(async (entry, carryOut) => {
        if (entry.path.endsWith('/dataModel')) return Response.json({ data: { factSheets: types } });
        if (entry.operation !== 'allTags') return carryOut();
        return Response.json({ data: { allTags: { edges: [] } } });
      });
      const { code, stderr } = await init(world);
      expect(code).toBe(0);
      expect(stderr).toMatch(/Warning: LX_TYPE_MISSING: .*type: Application/);
      const text = await fileIn(world);
      expect(text).toMatch(/# The workspace has no type Application\. It has:\n +# {3}Provider, System\n/);
      expect(text).toContain('# The tag library of the workspace does not hold it');
    });
  });

  it('the schema is named to editors where it lies beside the file', async () => {
    await withWorld({ size: 1 }, async (world) => {
      await init(world);
      expect(await fileIn(world)).not.toContain('$schema');
      await writeFile(join(world.folder, 'landbridge.schema.json'), '{}');
      await init(world, '--force');
      expect(await fileIn(world)).toContain('\n# yaml-language-server: $schema=./landbridge.schema.json\n');
    });
  });
});
