// `landbridge plan` and `landbridge apply`: what is shown is what is written.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMutation, undisturbed, type World, withWorld } from '../../support/cli/world.ts';

function commandsOf(world: World) {
  const options = ['--bindings', world.bindings, '--state', world.state];
  const file = join(world.folder, 'plan.json');
  return {
    file,
    plan: (...more: string[]) => world.run('plan', 'landscape', '--out', file, ...options, ...more),
    apply: (...more: string[]) => world.run('apply', file, ...options, ...more),
  };
}

describe.concurrent('a plan on the command line', { timeout: 120_000 }, () => {
  it('is shown field by field, kept, and then written exactly', async () => {
    const whole = await undisturbed({});
    await withWorld({}, async (world) => {
      const { plan, apply, file } = commandsOf(world);
      const before = await world.applications();
      const shown = await plan('--all');
      expect(shown.code).toBe(0);
      const { created, linked } = whole.json.counts;
      expect(shown.stdout).toMatch(new RegExp(`to be created +${created}\\n +to be linked +${linked}\\n`));
      expect(shown.stdout).toMatch(/\n {6}name +follows the source +name of the item +\S/);
      expect(shown.stdout).toMatch(/\n {6}externalId +our mark +identity of the item +calm:/);
      expect(shown.stdout).toMatch(/\n {6}tags +our mark +kept by Landbridge +SAP Cloud ALM\n/);
      expect(shown.stdout.match(/externalId/g)).toHaveLength(created + linked);
      expect(shown.stdout).toContain('landbridge apply');
      expect(world.ledger().filter(isMutation)).toEqual([]);
      expect(await world.applications()).toEqual(before);
      const { run } = JSON.parse(await readFile(file, 'utf8'));
      const seen = await world.run('runs', 'show', run, '--state', world.state);
      expect(seen.stdout).toMatch(/to be created +\d+\n/);
      expect(seen.stdout).not.toMatch(/\nCreated, for example|NOT_ATTEMPTED/);

      const looked = await plan('--validate');
      expect(looked.code).toBe(0);
      expect(looked.stdout).toMatch(
        new RegExp(
          `looked at ${created + linked} changes in \\d+ requests and would refuse 0; nothing was written`,
        ),
      );
      expect(await world.applications()).toEqual(before);

      const asked = world.ledger().length;
      const applied = await apply('--json');
      expect(applied.code).toBe(0);
      expect(JSON.parse(applied.stdout).counts).toEqual(whole.json.counts);
      expect(await world.applications()).toEqual(whole.applications);
      expect(
        world
          .ledger()
          .slice(asked)
          .filter(({ system }) => system === 'cloud-alm'),
      ).toEqual([]);

      const again = await apply();
      expect(again.code).toBe(4);
      expect(again.stdout).toMatch(/PLAN_OUTDATED: .*changed: \d+/);
      expect((await readFile(file, 'utf8')).length).toBeGreaterThan(1000);
    });
  });

  it('is JSON alone where that is asked for, the same body for the same world', async () => {
    await withWorld({}, async (world) => {
      const { plan } = commandsOf(world);
      const [first, second] = [
        JSON.parse((await plan('--json')).stdout),
        JSON.parse((await plan('--json')).stdout),
      ];
      expect(first).toMatchObject({ landbridge: 'plan', format: 2, flow: 'landscape', guards: [] });
      expect(JSON.stringify(second.body)).toBe(JSON.stringify(first.body));
      expect([second.hash, second.run === first.run]).toEqual([first.hash, false]);
    });
  });

  it('is refused when it was edited, cut off, or is something else', async () => {
    await withWorld({}, async (world) => {
      const { plan, apply, file } = commandsOf(world);
      await plan();
      const text = await readFile(file, 'utf8');
      const cases: [string, RegExp, number][] = [
        [text.replace(/"after": "([^"]+)"/, '"after": "$1!"'), /^PLAN_EDITED: /, 4],
        [text.replace(/"madeAt": "2/, '"madeAt": "3'), /^PLAN_EDITED: /, 4],
        [text.replace(/"guards": \[\]/, '"guards": [{"code": "x", "message": "y"}]'), /^PLAN_EDITED: /, 4],
        [text.replace(/"rulesVersion": "[^"]+"/, '"rulesVersion": "other"'), /^PLAN_EDITED: /, 4],
        [text.slice(0, text.length / 2), /^PLAN_FILE_UNREADABLE: .*not JSON/, 2],
        ['{"landbridge":"state","format":1}', /^PLAN_FILE_UNREADABLE: /, 2],
        [text.replace('"format": 2', '"format": 99'), /^PLAN_FILE_UNREADABLE: .*at: format/, 2],
      ];
      for (const [content, message, code] of cases) {
        await writeFile(file, content);
        const end = await apply();
        expect([end.code, end.stderr]).toEqual([code, expect.stringMatching(message)]);
      }
      expect(world.ledger().filter(isMutation)).toEqual([]);
    });
  });

  it('takes the place of another plan, and of nothing else', async () => {
    await withWorld({ size: 20 }, async (world) => {
      const { plan, file } = commandsOf(world);
      expect([(await plan()).code, (await plan()).code]).toEqual([0, 0]);
      await writeFile(file, 'precious');
      const refused = await plan();
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('CFG_FILE_EXISTS: ')]);
      expect(await readFile(file, 'utf8')).toBe('precious');
    });
  });

  it('that a guard stops says so and is applied only by its hash', async () => {
    await withWorld({}, async (world) => {
      const { plan, apply, file } = commandsOf(world);
      const config = join(world.folder, 'c.yaml');
      await writeFile(config, 'flows: {landscape: {guards: {maxChanges: 2}}}');
      const shown = await plan('--config', config);
      expect([shown.code, shown.stdout]).toEqual([
        0,
        expect.stringMatching(/A guard stops this plan: PLAN_CHANGE_LIMIT/),
      ]);
      const refused = await apply('--config', config);
      expect([refused.code, refused.stderr]).toEqual([
        4,
        expect.stringMatching(/^PLAN_GUARDED: .*guard: PLAN_CHANGE_LIMIT/),
      ]);
      expect(world.ledger().filter(isMutation)).toEqual([]);
      const { hash } = JSON.parse(await readFile(file, 'utf8'));
      expect((await apply('--config', config, '--approve', hash)).code).toBe(0);
    });
  });
});
