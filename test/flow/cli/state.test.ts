// `landbridge state export|import|prune`: a store moves to another place whole or not at all.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMutation, type World, withWorld } from '../../support/cli/world.ts';

interface Moved {
  file: string;
  elsewhere: string;
}

async function exported(world: World): Promise<Moved> {
  const file = join(world.folder, 'state.jsonl');
  const { code, stdout } = await world.run('state', 'export', file, '--state', world.state);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^\d+ entries of .* written to /),
  });
  return { file, elsewhere: join(world.folder, 'elsewhere.sqlite') };
}

describe.concurrent('a store', { timeout: 60_000 }, () => {
  it('moves with links, runs and configuration: the next night elsewhere is a quiet one', async () => {
    await withWorld({}, async (world) => {
      await writeFile(join(world.folder, 'c.yaml'), 'retention: {days: 30}\n');
      await world.run('config', 'import', 'c.yaml', '--state', world.state);
      const { json: first } = await world.sync();
      const { file, elsewhere } = await exported(world);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const imported = await world.run('state', 'import', file, '--state', elsewhere, '--json');
      expect(JSON.parse(imported.stdout)).toEqual({ state: elsewhere, added: expect.any(Number) });

      const runs = async (state: string) =>
        JSON.parse((await world.run('runs', '--state', state, '--json')).stdout).runs;
      expect(await runs(elsewhere)).toEqual(await runs(world.state));
      expect((await world.run('config', 'export', '--state', elsewhere)).stdout).toBe(
        'retention: {days: 30}\n',
      );

      const asked = world.ledger().length;
      const { json } = await world.sync('--state', elsewhere);
      expect(json.counts).toMatchObject({
        created: 0,
        updated: 0,
        linked: 0,
        unchanged: first.counts.created + first.counts.linked,
      });
      const night = world.ledger().slice(asked);
      expect(night.filter(isMutation)).toEqual([]);
      // Tokens stayed behind: two are asked for, and then the three requests of a quiet night.
      expect(night).toHaveLength(5);
    });
  });

  it('leaves tokens and leases behind, and every other secret too', async () => {
    await withWorld({}, async (world) => {
      await world.sync();
      const { file } = await exported(world);
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').slice(1, -1);
      const collections = new Set(lines.map((line) => JSON.parse(line).collection));
      expect(collections).toContain('links');
      expect([...collections].filter((name) => name === 'token' || name === 'lease')).toEqual([]);
      const text = lines.map((line) => Buffer.from(JSON.parse(line).value, 'base64').toString()).join('\n');
      for (const secret of world.simulator.secrets) expect(text).not.toContain(secret);
    });
  });

  it('is not mixed with another: an import into one that holds something else changes nothing', async () => {
    await withWorld({}, async (world) => {
      await world.sync();
      const { file, elsewhere } = await exported(world);
      await world.sync('--state', elsewhere);
      const before = await world.run('runs', '--state', elsewhere, '--json');
      const refused = await world.run('state', 'import', file, '--state', elsewhere);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/^STORE_OCCUPIED: /) });
      expect((await world.run('runs', '--state', elsewhere, '--json')).stdout).toBe(before.stdout);

      // Where it came from, it is known already.
      const again = await world.run('state', 'import', file, '--state', world.state, '--json');
      expect(JSON.parse(again.stdout)).toEqual({ state: world.state, added: 0 });
    });
  });

  it('is not taken from a file that was cut off, edited or is something else', async () => {
    await withWorld({ size: 20 }, async (world) => {
      await world.sync();
      const { file, elsewhere } = await exported(world);
      const text = await readFile(file, 'utf8');
      const lines = text.trimEnd().split('\n');
      const broken = [
        text.slice(0, text.length / 2),
        lines.slice(0, -1).join('\n'),
        lines.filter((_, index) => index !== 1).join('\n'),
        [...lines, lines[1]].join('\n'),
        text.replace('"links"', '"flow"'),
        '',
        '{"landbridge":"state","format":1}',
        'no export at all',
      ];
      for (const part of broken) {
        await writeFile(file, part);
        const { code, stderr } = await world.run('state', 'import', file, '--state', elsewhere);
        expect({ code, stderr }).toEqual({
          code: 2,
          stderr: expect.stringMatching(/^STORE_EXPORT_UNREADABLE: /),
        });
      }
      await writeFile(file, text.replace('"format":1', '"format":9'));
      const newer = await world.run('state', 'import', file, '--state', elsewhere);
      expect(newer.stderr).toMatch(/^STORE_SCHEMA_NEWER: .*found: 9, known: 1/);
      const runs = await world.run('runs', '--state', elsewhere, '--json');
      expect(JSON.parse(runs.stdout)).toEqual({ runs: [] });
    });
  });

  it('is not exported over a file, from nowhere, or while a run is under way', async () => {
    await withWorld({ size: 20 }, async (world) => {
      const file = join(world.folder, 'state.jsonl');
      const nowhere = await world.run('state', 'export', file, '--state', join(world.folder, 'none.sqlite'));
      expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringMatching(/^STORE_UNREADABLE: /) });
      expect(existsSync(join(world.folder, 'none.sqlite'))).toBe(false);

      let during: Promise<{ code: number | null; stderr: string }> | undefined;
      world.intercept(async (entry, carryOut) => {
        if (isMutation(entry)) during ??= world.run('state', 'export', file, '--state', world.state);
        await during;
        return carryOut();
      });
      await world.sync();
      expect(await during).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^STORE_EXPORT_DISTURBED: /),
      });
      expect(readdirSync(world.folder).filter((name) => /jsonl|\.landbridge-/.test(name))).toEqual([]);

      await exported(world);
      const again = await world.run('state', 'export', file, '--state', world.state);
      expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(/^CFG_FILE_EXISTS: /) });
    });
  });

  it('forgets old runs on demand and says which', async () => {
    await withWorld({ size: 20 }, async (world) => {
      const { json } = await world.sync();
      const kept = await world.run('state', 'prune', '--state', world.state);
      expect(kept.stdout).toBe('0 runs older than 90 days forgotten.\n');
      const pruned = await world.run('state', 'prune', '--older-than', '0', '--state', world.state, '--json');
      expect(JSON.parse(pruned.stdout)).toEqual({ days: 0, forgotten: [json.run.id] });
      const next = await world.sync();
      expect(next.json.counts).toMatchObject({ created: 0, linked: 0, updated: 0 });
      const wrong = await world.run('state', 'prune', '--older-than', 'x', '--state', world.state);
      expect(wrong.code).toBe(2);
    });
  });
});
