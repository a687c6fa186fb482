// A function that cannot begin because the set-up is wrong: its run ends at once and is told of, no message is
// delivered in vain, and once the set-up is mended the next night does the work.
import { expect, it, vi } from 'vitest';
import { systemClock } from '../../../shared/platform/clock.ts';
import { openStore } from '../../../shared/platform/open-store.ts';
import type { StepName } from '../../../shared/queue/queue.ts';
import { readLastRun } from '../../../shared/steps/run.ts';
import { takeLease } from '../../../shared/steps/take-lease.ts';
import { flowLeaseKey } from '../../../shared/store/keys.ts';
import type { Store } from '../../../shared/store/store.ts';
import { pollQueues, type Sqs, startSqs } from '../../support/sqs.ts';
import { openWorld, systems, type World } from '../../support/world.ts';

const context = { getRemainingTimeInMillis: () => 60_000 };
const silent = () => undefined;

interface Deployed extends World {
  sqs: Sqs;
  store: Store;
  written: () => Record<string, unknown>[];
  bind(services: unknown): void;
}

async function deploy(): Promise<Deployed> {
  const world = await openWorld({ objects: systems(2) });
  const sqs = await startSqs({ visibilityTimeout: 600 });
  vi.stubEnv('LANDBRIDGE_STATE', world.state);
  vi.spyOn(console, 'error').mockImplementation(silent);
  const info = vi.spyOn(console, 'info').mockImplementation(silent);
  const { VCAP_SERVICES } = world.bindings.services as { VCAP_SERVICES: unknown };
  const bind: Deployed['bind'] = (services) => vi.stubEnv('VCAP_SERVICES', JSON.stringify(services));
  bind(VCAP_SERVICES);
  info.mockClear();
  return {
    ...world,
    bindings: { ...world.bindings, services: VCAP_SERVICES },
    sqs,
    store: await openStore(world.state),
    written: () => info.mock.calls.map(([line]) => JSON.parse(line)),
    bind,
  };
}

/** In a container of its own. */
async function start(): Promise<unknown> {
  vi.resetModules();
  const { handleStart } = await import('../../../shared/platform/lambda/handle-start.ts');
  return handleStart({ flow: 'landscape' });
}

/** In containers of their own, until the run of the flow has ended, or the given number of messages is worked. */
async function work({ sqs, store }: Deployed, most = Number.POSITIVE_INFINITY): Promise<StepName[]> {
  vi.resetModules();
  const { handleStep } = await import('../../../shared/platform/lambda/handle-step.ts');
  const worked: StepName[] = [];
  const isOver = async () =>
    worked.length >= most || (await readLastRun(store, 'landscape'))?.state !== 'running';
  await pollQueues(
    sqs,
    async (step, event) => {
      worked.push(step);
      const answer = await handleStep(step, event, context);
      if (!('batchItemFailures' in answer)) throw new Error('no answer to a batch');
      expect(answer.batchItemFailures).toEqual([]);
      return answer;
    },
    isOver,
  );
  return worked;
}

it('ends its run at once, for everybody to see, and the next night does the work', async () => {
  const world = await deploy();
  await start();
  world.bind({});
  expect(await work(world)).toEqual(['token']);
  expect(await readLastRun(world.store, 'landscape')).toMatchObject({
    state: 'failed',
    step: 'token',
    problem: { code: 'CFG_BINDING_MISSING', message: expect.stringMatching(/^CFG_BINDING_MISSING: /) },
  });
  expect(world.written().find(({ event }) => event === 'run ended')).toMatchObject({
    state: 'failed',
    code: 'CFG_BINDING_MISSING',
    landbridge_runs_failed: 1,
  });
  expect(await world.applications()).toEqual([]);

  world.bind(world.bindings.services);
  await start();
  await work(world);
  expect(await readLastRun(world.store, 'landscape')).toMatchObject({ state: 'done' });
  expect(await world.applications()).toHaveLength(2);
});

it('leaves alone a run that somebody else works on, and has its message come back', async () => {
  const world = await deploy();
  await start();
  const run = (await readLastRun(world.store, 'landscape'))?.id ?? '';
  const other = { store: world.store, time: systemClock };
  const answer = await takeLease(other, flowLeaseKey('landscape'), { run, burst: 'of another' });
  if (answer.held) throw new Error('the lease is not free');
  world.bind({});
  expect(await work(world, 1)).toEqual(['token']);
  expect(await readLastRun(world.store, 'landscape')).toMatchObject({ state: 'running', step: 'token' });
  world.bind(world.bindings.services);
  await answer.lease.release();
  await work(world);
  expect(await readLastRun(world.store, 'landscape')).toMatchObject({ state: 'done' });
});
