// Whole nights in AWS's own runtime client, from the event of the timer through the queues to the report.
import { expect, it } from 'vitest';
import { importConfig } from '../../shared/platform/config/stored-config.ts';
import { openStore } from '../../shared/platform/open-store.ts';
import { listRuns } from '../../shared/steps/run.ts';
import { withoutIds } from '../support/applications.ts';
import { startAws, workUntilEnded } from '../support/aws.ts';
import { countWrites, dayBetween, evening } from '../support/cloud-night.ts';
import { readTimerEvent } from '../support/lambda/deployed.ts';
import { startLambda } from '../support/lambda/lambda.ts';
import { eventOf, httpEvent } from '../support/lambda-events.ts';
import { openWorld, systems } from '../support/world.ts';

const steps = ['token', 'pull', 'match', 'write', 'report'];

it('come to the same as on a laptop, with the same number of writes', async () => {
  const [cloud, laptop] = [await evening(), await evening()];
  const aws = await startAws(cloud, { visibilityTimeout: 90 });
  const lambda = startLambda(aws.environment);

  expect(await lambda.invoke('start', readTimerEvent())).toMatchObject({ flow: 'landscape' });
  expect(await workUntilEnded(aws, lambda.invoke)).toEqual(steps);
  expect(await lambda.invoke('report', eventOf('status'))).toMatchObject({
    state: 'done',
    counts: { items: 62, created: 59, linked: 1, skipped: 2, failed: 0 },
  });
  await laptop.run();
  expect(withoutIds(await cloud.applications())).toEqual(withoutIds(await laptop.applications()));
  expect(countWrites(cloud)).toBe(countWrites(laptop));

  dayBetween(cloud);
  dayBetween(laptop);
  await lambda.invoke('start', readTimerEvent());
  expect(await workUntilEnded(aws, lambda.invoke)).toEqual(steps);
  await laptop.run();
  expect(withoutIds(await cloud.applications())).toEqual(withoutIds(await laptop.applications()));
  expect(countWrites(cloud)).toBe(countWrites(laptop));

  // Warm environments served the second night, and every line says which run and step it is about.
  for (const step of ['start', ...steps]) expect(lambda.started(step)).toBe(1);
  const worked = lambda.log.filter(({ entry }) => entry.event === 'step worked');
  expect(worked.map(({ entry }) => entry.step)).toEqual([...steps, ...steps]);
  for (const { entry } of worked) expect(entry).toMatchObject({ run: expect.any(String), flow: 'landscape' });
  expect(lambda.log.filter(({ entry }) => entry.event === 'run ended')).toHaveLength(2);
  // As AWS's runtime client writes it: time, request, level, and the JSON that CloudWatch takes apart.
  for (const { text, entry } of lambda.log) {
    expect(text).toMatch(/^\d{4}-\S+Z\t[\w-]{36}\tINFO\t\{/);
    expect(entry).toMatchObject({ level: 'info', event: expect.any(String) });
  }
});

it('that begin at the same moment are one run', async () => {
  const world = await openWorld({ objects: systems(5) });
  const aws = await startAws(world, { visibilityTimeout: 90 });
  const lambda = startLambda(aws.environment);
  const begin = () => lambda.invoke<{ run: string; message: string }>('start', readTimerEvent());
  const [first, second] = await Promise.all([begin(), begin()]);
  expect(lambda.started('start')).toBe(2);
  expect(second?.run).toBe(first?.run);
  expect([first?.message, second?.message].filter((text) => text?.includes('has begun'))).toHaveLength(1);
  await workUntilEnded(aws, lambda.invoke);
  expect(await listRuns(aws.store)).toMatchObject([{ state: 'done' }]);
  expect(countWrites(world)).toBe(5);
});

it('go by the configuration that was imported into the table', async () => {
  const world = await openWorld({ objects: systems(3) });
  const aws = await startAws(world, { visibilityTimeout: 90 });
  const lambda = startLambda(aws.environment);
  const configuration = {
    name: 'landbridge.yaml',
    text: 'flows: {landscape: {exclude: [{name: my400001}]}}',
  };
  await importConfig({ ...configuration, now: Date.now() }, () =>
    openStore(aws.environment.LANDBRIDGE_STATE),
  );
  await lambda.invoke('start', readTimerEvent());
  await workUntilEnded(aws, lambda.invoke);
  expect(await lambda.invoke('report', eventOf('status'))).toMatchObject({
    counts: { created: 2, skipped: 1 },
  });
});

it('begin only where the set-up is right, which the doctor tells', async () => {
  const world = await openWorld({ objects: systems(1) });
  const { environment } = await startAws(world);
  const lambda = startLambda(environment);
  expect(await lambda.invoke('doctor', eventOf('doctor'))).toMatchObject({
    message: expect.stringMatching(/Green|Landbridge works/),
  });
  const elsewhere = startLambda({ ...environment, LANDBRIDGE_SECRET: 'landbridge/nowhere/bindings' });
  await expect(elsewhere.invoke('start', readTimerEvent())).rejects.toThrow(/^CFG_SECRET_REFUSED: /);
});

it('are looked at by HTTP, which needs who may call', async () => {
  const world = await openWorld({ objects: systems(1) });
  const lambda = startLambda((await startAws(world)).environment);
  for (const [name, path] of Object.entries({ report: '/runs', inbox: '/inbox', doctor: '/doctor' })) {
    const answer = await lambda.invoke<{ statusCode: number; body: string }>(name, httpEvent({ path }));
    expect([answer.statusCode, JSON.parse(answer.body).code]).toEqual([500, 'CFG_BINDING_MISSING']);
  }
});
