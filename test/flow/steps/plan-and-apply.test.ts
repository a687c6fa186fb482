// A plan writes nothing and changes nothing of what comes after it; applied, it is written exactly or not at all.
import { describe, expect, it } from 'vitest';
import { givenOf, type PlanFile, planFileOf } from '../../../shared/platform/plan-file.ts';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { type Run, readRun } from '../../../shared/steps/run.ts';
import { start } from '../../../shared/steps/start.ts';
import { withoutIds } from '../../support/applications.ts';
import { isBatch, isLandscape } from '../../support/relay.ts';
import { aSystem, dayMs, keyOf, openWorld, systems, type World, writesOf } from '../../support/world.ts';

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

  it('is made although a run was killed before it wrote anything', async () => {
    const world = await openWorld({ objects: systems(5) });
    const killed = await start(await world.open(), 'landscape');
    world.clock.advance(dayMs / 24);
    const { run, file } = await plan(world);
    expect([run.state, file.body.changes.length]).toEqual(['planned', 5]);
    const { store } = await world.open();
    expect(await readRun(store, killed.run)).toMatchObject({
      state: 'failed',
      problem: { code: 'PLAN_STALE' },
    });
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

  it('counts as a night: what is missing twice is retired by the plan after', async () => {
    const world = await openWorld({ objects: systems(25) });
    await apply(world, (await plan(world)).file);
    world.landscape.delete('lms-001');
    world.clock.advance(dayMs / 2);
    const first = await plan(world);
    expect(first.file.body).toMatchObject({ changes: [], tally: { missing: 1 } });
    expect((await apply(world, first.file)).run.state).toBe('done');
    world.clock.advance(dayMs / 2);
    const second = await plan(world);
    expect(second.file.body.changes).toMatchObject([{ op: 'retire', item: keyOf('lms-001') }]);
    expect((await apply(world, second.file)).run.report).toMatchObject({ retired: 1 });
  });

  it('of a source that was read in part says so, and ends as a part', async () => {
    const world = await openWorld({ objects: systems(40) });
    world.relay.pageCap = 10;
    world.relay.always(
      (asked) => isLandscape(asked) && asked.query.get('offset') === '20',
      async () => ({ status: 404, body: '{}' }),
    );
    const { file } = await plan(world);
    expect(file.body.notes.join()).toContain('Only a part of example-calm was read, 20 objects');
    const { run } = await apply(world, file);
    expect(run).toMatchObject({ state: 'partial', report: { counts: { created: 20 } } });
  });

  it('is asked about by the guards once more, whatever its file says of them', async () => {
    const world = await openWorld({ objects: systems(5) });
    const config = world.configure('flows: {landscape: {guards: {firstRun: stop, maxChanges: 2}}}');
    const context = await world.open({ config });
    const planned = await runFlow(context, 'landscape', { kind: 'plan' });
    expect(planned.guards?.map(({ code }) => code)).toEqual(['PLAN_FIRST_RUN']);
    const file = await planFileOf(context.store, planned);
    if (file === undefined) throw new Error('There is no plan');
    const given = givenOf({ ...file, guards: [] });
    const refused = await runFlow(context, 'landscape', { kind: 'apply', given });
    expect(refused).toMatchObject({ state: 'refused', problem: { code: 'PLAN_FIRST_RUN' } });
    const request = { kind: 'apply', given, approved: file.hash } as const;
    expect(await runFlow(context, 'landscape', request)).toMatchObject({ state: 'done' });
  });

  it('is refused when it is older than a day, or its configuration is another one', async () => {
    const world = await openWorld({ objects: systems(5) });
    const { file } = await plan(world);
    const config = world.configure('flows: {landscape: {tag: other}}');
    const other = await world.open({ config });
    const request = { kind: 'apply', given: givenOf(file) } as const;
    expect(await runFlow(other, 'landscape', request)).toMatchObject({
      state: 'refused',
      problem: { code: 'PLAN_OTHER_RULES' },
    });
    world.clock.advance(dayMs);
    expect((await apply(world, file)).run).toMatchObject({
      state: 'refused',
      problem: { code: 'PLAN_EXPIRED' },
    });
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
