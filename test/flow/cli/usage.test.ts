// The command line itself: help, what it does not know, and where it finds the bound services.
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { landbridge, projectRoot, startCommand } from '../../support/cli/landbridge.ts';
import { readJson, withWorld } from '../../support/cli/world.ts';

const options = {
  demo: ['--size', '--seed', '--keep'],
  simulate: ['--port', '--size', '--seed', '--bindings', '--faults', '--latency'],
  sync: ['<flow>', '--bindings', '--state', '--json'],
  init: ['--bindings', '--config', '--force', '--json'],
  runs: ['--state', '--json'],
} as const;

describe.concurrent('--help', { timeout: 60_000 }, () => {
  it('shows every verb and what the exit codes mean', async () => {
    await withWorld({ size: 1 }, async ({ run }) => {
      const { code, stdout, stderr } = await run('--help');
      expect(code).toBe(0);
      expect(stderr).toBe('');
      for (const verb of Object.keys(options)) expect(stdout).toMatch(new RegExp(`^ {2}${verb} `, 'm'));
      expect(stdout).toContain('0 done, 1 failed, 2 usage or configuration, 3 partial, 4 refused by a guard');
    });
  });

  it.each(Object.entries(options))('of %s shows its options', async (verb, known) => {
    await withWorld({ size: 1 }, async ({ run }) => {
      const { code, stdout, stderr } = await run(verb, '--help');
      expect(code).toBe(0);
      expect(stderr).toBe('');
      expect(stdout).toContain(`Usage: landbridge ${verb}`);
      for (const option of known) expect(stdout).toContain(option);
    });
  });

  it('works through npx in the clone, without a build', async () => {
    const npx = startCommand('npx', ['--no-install', 'landbridge', '--help'], { cwd: projectRoot });
    const { code, stdout } = await npx.ended;
    expect(stdout).toContain('Usage: landbridge [options] [command]');
    expect(code).toBe(0);
  });
});

describe.concurrent('what the command line does not know', { timeout: 60_000 }, () => {
  it.each([
    ['a verb', ['snyc'], 'snyc'],
    ['an option', ['sync', 'landscape', '--statefile', 'x'], '--statefile'],
    ['a fault', ['simulate', '--faults', 'earthquake'], 'earthquake'],
    ['a size', ['simulate', '--size', 'many'], '--size'],
    ['a missing flow', ['sync'], 'flow'],
    ['a missing value', ['sync', 'landscape', '--state'], '--state'],
    ['too many flows', ['sync', 'landscape', 'iflows'], 'sync'],
    ['no verb at all', [], 'Usage: landbridge'],
  ])('%s ends with 2 and is named on stderr alone', async (_, args, named) => {
    await withWorld({ size: 1 }, async ({ run, folder }) => {
      const { code, stdout, stderr } = await run(...args);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toContain(named);
      expect(await readdir(folder)).toEqual(['bindings.json']);
    });
  });

  it('option ends with 2 and, where JSON was asked for, with one object', async () => {
    await withWorld({ size: 1 }, async ({ run }) => {
      const { code, stdout } = await run('sync', 'landscape', '--bogus', '--json');
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ run: { id: null }, error: { code: 'CFG_USAGE' } });
    });
  });

  it('path of the state ends with 2', async () => {
    await withWorld({ size: 1 }, async ({ run, bindings }) => {
      const { code, stdout } = await run(
        'sync',
        'landscape',
        '--bindings',
        bindings,
        '--state',
        '/nowhere/x',
        '--json',
      );
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'STORE_UNREADABLE' } });
    });
  });

  it('a flow ends with 2 and names the flows there are', async () => {
    await withWorld({ size: 1 }, async ({ run, bindings, state, ledger }) => {
      const { code, stdout, stderr } = await run('sync', 'orbit', '--bindings', bindings, '--state', state);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^CFG_FLOW_UNKNOWN: .*orbit.*landscape.*\n$/);
      expect(ledger()).toEqual([]);
    });
  });
});

describe.concurrent('the bound services', { timeout: 60_000 }, () => {
  it.each(['VCAP_SERVICES', 'VCAP_SERVICES_FILE_PATH', 'default-env.json'])(
    'come from %s',
    async (source) => {
      await withWorld({}, async ({ folder, bindings, simulator, ledger }) => {
        const services = JSON.stringify(simulator.bindings.VCAP_SERVICES);
        const env: Record<string, string> = {};
        if (source === 'VCAP_SERVICES') env.VCAP_SERVICES = services;
        if (source === 'VCAP_SERVICES_FILE_PATH') env.VCAP_SERVICES_FILE_PATH = join(folder, 'services.json');
        await writeFile(join(folder, 'services.json'), services);
        if (source === 'default-env.json') await copyFile(bindings, join(folder, 'default-env.json'));
        const end = await landbridge(['sync', 'landscape', '--json'], { cwd: folder, env });
        expect(readJson(end).run.state).toBe('done');
        expect(ledger().length).toBeGreaterThan(0);
        // Without --state, the store lies where the command was run.
        expect((await readFile(join(folder, 'landbridge.sqlite'))).length).toBeGreaterThan(0);
      });
    },
  );

  it('of --bindings go before those of the environment', async () => {
    await withWorld({}, async ({ folder, bindings, state }) => {
      const args = ['sync', 'landscape', '--bindings', bindings, '--state', state, '--json'];
      const end = await landbridge(args, { cwd: folder, env: { VCAP_SERVICES: '{"other":[]}' } });
      expect(readJson(end).run.state).toBe('done');
    });
  });
});
