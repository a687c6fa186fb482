// An undo that is killed anywhere: whoever takes it up, by undo or by sync, comes to the same end, and writes nothing
// twice.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import type { StepContext } from '../../../shared/steps/context.ts';
import { listHeld } from '../../../shared/steps/held.ts';
import { undoRequest } from '../../../shared/steps/undo.ts';
import { withoutIds } from '../../support/applications.ts';
import { openHeir, openMortal } from '../../support/mortal.ts';
import { aSystem, dayMs, openWorld, systems, type World } from '../../support/world.ts';

/** After a night with something of everything: made, linked, renamed, retired. */
async function afterChange(): Promise<{ world: World; id: string }> {
  const world = await openWorld({ objects: systems(6) });
  await world.run();
  world.landscape.delete('lms-006');
  await world.night();
  world.clock.advance(dayMs);
  world.landscape.set('lms-001', aSystem(1, { name: 'my490001' }));
  for (const number of [7, 8]) world.landscape.set(`lms-00${number}`, aSystem(number));
  await world.person.create('Application', 'SAP S/4HANA Cloud - my400007');
  const { run, report } = await world.run();
  expect(report).toMatchObject({ retired: 1, counts: { created: 1, linked: 1, updated: 1 } });
  return { world, id: run.id };
}

async function undo(context: StepContext, id: string) {
  return runFlow(context, 'landscape', await undoRequest(context, id));
}

async function endOf(world: World) {
  const { store } = await world.open();
  return {
    applications: withoutIds(await world.applications()),
    held: (await listHeld(store)).map(({ held }) => held.item),
  };
}

async function undisturbed() {
  const { world, id } = await afterChange();
  const mortal = await openMortal(world);
  expect(await undo(mortal.context, id)).toMatchObject({
    state: 'done',
    report: { archived: 1, unlinked: 1 },
  });
  return { writes: mortal.writes(), end: await endOf(world) };
}

describe('an undo that is killed', () => {
  it.each(['undo', 'sync'])(
    'before one of its writes to the store, each fourth of them, is gone on with by %s',
    async (how) => {
      const { writes, end } = await undisturbed();
      expect(writes).toBeGreaterThan(20);
      expect(end.held).toHaveLength(4);
      for (let write = how === 'undo' ? 0 : 2; write < writes - 1; write += 4) {
        const { world, id } = await afterChange();
        const mortal = await openMortal(world, write);
        await expect(undo(mortal.context, id)).rejects.toThrow();
        const heir = await openHeir(world);
        if (how === 'sync') await world.run(heir);
        // Where it was killed before there was a run to go on with, the undo is simply asked for again.
        expect((await undo(heir, id)).state).toBe('done');
        expect(await endOf(world), `killed before write ${write}`).toEqual(end);
      }
    },
    120_000,
  );
});
