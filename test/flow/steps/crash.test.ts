// A process killed anywhere: the next one goes on with the same run, and the workspace ends as if nothing had been.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { readLastRun } from '../../../shared/steps/run.ts';
import { withoutIds } from '../../support/applications.ts';
import { type Mortal, openHeir, openMortal, openMortalAt } from '../../support/mortal.ts';
import { isBatch } from '../../support/relay.ts';
import { aSystem, dayMs, openWorld, systems, type World, writesOf } from '../../support/world.ts';

const people = 'What people say of it';

/** Before a night with something of everything: 59 to make, three to rename, one found by name, one to retire. */
async function eveOfChange(): Promise<World> {
  const world = await openWorld({ objects: systems(30) });
  await world.run();
  world.landscape.delete('lms-030');
  await world.night();
  world.clock.advance(dayMs);
  for (const system of systems(90).slice(30)) world.landscape.set(system.lmsId ?? '', system);
  for (const number of [1, 2, 3]) {
    world.landscape.set(`lms-00${number}`, aSystem(number, { name: `my49000${number}` }));
  }
  await world.person.create('Application', 'SAP S/4HANA Cloud - my400031', [
    { op: 'add', path: '/description', value: people },
  ]);
  return world;
}

const counts = {
  items: 89,
  created: 59,
  updated: 3,
  linked: 1,
  unchanged: 26,
  skipped: 0,
  conflict: 0,
  failed: 0,
};

async function dieAndGoOn(world: World, mortal: Mortal): Promise<void> {
  await expect(runFlow(mortal.context, 'landscape')).rejects.toThrow();
  expect(mortal.isDead()).toBe(true);
  const heir = await openHeir(world);
  const { run, report } = await world.run(heir);
  expect(run.state).toBe('done');
  expect(report).toMatchObject({ counts, retired: 1 });
}

async function endOf(world: World) {
  return withoutIds(await world.applications());
}

/** The same night without a death. */
async function undisturbed() {
  const world = await eveOfChange();
  const mortal = await openMortal(world);
  const { report, ledger } = await world.run(mortal.context);
  expect(report).toMatchObject({ counts, retired: 1 });
  return { writes: mortal.writes(), requests: ledger.length, end: await endOf(world) };
}

describe('a process that is killed', { timeout: 120_000 }, () => {
  it.each([0, 1, 2])(
    'before one of its writes to the store leaves a run that comes to the same end: %i, and each third after it',
    async (first) => {
      const { writes, end } = await undisturbed();
      expect(writes).toBeGreaterThan(30);
      // The very last gives back the lease of a run that has ended.
      for (let write = first; write < writes - 1; write += 3) {
        const world = await eveOfChange();
        await dieAndGoOn(world, await openMortal(world, write));
        expect(await endOf(world), `killed before write ${write}`).toEqual(end);
      }
    },
  );

  it.each(['undone', 'done'])('at any of its requests, which is left %s, does so too', async (fate) => {
    const { requests, end } = await undisturbed();
    expect(requests).toBeGreaterThan(6);
    for (let request = 0; request < requests; request += 1) {
      const world = await eveOfChange();
      const mortal = await openMortalAt(world, request, fate === 'done');
      await dieAndGoOn(world, mortal);
      expect(await endOf(world), `killed at request ${request}`).toEqual(end);
    }
  });

  it('between sending and journal is continued in the same run, and nothing is sent twice', async () => {
    const world = await eveOfChange();
    const mortal = await openMortal(world);
    const batches: number[] = [];
    world.relay.always(isBatch, async ({ mutations }, forward) => {
      batches.push(mutations);
      const answer = await forward();
      // Both are done when the process dies, and it learns of neither.
      while (batches.length < 2) await new Promise(setImmediate);
      mortal.kill();
      return answer;
    });
    await expect(runFlow(mortal.context, 'landscape')).rejects.toThrow('killed');
    const killed = await readLastRun((await world.open()).store, 'landscape');
    expect(killed).toMatchObject({ state: 'running', step: 'write' });

    const { run, ledger } = await world.run(await openHeir(world));
    expect(run).toMatchObject({ id: killed?.id, state: 'done', report: { counts, retired: 1 } });
    expect([...batches].sort()).toEqual([14, 50]);
    expect(writesOf(ledger)).toEqual([]);
    expect(world.clock.slept[0]).toBe(5_000);
  });

  it('is not taken for dead by a process that cannot see it, until its lease has run out', async () => {
    const world = await eveOfChange();
    const mortal = await openMortal(world);
    world.relay.once(isBatch, async () => {
      mortal.kill();
      return 'dropped';
    });
    await expect(runFlow(mortal.context, 'landscape')).rejects.toThrow('killed');
    const stranger = await world.open();
    await expect(runFlow(stranger, 'landscape')).rejects.toMatchObject({ code: 'PLAN_FLOW_HELD' });
    world.clock.advance(60_000);
    expect((await world.run(stranger)).run).toMatchObject({ state: 'done', report: { counts } });
  });
});
