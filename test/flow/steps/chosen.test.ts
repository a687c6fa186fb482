// A run for some objects only, beside the nights of its flow.
import { expect, it } from 'vitest';
import { start } from '../../../shared/steps/start.ts';
import { deliver, runOf } from '../../support/deliver.ts';
import { openWorld, systems } from '../../support/world.ts';

it('that was left unfinished is ended first, and the whole run that was asked for comes after it', async () => {
  const world = await openWorld({ objects: systems(3) });
  const context = await world.open();
  const choice = { only: ['lms-002'] };
  const { run, next } = await start(context, 'landscape', { kind: 'sync', choice });
  await deliver(context, next, { until: ({ step }) => step === 'write' });
  world.clock.advance(120_000);

  const night = await world.run();
  expect(night.run.id).not.toBe(run);
  expect(night.report.counts).toMatchObject({ created: 2, unchanged: 1, skipped: 0 });
  expect(await runOf(context, run)).toMatchObject({
    state: 'done',
    choice,
    report: { counts: { created: 1 } },
  });
  expect(await world.applications()).toHaveLength(3);
});
