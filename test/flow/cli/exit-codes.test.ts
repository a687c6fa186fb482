// The exit codes of `sync` other than 0, each with the state of the run that it stands for.
import { describe, expect, it } from 'vitest';
import { createApplication } from '../../support/cli/fact-sheets.ts';
import { countBySystem, isMutation, readJson, undisturbed, withWorld } from '../../support/cli/world.ts';

describe.concurrent('the exit code of sync', { timeout: 60_000 }, () => {
  it('is 1 when the run failed', async () => {
    await withWorld({}, async (world) => {
      world.intercept(async ({ operation }, carryOut) =>
        operation === '' ? carryOut() : new Response(null, { status: 403 }),
      );
      const { code, json } = await world.sync();
      expect(code).toBe(1);
      expect(json.run.state).toBe('failed');
      expect(json).toMatchObject({ error: { code: 'LX_TOKEN_PERMISSION' } });
      expect(json.run.endedAt).not.toBeNull();
      expect(json.requests).toEqual(countBySystem(world.ledger()));
    });
  });

  it('is 2 and no run is begun when the flow is unknown', async () => {
    await withWorld({}, async (world) => {
      const end = await world.run(
        'sync',
        'orbit',
        '--bindings',
        world.bindings,
        '--state',
        world.state,
        '--json',
      );
      expect(end.code).toBe(2);
      expect(readJson(end)).toMatchObject({
        run: { id: null, flow: 'orbit', state: 'failed' },
        error: { code: 'CFG_FLOW_UNKNOWN', message: expect.stringContaining('landscape') },
      });
      expect(world.ledger()).toEqual([]);
    });
  });

  it('is 3 when an item failed, and all others are written', async () => {
    const { applications, json: whole } = await undisturbed({});
    const name = applications.find(({ externalId, rev }) => externalId !== '' && rev <= 1)?.name ?? '';
    await withWorld({}, async (world) => {
      const isFirstBatch = once();
      world.intercept(async (entry, carryOut) => {
        if (isMutation(entry) && isFirstBatch()) {
          world.intercept((_, carryOutNext) => carryOutNext());
          await createApplication(world.simulator, name);
        }
        return carryOut();
      });
      const { code, json } = await world.sync();
      expect(json.run.state).toBe('partial');
      expect(code).toBe(3);
      expect(json.failures).toEqual([
        {
          item: expect.stringMatching(/^calm:example-calm:/),
          code: 'LX_REFUSED',
          message: expect.any(String),
        },
      ]);
      expect(json.counts).toEqual({ ...whole.counts, created: whole.counts.created - 1, failed: 1 });
      const again = await world.sync();
      expect(again.json.counts).toMatchObject({ created: 0, updated: 0, failed: 0 });
      expect(again.code).toBe(0);
    });
  });

  it('is 4 when a guard refused, and nothing was written', async () => {
    await withWorld({ faults: ['empty'] }, async (world) => {
      const { code, json, stderr } = await world.sync();
      expect(code).toBe(4);
      expect(json.run.state).toBe('refused');
      expect(json.refused?.code).toBe('PLAN_SOURCE_EMPTY');
      expect(stderr).toContain('PLAN_SOURCE_EMPTY');
      expect(world.ledger().filter(isMutation)).toEqual([]);
    });
  });
});

/** True the first time it is asked. */
function once(): () => boolean {
  let asked = false;
  return () => {
    const isFirst = !asked;
    asked = true;
    return isFirst;
  };
}
