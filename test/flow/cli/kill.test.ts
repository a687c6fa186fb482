// A process killed at any request: the next `sync` goes on with the same run at once and ends like a run that
// nobody killed.
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../simulator/simulator.ts';
import { duplicatesAmong } from '../../support/cli/fact-sheets.ts';
import type { RunningCommand } from '../../support/cli/landbridge.ts';
import { isMutation, type World, withWorld } from '../../support/cli/world.ts';

type When = 'before it was carried out' | 'after it was carried out';

interface Story {
  size: number;
  /** What happened before the run that is killed. */
  prepare(world: World): Promise<void>;
}

const firstNight: Story = { size: 60, prepare: async () => {} };
const secondNight: Story = {
  size: 60,
  async prepare({ sync, simulator }) {
    await sync();
    simulator.advance();
  },
};
/** More than one batch of mutations, under way at the same time. */
const manyBatches: Story = { size: 300, prepare: async () => {} };

/** The run of a story that nobody disturbs: its requests, and what it leaves. */
async function undisturbedEnd({ size, prepare }: Story) {
  return withWorld({ size }, async (world) => {
    await prepare(world);
    const before = world.ledger().length;
    const { json } = await world.sync();
    return { json, ledger: world.ledger().slice(before), applications: await world.applications() };
  });
}

async function killAt(world: World, number: number, when: When): Promise<void> {
  let command: RunningCommand | undefined;
  let arrived = 0;
  world.intercept(async (_, carryOut) => {
    arrived += 1;
    if (arrived !== number) return carryOut();
    if (when === 'after it was carried out') await carryOut();
    command?.child.kill('SIGKILL');
    await command?.ended;
    return undefined;
  });
  command = world.start();
  const { signal } = await command.ended;
  expect(signal).toBe('SIGKILL');
}

const points = (ledger: readonly LedgerEntry[]): [number, string, When][] =>
  ledger.flatMap((entry, index): [number, string, When][] => {
    const name = isMutation(entry) ? 'mutations' : entry.operation.split(',')[0] || entry.path;
    const before: [number, string, When] = [index + 1, name, 'before it was carried out'];
    return isMutation(entry) ? [before, [index + 1, name, 'after it was carried out']] : [before];
  });

const stories = [
  ['the first night', firstNight, await undisturbedEnd(firstNight)],
  ['a night with changes', secondNight, await undisturbedEnd(secondNight)],
  ['a night of several batches', manyBatches, await undisturbedEnd(manyBatches)],
] as const;

describe.concurrent.each(stories)('killed in %s', { timeout: 60_000 }, (_, story, whole) => {
  const meant = points(whole.ledger);

  it('there is something to kill', () => {
    expect(whole.json.run.state).toBe('done');
    expect(meant.filter(([, name]) => name === 'mutations').length).toBeGreaterThan(0);
  });

  it.each(meant)(
    'at request %i (%s) %s, the run is continued',
    { timeout: 60_000 },
    async (number, __, when) => {
      await withWorld({ size: story.size }, async (world) => {
        await story.prepare(world);
        const applications = () => world.simulator.truth().factSheets.byType.Application ?? 0;
        const before = applications();
        await killAt(world, number, when);
        const [killed] = JSON.parse((await world.run('runs', '--state', world.state, '--json')).stdout).runs;
        expect(killed.state).toBe('running');

        const { code, json } = await world.sync();
        expect(json.run).toEqual({
          id: killed.id,
          flow: 'landscape',
          state: 'done',
          startedAt: killed.startedAt,
          endedAt: expect.any(String),
        });
        expect(code).toBe(0);
        expect(json.counts).toEqual(whole.json.counts);
        expect(applications() - before).toBe(whole.json.counts.created);
        const found = await world.applications();
        expect(duplicatesAmong(found)).toEqual([]);
        expect(found).toEqual(whole.applications);

        const asked = world.ledger().length;
        const next = await world.sync();
        expect(next.json.run.id).not.toBe(killed.id);
        expect(next.json.counts).toMatchObject({ created: 0, updated: 0, linked: 0 });
        expect(world.ledger().slice(asked).filter(isMutation)).toEqual([]);
      });
    },
  );
});

describe.concurrent('killed after the last answer', { timeout: 60_000 }, () => {
  it.each([0, 2, 5, 10, 20, 40])(
    'by %i ms, the night ends the same',
    { timeout: 60_000 },
    async (delayMs) => {
      const [[, , whole]] = stories;
      await withWorld({ size: firstNight.size }, async (world) => {
        let command: RunningCommand | undefined;
        world.intercept(async (entry, carryOut) => {
          if (isMutation(entry)) setTimeout(() => command?.child.kill('SIGKILL'), delayMs);
          return carryOut();
        });
        command = world.start();
        await command.ended;
        const { json } = await world.sync();
        expect(json.run.state).toBe('done');
        expect(json.counts.failed + json.counts.conflict).toBe(0);
        expect(await world.applications()).toEqual(whole.applications);
      });
    },
  );
});
