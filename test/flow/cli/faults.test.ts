// Every fault of the simulator over a whole run, then all at once: the run ends as if there had been none.
import { describe, expect, it } from 'vitest';
import type { RunJson } from '../../../cli/output/run-json.ts';
import { faultNames } from '../../../simulator/simulator.ts';
import { duplicatesAmong } from '../../support/cli/fact-sheets.ts';
import { countBySystem, isMutation, undisturbed, type World, withWorld } from '../../support/cli/world.ts';

const striking = faultNames.filter((name) => name !== 'empty');
/** The twelfth request, which is struck when the third was, is a batch of mutations. */
const size = 600;

/** Runs until one is done, at most three times; of a run that went on, its last word counts. */
async function syncUntilDone({ sync }: World): Promise<{ code: number | null; runs: RunJson[] }> {
  const runs = new Map<string | null, RunJson>();
  for (let tries = 1; ; tries += 1) {
    const { code, json } = await sync();
    runs.set(json.run.id, json);
    if (json.run.state === 'done' || tries === 3) return { code, runs: [...runs.values()] };
  }
}

function sumOf(runs: readonly RunJson[], number: (run: RunJson) => number | undefined): number {
  return runs.reduce((sum, run) => sum + (number(run) ?? 0), 0);
}

describe.concurrent('a whole run', { timeout: 60_000 }, () => {
  it.each([
    ...striking.map((name) => [name, [name]] as const),
    ['all faults together', striking] as const,
    ['all faults together, twice as often', [...striking, ...striking]] as const,
  ])('under %s ends like one without', { timeout: 120_000 }, async (_, faults) => {
    const whole = await undisturbed({ size });
    await withWorld({ size, faults }, async (world) => {
      let passed = 0;
      world.intercept(async (entry, carryOut) => {
        if (isMutation(entry)) passed += 1;
        return carryOut();
      });
      const applications = () => world.simulator.truth().factSheets.byType.Application ?? 0;
      const before = applications();
      const { code, runs } = await syncUntilDone(world);
      const end = runs.at(-1);
      expect(code).toBe(0);
      expect(end?.run.state).toBe('done');
      expect(end?.counts).toMatchObject({ items: size, failed: 0, conflict: 0 });
      expect(countBySystem(world.ledger())).toEqual({
        'cloud-alm': sumOf(runs, ({ requests }) => requests['cloud-alm']),
        leanix: sumOf(runs, ({ requests }) => requests.leanix),
      });
      const struck = world.ledger().filter(isMutation).length - passed;
      expect(struck).toBeGreaterThan(0);

      const created = sumOf(runs, ({ counts }) => counts.created);
      expect(created).toBe(whole.json.counts.created);
      expect(applications() - before).toBe(created);
      const found = await world.applications();
      expect(duplicatesAmong(found)).toEqual([]);
      expect(found).toEqual(whole.applications);

      const asked = world.ledger().length;
      const { json } = await world.sync();
      expect(json.counts).toMatchObject({ created: 0, updated: 0, linked: 0 });
      expect(world.ledger().slice(asked).filter(isMutation)).toEqual([]);
    });
  });

  it('fails when no mutation comes through, and the next one goes on with it', {
    timeout: 120_000,
  }, async () => {
    const whole = await undisturbed({});
    await withWorld({}, async (world) => {
      world.intercept(async (entry, carryOut) =>
        isMutation(entry) ? new Response('Service Unavailable', { status: 503 }) : carryOut(),
      );
      const failed = await world.sync();
      expect(failed.code).toBe(1);
      expect(failed.json).toMatchObject({ run: { state: 'failed' }, error: { code: 'NET_SERVER_ERROR' } });
      expect(failed.json.skipped.NOT_ATTEMPTED).toBe(whole.json.counts.created + whole.json.counts.linked);
      expect(failed.json.requests).toEqual(countBySystem(world.ledger()));

      world.intercept((_, carryOut) => carryOut());
      const { code, json } = await world.sync();
      expect(code).toBe(0);
      expect(json.run).toMatchObject({ id: failed.json.run.id, state: 'done' });
      expect(json.counts).toEqual(whole.json.counts);
      expect(await world.applications()).toEqual(whole.applications);
    });
  });
});
