// The functions as they are deployed: bundled, each call in a process of its own that knows nothing but its event,
// its environment and the store. Whole nights come to the same as the same steps in one process.
import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { buildFunctions } from '../../../scripts/bundle/build-functions.ts';
import { openStore } from '../../../shared/platform/open-store.ts';
import { readRun } from '../../../shared/steps/run.ts';
import { withoutIds } from '../../support/applications.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';
import { type Invoke, pollQueues, type Sqs, startSqs } from '../../support/sqs.ts';
import { aSystem, openWorld, systems, type World } from '../../support/world.ts';

const run = promisify(execFile);

/** Calls a handler as a platform does: event and remaining time in, answer out. */
const caller = `
  const { handler } = await import(process.argv[1]);
  const context = { getRemainingTimeInMillis: () => 60_000 };
  const answer = await handler(JSON.parse(process.argv[2]), context);
  process.stdout.write('\\n' + JSON.stringify(answer));
`;

async function bundleFunctions(): Promise<string> {
  const { root } = makeProjectFolder();
  for (const folder of ['functions', 'shared']) cpSync(folder, join(root, folder), { recursive: true });
  await buildFunctions(root);
  return join(root, 'dist/functions');
}

type Call = <Answer>(name: string, event: object) => Promise<Answer>;

/** Each call in a process of its own. */
function callerOf(folder: string, { bindings, state }: World, sqs: Sqs): Call {
  const { VCAP_SERVICES } = bindings.services as { VCAP_SERVICES: unknown };
  const env = {
    ...sqs.environment,
    PATH: process.env.PATH,
    VCAP_SERVICES: JSON.stringify(VCAP_SERVICES),
    LANDBRIDGE_STATE: state,
  };
  return async (name, event) => {
    const file = join(folder, `${name}.mjs`);
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '-e', caller, file, JSON.stringify(event)],
      { env, cwd: folder },
    );
    return JSON.parse(stdout.split('\n').at(-1) ?? '');
  };
}

/** From the timer's event until the run has ended. @returns the functions called, in order */
async function nightOf(call: Call, world: World, sqs: Sqs): Promise<string[]> {
  const called = ['start'];
  const begun = await call<{ run: string }>('start', { flow: 'landscape' });
  const store = await openStore(world.state);
  const invoke: Invoke = async (step, event) => {
    called.push(step);
    return call(step, event);
  };
  await pollQueues(sqs, invoke, async () => (await readRun(store, begun.run))?.state !== 'running');
  await store.close();
  return called;
}

const writesOf = (world: World) =>
  world.simulator
    .ledger()
    .flatMap(({ operation }) => operation.split(','))
    .filter((name) => /^(create|update)FactSheet$/.test(name)).length;

/** Something to make, to find, to skip. */
async function evening(): Promise<World> {
  const objects = [
    ...systems(60),
    aSystem(61, { role: 'TEST' }),
    aSystem(62, { objectType: 'LogicalSystem' }),
  ];
  const world = await openWorld({ objects });
  await world.person.create('Application', 'SAP S/4HANA Cloud - my400005');
  return world;
}

function dayBetween(world: World): void {
  world.landscape.set('lms-001', aSystem(1, { name: 'my499999' }));
  world.landscape.set('lms-063', aSystem(63));
  world.landscape.delete('lms-060');
}

it('the bundled functions, each in a fresh process, do two nights as the steps in one process do', {
  timeout: 120_000,
}, async () => {
  const [cloud, laptop] = [await evening(), await evening()];
  const sqs = await startSqs({ visibilityTimeout: 90 });
  const call = callerOf(await bundleFunctions(), cloud, sqs);
  const allSteps = ['start', 'token', 'pull', 'match', 'write', 'report'];

  expect(await nightOf(call, cloud, sqs)).toEqual(allSteps);
  await laptop.run();
  expect(withoutIds(await cloud.applications())).toEqual(withoutIds(await laptop.applications()));
  expect(writesOf(cloud)).toBe(writesOf(laptop));

  dayBetween(cloud);
  dayBetween(laptop);
  expect(await nightOf(call, cloud, sqs)).toEqual(allSteps);
  const { report } = await laptop.run();
  expect(report).toMatchObject({ missing: 1, counts: { created: 1, updated: 1, unchanged: 58, skipped: 2 } });
  expect(withoutIds(await cloud.applications())).toEqual(withoutIds(await laptop.applications()));
  expect(writesOf(cloud)).toBe(writesOf(laptop));
});

it('a function that cannot work says so in one line with its code', async () => {
  const world = await openWorld({ objects: systems(1) });
  const call = callerOf(await bundleFunctions(), world, await startSqs());
  await expect(call('start', { flow: 'nowhere' })).rejects.toThrow(/Error: CFG_FLOW_UNKNOWN: /);
  await expect(call('pull', { flow: 'landscape' })).rejects.toThrow(/Error: CFG_EVENT: .*run/);
});
