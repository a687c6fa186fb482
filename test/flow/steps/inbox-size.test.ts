// An inbox with more in it than a value of the store takes.
import { expect, it } from 'vitest';
import { waitsFor } from '../../support/inbox.ts';
import { openWorld, systems } from '../../support/world.ts';

it('is kept whole, and the head of its run stays small', async () => {
  const world = await openWorld({ objects: systems(700) });
  const context = await world.open({ config: world.configure(waitsFor()) });
  const { run, report } = await world.run(context);
  expect(run).toMatchObject({ state: 'done', report: { waiting: 700 } });
  expect(report.skipped).toEqual({ INBOX: 700 });
  expect(JSON.stringify(run).length).toBeLessThan(5_000);
});
