// A binding that suddenly leads to another workspace: the flow does not fill it unasked.
import { expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { openWorld, systems, type World, writesOf } from '../../support/world.ts';

const count = 6;

/** A flow that keeps one workspace, and another world that its bindings lead to from now on. */
async function exchanged(): Promise<{ world: World; other: World }> {
  const world = await openWorld({ objects: systems(count) });
  const { run } = await world.run();
  expect(run).toMatchObject({ state: 'done', report: { counts: { created: count } } });
  return { world, other: await openWorld({ objects: systems(count), seed: 2 }) };
}

const openThere = ({ world, other }: { world: World; other: World }, config?: string) =>
  other.open({ state: world.state, ...(config !== undefined && { config: other.configure(config) }) });

it('stops before it writes, says which workspace it was, and passes by approval', async () => {
  const worlds = await exchanged();
  const { other } = worlds;
  const stopped = await other.run(await openThere(worlds));
  expect(stopped.run).toMatchObject({ state: 'refused', problem: { code: 'PLAN_WORKSPACE_CHANGED' } });
  expect(stopped.run.problem?.message).toMatch(
    /linked: 6, workspace: \S+, changes: 6, planHash: [0-9a-f]{64}/,
  );
  expect(writesOf(stopped.ledger)).toEqual([]);
  expect(await other.applications()).toEqual([]);

  const context = await openThere(worlds);
  const approved = stopped.run.plan?.hash;
  const passed = await runFlow(context, 'landscape', { kind: 'sync', approved });
  expect(passed).toMatchObject({ state: 'done', report: { counts: { created: count } } });
  // From now on both are kept.
  expect((await other.run(await openThere(worlds))).run.state).toBe('done');
  expect((await worlds.world.run()).run.state).toBe('done');
});

it('goes on where the configuration names the workspace', async () => {
  const worlds = await exchanged();
  const stopped = await worlds.other.run(await openThere(worlds));
  const [, id] = /workspace: ([^,]+),/.exec(stopped.run.problem?.message ?? '') ?? [];
  const pinned = `connections: {lx: {binding: leanix, workspace: ${id}}}\nflows: {landscape: {workspace: lx}}\n`;
  const { run } = await worlds.other.run(await openThere(worlds, pinned));
  expect(run).toMatchObject({ state: 'done', report: { counts: { created: count } } });
});

it('stops a plan that is kept in a file too', async () => {
  const worlds = await exchanged();
  const planned = await runFlow(await openThere(worlds), 'landscape', { kind: 'plan' });
  expect(planned).toMatchObject({ state: 'planned', guards: [{ code: 'PLAN_WORKSPACE_CHANGED' }] });
});
