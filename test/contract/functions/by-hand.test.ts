// The functions invoked by hand in the console: every file of events/ is pasted, and answered for a person to read.
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { DoctorJson } from '../../../shared/platform/doctor/doctor-json.ts';
import type { RunSeen } from '../../../shared/platform/look-at-runs.ts';
import type { RunBegun } from '../../../shared/platform/start-run.ts';
import { openFunctions } from '../../support/functions.ts';
import { eventOf } from '../../support/lambda-events.ts';
import { openWorld, systems, writesOf } from '../../support/world.ts';

const files = ['doctor', 'dry-run', 'full-run', 'one-item', 'status'] as const;
const paste = (name: (typeof files)[number]): object => eventOf(name);

async function landscape() {
  const world = await openWorld({ objects: systems(3) });
  const functions = await openFunctions(world);
  const status = () => functions.invoke<RunSeen>('report', paste('status'));
  const writes = () => writesOf(world.simulator.ledger().map(({ operation }) => operation));
  return { world, functions, status, writes };
}

it('there is nothing to paste but what is tested here', () => {
  expect(readdirSync('events').sort()).toEqual(files.map((name) => `${name}.json`));
});

it('a dry run plans and writes nothing, and the status tells what would be done', async () => {
  const { functions, status, writes } = await landscape();
  expect(await functions.invoke('start', paste('dry-run'))).toMatchObject({
    flow: 'landscape',
    message: expect.stringMatching(/writes nothing/),
  });
  expect(await status()).toMatchObject({
    state: 'running',
    message: 'The run of landscape is under way: step token.',
  });
  expect(await functions.work()).toEqual(['token', 'pull', 'match', 'report']);
  expect(await status()).toMatchObject({
    state: 'planned',
    message: 'The plan of landscape holds 3 create.',
    planHash: expect.any(String),
  });
  expect(writes()).toEqual([]);
});

it('a run for one item takes up that item, and the whole run after it the others', async () => {
  const { world, functions, status } = await landscape();
  const oneItem = { ...paste('one-item'), only: ['lms-002'] };
  const begun = await functions.invoke<RunBegun>('start', oneItem);
  expect(begun.message).toMatch(/the objects named and nothing else/);
  // It is not the night that the timer wants: that one is begun when this one has ended.
  await expect(functions.invoke('start', paste('full-run'))).rejects.toThrow(/^PLAN_FLOW_HELD: /);
  await functions.work();
  expect(await status()).toMatchObject({
    run: begun.run,
    message: 'The run of landscape is done: 3 items, 1 created, 2 skipped.',
    notes: [],
  });
  expect((await world.applications()).map(({ externalId }) => externalId)).toEqual([
    'calm:example-calm:lms-002',
  ]);

  expect(await functions.invoke('start', paste('full-run'))).toMatchObject({
    message: expect.stringMatching(/has begun/),
  });
  expect(await functions.invoke('start', paste('full-run'))).toMatchObject({
    message: expect.stringMatching(/under way/),
  });
  await functions.work();
  expect(await status()).toMatchObject({ state: 'done', counts: { created: 2, unchanged: 1 } });
});

it('the file for one item as it is, its id not filled in, changes nothing and says so', async () => {
  const { functions, status, writes } = await landscape();
  await functions.invoke('start', paste('one-item'));
  await functions.work();
  const { notes, counts } = await status();
  expect(notes).toEqual([expect.stringMatching(/^Nothing with the id "the id of .*" was found\.$/)]);
  expect(counts).toMatchObject({ created: 0, skipped: 3 });
  expect(writes()).toEqual([]);
});

it('the doctor tells what it found, for everything or for one connection', async () => {
  const { world, functions } = await landscape();
  const found = await functions.invoke<DoctorJson & { message: string }>('doctor', paste('doctor'));
  expect(found.message).toMatch(/^(Green: nothing stands in the way|\d+ warnings?; Landbridge works)\.$/);
  expect(found.sections.map(({ connection }) => connection)).toEqual([
    'calm-api',
    'leanix',
    'this installation',
  ]);
  for (const secret of world.simulator.secrets) expect(JSON.stringify(found)).not.toContain(secret);
  const one = await functions.invoke<DoctorJson>('doctor', { connection: 'leanix' });
  expect(one.sections.map(({ connection }) => connection)).toEqual(['leanix', 'this installation']);
});

it('what is not understood is refused with its name, and nothing is begun', async () => {
  const { functions, status } = await landscape();
  const refused = (event: object, name = 'start') => expect(functions.invoke(name, event)).rejects;
  // Lambda's own test event, and a slip that would have written.
  await refused({ key1: 'value1' }).toThrow(/^CFG_EVENT: .*flow, key1/);
  await refused({ flow: 'landscape', dryrun: true }).toThrow(/^CFG_EVENT: .*members: dryrun/);
  await refused({ flow: 'landscape', only: [] }).toThrow(/^CFG_EVENT: .*only/);
  await refused({ flow: 'nowhere' }).toThrow(/^CFG_FLOW_UNKNOWN: /);
  await refused({ flow: 'landscape' }, 'pull').toThrow(/^CFG_EVENT: .*run/);
  await refused({ flow: 'landscape' }, 'doctor').toThrow(/^CFG_EVENT: .*flow/);
  await expect(status()).rejects.toThrow(/^HOOK_NOT_FOUND: /);
});
