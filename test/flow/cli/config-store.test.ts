// `landbridge config import|export|remove`: the configuration in the store, and which one holds.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { landbridge } from '../../support/cli/landbridge.ts';
import { type World, withWorld } from '../../support/cli/world.ts';

const noCreation = '# mine\nflows:\n  landscape:\n    policy: {create: ignore}\n';
const noUpdates = 'flows: {landscape: {policy: {create: ignore, update: ignore}}}\n';

const configOf = (world: World, ...args: string[]) => world.run('config', ...args, '--state', world.state);

async function fileOf(world: World, text: string, name = 'mine.yaml'): Promise<string> {
  const file = join(world.folder, name);
  await writeFile(file, text);
  return file;
}

describe.concurrent('a configuration in the store', { timeout: 60_000 }, () => {
  it('holds without an option, before landbridge.yaml and behind --config', async () => {
    await withWorld({}, async (world) => {
      const imported = await configOf(world, 'import', await fileOf(world, noCreation));
      expect(imported).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/mine\.yaml is kept in .*state/),
      });
      expect(world.ledger()).toEqual([]);

      const stored = await world.sync();
      expect(stored.json).toMatchObject({ run: { state: 'done' }, counts: { created: 0 } });
      expect(stored.json.skipped.IGNORED).toBeGreaterThan(0);
      expect(stored.stderr).toMatch(/^Configuration: the store, imported 20\S+Z\.$/m);

      await fileOf(world, 'flows: {}\n', 'landbridge.yaml');
      const shadowing = await world.sync();
      expect(shadowing.json.counts.created).toBe(0);
      expect(shadowing.stderr).toContain('; landbridge.yaml of the working directory is not used.');

      const named = await world.sync('--config', await fileOf(world, 'flows: {}\n', 'other.yaml'));
      expect(named.json.counts.created).toBeGreaterThan(0);
      expect(named.stderr).not.toContain('Configuration:');
    });
  });

  it('comes out as it went in, byte by byte, and can be taken out', async () => {
    await withWorld({ size: 1 }, async (world) => {
      const file = await fileOf(world, noCreation);
      await configOf(world, 'import', file);
      await configOf(world, 'import', await fileOf(world, noUpdates, 'second.yaml'));
      expect((await configOf(world, 'export')).stdout).toBe(noUpdates);
      await configOf(world, 'import', file);
      const copy = join(world.folder, 'copy.yaml');
      expect(await configOf(world, 'export', copy)).toMatchObject({ code: 0, stdout: '' });
      expect(await readFile(copy, 'utf8')).toBe(noCreation);

      const again = await configOf(world, 'export', copy);
      expect(again).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^CFG_FILE_EXISTS: .*copy\.yaml/),
      });

      expect((await configOf(world, 'remove')).code).toBe(0);
      for (const verb of ['export', 'remove']) {
        const none = await configOf(world, verb);
        expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/^CFG_NOT_STORED: /) });
      }
    });
  });

  it('is refused with all its mistakes, and then neither store nor configuration changes', async () => {
    await withWorld({ size: 1 }, async (world) => {
      const broken = await fileOf(
        world,
        'flow: {}\nconnections: {a: {binding: LXT_hunter2}}\n',
        'broken.yaml',
      );
      const first = await configOf(world, 'import', broken);
      expect(first.code).toBe(2);
      expect(first.stderr).toMatch(
        /broken\.yaml:1:1: flow is not known.*\n.*broken\.yaml:2:28: .*secret.*\nCFG_FILE_INVALID: /,
      );
      expect(first.stderr + first.stdout).not.toContain('hunter2');
      expect(existsSync(world.state)).toBe(false);

      await configOf(world, 'import', await fileOf(world, noCreation));
      expect((await configOf(world, 'import', broken)).code).toBe(2);
      expect((await configOf(world, 'export')).stdout).toBe(noCreation);

      const none = await configOf(world, 'import', 'none.yaml');
      expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/^CFG_FILE_UNREADABLE: /) });
    });
  });

  it('is asked of no store that is not there', async () => {
    await withWorld({ size: 1 }, async (world) => {
      expect((await configOf(world, 'export')).code).toBe(2);
      expect(existsSync(world.state)).toBe(false);
    });
  });
});

describe.concurrent('APP_SETTINGS', { timeout: 60_000 }, () => {
  const importWith = (world: World, env: Record<string, string>) =>
    landbridge(['config', 'import', '--state', world.state], { cwd: world.folder, env });

  it('is where an import without a file reads', async () => {
    await withWorld({ size: 1 }, async (world) => {
      const { code, stderr } = await importWith(world, {
        APP_SETTINGS: JSON.stringify({ flows: { landscape: { tag: 'T' } } }),
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect((await configOf(world, 'export')).stdout).toBe('{"flows":{"landscape":{"tag":"T"}}}\n');
      const missing = await importWith(world, {});
      expect(missing).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^CFG_APP_SETTINGS_MISSING: /),
      });
    });
  });

  it('is warned of where it is larger than Cloud Foundry takes, and so is a disk that passes', async () => {
    await withWorld({ size: 1 }, async (world) => {
      // A single variable may have 128 KiB on Linux, so this is as near as a test comes.
      const most = `${noUpdates}#${'x'.repeat(128 * 1024 - 200)}\n`;
      expect((await importWith(world, { APP_SETTINGS: most })).stderr).toBe('');
      const { code, stderr } = await importWith(world, { APP_SETTINGS: noUpdates, VCAP_APPLICATION: '{}' });
      expect(code).toBe(0);
      expect(stderr).toMatch(/^Warning: CFG_EPHEMERAL: .*state\.sqlite/);
      expect(
        (await importWith(world, { APP_SETTINGS: noUpdates, AWS_LAMBDA_FUNCTION_NAME: 'x' })).stderr,
      ).toMatch(/^Warning: CFG_EPHEMERAL: /);
    });
  });
});
