// Runs are forgotten when their time is out, or earlier when somebody prunes; links and what the source held are
// not.
import { describe, expect, it } from 'vitest';
import { prune } from '../../../shared/steps/prune.ts';
import { listRuns } from '../../../shared/steps/run.ts';
import { collections } from '../../../shared/store/keys.ts';
import type { Store } from '../../../shared/store/store.ts';
import { isBatch } from '../../support/relay.ts';
import { aSystem, dayMs, openWorld, systems, type World } from '../../support/world.ts';

async function keysOf(store: Store): Promise<Record<string, string[]>> {
  const keys: Record<string, string[]> = {};
  for (const collection of collections) {
    keys[collection] = [];
    for await (const { key } of store.list(collection, '')) keys[collection].push(key);
  }
  return keys;
}

const ofRuns = (keys: Record<string, string[]>) => [
  ...(keys.run ?? []),
  ...(keys.journal ?? []),
  ...(keys.blob ?? []).filter((key) => key.startsWith('run')),
];

async function expectGoesOn(world: World): Promise<void> {
  const { report } = await world.night();
  expect(report).toMatchObject({ missing: 0, retired: 0, counts: { unchanged: 5 } });
}

describe('a run', () => {
  it('is forgotten with all that belongs to it after the days that were configured', async () => {
    const world = await openWorld({ objects: systems(5) });
    const config = world.configure('retention: {days: 3}');
    const context = await world.open({ config });
    const { run } = await world.run(context);
    world.clock.advance(3 * dayMs - 1);
    expect((await listRuns(context.store)).map(({ id }) => id)).toEqual([run.id]);
    world.clock.advance(1);
    const kept = await keysOf(context.store);
    expect(ofRuns(kept)).toEqual([]);
    expect(kept.links).toHaveLength(1);
    expect(kept.source).toHaveLength(1);
    await expectGoesOn(world);
  });

  it('keeps the days it was begun with, and three months without any', async () => {
    const world = await openWorld({ objects: systems(5) });
    const { run } = await world.run();
    expect(run.retentionMs).toBe(90 * dayMs);
    const config = world.configure('retention: {days: 3}');
    world.clock.advance(4 * dayMs);
    const context = await world.open({ config });
    const { run: second } = await world.run(context);
    expect(second.retentionMs).toBe(3 * dayMs);
    world.clock.advance(4 * dayMs);
    expect((await listRuns(context.store)).map(({ id }) => id)).toEqual([run.id]);
  });
});

describe('pruning', () => {
  it('forgets what ended before the day named, and nothing that the next night needs', async () => {
    const world = await openWorld({ objects: systems(5) });
    const { run: old } = await world.run();
    world.landscape.set('lms-001', aSystem(1, { systemNumber: '000000000811111111' }));
    const { run: recent } = await world.night();
    const { store } = await world.open();
    const before = await keysOf(store);
    const forgotten = await prune(store, world.clock.now() - dayMs / 2);
    expect(forgotten.map(({ id }) => id)).toEqual([old.id]);
    const after = await keysOf(store);
    expect(ofRuns(after).some((key) => key.includes(old.id))).toBe(false);
    const ofOthers = (keys: Record<string, string[]>) =>
      Object.values(keys).flatMap((list) => list.filter((key) => !key.includes(old.id)));
    expect(ofOthers(after)).toEqual(ofOthers(before));
    expect((await listRuns(store)).map(({ id }) => id)).toEqual([recent.id]);
    await expectGoesOn(world);
  });

  it('leaves a run that can still be continued', async () => {
    const world = await openWorld({ objects: systems(5) });
    let fails = true;
    world.relay.always(isBatch, async (_, forward) => (fails ? { status: 403, body: '{}' } : forward()));
    const { run: failed } = await world.run();
    expect(failed).toMatchObject({ state: 'failed', step: 'write' });
    const { store } = await world.open();
    expect(await prune(store, world.clock.now() + dayMs)).toEqual([]);
    fails = false;
    const { run } = await world.run();
    expect(run).toMatchObject({ id: failed.id, state: 'done' });
    expect(await world.applications()).toHaveLength(5);
  });
});
