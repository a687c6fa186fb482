// A plan writes nothing and changes nothing of what comes after it; applied, it is written exactly or not at all.
import { describe, expect, it } from 'vitest';
import { givenOf, type PlanFile, planFileOf } from '../../../shared/platform/plan-file.ts';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import type { Run } from '../../../shared/steps/run.ts';
import { start } from '../../../shared/steps/start.ts';
import { withoutIds } from '../../support/applications.ts';
import { isBatch } from '../../support/relay.ts';
import { aSystem, dayMs, openWorld, systems, type World, writesOf } from '../../support/world.ts';

const linesOf = (world: World, from: number) =>
  world.simulator
    .ledger()
    .slice(from)
    .map(({ system, operation, path }) => `${system} ${operation || path}`);

async function plan(world: World): Promise<{ run: Run; file: PlanFile; ledger: string[] }> {
  const context = await world.open();
  const before = world.simulator.ledger().length;
  const run = await runFlow(context, 'landscape', { kind: 'plan' });
  const file = await planFileOf(context.store, run);
  if (file === undefined) throw new Error(`There is no plan: ${run.problem?.message}`);
  return { run, file, ledger: linesOf(world, before) };
}

async function apply(world: World, file: PlanFile): Promise<{ run: Run; ledger: string[] }> {
  const before = world.simulator.ledger().length;
  const run = await runFlow(await world.open(), 'landscape', { kind: 'apply', given: givenOf(file) });
  return { run, ledger: linesOf(world, before) };
}

const change = (world: World, number: number) =>
  world.landscape.set(`lms-00${number}`, aSystem(number, { systemNumber: `00000000081111111${number}` }));

describe('a plan', () => {
  it('writes nothing, and the same world gives the same bytes', async () => {
    const world = await openWorld({ objects: systems(5) });
    const first = await plan(world);
    expect(first.run.state).toBe('planned');
    expect(first.ledger.filter((line) => /FactSheet\b/.test(line) && !/allFactSheets/.test(line))).toEqual(
      [],
    );
    const second = await plan(world);
    expect(JSON.stringify(second.file.body)).toBe(JSON.stringify(first.file.body));
    expect(second.file.hash).toBe(first.file.hash);
    expect(await world.applications()).toEqual([]);
  });

  it('is no night: what is missing is missing for the first time only in a sync', async () => {
    const world = await openWorld({ objects: systems(5) });
    await world.run();
    world.landscape.delete('lms-001');
    for (let times = 0; times < 3; times += 1) {
      const { file } = await plan(world);
      expect(file.body.tally.missing).toBe(1);
      expect(file.body.changes).toEqual([]);
    }
    expect((await world.night()).report).toMatchObject({ missing: 1, retired: 0 });
    expect((await plan(world)).file.body.changes).toMatchObject([{ op: 'retire' }]);
    expect((await world.night()).report).toMatchObject({ retired: 1 });
  });

  it('is not made while a run waits to be finished', async () => {
    const world = await openWorld({ objects: systems(5) });
    let fails = true;
    world.relay.always(isBatch, async (_, forward) => (fails ? { status: 403, body: '{}' } : forward()));
    const { run } = await world.run();
    expect(run.state).toBe('failed');
    await expect(start(await world.open(), 'landscape', { kind: 'plan' })).rejects.toMatchObject({
      code: 'PLAN_UNFINISHED',
      facts: { run: run.id },
    });
    fails = false;
    expect((await world.run()).run).toMatchObject({ id: run.id, state: 'done' });
    expect((await plan(world)).file.body.changes).toEqual([]);
  });

  it('that was killed is forgotten by whatever comes next', async () => {
    const world = await openWorld({ objects: systems(5) });
    const { run } = await start(await world.open(), 'landscape', { kind: 'plan' });
    world.clock.advance(dayMs / 24);
    const night = await world.run();
    expect(night.run.id).not.toBe(run);
    expect(night.report.counts.created).toBe(5);
  });
});

describe('a plan that is applied', () => {
  it('is written exactly, without asking the source; then there is nothing left to do', async () => {
    const world = await openWorld({ objects: systems(60) });
    const whole = await openWorld({ objects: systems(60) });
    await whole.run();
    const { file } = await plan(world);
    // What the source says since does not matter.
    world.landscape.clear();
    const { run, ledger } = await apply(world, file);
    expect(run).toMatchObject({ state: 'done', kind: 'apply', report: { counts: { created: 60 } } });
    expect(ledger.filter((line) => line.startsWith('cloud-alm'))).toEqual([]);
    expect(withoutIds(await world.applications())).toEqual(withoutIds(await whole.applications()));
    for (const system of systems(60)) world.landscape.set(system.lmsId ?? '', system);
    const next = await world.night();
    expect(next.report.counts).toMatchObject({ unchanged: 60, created: 0, updated: 0, linked: 0 });
    expect(writesOf(next.ledger)).toEqual([]);
  });

  it.each<[string, string, (world: World) => Promise<unknown>]>([
    [
      'a fact sheet was edited',
      'SAP S/4HANA Cloud (my400001)',
      async (world) => {
        const { id } = await world.applicationOf('lms-001');
        return world.person.update(id, [{ op: 'add', path: '/description', value: 'mine' }]);
      },
    ],
    [
      'one of the name was made',
      'SAP S/4HANA Cloud (my400009)',
      (world) => world.person.create('Application', 'sap s/4hana cloud - MY400009'),
    ],
    [
      'a fact sheet was archived',
      'SAP S/4HANA Cloud (my400002)',
      async (world) => {
        const { id } = await world.applicationOf('lms-002');
        return world.person.update(id, [{ op: 'add', path: '/status', value: 'ARCHIVED' }]);
      },
    ],
  ])('is refused by name when %s', async (_, name, happen) => {
    const world = await openWorld({ objects: systems(5) });
    await world.run();
    change(world, 1);
    change(world, 2);
    world.landscape.set('lms-009', aSystem(9));
    const { file } = await plan(world);
    expect(file.body.changes.map(({ op }) => op)).toEqual(['create', 'update', 'update']);
    await happen(world);
    const before = await world.applications();
    const { run } = await apply(world, file);
    expect(run).toMatchObject({ state: 'refused', problem: { code: 'PLAN_OUTDATED' } });
    expect(run.problem?.message).toContain(`changed: 1, factSheets: ${name}`);
    expect(await world.applications()).toEqual(before);
  });

  it('is refused when it is older than a day, or its configuration is another one', async () => {
    const world = await openWorld({ objects: systems(5) });
    const { file } = await plan(world);
    const config = world.configure('flows: {landscape: {tag: other}}');
    const other = await world.open({ config });
    const request = { kind: 'apply', given: givenOf(file) } as const;
    expect(await runFlow(other, 'landscape', request)).toMatchObject({ problem: { code: 'PLAN_STALE' } });
    world.clock.advance(dayMs);
    expect((await apply(world, file)).run).toMatchObject({ problem: { code: 'PLAN_STALE' } });
    expect(await world.applications()).toEqual([]);
  });

  it('is refused in another workspace, and when it was changed on its way', async () => {
    const world = await openWorld({ objects: systems(5) });
    const { file } = await plan(world);
    const elsewhere = { ...file, workspace: { ...file.workspace, id: 'another' } };
    expect((await apply(world, elsewhere)).run).toMatchObject({
      state: 'refused',
      problem: { code: 'PLAN_OTHER_WORKSPACE' },
    });
    const [first, ...rest] = file.body.changes;
    if (first === undefined) throw new Error('The plan is empty');
    const edited = { ...file, body: { ...file.body, changes: [{ ...first, name: 'x' }, ...rest] } };
    expect((await apply(world, edited)).run).toMatchObject({ problem: { code: 'PLAN_DAMAGED' } });
    expect(await world.applications()).toEqual([]);
  });

  it('and killed is continued by the next sync, to the same end', async () => {
    const world = await openWorld({ objects: systems(5) });
    const { file } = await plan(world);
    let fails = true;
    world.relay.always(isBatch, async (_, forward) => (fails ? { status: 403, body: '{}' } : forward()));
    const { run } = await apply(world, file);
    expect(run.state).toBe('failed');
    fails = false;
    const next = await world.run();
    expect(next.run).toMatchObject({ id: run.id, kind: 'apply', state: 'done' });
    expect(await world.applications()).toHaveLength(5);
    expect((await world.night()).report.counts).toMatchObject({ unchanged: 5 });
  });
});
