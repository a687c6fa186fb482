// Between two steps: nothing is lost when a message was not sent or came twice, nothing is doubled, and who has to
// wait comes back.
import { describe, expect, it } from 'vitest';
import { beginRun } from '../../../shared/platform/begin-run.ts';
import { workMessage } from '../../../shared/platform/work-message.ts';
import type { Message } from '../../../shared/queue/queue.ts';
import { deliver, runOf } from '../../support/deliver.ts';
import { openWorld, systems } from '../../support/world.ts';

const token = (run: string): Message => ({ run, flow: 'landscape', step: 'token' });

/** Takes messages until it breaks, once. */
function breakingQueue(good: number) {
  const sent: Message[] = [];
  let left = good;
  return {
    sent,
    send: async (message: Message) => {
      if (left-- === 0) throw new Error('the process died');
      sent.push(message);
    },
  };
}

describe('a message that was not sent', () => {
  it('after the step was done is sent when the one before it is delivered again', async () => {
    const world = await openWorld({ objects: systems(3) });
    const context = await world.open();
    const queue = breakingQueue(1);
    const { run } = await beginRun(context, queue, 'landscape');
    await expect(workMessage(context, queue, token(run))).rejects.toThrow('died');
    expect(await runOf(context, run)).toMatchObject({ state: 'running', step: 'pull' });

    expect(await workMessage(context, queue, token(run))).toEqual([{ run, flow: 'landscape', step: 'pull' }]);
    // And once more it is late: what follows is on its way.
    expect(await workMessage(context, queue, token(run))).toEqual([]);
    await deliver(context, queue.sent.slice(1));
    expect(await runOf(context, run)).toMatchObject({ state: 'done' });
    expect(await world.applications()).toHaveLength(3);
  });

  it('by whoever began the run is sent by the next start', async () => {
    const world = await openWorld({ objects: systems(2) });
    const context = await world.open();
    const queue = breakingQueue(0);
    await expect(beginRun(context, queue, 'landscape')).rejects.toThrow('died');
    const again = await beginRun(context, queue, 'landscape');
    expect(again.isUnderWay).toBe(true);
    expect(queue.sent).toEqual([token(again.run)]);
    await deliver(context, queue.sent);
    expect(await runOf(context, again.run)).toMatchObject({ state: 'done' });
  });
});

it('two starts at once begin one run', async () => {
  const world = await openWorld({ objects: systems(2) });
  const queue = breakingQueue(99);
  const begin = async () => beginRun(await world.open(), queue, 'landscape');
  const begun = await Promise.all([begin(), begin(), begin()]);
  expect(new Set(begun.map(({ run }) => run)).size).toBe(1);
  expect(begun.filter(({ isUnderWay }) => !isUnderWay)).toHaveLength(1);
  await deliver(await world.open(), queue.sent);
  expect(await world.applications()).toHaveLength(2);
});

it('a plan that is asked for while a run is under way is refused, not taken for that run', async () => {
  const world = await openWorld({ objects: systems(2) });
  const context = await world.open();
  const queue = breakingQueue(99);
  await beginRun(context, queue, 'landscape');
  await expect(beginRun(context, queue, 'landscape', { kind: 'plan' })).rejects.toMatchObject({
    code: 'PLAN_FLOW_HELD',
  });
});

it('of ten write messages at once one writes and nine come back, until there is nothing left to do', async () => {
  const world = await openWorld({ objects: systems(60) });
  const context = await world.open();
  const queue = breakingQueue(999);
  const { run } = await beginRun(context, queue, 'landscape');
  const { left } = await deliver(context, queue.sent, { until: ({ step }) => step === 'write' });
  const [write] = left;
  if (write === undefined) throw new Error('There is nothing to write');
  const before = world.simulator.ledger().length;
  const others = await Promise.all(Array.from({ length: 10 }, () => world.open()));
  const answers = await Promise.all(others.map((other) => workMessage(other, queue, write)));
  expect(answers.flat().filter(({ delayMs }) => delayMs === 5_000)).toHaveLength(9);
  expect(answers.flat().filter(({ step }) => step === 'report')).toHaveLength(1);
  await deliver(context, answers.flat());
  expect(await runOf(context, run)).toMatchObject({ state: 'done' });
  expect(await world.applications()).toHaveLength(60);
  const ledger = world.simulator.ledger().slice(before);
  expect(
    ledger.flatMap(({ operation }) => operation.split(',')).filter((name) => name === 'createFactSheet'),
  ).toHaveLength(60);
});
