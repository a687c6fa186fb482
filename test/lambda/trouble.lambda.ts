// What goes wrong between queues and functions on AWS: functions that die, messages that kill them, messages that
// come ten at a time.
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, it, vi } from 'vitest';
import { readLastRun } from '../../shared/steps/run.ts';
import { withoutIds } from '../support/applications.ts';
import { type Aws, startAws, workUntilEnded } from '../support/aws.ts';
import { countWrites, evening } from '../support/cloud-night.ts';
import { readTimerEvent } from '../support/lambda/deployed.ts';
import { startLambda } from '../support/lambda/lambda.ts';
import { isBatch } from '../support/relay.ts';
import { pollQueues } from '../support/sqs.ts';
import { openWorld, systems } from '../support/world.ts';

it('a function killed in the middle of a burst is continued, and nothing is made twice', async () => {
  const [cloud, laptop] = [await evening(), await evening()];
  // The lease of the dead one is waited for; the message comes back sooner and more than once.
  const aws = await startAws(cloud, { visibilityTimeout: 10, maxReceiveCount: 5 });
  const lambda = startLambda(aws.environment);
  let killed = 0;
  cloud.relay.once(isBatch, async (_asked, forward) => {
    await forward();
    killed = lambda.kill('write');
    return 'dropped';
  });
  await lambda.invoke('start', readTimerEvent());
  await workUntilEnded(aws, lambda.invoke);
  expect(killed).toBe(1);
  // The message may come back while another that came back is being worked.
  expect(lambda.started('write')).toBeGreaterThan(1);
  expect(await readLastRun(aws.store, 'landscape')).toMatchObject({ state: 'done' });
  await laptop.run();
  expect(withoutIds(await cloud.applications())).toEqual(withoutIds(await laptop.applications()));
  expect(countWrites(cloud)).toBe(countWrites(laptop));
});

it('of ten messages for the writer at once one is worked and nine come back', async () => {
  const world = await openWorld({ objects: systems(5) });
  const aws = await startAws(world, { visibilityTimeout: 120 });
  const lambda = startLambda(aws.environment);
  await lambda.invoke('start', readTimerEvent());
  const before = { steps: ['token', 'pull', 'match'] as const };
  const isToWrite = async () => (await readLastRun(aws.store, 'landscape'))?.handedOn === 'write';
  await pollQueues(aws.sqs, lambda.invoke, isToWrite, before);
  const [body = ''] = await aws.sqs.bodiesIn('write');
  for (let copy = 1; copy < 10; copy += 1) await send(aws, 'write', body);

  const eventsOf = (event: string) =>
    lambda.log.filter(({ from, entry }) => from === 'write' && entry.event === event);
  let seen: [waiting: number, worked: number] | undefined;
  world.relay.once(isBatch, async (_asked, forward) => {
    await vi.waitUntil(() => eventsOf('step waits').length === 9, { timeout: 120_000 });
    seen = [eventsOf('step waits').length, eventsOf('step worked').length];
    return forward();
  });
  await workUntilEnded(aws, lambda.invoke, { atOnce: 10 });
  expect(seen).toEqual([9, 0]);
  expect(lambda.started('write')).toBe(10);
  expect(await readLastRun(aws.store, 'landscape')).toMatchObject({ state: 'done' });
  expect(countWrites(world)).toBe(5);
  expect(await world.applications()).toHaveLength(5);
});

it('messages that no function can work are put aside, and the run beside it ends well', async () => {
  const world = await openWorld({ objects: systems(5) });
  const aws = await startAws(world, { visibilityTimeout: 10, maxReceiveCount: 3 });
  const lambda = startLambda(aws.environment);
  const poison = JSON.stringify({ run: 'poison', flow: 'landscape', step: 'pull' });
  await send(aws, 'pull', poison);
  await send(aws, 'pull', 'no message');
  await lambda.invoke('start', readTimerEvent());
  let deaths = 0;
  const invoke: typeof lambda.invoke = (name, event) => {
    const isPoison = JSON.stringify(event).includes('poison');
    if (isPoison) deaths += 1;
    return isPoison ? lambda.crash(name, event) : lambda.invoke(name, event);
  };
  const isOver = async () =>
    (await aws.sqs.bodiesIn('pull-dead')).length > 1 &&
    (await readLastRun(aws.store, 'landscape'))?.state !== 'running';
  await pollQueues(aws.sqs, invoke, isOver);
  expect(deaths).toBe(3);
  expect((await aws.sqs.bodiesIn('pull-dead')).sort()).toEqual(['no message', poison]);
  // What nobody can work is not tried again.
  expect(lambda.log.flatMap(({ entry }) => (entry.event === 'message failed' ? [entry] : []))).toMatchObject([
    { code: 'CFG_EVENT', attempt: 1 },
  ]);
  expect(await readLastRun(aws.store, 'landscape')).toMatchObject({ state: 'done' });
  expect(countWrites(world)).toBe(5);
});

async function send({ sqs }: Aws, queue: string, body: string): Promise<void> {
  await sqs.client.send(new SendMessageCommand({ QueueUrl: sqs.urlOf(queue), MessageBody: body }));
}
