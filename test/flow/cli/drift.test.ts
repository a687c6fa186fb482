// `landbridge drift`: what a person sees, and what a script can rely on.
import { describe, expect, it } from 'vitest';
import { isMutation, withWorld } from '../../support/cli/world.ts';

describe.concurrent('drift on the command line', { timeout: 60_000 }, () => {
  it('says that there is none, or what it is', async () => {
    await withWorld({}, async (world) => {
      const drift = (...more: string[]) =>
        world.run('drift', 'landscape', '--bindings', world.bindings, '--state', world.state, ...more);
      const { json } = await world.sync();
      const none = await drift();
      const { created, linked } = json.counts;
      expect([none.code, none.stdout]).toEqual([
        0,
        expect.stringMatching(
          new RegExp(`^landscape {2}no drift {2}of ${created + linked} fact sheets linked in `),
        ),
      ]);
      const [first, second] = (await world.applications()).filter(
        ({ status, externalId, description }) =>
          status === 'ACTIVE' && externalId && description?.includes('Cloud ALM'),
      );
      const edit = (body: object) =>
        fetch(`${world.simulator.origin}/__edit`, { method: 'POST', body: JSON.stringify(body) });
      await edit({ factSheet: first?.externalId, set: { description: 'Mine' } });
      await edit({ factSheet: second?.externalId, action: 'archive' });
      const mutations = world.ledger().filter(isMutation).length;
      const some = await drift();
      expect(some.code).toBe(3);
      expect(some.stdout).toMatch(/^landscape {2}2 differ {2}of /);
      expect(some.stdout).toMatch(/Edited by somebody: .*\n +\S.* +description +ours: .*\n +now: +Mine/);
      expect(some.stdout).toMatch(/Archived by somebody: /);
      expect(some.stdout).toContain('nothing was written');
      const asked = JSON.parse((await drift('--json')).stdout);
      expect(asked.drift.map(({ kind }: { kind: string }) => kind)).toEqual(['archived', 'edited']);
      expect(world.ledger().filter(isMutation)).toHaveLength(mutations);
      const runs = JSON.parse((await world.run('runs', '--state', world.state, '--json')).stdout);
      expect(runs.runs).toHaveLength(1);
    });
  });

  it('is one JSON object too when it cannot be looked for', async () => {
    await withWorld({ size: 20 }, async (world) => {
      const end = await world.run(
        'drift',
        'nightly',
        '--bindings',
        world.bindings,
        '--state',
        world.state,
        '--json',
      );
      expect([end.code, JSON.parse(end.stdout).error.code]).toEqual([2, expect.stringMatching(/^CFG_/)]);
    });
  });
});
