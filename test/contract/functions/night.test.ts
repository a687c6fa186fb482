// The functions as they are deployed: bundled, each call in a process of its own that knows nothing but its event,
// its environment and the store. Whole nights come to the same as the same steps in one process.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildFunctions } from '../../../scripts/bundle/build-functions.ts';
import { withoutIds } from '../../support/applications.ts';
import { type Call, startAws, workUntilEnded } from '../../support/aws.ts';
import { countWrites, dayBetween, evening } from '../../support/cloud-night.ts';
import { eventOf, type HttpAsk, httpEvent } from '../../support/lambda-events.ts';
import { openWorld, systems } from '../../support/world.ts';
import { startXsuaa } from '../../support/xsuaa.ts';

const run = promisify(execFile);

/** Calls a handler as a platform does: event and remaining time in, answer out. */
const caller = `
  const { handler } = await import(process.argv[1]);
  const context = { getRemainingTimeInMillis: () => 60_000 };
  const answer = await handler(JSON.parse(process.argv[2]), context);
  process.stdout.write('\\n' + JSON.stringify(answer));
`;

let root: string;
beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'landbridge-bundles-')));
  for (const folder of ['functions', 'shared']) cpSync(folder, join(root, folder), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  await buildFunctions(root);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Each call in a process of its own. */
function callerOf(environment: Record<string, string>): Call {
  const folder = join(root, 'dist/functions');
  const env = { ...environment, PATH: process.env.PATH, AWS_LAMBDA_FUNCTION_NAME: 'landbridge-test' };
  return async (name, event) => {
    const file = join(folder, `${name}.mjs`);
    const args = ['--input-type=module', '-e', caller, file, JSON.stringify(event)];
    const { stdout } = await run(process.execPath, args, { env, cwd: folder });
    return JSON.parse(stdout.split('\n').at(-1) ?? '');
  };
}

it('the bundled functions, each in a fresh process, do two nights as the steps in one process do', {
  timeout: 120_000,
}, async () => {
  const [cloud, laptop] = [await evening(), await evening()];
  const aws = await startAws(cloud, { visibilityTimeout: 90 });
  const call = callerOf(aws.environment);
  const steps = ['token', 'pull', 'match', 'write', 'report'];

  await call('start', eventOf('full-run'));
  expect(await workUntilEnded(aws, call)).toEqual(steps);
  expect(await call('report', eventOf('status'))).toMatchObject({
    state: 'done',
    counts: { items: 62, created: 59, linked: 1, skipped: 2, failed: 0 },
    message: expect.stringMatching(/^The run of landscape is done: /),
  });
  await laptop.run();
  expect(withoutIds(await cloud.applications())).toEqual(withoutIds(await laptop.applications()));
  expect(countWrites(cloud)).toBe(countWrites(laptop));

  dayBetween(cloud);
  dayBetween(laptop);
  await call('start', { flow: 'landscape' });
  expect(await workUntilEnded(aws, call)).toEqual(steps);
  const { report } = await laptop.run();
  expect(report).toMatchObject({ missing: 1, counts: { created: 1, updated: 1, unchanged: 58, skipped: 2 } });
  expect(withoutIds(await cloud.applications())).toEqual(withoutIds(await laptop.applications()));
  expect(countWrites(cloud)).toBe(countWrites(laptop));
});

it('runs are begun and looked at by HTTP, by whoever may', { timeout: 60_000 }, async () => {
  const world = await openWorld({ objects: systems(2) });
  const { environment } = await startAws(world);
  const xsuaa = await startXsuaa();
  const services = {
    ...(world.bindings.services as { VCAP_SERVICES: object }).VCAP_SERVICES,
    xsuaa: [xsuaa.service],
  };
  const { LANDBRIDGE_SECRET: _, ...plain } = environment;
  const call = callerOf({
    ...plain,
    VCAP_SERVICES: JSON.stringify(services),
    NODE_EXTRA_CA_CERTS: xsuaa.authority.file,
  });
  const ask = async (name: string, ask: HttpAsk, scopes: string[]) => {
    const headers = { authorization: `Bearer ${xsuaa.sign({ scopes })}`, 'content-type': 'application/json' };
    const answer = await call<{ statusCode: number; body: string }>(name, httpEvent({ ...ask, headers }));
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  };
  const begin = { method: 'POST', path: '/runs', body: JSON.stringify({ flow: 'landscape' }) };
  expect(await ask('start', begin, ['View'])).toMatchObject({ status: 403 });
  const { status, body } = await ask('start', begin, ['Run']);
  expect(status).toBe(202);
  expect(await ask('report', { path: `/runs/${body.run}` }, ['View'])).toMatchObject({
    status: 200,
    body: { run: body.run, state: 'running', step: 'token' },
  });
  expect(await ask('report', { path: '/runs?flow=landscape' }, ['View'])).toMatchObject({
    body: { runs: [{ run: body.run }] },
  });
  expect(await ask('report', { path: '/runs/nothing' }, ['View'])).toMatchObject({ status: 404 });
});
