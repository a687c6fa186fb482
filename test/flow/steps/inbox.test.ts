// What waits for a person, what they decide, and the small run that does it: for those items alone, and no night.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { type DecideResult, decide, decideRequest, type Said } from '../../../shared/steps/decide.ts';
import { readDecisions } from '../../../shared/steps/decisions.ts';
import { prune } from '../../../shared/steps/prune.ts';
import { readInbox } from '../../../shared/steps/read-inbox.ts';
import { reopen } from '../../../shared/steps/reopen.ts';
import { readReport } from '../../../shared/steps/report.ts';
import { readLastRun } from '../../../shared/steps/run.ts';
import { readLastPull } from '../../../shared/steps/source-history.ts';
import { start } from '../../../shared/steps/start.ts';
import { deliver } from '../../support/deliver.ts';
import { type Mortal, openHeir, openMortal } from '../../support/mortal.ts';
import { isBatch } from '../../support/relay.ts';
import { aSystem, dayMs, keyOf, openWorld, systems, type World, writesOf } from '../../support/world.ts';

const flow = 'landscape';
const config = (more = '') => `flows: {landscape: {policy: {create: inbox}${more}}}`;
const lax = ', guards: {shrinkPercent: 90}';

async function openInbox(objects = systems(4), more = '') {
  const world = await openWorld({ objects });
  const file = world.configure(config(more));
  const open = () => world.open({ config: file });
  const night = async () => {
    world.clock.advance(dayMs);
    return world.run(await open());
  };
  const first = await world.run(await open());
  const place = { workspaceId: first.run.workspace?.id ?? '', flow };
  const { store } = await open();
  const waiting = async () =>
    (await readInbox(store, place)).proposals
      .filter(({ answer }) => answer === 'open')
      .map(({ item, kind }) => `${kind} ${item.replace(keyOf(''), '')}`);
  const stamp = () => ({ when: new Date(world.clock.now()).toISOString() });
  const say = (verdict: Pick<Said, 'say'>, chosen: Partial<Said>) =>
    decide(store, place, { items: [], ...verdict, ...chosen }, stamp());
  const small = async ({ toDo }: Pick<DecideResult, 'toDo'>, context?: Mortal['context']) => {
    const used = context ?? (await open());
    const before = world.simulator.ledger().length;
    const run = await runFlow(used, flow, await decideRequest(used, place, toDo));
    const report = run.report && (await readReport(store, run.report));
    return { run, report, requests: world.simulator.ledger().length - before };
  };
  return { world, open, night, first, place, store, waiting, stamp, say, small };
}

/** Two fact sheets of its name, so that a person must choose. */
async function withTwins(world: World): Promise<string[]> {
  const names = ['SAP S/4HANA Cloud (my400001)', 'SAP S/4HANA Cloud - my400001'];
  return Array.fromAsync(names, async (name) => (await world.person.create('Application', name)).id);
}

describe('the inbox', () => {
  it('holds what the policy leaves to a person, and accepting one makes it alone', async () => {
    const { world, first, waiting, say, small, night } = await openInbox();
    expect(first.report.skipped).toEqual({ INBOX: 4 });
    expect(first.run.report?.waiting).toBe(4);
    expect(await waiting()).toEqual(['create lms-001', 'create lms-002', 'create lms-003', 'create lms-004']);

    const decided = await say({ say: 'accept' }, { items: ['lms-002'] });
    expect(decided.toDo).toEqual([keyOf('lms-002')]);
    const { run, report, requests } = await small(decided);
    expect(run).toMatchObject({ kind: 'decide', state: 'done', report: { waiting: 3 } });
    expect(report).toMatchObject({ counts: { items: 1, created: 1, skipped: 0 }, missing: 0, retired: 0 });
    // The fact sheets, the data model before anything is written, one batch; no source is asked.
    expect(requests).toBe(3);
    expect((await world.applicationOf('lms-002')).name).toBe('SAP S/4HANA Cloud (my400002)');
    expect(await waiting()).toEqual(['create lms-001', 'create lms-003', 'create lms-004']);

    const after = await night();
    expect(after.report.counts).toMatchObject({ items: 4, unchanged: 1, skipped: 3, created: 0 });
    expect(await waiting()).toEqual(['create lms-001', 'create lms-003', 'create lms-004']);
  });

  it('costs a quiet night nothing: decisions are part of what did not change', async () => {
    const { say, small, night } = await openInbox();
    await small(await say({ say: 'accept' }, { items: ['my400001'] }));
    await night();
    const quiet = await night();
    expect(quiet.run.plan?.lookedAt).toBeDefined();
    expect(writesOf(quiet.ledger)).toEqual([]);
    expect(quiet.ledger.filter((line) => !line.includes('token'))).toHaveLength(3);
    expect(quiet.run.report?.waiting).toBe(3);
    await say({ say: 'reject' }, { items: ['my400002'] });
    const busy = await night();
    expect(busy.run.plan?.lookedAt).toBeUndefined();
    expect(busy.report.skipped).toEqual({ DECLINED: 1, INBOX: 2 });
  });

  it('does not lose what is decided while a run is under way', async () => {
    const { open, say, night } = await openInbox();
    const context = await open();
    const { run, next } = await start(context, flow);
    const { left } = await deliver(context, next, { until: ({ step }) => step === 'report' });
    await say({ say: 'accept' }, { items: ['lms-001'] });
    await deliver(context, left);
    expect((await readLastRun(context.store, flow))?.id).toBe(run);
    expect((await night()).report.counts).toMatchObject({ created: 1, skipped: 3 });
  });

  it('takes a choice among several, and a rejected pair never comes back', async () => {
    const world = await openWorld({ objects: [aSystem(1)] });
    const [one = '', two = ''] = await withTwins(world);
    const file = world.configure(config());
    const context = await world.open({ config: file });
    const place = { workspaceId: (await world.run(context)).run.workspace?.id ?? '', flow };
    const { store } = context;
    const stamp = { when: '2026-11-21T10:00:00Z' };
    const [proposal] = (await readInbox(store, place)).proposals;
    expect(proposal).toMatchObject({ kind: 'review', state: 'ambiguous', reason: 'AMBIGUOUS_NAME' });
    await expect(decide(store, place, { say: 'accept', items: ['lms-001'] }, stamp)).rejects.toMatchObject({
      code: 'INBOX_NEEDS_CHOICE',
    });

    const wrong = await decide(store, place, { say: 'reject', items: ['lms-001'], factSheet: one }, stamp);
    await runFlow(context, flow, await decideRequest(context, place, wrong.toDo));
    // Only the other one is left, and its name is the same.
    expect(await readInbox(store, place)).toMatchObject({ proposals: [] });
    const sheet = await world.applicationOf('lms-001');
    expect(sheet.id).toBe(two);
    await expect(
      decide(store, place, { say: 'link', items: ['lms-001'], factSheet: two }, stamp),
    ).rejects.toMatchObject({ code: 'INBOX_LINKED' });
  });

  it('links what a person names, whatever it is called afterwards', async () => {
    const { world, place, store, stamp, small, night, waiting } = await openInbox();
    const { id } = await world.person.create('Application', 'Ledger of the group');
    await night();
    const { report } = await small(
      await decide(store, place, { say: 'link', items: ['lms-003'], factSheet: id }, stamp()),
    );
    expect(report?.counts).toMatchObject({ items: 1, linked: 1 });
    expect((await world.applicationOf('lms-003')).id).toBe(id);
    world.landscape.set('lms-003', aSystem(3, { name: 'renamed' }));
    await world.person.update(id, [{ op: 'replace', path: '/name', value: 'Mine' }]);
    const after = await night();
    expect(after.report.counts).toMatchObject({ linked: 0, created: 0, unchanged: 1 });
    expect((await world.applicationOf('lms-003')).name).toBe('Mine');
    expect(await waiting()).not.toContain('create lms-003');
    const taken = { say: 'link', items: ['lms-004'], factSheet: id } as const;
    await expect(decide(store, place, taken, stamp())).rejects.toMatchObject({
      code: 'INBOX_FACT_SHEET_TAKEN',
    });
  });

  it('remembers what is said of a selection, for what comes later too', async () => {
    const { world, place, store, stamp, small, night, waiting } = await openInbox();
    const filter = { kind: 'create', where: { name: ['*3', '*5'] } } as const;
    const decided = await decide(store, place, { say: 'accept', items: [], filter, always: true }, stamp());
    expect(decided.toDo).toEqual([keyOf('lms-003')]);
    expect((await small(decided)).report?.counts).toMatchObject({ items: 1, created: 1 });
    const never = { where: { systemNumber: ['*4'] } };
    expect(
      await decide(store, place, { say: 'ignore', items: [], filter: never, always: true }, stamp()),
    ).toMatchObject({
      decided: [{ name: 'my400004' }],
      toDo: [],
    });
    world.landscape.set('lms-005', aSystem(5));
    expect((await night()).report).toMatchObject({
      counts: { created: 1, unchanged: 1 },
      skipped: { INBOX: 2, DECLINED: 1 },
    });
    expect(await waiting()).toEqual(['create lms-001', 'create lms-002']);
  });

  it('leaves alone what is ignored, until it is opened again', async () => {
    const { place, store, stamp, night, waiting } = await openInbox();
    await decide(store, place, { say: 'ignore', items: ['lms-001'] }, stamp());
    expect((await night()).report.skipped).toEqual({ DECIDED_IGNORE: 1, INBOX: 3 });
    expect(await waiting()).toHaveLength(3);
    expect(await reopen(store, place, ['lms-001'])).toMatchObject({ items: [keyOf('lms-001')] });
    await night();
    expect(await waiting()).toHaveLength(4);
    await expect(reopen(store, place, ['lms-001'])).rejects.toMatchObject({ code: 'INBOX_NOT_DECIDED' });
  });

  it('waits with changes and removals where the policy says so, and accepting is about that change', async () => {
    const world = await openWorld({ objects: systems(3) });
    await world.run();
    const file = world.configure(
      'flows: {landscape: {guards: {shrinkPercent: 90}, policy: {update: inbox, retire: inbox}}}',
    );
    const open = () => world.open({ config: file });
    const night = async () => {
      world.clock.advance(dayMs);
      return world.run(await open());
    };
    world.landscape.set('lms-001', aSystem(1, { systemNumber: '42' }));
    world.landscape.delete('lms-003');
    const { run } = await night();
    await night();
    const place = { workspaceId: run.workspace?.id ?? '', flow };
    const context = await open();
    const { store } = context;
    const { proposals } = await readInbox(store, place);
    expect(proposals).toMatchObject([
      { kind: 'review', state: 'gone', change: { op: 'retire' } },
      { kind: 'review', state: 'linked', change: { op: 'update' } },
    ]);
    const stamp = { when: '2026-11-21T10:00:00Z' };
    const decided = await decide(
      store,
      place,
      { say: 'accept', items: [], filter: { kind: 'review' } },
      stamp,
    );
    // That an item is gone, only a night can say.
    expect(decided.toDo).toEqual([keyOf('lms-001')]);
    const small = await runFlow(context, flow, await decideRequest(context, place, decided.toDo));
    expect(small.report).toMatchObject({ counts: { items: 1, updated: 1 }, retired: 0 });
    expect((await night()).report).toMatchObject({ retired: 1, counts: { unchanged: 2 } });
    world.landscape.set('lms-001', aSystem(1, { systemNumber: '43' }));
    expect((await night()).report).toMatchObject({ skipped: { INBOX: 1 } });
  });
});

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
