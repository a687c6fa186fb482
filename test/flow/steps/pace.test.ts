// The pace of a connection: how many changes go into a request and how many requests write at once.
import { describe, expect, it } from 'vitest';
import { isBatch } from '../../support/relay.ts';
import { openWorld, systems } from '../../support/world.ts';

const paced = (pace: string) => `connections: {lx: {binding: leanix, pace: ${pace}}}\n`;

describe('a pace', () => {
  it('cuts batches to its size and keeps no more under way than it says', async () => {
    const world = await openWorld({ objects: systems(23) });
    const sizes: number[] = [];
    let underWay = 0;
    let most = 0;
    world.relay.always(isBatch, async ({ mutations }, forward) => {
      sizes.push(mutations);
      underWay += 1;
      most = Math.max(most, underWay);
      const answer = await forward();
      underWay -= 1;
      return answer;
    });
    const config = world.configure(paced('{changesPerRequest: 5, writesUnderWay: 1}'));
    const { report } = await world.run(await world.open({ config }));
    expect(report.counts.created).toBe(23);
    expect(sizes).toEqual([5, 5, 5, 5, 3]);
    expect(most).toBe(1);
  });

  it('that changes in the middle of a run changes nothing of the batches already cut', async () => {
    const world = await openWorld({ objects: systems(23) });
    const sizes: number[] = [];
    let fails = true;
    world.relay.always(isBatch, async ({ mutations }, forward) => {
      if (fails && sizes.length >= 2) return { status: 403, body: '{}' };
      sizes.push(mutations);
      return forward();
    });
    const slow = world.configure(paced('{changesPerRequest: 5, writesUnderWay: 1}'));
    const first = await world.run(await world.open({ config: slow }));
    expect(first.run.state).toBe('failed');
    fails = false;
    const fast = world.configure(paced('{changesPerRequest: 7, writesUnderWay: 3}'));
    const second = await world.run(await world.open({ config: fast }));
    expect(second.run).toMatchObject({ id: first.run.id, state: 'done' });
    expect([...sizes].sort()).toEqual([3, 5, 5, 5, 5]);
    expect(await world.applications()).toHaveLength(23);
  });
});
