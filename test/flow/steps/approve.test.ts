// What a guard stopped passes once its plan is approved by its hash, and nothing else does.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { readReport } from '../../../shared/steps/report.ts';
import type { Run } from '../../../shared/steps/run.ts';
import { start } from '../../../shared/steps/start.ts';
import { aSystem, openWorld, systems, type World, writesOf } from '../../support/world.ts';

async function settledWorld(): Promise<World> {
  const world = await openWorld({ objects: systems(40) });
  await world.run();
  return world;
}

function take(world: World, count: number): void {
  for (const lmsId of [...world.landscape.keys()].slice(0, count)) world.landscape.delete(lmsId);
}

const hashIn = ({ problem }: Run) => /planHash: ([0-9a-f]{64})/.exec(problem?.message ?? '')?.[1] ?? '';

async function approve(world: World, hash: string) {
  const context = await world.open();
  const run = await runFlow(context, 'landscape', { kind: 'sync', approved: hash });
  return { run, report: run.report && (await readReport(context.store, run.report)) };
}

describe('an approved plan', () => {
  it('passes a source that shrank, and what is gone then is retired the night after, by approval again', async () => {
    const world = await settledWorld();
    take(world, 9);
    const { run: stopped } = await world.night();
    expect(stopped.problem?.code).toBe('PLAN_SOURCE_SHRUNKEN');
    const { run, report } = await approve(world, hashIn(stopped));
    expect(run.state).toBe('done');
    expect(report).toMatchObject({ missing: 9, retired: 0, counts: { unchanged: 31 } });

    const { run: tooMany } = await world.night();
    expect(tooMany.problem?.code).toBe('PLAN_REMOVAL_LIMIT');
    const removed = await approve(world, hashIn(tooMany));
    expect(removed.run.state).toBe('done');
    expect(removed.report?.retired).toBe(9);
    expect((await world.night()).report).toMatchObject({ missing: 0, retired: 0 });
  });

  it('is not the plan that the same source would give a day later, with more gone', async () => {
    const world = await settledWorld();
    take(world, 9);
    const { run: stopped } = await world.night();
    take(world, 1);
    const { run } = await approve(world, hashIn(stopped));
    expect([run.state, run.problem?.code]).toEqual(['refused', 'PLAN_SOURCE_SHRUNKEN']);
  });

  it('cannot be made of an empty source', async () => {
    const world = await settledWorld();
    take(world, 40);
    const { run: stopped } = await world.night();
    expect([stopped.problem?.code, hashIn(stopped)]).toEqual(['PLAN_SOURCE_EMPTY', '']);
  });
});

describe('a configuration', () => {
  it('with other limits lets pass or stops what the defaults would not', async () => {
    const world = await settledWorld();
    const config = join(world.state, '..', 'mine.yaml');
    writeFileSync(
      config,
      'flows: {landscape: {guards: {shrinkPercent: 30}, removal: {limitPercent: 40}, policy: {retire: ignore}}}',
    );
    take(world, 9);
    const night = async () => {
      world.clock.advance(86_400_000);
      return world.run(await world.open({ config }));
    };
    expect(await night()).toMatchObject({ run: { state: 'done' }, report: { missing: 9, retired: 0 } });
    const second = await night();
    expect(second).toMatchObject({ run: { state: 'done' }, report: { missing: 0, retired: 0 } });
    expect(writesOf(second.ledger)).toEqual([]);

    writeFileSync(config, 'flows: {landscape: {guards: {shrinkPercent: 30}, removal: {limitPercent: 40}}}');
    expect(await night()).toMatchObject({ run: { state: 'done' }, report: { retired: 9 } });
  });

  it('names the one of several tenants that is read', async () => {
    const second = [aSystem(500)];
    const world = await openWorld({ objects: systems(3), secondTenant: second });
    const config = join(world.state, '..', 'mine.yaml');
    writeFileSync(config, 'connections: {b: {binding: calm-api-2}}\nflows: {landscape: {source: b}}');
    const { run, report } = await world.run(await world.open({ config }));
    expect(Object.keys(run.pulls)).toEqual(['example-second']);
    expect(report.counts).toMatchObject({ items: 1, created: 1 });
  });

  it('is heard by a run that was killed before it was given', async () => {
    const world = await openWorld({ objects: systems(5) });
    const config = world.configure('flows: {landscape: {guards: {firstRun: stop}}}');
    const context = await world.open({ config });
    const hash = hashIn(await runFlow(context, 'landscape'));
    const killed = await start(context, 'landscape');
    world.clock.advance(120_000);
    const run = await runFlow(await world.open({ config }), 'landscape', { kind: 'sync', approved: hash });
    expect(run).toMatchObject({ id: killed.run, state: 'done' });
  });

  it('is approved as a whole: all that guards say against it is told', async () => {
    const world = await openWorld({ objects: systems(40) });
    await world.run();
    take(world, 3);
    await world.night();
    const config = world.configure('flows: {landscape: {guards: {maxChanges: 2}}}');
    const stopped = await runFlow(await world.open({ config }), 'landscape');
    expect(stopped.guards?.map(({ code }) => code)).toEqual(['PLAN_REMOVAL_LIMIT', 'PLAN_CHANGE_LIMIT']);
    for (const { message } of stopped.guards ?? []) expect(message).toContain('planHash: ');
  });
});
