// Two `sync` of one flow at the same time: one works, the other is told so and writes nothing. A holder that is
// dead, or dead and not yet collected, holds nothing.
import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { markOfThisProcess } from '../../../shared/platform/process-mark.ts';
import { flowLeaseKey } from '../../../shared/store/keys.ts';
import { acquireLease } from '../../../shared/store/lease.ts';
import { openSqliteStore } from '../../../shared/store/sqlite.ts';
import { launcher, startCommand } from '../../support/cli/landbridge.ts';
import { isMutation, undisturbed, type World, withWorld } from '../../support/cli/world.ts';

/** Holds back request `number`; `arrived` when it is there, and `release` lets it go on. */
function holdBack(world: World, number: number) {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<'carry out' | 'drop'>();
  let count = 0;
  world.intercept(async (_, carryOut) => {
    count += 1;
    if (count !== number) return carryOut();
    arrived.resolve();
    return (await released.promise) === 'drop' ? undefined : carryOut();
  });
  return { arrived: arrived.promise, release: released.resolve };
}

const { ledger } = await undisturbed({});
const requests = ledger.map((entry, index): [number, string] => [
  index + 1,
  isMutation(entry) ? 'mutations' : entry.operation.split(',')[0] || entry.path,
]);

describe.concurrent('a second sync', { timeout: 60_000 }, () => {
  it.each(requests)('while the first waits for request %i (%s) is refused', async (number) => {
    const whole = await undisturbed({});
    await withWorld({}, async (world) => {
      const held = holdBack(world, number);
      const first = world.start();
      await held.arrived;

      const [running] = JSON.parse((await world.run('runs', '--state', world.state, '--json')).stdout).runs;
      const { code, json, stderr } = await world.sync();
      expect(code).toBe(4);
      expect(json.run).toEqual({
        id: running.id,
        flow: 'landscape',
        state: 'running',
        startedAt: running.startedAt,
        endedAt: null,
      });
      expect(json.refused?.code).toBe('PLAN_FLOW_HELD');
      expect(json.requests).toEqual({ 'cloud-alm': 0, leanix: 0 });
      expect(stderr).toMatch(/^PLAN_FLOW_HELD: .*\n$/);
      const plain = await world.run(
        'sync',
        'landscape',
        '--bindings',
        world.bindings,
        '--state',
        world.state,
      );
      expect(plain).toEqual({ code: 4, signal: null, stdout: '', stderr });

      held.release('carry out');
      const { code: firstCode, stdout } = await first.ended;
      expect(firstCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        run: { id: running.id, state: 'done' },
        counts: whole.json.counts,
      });
      expect(world.ledger()).toHaveLength(whole.ledger.length);
      expect(await world.applications()).toEqual(whole.applications);
    });
  });

  it('started in the same moment leaves one landscape, written once', async () => {
    const whole = await undisturbed({});
    await withWorld({}, async (world) => {
      const ends = await Promise.all([world.sync(), world.sync(), world.sync()]);
      const worked = ends.filter(({ code }) => code === 0);
      expect(worked.length).toBeGreaterThan(0);
      for (const { code, json } of ends) {
        expect([0, 4]).toContain(code);
        if (code === 0) continue;
        expect(json.refused?.code).toBe('PLAN_FLOW_HELD');
        // The other may not have begun its run yet when it already holds the flow.
        const runs = [['refused', null], ...worked.map((other) => ['running', other.json.run.id])];
        expect(runs).toContainEqual([json.run.state, json.run.id]);
      }
      expect(await world.applications()).toEqual(whole.applications);
    });
  });

  it('while the first has not begun its run yet names none, not even the one before', async () => {
    await withWorld({}, async (world) => {
      const store = await openSqliteStore({ file: world.state, now: Date.now });
      try {
        const holder = { run: 'start-x', burst: 'start-x', process: markOfThisProcess() };
        const take = () =>
          acquireLease(store, flowLeaseKey('landscape'), { holder, ttlMs: 60_000, now: Date.now });
        const refused = { run: { id: null, state: 'refused' }, refused: { code: 'PLAN_FLOW_HELD' } };
        const before = await take();
        expect(await world.sync()).toMatchObject({ code: 4, json: refused });
        if (!before.held) await before.lease.release();
        expect((await world.sync()).code).toBe(0);
        await take();
        expect(await world.sync()).toMatchObject({ code: 4, json: refused });
      } finally {
        await store.close();
      }
    });
  });

  const canBeZombie = process.platform === 'linux';
  if (!canBeZombie) console.warn('SKIPPED: a zombie holder is tried on Linux alone');

  it.skipIf(!canBeZombie)('goes on at once with the run of a zombie', async () => {
    const whole = await undisturbed({});
    await withWorld({}, async (world) => {
      const held = holdBack(world, ledger.length);
      // A parent that never collects its child: `sleep` in the place of the shell that started it.
      const parent = startCommand(
        'sh',
        [
          ...['-c', '"$@" >/dev/null 2>&1 & echo $!; exec sleep 600', 'sh', process.execPath, launcher],
          ...['sync', 'landscape', '--bindings', world.bindings, '--state', world.state, '--json'],
        ],
        { cwd: world.folder },
      );
      try {
        const pid = Number(await parent.firstLine);
        await held.arrived;
        const [running] = JSON.parse((await world.run('runs', '--state', world.state, '--json')).stdout).runs;
        process.kill(pid, 'SIGKILL');
        await vi.waitFor(async () => {
          expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
        });
        held.release('drop');
        const { code, json } = await world.sync();
        expect(json.run).toMatchObject({ id: running.id, state: 'done' });
        expect(code).toBe(0);
        expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
        expect(await world.applications()).toEqual(whole.applications);
      } finally {
        parent.child.kill('SIGKILL');
        await parent.ended;
      }
    });
  });
});
