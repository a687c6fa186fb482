// `landbridge undo` and `landbridge release`: what a person sees, and what a script can rely on.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJson, type World, withWorld } from '../../support/cli/world.ts';

function commandsOf(world: World) {
  const options = ['--bindings', world.bindings, '--state', world.state];
  return {
    undo: (...args: string[]) => world.run('undo', ...args, ...options),
    release: (...args: string[]) => world.run('release', '--state', world.state, ...args),
  };
}

const active = async (world: World) =>
  (await world.applications())
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ rev: _, ...sheet }) => sheet);

describe.concurrent('undo on the command line', { timeout: 120_000 }, () => {
  it('takes back a run, holds it, and lets it go on when it is released', async () => {
    await withWorld({}, async (world) => {
      const { undo, release } = commandsOf(world);
      const before = await active(world);
      const first = await world.syncHere();
      const after = await active(world);
      const { created, linked } = first.counts;
      const shown = await undo(first.run.id ?? '');
      expect(shown.code).toBe(0);
      expect(shown.stdout).toMatch(
        new RegExp(`^landscape {2}done {2}run \\S+, takes back ${first.run.id}\n`),
      );
      expect(shown.stdout).toMatch(new RegExp(`archived: the run had made them +${created}\n`));
      expect(shown.stdout).toMatch(new RegExp(`unlinked: the run had linked them +${linked}\n`));
      expect(shown.stdout).toContain('landbridge release lists it');
      expect(await active(world)).toEqual(before);

      const again = readJson(await undo(first.run.id ?? '', '--json'));
      expect(again).toMatchObject({ undoes: first.run.id, archived: 0, unlinked: 0, conflicts: [] });

      const night = await world.syncHere();
      expect(night).toMatchObject({
        counts: { created: 0, linked: 0 },
        skipped: { HELD: created + linked },
      });
      expect(JSON.parse((await release('--json')).stdout).held).toHaveLength(created + linked);
      expect((await release()).stdout).toMatch(/fact sheet +item +flow +taken back by +since\n/);
      expect((await release('--all')).stdout).toContain(`${created + linked} released`);
      expect((await release()).stdout).toContain('Nothing is held');
      const back = await world.syncHere();
      expect(back).toMatchObject({ recovered: created, counts: { updated: created, linked } });
      expect(await active(world)).toEqual(after);
    });
  });

  it('tells what a person changed since, with what was there, what is ours and what is there now', async () => {
    await withWorld({}, async (world) => {
      const { undo } = commandsOf(world);
      const json = await world.syncHere();
      const mine = (await world.applications()).find(
        ({ status, externalId }) => status === 'ACTIVE' && externalId,
      );
      await fetch(`${world.simulator.origin}/__edit`, {
        method: 'POST',
        body: JSON.stringify({ factSheet: mine?.externalId, set: { description: 'Mine' } }),
      });
      const shown = await undo(json.run.id ?? '');
      expect(shown.code).toBe(0);
      expect(shown.stdout).toMatch(/left alone in whole or in part, told below +1\n/);
      expect(shown.stdout).toContain(mine?.name);
      expect(shown.stdout).toMatch(/now: Mine\n +ours: .*\n +before: \(empty\)/);
    });
  });

  it('refuses what cannot be taken back, with a code each', async () => {
    await withWorld({ size: 20 }, async (world) => {
      const { undo, release } = commandsOf(world);
      const nothing = await undo('run-x', '--json');
      expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('PLAN_RUN_UNKNOWN: ')]);
      await world.syncHere();
      const quiet = await world.syncHere();
      const refused = await undo(quiet.run.id ?? '', '--json');
      expect([refused.code, readJson(refused).refused?.code]).toEqual([4, 'PLAN_NOTHING_WRITTEN']);
      const unheld = await release('calm:x:y');
      expect([unheld.code, unheld.stderr]).toEqual([2, expect.stringContaining('PLAN_NOT_HELD: ')]);
    });
  });

  it('keeps what is held when the store is moved', async () => {
    await withWorld({ size: 20 }, async (world) => {
      const { undo, release } = commandsOf(world);
      const json = await world.syncHere();
      await undo(json.run.id ?? '');
      const [file, moved] = ['export.jsonl', 'moved.sqlite'].map((name) => join(world.folder, name)) as [
        string,
        string,
      ];
      await world.run('state', 'export', file, '--state', world.state);
      await world.run('state', 'import', file, '--state', moved);
      const held = (await release('--json')).stdout;
      expect(JSON.parse(held).held.length).toBeGreaterThan(0);
      expect((await world.run('release', '--json', '--state', moved)).stdout).toBe(held);
    });
  });
});
