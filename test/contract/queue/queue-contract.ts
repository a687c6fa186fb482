// What every engine between the steps must do, whatever it stands on. Call it once for each adapter.
import { describe, expect, it } from 'vitest';
import type { Message, Queue } from '../../../shared/queue/queue.ts';

export interface OpenedQueue {
  queue: Queue;
  /** Hands what comes to the worker as the engine does, until it is told to stop. */
  work(worker: (message: Message) => Promise<void>, isOver: () => boolean | Promise<boolean>): Promise<void>;
  /** What was put aside after it had failed too often; absent where what the worker throws ends the engine. */
  dead?: () => Promise<readonly string[]>;
}

export interface QueueTraits {
  /** What a worker throws makes it deliver the message again, three times in all; else it ends there. */
  redelivers: boolean;
}

/** @param open an empty queue that is gone when the test is over */
export function describeQueue(
  name: string,
  open: () => Promise<OpenedQueue>,
  { redelivers }: QueueTraits,
): void {
  const message: Message = { run: 'r1', flow: 'landscape', step: 'pull', source: 'acme' };

  describe(`the queue ${name}`, () => {
    it('gives every message to a worker, as it was sent, whatever its step', async () => {
      const { queue, work } = await open();
      const sent: Message[] = [
        message,
        { run: 'r1', flow: 'landscape-apj', step: 'token' },
        { run: 'r2', flow: 'landscape', step: 'report' },
        { ...message, source: 'ä "quoted" \\ name' },
      ];
      for (const each of sent) await queue.send(each);
      const came: Message[] = [];
      await work(
        async (each) => void came.push(each),
        () => came.length >= sent.length,
      );
      const inOrder = (messages: readonly Message[]) =>
        messages.map((each) => JSON.stringify(Object.entries(each).sort())).sort();
      expect(inOrder(came)).toEqual(inOrder(sent));
    });

    it('takes what a worker sends while it works', async () => {
      const { queue, work } = await open();
      await queue.send(message);
      const steps: string[] = [];
      await work(
        async ({ step }) => {
          steps.push(step);
          if (step === 'pull') await queue.send({ run: 'r1', flow: 'landscape', step: 'match' });
        },
        () => steps.length >= 2,
      );
      expect(steps).toEqual(['pull', 'match']);
    });

    it('delivers a delayed message too, and does not tell the worker of the delay', async () => {
      const { queue, work } = await open();
      await queue.send({ ...message, delayMs: 1 });
      const came: Message[] = [];
      await work(
        async (each) => void came.push(each),
        () => came.length > 0,
      );
      expect(came).toEqual([message]);
    });
  });

  if (!redelivers) return;
  describe(`the queue ${name}, among instances`, () => {
    it('holds a delayed message back and lets others go by', async () => {
      const { queue, work } = await open();
      await queue.send({ ...message, run: 'late', delayMs: 1_500 });
      await queue.send({ ...message, run: 'soon' });
      const runs: string[] = [];
      await work(
        async ({ run }) => void runs.push(run),
        () => runs.length >= 2,
      );
      expect(runs).toEqual(['soon', 'late']);
    });

    it('delivers a message again whose worker failed, and others meanwhile', async () => {
      const { queue, work } = await open();
      await queue.send({ ...message, run: 'bad' });
      await queue.send({ ...message, run: 'good' });
      const runs: string[] = [];
      let failures = 0;
      await work(
        async ({ run }) => {
          if (run === 'bad' && failures++ === 0) throw new Error('not now');
          runs.push(run);
        },
        () => runs.length >= 2,
      );
      expect(runs.sort()).toEqual(['bad', 'good']);
      expect(failures).toBe(2);
    });

    it('puts a message aside that failed three times, and it alone', async () => {
      const { queue, work, dead } = await open();
      await queue.send({ ...message, run: 'poison' });
      await queue.send({ ...message, run: 'good' });
      const runs: string[] = [];
      const putAside = async () => (await dead?.()) ?? [];
      await work(
        async ({ run }) => {
          runs.push(run);
          if (run === 'poison') throw new Error('never');
        },
        async () => (await putAside()).length > 0 && runs.includes('good'),
      );
      expect(runs.toSorted()).toEqual(['good', 'poison', 'poison', 'poison']);
      expect(await putAside()).toEqual([expect.stringContaining('poison')]);
    });
  });
}
