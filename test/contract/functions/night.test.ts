// The functions as they are deployed: bundled, each call in a process of its own that knows nothing but its event,
// its environment and the store. Whole nights come to the same as the same steps in one process.
import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { buildFunctions } from '../../../scripts/bundle/build-functions.ts';
import { withoutIds } from '../../support/applications.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';
import { aSystem, openWorld, systems, type World } from '../../support/world.ts';

interface Answer {
  run: string;
  next: { step: string }[];
}

const run = promisify(execFile);

/** Calls a handler as a platform does: event and remaining time in, answer out. */
const caller = `
  const { handler } = await import(process.argv[1]);
  const context = { getRemainingTimeInMillis: () => 60_000 };
  console.log(JSON.stringify(await handler(JSON.parse(process.argv[2]), context)));
`;

async function bundleFunctions(): Promise<string> {
  const { root } = makeProjectFolder();
  for (const folder of ['functions', 'shared']) cpSync(folder, join(root, folder), { recursive: true });
  await buildFunctions(root);
  return join(root, 'dist/functions');
}

function callerOf(folder: string, { bindings, state }: World) {
  const { VCAP_SERVICES } = bindings.services as { VCAP_SERVICES: unknown };
  const env = {
    PATH: process.env.PATH,
    VCAP_SERVICES: JSON.stringify(VCAP_SERVICES),
    LANDBRIDGE_STATE: state,
  };
  return async (step: string, event: object): Promise<Answer> => {
    const file = join(folder, `${step}.mjs`);
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '-e', caller, file, JSON.stringify(event)],
      { env, cwd: folder },
    );
    return JSON.parse(stdout);
  };
}

async function nightOf(call: ReturnType<typeof callerOf>): Promise<string[]> {
  const steps = ['start'];
  const { next } = await call('start', { flow: 'landscape' });
  for (let message = next.shift(); message !== undefined; message = next.shift()) {
    steps.push(message.step);
    next.push(...(await call(message.step, message)).next);
  }
  return steps;
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

it('the bundled functions, each in a fresh process, do two nights as the steps in one process do', async () => {
  const [cloud, laptop] = [await evening(), await evening()];
  const call = callerOf(await bundleFunctions(), cloud);
  const allSteps = ['start', 'token', 'pull', 'match', 'write', 'report'];

  expect(await nightOf(call)).toEqual(allSteps);
  await laptop.run();
  expect(withoutIds(await cloud.applications())).toEqual(withoutIds(await laptop.applications()));
  expect(writesOf(cloud)).toBe(writesOf(laptop));

  dayBetween(cloud);
  dayBetween(laptop);
  expect(await nightOf(call)).toEqual(allSteps);
  const { report } = await laptop.run();
  expect(report).toMatchObject({ missing: 1, counts: { created: 1, updated: 1, unchanged: 58, skipped: 2 } });
  expect(withoutIds(await cloud.applications())).toEqual(withoutIds(await laptop.applications()));
  expect(writesOf(cloud)).toBe(writesOf(laptop));

  // Then what was missing is retired, and after that there is nothing to write: the step is left out.
  expect(await nightOf(call)).toEqual(allSteps);
  expect((await cloud.applicationOf('lms-060')).lifecycle).toEqual([expect.stringMatching(/^endOfLife /)]);
  expect(await nightOf(call)).toEqual(allSteps.filter((step) => step !== 'write'));
});

it('a function that cannot work says so in one line with its code', async () => {
  const world = await openWorld({ objects: systems(1) });
  const call = callerOf(await bundleFunctions(), world);
  await expect(call('start', { flow: 'nowhere' })).rejects.toThrow(/CFG_FLOW_UNKNOWN: /);
  await expect(call('pull', { flow: 'landscape' })).rejects.toThrow(/CFG_EVENT: .*run/);
});
