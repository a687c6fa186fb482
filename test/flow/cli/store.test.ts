// A store that cannot be written, or not by this version: what the command says, and that the next one goes on.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { duplicatesAmong } from '../../support/cli/fact-sheets.ts';
import { launcher, startCommand } from '../../support/cli/landbridge.ts';
import { readJson, undisturbed, type World, withWorld } from '../../support/cli/world.ts';

const syncArgs = ({ bindings, state }: World) =>
  ['sync', 'landscape', '--bindings', bindings, '--state', state, '--json'] as const;

/** Permissions do not bind root: then somebody else runs the command. */
const nobody = process.getuid?.() === 0 ? 65_534 : undefined;
const runsAs = (uid: number, args: readonly string[]) =>
  spawnSync(process.execPath, [...args], { uid, gid: uid, encoding: 'utf8' });
const canBeNobody = nobody === undefined || runsAs(nobody, [launcher, '--help']).status === 0;
if (!canBeNobody) console.warn('SKIPPED: the project cannot be read by another user than root');

/** A disk with this much room for a file; Node has write fail there where a shell would be killed. */
const withRoom = (kib: number, world: World) =>
  startCommand(
    'bash',
    ['-c', `ulimit -f ${kib}; exec "$0" "$@"`, process.execPath, launcher, ...syncArgs(world)],
    {
      cwd: world.folder,
      env: { NODE_DISABLE_COMPILE_CACHE: '1' },
    },
  ).ended;

describe.concurrent('a store', { timeout: 60_000 }, () => {
  it('on a disk that is full, at whichever point: the run goes on once there is room', async () => {
    const whole = await undisturbed({});
    await withWorld({}, async (world) => {
      const steps = new Set<string>();
      for (const kib of [8, 40, 120, 200, 300, 400]) {
        const end = await withRoom(kib, world);
        expect(end.stderr).toContain('STORE_WRITE_FAILED');
        expect(end.code).toBe(1);
        const { error, run } = readJson(end);
        expect(error?.code).toBe('STORE_WRITE_FAILED');
        steps.add(run.id ?? 'none');
        expect(duplicatesAmong(await world.applications())).toEqual([]);
      }
      // None before there was room for one, and then the same again and again.
      expect(steps.size).toBe(2);
      const { code, json } = await world.sync();
      expect(code).toBe(0);
      expect([...steps]).toContain(json.run.id);
      expect(json.counts).toEqual(whole.json.counts);
      expect(await world.applications()).toEqual(whole.applications);
      expect((await world.sync()).json.counts).toMatchObject({ created: 0, updated: 0, linked: 0 });
    });
  });

  it.skipIf(!canBeNobody).each([
    ['file', 0o444, 0o755],
    ['folder', 0o644, 0o555],
    ['file and folder', 0o444, 0o555],
  ])('whose %s is read-only is told before anything is asked, and left as it is', async (_, file, folder) => {
    await withWorld({}, async (world) => {
      expect((await world.sync()).code).toBe(0);
      const asked = world.ledger().length;
      for (const path of [world.state, world.bindings]) {
        if (nobody !== undefined) chownSync(path, nobody, nobody);
      }
      if (nobody !== undefined) chownSync(world.folder, nobody, nobody);
      const before = readFileSync(world.state);
      chmodSync(world.state, file);
      chmodSync(world.folder, folder);
      const args = [launcher, ...syncArgs(world)];
      const command = nobody === undefined ? args : ['--input-type=module', '-e', asNobody(args)];
      const end = await startCommand(process.execPath, command, { cwd: world.folder }).ended;
      chmodSync(world.folder, 0o755);
      chmodSync(world.state, 0o600);
      expect(end.stderr).toMatch(/^STORE_WRITE_FAILED: .*read-only.*/m);
      expect(end.stderr).toContain(world.state);
      expect(end.code).toBe(1);
      expect(world.ledger()).toHaveLength(asked);
      expect(readFileSync(world.state).equals(before)).toBe(true);
      expect((await world.sync()).code).toBe(0);
    });
  });

  it('of a newer version is told by both verbs and not touched', async () => {
    await withWorld({}, async (world) => {
      expect((await world.sync()).code).toBe(0);
      const newer = new DatabaseSync(world.state);
      newer.exec("UPDATE meta SET value = 99 WHERE name = 'schema'");
      newer.close();
      const before = readFileSync(world.state);
      const asked = world.ledger().length;
      const end = await world.sync();
      expect(end.code).toBe(2);
      expect(end.json).toMatchObject({ run: { id: null }, error: { code: 'STORE_SCHEMA_NEWER' } });
      expect(end.stderr).toMatch(/found: 99, known: 1/);
      const runs = await world.run('runs', '--state', world.state);
      expect(runs).toMatchObject({ code: 2, stdout: '' });
      expect(runs.stderr).toContain('STORE_SCHEMA_NEWER');
      expect(readFileSync(world.state).equals(before)).toBe(true);
      expect(readdirSync(world.folder).sort()).toEqual(['bindings.json', 'state.sqlite']);
      expect(world.ledger()).toHaveLength(asked);
    });
  });

  it('that is gone loses no fact sheet', async () => {
    const whole = await undisturbed({});
    await withWorld({}, async (world) => {
      expect((await world.sync()).code).toBe(0);
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${world.state}${suffix}`, { force: true });
      const { code, json } = await world.sync();
      expect(code).toBe(0);
      expect(json.counts).toMatchObject({ created: 0, updated: 0 });
      expect(await world.applications()).toEqual(whole.applications);
    });
  });
});

/** As a program, for the command of the tests is started under their own user. */
function asNobody(args: readonly string[]): string {
  const options = JSON.stringify({ uid: nobody, gid: nobody, stdio: 'inherit' });
  return `import { spawnSync } from 'node:child_process';
    process.exitCode = spawnSync(process.execPath, ${JSON.stringify(args)}, ${options}).status ?? 9;`;
}
