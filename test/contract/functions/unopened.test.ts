// A function that cannot begin because the set-up is wrong: its run ends at once and is told of, no message is
// delivered in vain, and once the set-up is mended the next night does the work.
import { expect, it } from 'vitest';
import { systemClock } from '../../../shared/platform/clock.ts';
import { readLastRun } from '../../../shared/steps/run.ts';
import { takeLease } from '../../../shared/steps/take-lease.ts';
import { flowLeaseKey } from '../../../shared/store/keys.ts';
import { openFunctions } from '../../support/functions.ts';
import { openWorld, systems } from '../../support/world.ts';

async function begun() {
  const world = await openWorld({ objects: systems(2) });
  const functions = await openFunctions(world);
  await functions.invoke('start', { flow: 'landscape' });
  return { world, functions, lastRun: () => readLastRun(functions.store, 'landscape') };
}

it('ends its run at once, for everybody to see, and the next night does the work', async () => {
  const { world, functions, lastRun } = await begun();
  functions.bind({});
  functions.cool();
  expect(await functions.work()).toEqual(['token']);
  expect(await lastRun()).toMatchObject({
    state: 'failed',
    step: 'token',
    problem: { code: 'CFG_BINDING_MISSING', message: expect.stringMatching(/^CFG_BINDING_MISSING: /) },
  });
  expect(functions.written().find(({ event }) => event === 'run ended')).toMatchObject({
    state: 'failed',
    code: 'CFG_BINDING_MISSING',
    landbridge_runs_failed: 1,
  });
  expect(await world.applications()).toEqual([]);

  functions.bind();
  functions.cool();
  await functions.invoke('start', { flow: 'landscape' });
  await functions.work();
  expect(await lastRun()).toMatchObject({ state: 'done' });
  expect(await world.applications()).toHaveLength(2);
});

it('leaves alone a run that somebody else works on, and has its message come back', async () => {
  const { functions, lastRun } = await begun();
  const run = (await lastRun())?.id ?? '';
  const other = { store: functions.store, time: systemClock };
  const answer = await takeLease(other, flowLeaseKey('landscape'), { run, burst: 'of another' });
  if (answer.held) throw new Error('the lease is not free');
  functions.bind({});
  functions.cool();
  expect(await functions.work(1)).toEqual(['token']);
  expect(await lastRun()).toMatchObject({ state: 'running', step: 'token' });
  functions.bind();
  functions.cool();
  await answer.lease.release();
  await functions.work();
  expect(await lastRun()).toMatchObject({ state: 'done' });
});
