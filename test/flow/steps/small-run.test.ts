// The small run that does what was decided: for those items alone, and no night.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { decide, decideRequest } from '../../../shared/steps/decide.ts';
import { readDecisions } from '../../../shared/steps/decisions.ts';
import { prune } from '../../../shared/steps/prune.ts';
import { readLastPull } from '../../../shared/steps/source-history.ts';
import { start } from '../../../shared/steps/start.ts';
import { flow, openInbox } from '../../support/inbox.ts';
import { openHeir, openMortal } from '../../support/mortal.ts';
import { isBatch } from '../../support/relay.ts';
import { aSystem, dayMs, keyOf, systems } from '../../support/world.ts';

const lax = ', guards: {shrinkPercent: 90}';

describe('a small run', () => {
  it('is no night: nothing is missing by it, nothing ends, the source has no other history', async () => {
    const { world, store, say, small, night } = await openInbox(systems(4), lax);
    await small(await say({ say: 'accept' }, { filter: {} }));
    const before = await readLastPull(store, flow, 'example-calm');
    world.landscape.delete('lms-004');
    expect((await night()).report).toMatchObject({ missing: 1, retired: 0 });
    world.landscape.set('lms-005', aSystem(5));
    world.landscape.set('lms-006', aSystem(6));
    await night();
    const last = await readLastPull(store, flow, 'example-calm');
    expect(last?.run).not.toBe(before?.run);
    world.landscape.delete('lms-003');
    for (const item of ['lms-005', 'lms-006']) {
      const { report } = await small(await say({ say: 'accept' }, { items: [item] }));
      expect(report).toMatchObject({ counts: { created: 1 }, missing: 0, retired: 0 });
    }
    expect((await readLastPull(store, flow, 'example-calm'))?.run).toBe(last?.run);
    expect((await night()).report).toMatchObject({ missing: 1, retired: 0 });
  });

  it('killed at any of its writes to the store and taken up again, comes to the same and doubles nothing', {
    timeout: 60_000,
  }, async () => {
    const { world, open, waiting, say, small } = await openInbox(systems(40));
    const { rules } = await open();
    let made = 0;
    for (let at = 0, dies = true; dies; at += 2) {
      made += 1;
      const decided = await say({ say: 'accept' }, { items: [`lms-${String(made).padStart(3, '0')}`] });
      const mortal = await openMortal(world, at);
      dies = await small(decided, { ...mortal.context, rules }).then(
        () => false,
        () => true,
      );
      if (!dies) break;
      const { run, report } = await small(decided, { ...(await openHeir(world)), rules });
      expect(run, `killed at write ${at}`).toMatchObject({ kind: 'decide', state: 'done' });
      expect(report?.counts.items).toBe(1);
    }
    expect(made).toBeGreaterThan(8);
    const sheets = await world.applications();
    expect(new Set(sheets.map(({ externalId }) => externalId)).size).toBe(made);
    expect(new Set(sheets.map(({ rev }) => rev)).size).toBe(1);
    expect(sheets).toHaveLength(made);
    expect(await waiting()).toHaveLength(40 - made);
  });

  it('that died in the cloud keeps others away for a minute, says until when, and is gone on with then', async () => {
    const { world, open, place, say, small } = await openInbox();
    const { toDo } = await say({ say: 'accept' }, { items: ['lms-001'] });
    const { process: _, ...mortal } = (await openMortal(world, 12)).context;
    const { rules } = await open();
    await expect(small({ toDo }, { ...mortal, rules })).rejects.toThrow('killed');
    const { process: __, ...cloud } = await open();
    const until = new Date(world.clock.now() + 60_000).toISOString();
    await expect(start(cloud, flow, await decideRequest(cloud, place, toDo))).rejects.toMatchObject({
      code: 'PLAN_FLOW_HELD',
      facts: { until },
    });
    world.clock.advance(60_000);
    const { run } = await small({ toDo }, cloud);
    expect(run).toMatchObject({ kind: 'decide', state: 'done' });
    expect(await world.applications()).toHaveLength(1);
  });

  it('that was killed is done by the next night, or before it', async () => {
    const { world, open, place, say } = await openInbox();
    const { toDo } = await say({ say: 'accept' }, { items: ['lms-001'] });
    const mortal = await openMortal(world);
    const rules = (await open()).rules;
    world.relay.once(isBatch, async (_, forward) => {
      const answer = await forward();
      mortal.kill();
      return answer;
    });
    const context = { ...mortal.context, rules };
    await expect(runFlow(context, flow, await decideRequest(context, place, toDo))).rejects.toThrow('killed');
    const heir = { ...(await openHeir(world)), rules };
    const { run, report } = await world.run(heir);
    expect(run.kind).toBe('sync');
    expect(report.counts).toMatchObject({ items: 4, unchanged: 1, created: 0, skipped: 3 });
    expect(await world.applications()).toHaveLength(1);
  });

  it('waits for the first run where that is to be approved, and is in its plan', async () => {
    const { world, open, place, first, store, say } = await openInbox(
      systems(3),
      ', guards: {firstRun: stop}',
    );
    // Nothing was linked, so there was nothing to approve either.
    expect(first.run.state).toBe('done');
    const { toDo } = await say({ say: 'accept' }, { items: ['lms-001'] });
    await expect(decideRequest(await open(), place, toDo)).rejects.toMatchObject({ code: 'INBOX_FIRST_RUN' });
    const refused = await world.run(await open());
    expect(refused.run).toMatchObject({ state: 'refused', plan: { byOp: { create: 1 } } });
    expect((await readDecisions(store, place)).decisions).toHaveLength(1);
    const approved = await runFlow(await open(), flow, { kind: 'sync', approved: refused.run.plan?.hash });
    expect(approved).toMatchObject({ state: 'done', report: { counts: { created: 1 } } });
  });

  it('stops at the limit of changes, keeps what was decided, and goes on when its plan is approved', async () => {
    const { open, place, say, small, waiting } = await openInbox(systems(4), ', guards: {maxChanges: 2}');
    const decided = await say({ say: 'accept' }, { filter: {} });
    const { run } = await small(decided);
    expect(run).toMatchObject({ state: 'refused', problem: { code: 'PLAN_CHANGE_LIMIT' } });
    expect(await waiting()).toEqual([]);
    // Accepted and not written: it may be accepted again.
    const again = await say({ say: 'accept' }, { filter: {} });
    expect(again.toDo).toEqual(decided.toDo);
    const context = await open();
    const request = await decideRequest(context, place, again.toDo, run.plan?.hash);
    expect(await runFlow(context, flow, request)).toMatchObject({ state: 'done', report: { waiting: 0 } });
  });

  it('tells of what the source does not hold any more', async () => {
    const { world, place, store, stamp, small, night } = await openInbox(systems(4), lax);
    world.landscape.delete('lms-002');
    const decided = await decide(store, place, { say: 'ignore', items: ['lms-003'] }, stamp());
    expect(decided.toDo).toEqual([]);
    await night();
    const { report } = await small({ toDo: [keyOf('lms-002'), keyOf('lms-003')] });
    expect(report).toMatchObject({
      counts: { items: 2, skipped: 2 },
      skipped: { DECIDED_IGNORE: 1, NOT_IN_SOURCE: 1 },
    });
  });

  it('has no snapshot to go by once the run that read it is forgotten', async () => {
    const { world, open, place, store, say } = await openInbox();
    const { toDo } = await say({ say: 'accept' }, { items: ['lms-001'] });
    await prune(store, world.clock.now() + dayMs);
    expect((await readDecisions(store, place)).decisions).toHaveLength(1);
    const context = await open();
    const run = await runFlow(context, flow, await decideRequest(context, place, toDo));
    expect(run).toMatchObject({ state: 'failed', problem: { code: 'INBOX_NOT_READ' } });
    expect((await world.run(await open())).report.counts).toMatchObject({ created: 1 });
  });
});
