// `landbridge runs show`: what became of single items, long after the run.
import { describe, expect, it } from 'vitest';
import { isMutation, type World, withWorld } from '../../support/cli/world.ts';

const show = async (world: World, id: string | null, ...more: string[]) =>
  world.run('runs', 'show', id ?? '', '--state', world.state, ...more);

describe.concurrent('one run', { timeout: 60_000 }, () => {
  it('lists each change with its fields and each skipped item with its reason', async () => {
    await withWorld({}, async (world) => {
      const { json } = await world.sync();
      const { stdout } = await show(world, json.run.id, '--changes', '--skipped', '--json');
      const { changes, skippedItems, counts } = JSON.parse(stdout);
      expect(counts).toEqual(json.counts);
      expect(changes).toHaveLength(json.counts.created + json.counts.linked);
      expect(new Set(changes.map(({ outcome }: { outcome: string }) => outcome))).toEqual(
        new Set(['written']),
      );
      const byReason = Object.groupBy(skippedItems, ({ reason }: { reason: string }) => reason);
      expect(
        Object.fromEntries(Object.entries(byReason).map(([reason, list]) => [reason, list?.length])),
      ).toEqual(json.skipped);
      const text = await show(world, json.run.id, '--skipped');
      expect(text.stdout.trimEnd().split('\n').length).toBeGreaterThanOrEqual(json.counts.skipped);
      expect((await show(world, json.run.id)).stdout).toContain('created in LeanIX');
      expect((await show(world, json.run.id, '--failed')).stdout).toBe(
        'Nothing failed, and there was no conflict.\n',
      );

      // A quiet night did not look at the items again: those of the night before are still why.
      const quiet = await world.sync();
      const again = await show(world, quiet.json.run.id, '--skipped', '--json');
      expect(JSON.parse(again.stdout).skippedItems).toEqual(skippedItems);
      await world.run('state', 'prune', '--older-than', '0', '--state', world.state);
      expect(await show(world, quiet.json.run.id)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^PLAN_RUN_UNKNOWN: /),
      });
    });
  });

  it('lists what failed', async () => {
    await withWorld({}, async (world) => {
      let refused = false;
      world.intercept(async (entry, carryOut) => {
        if (!isMutation(entry) || refused) return carryOut();
        refused = true;
        const error = {
          message: 'Name is not unique',
          path: ['m0'],
          extensions: { errorType: 'BUSINESS_LOGIC' },
        };
        return Response.json({ data: null, errors: [error] });
      });
      const { json } = await world.sync();
      expect(json.counts.failed).toBe(1);
      const { stdout } = await show(world, json.run.id, '--failed');
      expect(stdout).toMatch(/^ {2}failed {4}calm:\S+ {4}LX_REFUSED {4}Name is not unique\n$/);
    });
  });

  it('of no such id, or of no such store, is refused and makes none', async () => {
    await withWorld({ size: 1 }, async (world) => {
      const { code, stderr } = await show(world, '20260101T000000Z-00000000');
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^PLAN_RUN_UNKNOWN: .*run: 20260101T/)]);
    });
  });
});
