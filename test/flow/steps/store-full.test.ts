// A store that takes nothing more, from any write on: the run ends with it, and the next one, with room again, goes
// on without a change written twice.
import { expect, it } from 'vitest';
import { LandbridgeError } from '../../../shared/errors.ts';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import type { StepContext } from '../../../shared/steps/context.ts';
import { withoutIds } from '../../support/applications.ts';
import { dayMs, openWorld, systems, type World, writesOf } from '../../support/world.ts';

const count = 60;

/** Takes so many writes and refuses all that follow. */
async function openFilling(world: World, room: number): Promise<{ context: StepContext; writes(): number }> {
  const opened = await world.open();
  const { store } = opened;
  let writes = 0;
  const take = () => {
    if (writes >= room) throw new LandbridgeError('STORE_WRITE_FAILED', { file: 'of the test' });
    writes += 1;
  };
  const filling: StepContext['store'] = {
    get: (key) => store.get(key),
    list: (collection, prefix) => store.list(collection, prefix),
    compact: () => store.compact(),
    close: () => store.close(),
    put: async (key, value, options) => {
      take();
      return store.put(key, value, options);
    },
    delete: async (key, options) => {
      take();
      return store.delete(key, options);
    },
  };
  return { context: { ...opened, store: filling }, writes: () => writes };
}

const endOf = async (world: World) => withoutIds(await world.applications());

it('that is full from any write on leaves a run that the next one finishes', {
  timeout: 120_000,
}, async () => {
  const whole = await openWorld({ objects: systems(count) });
  const roomy = await openFilling(whole, Number.POSITIVE_INFINITY);
  await runFlow(roomy.context, 'landscape');
  const expected = await endOf(whole);
  expect(expected).toHaveLength(count);
  const writes = roomy.writes();
  expect(writes).toBeGreaterThan(30);

  for (let room = 0; room < writes; room += 3) {
    const world = await openWorld({ objects: systems(count) });
    const { context } = await openFilling(world, room);
    const thrown: unknown = await runFlow(context, 'landscape').catch((error: unknown) => error);
    expect(thrown, `room for ${room}`).toMatchObject({ code: 'STORE_WRITE_FAILED' });
    // Its lease could not be given back either.
    world.clock.advance(dayMs / 24);
    const { run, report } = await world.run();
    expect(run.state, `room for ${room}`).toBe('done');
    expect(report.counts).toMatchObject({ failed: 0, conflict: 0 });
    expect(await endOf(world), `room for ${room}`).toEqual(expected);
    const after = await world.night();
    expect(after.report.counts).toMatchObject({ created: 0, updated: 0, linked: 0, unchanged: count });
    expect(writesOf(after.ledger)).toEqual([]);
  }
});
