// `landbridge why`: what a person sees, and what a script can rely on.
import { describe, expect, it } from 'vitest';
import { withWorld } from '../../support/cli/world.ts';

describe.concurrent('why on the command line', { timeout: 60_000 }, () => {
  it('tells where a value comes from, without asking any system', async () => {
    await withWorld({}, async (world) => {
      const why = (...args: string[]) => world.run('why', ...args, '--state', world.state);
      const { json } = await world.sync();
      const [sheet] = (await world.applications()).filter(
        ({ externalId, description, status }) =>
          externalId && description?.includes('Cloud ALM') && status === 'ACTIVE',
      );
      const asked = world.ledger().length;
      const shown = await why(sheet?.name ?? '', 'description');
      expect(shown.code).toBe(0);
      expect(shown.stdout.split('\n')[0]).toBe(`${sheet?.name}  Application, ACTIVE`);
      expect(shown.stdout).toMatch(/source +SAP Cloud ALM, tenant \S+\n +object +\w+ .*, id \S+, seen 20/);
      expect(shown.stdout).toMatch(new RegExp(`linked +made by Landbridge, run ${json.run.id} 20`));
      expect(shown.stdout).toContain(`ours: facts of the landscape object, by run ${json.run.id} 20`);
      expect(shown.stdout).toContain('nothing was asked now');
      const all = JSON.parse((await why(sheet?.externalId ?? '', '--json')).stdout);
      expect(all).toMatchObject({ factSheet: { name: sheet?.name }, link: { item: sheet?.externalId } });
      expect(all.fields.length).toBeGreaterThan(5);
      expect(world.ledger()).toHaveLength(asked);
      const unknown = await why('No such thing');
      expect([unknown.code, unknown.stderr]).toEqual([
        2,
        expect.stringContaining('STORE_FACT_SHEET_UNKNOWN: '),
      ]);
    });
  });
});
