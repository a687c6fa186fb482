// A function whose container stays warm between two calls: what it keeps open follows the configuration in the
// store, and a plan that was made by another one is not applied.
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import { importConfig } from '../../../shared/platform/config/stored-config.ts';
import { openStore } from '../../../shared/platform/open-store.ts';
import type { Message, StepName } from '../../../shared/queue/queue.ts';
import { readReport } from '../../../shared/steps/report.ts';
import { listRuns, type Run } from '../../../shared/steps/run.ts';
import { startSqs } from '../../support/sqs.ts';
import { aSystem, openWorld, systems, type World } from '../../support/world.ts';

vi.spyOn(console, 'info').mockImplementation(() => undefined);

const context = { getRemainingTimeInMillis: () => 60_000 };

interface WarmWorld extends World {
  start(): Promise<readonly Message[]>;
  /** Until a message of this step comes, or to the end. */
  work(next: readonly Message[], until?: StepName): Promise<readonly Message[]>;
}

/** A container of its own: nothing is open yet. */
async function warmWorld(count: number): Promise<WarmWorld> {
  const world = await openWorld({ objects: systems(count) });
  const sqs = await startSqs({ visibilityTimeout: 600 });
  const { VCAP_SERVICES } = world.bindings.services as { VCAP_SERVICES: unknown };
  vi.stubEnv('VCAP_SERVICES', JSON.stringify(VCAP_SERVICES));
  vi.stubEnv('LANDBRIDGE_STATE', world.state);
  vi.resetModules();
  const { handleStart } = await import('../../../shared/platform/lambda/handle-start.ts');
  const { handleStep } = await import('../../../shared/platform/lambda/handle-step.ts');
  const take = async (step: StepName): Promise<Message[]> => {
    const request = { QueueUrl: sqs.urlOf(step), MaxNumberOfMessages: 10 };
    const { Messages = [] } = await sqs.client.send(new ReceiveMessageCommand(request));
    return Messages.map(({ Body = '' }) => JSON.parse(Body));
  };
  return {
    ...world,
    start: async () => {
      await handleStart({ flow: 'landscape' });
      return take('token');
    },
    async work(next, until) {
      const waiting = [...next];
      for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
        if (message.step === until) return [message];
        const answer = await handleStep(message.step, message, context);
        if ('sent' in answer) waiting.push(...answer.sent);
      }
      return [];
    },
  };
}

async function lastRun(world: World): Promise<Run & { created: number | undefined }> {
  const store = await openStore(world.state);
  const [run] = await listRuns(store);
  if (run === undefined) throw new Error('There is no run');
  const created = run.report && (await readReport(store, run.report)).counts.created;
  await store.close();
  return { ...run, created };
}

const configure = (world: World, text: string) =>
  importConfig({ name: 'x.yaml', text, now: Date.now() }, () => openStore(world.state));

describe('a warm function', () => {
  it('works by the configuration that was imported since its last call', async () => {
    const world = await warmWorld(3);
    await world.work(await world.start());
    expect(await lastRun(world)).toMatchObject({ state: 'done', created: 3 });
    await configure(world, 'flows: {landscape: {policy: {create: ignore}}}');
    world.landscape.set('lms-004', aSystem(4));
    await world.work(await world.start());
    expect(await lastRun(world)).toMatchObject({ state: 'done', created: 0 });
  });

  it('applies no plan of another configuration: the run ends and the next one is right', async () => {
    const world = await warmWorld(3);
    const waiting = await world.work(await world.start(), 'write');
    await configure(world, 'flows: {landscape: {exclude: [{name: my400001}]}}');
    await world.work(waiting);
    expect(await lastRun(world)).toMatchObject({ state: 'failed', problem: { code: 'PLAN_STALE' } });
    expect(await world.applications()).toEqual([]);
    await world.work(await world.start());
    expect(await lastRun(world)).toMatchObject({ state: 'done', created: 2 });
  });
});
