// The laptop's queue under the common suite, and what is special about it: the order, the sleep, the end.
import { expect, it } from 'vitest';
import { createInProcessQueue } from '../../../shared/queue/in-process.ts';
import { describeQueue } from './queue-contract.ts';

const open = (sleep: (ms: number) => Promise<void> = async () => undefined) => {
  const queue = createInProcessQueue(sleep);
  return { queue, work: (worker: Parameters<typeof queue.drain>[0]) => queue.drain(worker) };
};

describeQueue('in process', async () => open(), { redelivers: false });

const message = { run: 'r1', flow: 'landscape', step: 'write' } as const;

it('sleeps as long as a message asks for', async () => {
  const slept: number[] = [];
  const { queue, work } = open(async (ms) => void slept.push(ms));
  await queue.send({ ...message, delayMs: 5_000 });
  await work(async () => undefined);
  expect(slept).toEqual([5_000]);
});

it('ends with what the worker throws', async () => {
  const { queue, work } = open();
  await queue.send(message);
  const fail = async () => {
    throw new Error('no more');
  };
  await expect(work(fail)).rejects.toThrow('no more');
});
