// What the functions write while they work: a run, step and item for every line that is about one, and nothing that
// is secret or names a person.
import { expect, it } from 'vitest';
import { openFunctions } from '../../support/functions.ts';
import { isBatch } from '../../support/relay.ts';
import { aSystem, keyOf, openWorld, systems } from '../../support/world.ts';

const person = 'jane.doe@example.com';

it('names run, step and item, and neither secrets nor people', async () => {
  const world = await openWorld({ objects: systems(3) });
  const functions = await openFunctions(world);
  const night = async () => {
    const { run } = await functions.invoke<{ run: string }>('start', { flow: 'landscape' });
    await functions.work();
    return run;
  };
  const about = (run: string) => functions.written().filter((line) => line.run === run);

  world.relay.once(isBatch, async (_asked, forward) => {
    await world.person.create('Application', 'SAP S/4HANA Cloud (my400002)');
    return forward();
  });
  const first = await night();
  const steps = ['token', 'pull', 'match', 'write', 'report'];
  expect(about(first).map(({ event, step }) => [event, step])).toEqual([
    ['run begun', undefined],
    ...steps.slice(0, -1).map((step) => ['step worked', step]),
    ['item failed', 'write'],
    ['step worked', 'report'],
    ['run ended', undefined],
  ]);
  expect(about(first).find(({ event }) => event === 'item failed')).toEqual({
    time: expect.any(String),
    level: 'warn',
    event: 'item failed',
    run: first,
    flow: 'landscape',
    step: 'write',
    item: keyOf('lms-002'),
    code: 'LX_REFUSED',
  });

  const { id } = await world.applicationOf('lms-003');
  await world.person.update(id, [{ op: 'replace', path: '/description', value: `Ask ${person}` }]);
  world.landscape.set('lms-003', aSystem(3, { deploymentModel: 'On-Premise' }));
  const second = await night();
  expect(about(second).find(({ event }) => event === 'item in conflict')).toMatchObject({
    item: keyOf('lms-003'),
    field: 'description',
    factSheet: id,
  });

  await expect(functions.invoke('start', { flow: `of ${person}` })).rejects.toThrow(/CFG_FLOW_UNKNOWN/);
  expect(functions.written().at(-1)).toMatchObject({ event: 'run not begun', flow: 'of [address]' });
  for (const line of functions.lines) {
    expect(line).not.toContain(person);
    for (const secret of world.simulator.secrets) expect(line).not.toContain(secret);
  }
  expect(world.simulator.secrets.length).toBeGreaterThan(2);
});
