// Every two faults of the simulator together over a whole run: it ends, at the latest when it is run again, as a
// run without faults does, and the night after finds nothing to do. Each fault alone: ../cli/faults.test.ts.
import { expect, it } from 'vitest';
import { faultNames } from '../../../simulator/simulator.ts';
import { withoutIds } from '../../support/applications.ts';
import { isMutation } from '../../support/cli/world.ts';
import { type Night, openWorld, type World, writesOf } from '../../support/world.ts';

const size = 100;
const striking = faultNames.filter((name) => name !== 'empty');
const pairs = striking.flatMap((first, index) =>
  striking.slice(index + 1).map((second) => [first, second] as const),
);

interface Struck {
  world: World;
  /** How many requests for changes a fault kept from being answered well. */
  struckChanges(): number;
}

/** The faults strike from the third request on, and once more from the second batch of changes on. */
async function openStruck(faults: readonly string[]): Promise<Struck> {
  let passed = 0;
  // What is struck late comes at once: only the waits of the product are moved, not those of the simulator.
  const world = await openWorld({
    size,
    seed: 7,
    faults: [...faults],
    lateMs: 0,
    intercept: async (entry, carryOut) => {
      if (isMutation(entry)) passed += 1;
      return carryOut();
    },
  });
  const { simulator, relay } = world;
  if (!faults.includes('empty')) {
    relay.once(
      ({ path }) => path.endsWith('/dataModel'),
      (_, forward) => {
        simulator.setFaults(faults);
        return forward();
      },
    );
  }
  return { world, struckChanges: () => simulator.ledger().filter(isMutation).length - passed };
}

const mostRuns = 3;

async function runUntilDone(world: World): Promise<Night> {
  for (let tries = 1; ; tries += 1) {
    const night = await world.run();
    if (night.run.state === 'done' || tries === mostRuns) return night;
  }
}

/** In an order that does not follow their ids, which follow the order of creation. */
async function sheetsOf(world: World): Promise<string[]> {
  return withoutIds(await world.applications())
    .map((sheet) => JSON.stringify(sheet))
    .sort();
}

let undisturbed: Promise<string[]> | undefined;

function whole(): Promise<string[]> {
  undisturbed ??= openStruck([]).then(async ({ world }) => {
    const { report } = await world.run();
    expect(report.counts.created).toBeGreaterThan(30);
    return sheetsOf(world);
  });
  return undisturbed;
}

async function expectWhole(world: World): Promise<void> {
  world.simulator.setFaults([]);
  expect(await sheetsOf(world)).toEqual(await whole());
  const { run, report, ledger } = await world.night();
  expect(run.state).toBe('done');
  expect(report.counts).toMatchObject({ created: 0, updated: 0, linked: 0, conflict: 0, failed: 0 });
  expect(writesOf(ledger)).toEqual([]);
}

it.each(pairs)('%s and %s', async (first, second) => {
  const { world, struckChanges } = await openStruck([first, second]);
  const { run, report } = await runUntilDone(world);
  expect(run.state).toBe('done');
  expect(report.counts).toMatchObject({ items: size, failed: 0, conflict: 0 });
  expect(struckChanges()).toBeGreaterThan(0);
  await expectWhole(world);
});

it.each(striking)('an empty source and %s', async (fault) => {
  const { world } = await openStruck(['empty', fault]);
  const { run, ledger } = await world.run();
  expect(run).toMatchObject({ state: 'refused', problem: { code: 'PLAN_SOURCE_EMPTY' } });
  expect(writesOf(ledger)).toEqual([]);
  world.simulator.setFaults([]);
  expect((await world.run()).run.state).toBe('done');
  await expectWhole(world);
});
