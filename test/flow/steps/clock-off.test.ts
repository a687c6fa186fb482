// A machine whose clock is off, or jumps, against LeanIX and Cloud ALM: tokens come right, leases and runs do not
// hang, and what people did is seen.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { createMovedClock } from '../../support/moved-clock.ts';
import { isBatch, isLandscape } from '../../support/relay.ts';
import { aSystem, dayMs, openWorld, systems, type World, writesOf } from '../../support/world.ts';

const hourMs = 3_600_000;

/** A run by the machine's own clock, as far off as said from that of the world, which LeanIX' answers follow. */
async function runWithClock(world: World, at: number) {
  const clock = createMovedClock(at);
  const context = await world.open({ clock });
  const run = await runFlow(context, 'landscape');
  return { run, clock };
}

async function editByPerson(world: World): Promise<void> {
  const { id } = await world.applicationOf('lms-001');
  await world.person.update(id, [{ op: 'replace', path: '/description', value: 'Of people' }]);
}

describe.each([
  ['an hour behind', -hourMs],
  ['an hour ahead', hourMs],
  ['a day behind', -dayMs],
  ['a day ahead', dayMs],
])('a clock that is %s', (_, offMs) => {
  it('sees what people did, and leaves it', async () => {
    const world = await openWorld({ objects: systems(30) });
    // The simulated LeanIX has the time of this machine.
    const now = Date.now() + offMs;
    expect((await runWithClock(world, now)).run.state).toBe('done');
    await editByPerson(world);
    await world.person.create('Application', 'SAP S/4HANA Cloud (my400031)');
    world.landscape.set('lms-001', aSystem(1, { name: 'my499999' }));
    world.landscape.set('lms-031', aSystem(31));
    const { run } = await runWithClock(world, now + 60_000);
    expect(run.state).toBe('done');
    expect(run.report?.counts).toMatchObject({ created: 0, linked: 1, conflict: 1, failed: 0 });
    expect(await world.applicationOf('lms-001')).toMatchObject({ description: 'Of people' });
  });

  it('gets over tokens that end before it thinks, and over dates in Retry-After', async () => {
    const world = await openWorld({ objects: systems(120) });
    const refused = new Set<string>();
    world.relay.always(
      (request) => (isBatch(request) || isLandscape(request)) && !refused.has(request.path),
      async ({ path }) => {
        refused.add(path);
        return { status: 401, body: '' };
      },
    );
    let throttled = false;
    world.relay.always(
      (request) => isBatch(request) && !throttled,
      async () => {
        throttled = true;
        return { status: 429, body: '', retryAfter: new Date(Date.now() + 2_000).toUTCString() };
      },
    );
    const { run, clock } = await runWithClock(world, Date.now() + offMs);
    expect(throttled).toBe(true);
    expect(refused.size).toBe(2);
    expect(run.state).toBe('done');
    // HTTP dates have no milliseconds.
    expect(Math.max(...clock.slept)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...clock.slept)).toBeLessThanOrEqual(10_000);
    expect(run.report?.counts).toMatchObject({ created: 120, failed: 0 });
  });
});

describe('a clock that jumps between runs', () => {
  it.each([
    ['back by an hour', -hourMs],
    ['back by a week', -7 * dayMs],
    ['ahead by a week', 7 * dayMs],
  ])('%s: the next runs are like any other', async (_, jumpMs) => {
    const world = await openWorld({ objects: systems(30) });
    const now = Date.now();
    await runWithClock(world, now);
    await editByPerson(world);
    world.landscape.set('lms-002', aSystem(2, { name: 'my499999' }));
    world.landscape.delete('lms-030');
    const first = await runWithClock(world, now + jumpMs);
    expect(first.run.report?.counts).toMatchObject({ updated: 1, unchanged: 28, failed: 0 });
    expect(first.run.report).toMatchObject({ missing: 1, retired: 0 });
    const second = await runWithClock(world, now + jumpMs + 60_000);
    expect(second.run.report).toMatchObject({ missing: 0, retired: 1 });
    expect(await world.applicationOf('lms-001')).toMatchObject({ description: 'Of people' });
    const before = world.simulator.ledger().length;
    const third = await runWithClock(world, now + jumpMs + 120_000);
    expect(third.run.state).toBe('done');
    const lines = world.simulator
      .ledger()
      .slice(before)
      .map(({ operation }) => operation);
    expect(writesOf(lines)).toEqual([]);
  });

  it('back after a run was left in the middle: it is continued, and its dead holder’s lease does not hold for ever', async () => {
    const world = await openWorld({ objects: systems(120) });
    const now = Date.now();
    let broken = true;
    world.relay.always(
      (request) => broken && isBatch(request),
      async () => ({ status: 403, body: '' }),
    );
    const { run } = await runWithClock(world, now);
    expect(run.state).toBe('failed');
    broken = false;
    const next = await runWithClock(world, now - hourMs);
    expect(next.run).toMatchObject({ id: run.id, state: 'done' });
    expect(next.run.report?.counts).toMatchObject({ created: 120 });
  });

  it('back by a month makes a run of the future stale and reads the fact sheets anew', async () => {
    const world = await openWorld({ objects: systems(620) });
    const now = Date.now();
    let broken = false;
    world.relay.always(
      (request) => broken && isBatch(request),
      async () => ({ status: 403, body: '' }),
    );
    await runWithClock(world, now + 30 * dayMs);
    broken = true;
    world.landscape.set('lms-002', aSystem(2, { name: 'my499999' }));
    const left = await runWithClock(world, now + 30 * dayMs + 60_000);
    expect(left.run.state).toBe('failed');
    broken = false;
    const before = world.simulator.ledger().length;
    const { run } = await runWithClock(world, now);
    expect(run.id).not.toBe(left.run.id);
    expect(run).toMatchObject({ state: 'done', report: { counts: { updated: 1, unchanged: 619 } } });
    const pages = world.simulator.ledger().slice(before);
    expect(pages.filter(({ operation }) => operation.startsWith('allFactSheets'))).toHaveLength(2);
  });
});
