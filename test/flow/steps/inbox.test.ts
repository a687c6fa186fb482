// What waits for a person, and what they decide: kept, taken back, moved, raced.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { decide, decideRequest, type Said } from '../../../shared/steps/decide.ts';
import { readDecisions } from '../../../shared/steps/decisions.ts';
import { readInbox } from '../../../shared/steps/read-inbox.ts';
import { reopen } from '../../../shared/steps/reopen.ts';
import { readReport } from '../../../shared/steps/report.ts';
import { readLastRun } from '../../../shared/steps/run.ts';
import { start } from '../../../shared/steps/start.ts';
import type { Store } from '../../../shared/store/store.ts';
import { exportState, importState } from '../../../shared/store/transfer.ts';
import { deliver } from '../../support/deliver.ts';
import { flow, openInbox, waitsFor } from '../../support/inbox.ts';
import { aSystem, dayMs, keyOf, openWorld, systems, type World, writesOf } from '../../support/world.ts';

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

  it('gives the first of two who decide at once what they want, and tells the other', async () => {
    const { world, open, place, store, stamp, say } = await openInbox();
    const mine = (await world.person.create('Application', 'Ledger of the group')).id;
    await world.run(await open());
    /** A store in which somebody else decides in the very moment before the first swap. */
    const raced = (first: () => Promise<unknown>): Store => {
      let isFirst = true;
      return {
        get: (key) => store.get(key),
        put: async (key, value, options) => {
          const isSwap = key.collection === 'decisions' && isFirst;
          if (isSwap) {
            isFirst = false;
            await first();
          }
          return store.put(key, value, options);
        },
        delete: (key, options) => store.delete(key, options),
        list: (collection, prefix) => store.list(collection, prefix),
        compact: () => store.compact(),
        close: () => store.close(),
      };
    };
    const both = (first: Said, second: Said) =>
      decide(
        raced(() => decide(store, place, first, stamp())),
        place,
        second,
        stamp(),
      );
    const accept = { say: 'accept', items: ['lms-001'] } as const;
    await expect(both(accept, { ...accept, say: 'reject' })).rejects.toMatchObject({
      code: 'INBOX_DECIDED_MEANWHILE',
      facts: { item: keyOf('lms-001') },
    });
    // Who wants the same is no rival, nor who decides on something else.
    await both({ say: 'accept', items: ['lms-002'] }, { say: 'accept', items: ['lms-002'] });
    await both({ say: 'reject', items: ['lms-003'] }, { say: 'reject', items: ['lms-004'] });
    const link = (item: string): Said => ({ say: 'link', items: [item], factSheet: mine });
    await expect(both(link('lms-003'), link('lms-004'))).rejects.toMatchObject({
      facts: { item: keyOf('lms-003') },
    });
    const { decisions } = await readDecisions(store, place);
    expect(decisions.map(({ item, verdict }) => `${item.slice(-1)} ${verdict}`)).toEqual([
      '1 create',
      '2 create',
      '3 link',
      '4 decline',
    ]);
    // Later it is a change of mind, and what it takes the place of is told.
    expect(await say({ say: 'ignore' }, { items: ['lms-001'] })).toMatchObject({
      overruled: [{ verdict: 'create' }],
    });
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
    const file = world.configure(waitsFor());
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

  it('moves with the state: what was decided, of one and of all, holds in the new store', async () => {
    const { world, place, store, say } = await openInbox();
    await say({ say: 'reject' }, { items: ['lms-001'] });
    await say({ say: 'accept' }, { always: true, filter: { kind: 'create', name: '*2' } });
    const lines = await Array.fromAsync(exportState(store, world.clock.now()));
    const file = world.configure(waitsFor());
    const moved = await world.open({ config: file, state: world.state.replace('state', 'moved') });
    await importState(
      moved.store,
      async function* () {
        yield* lines;
      },
      world.clock.now(),
    );
    expect(await readDecisions(moved.store, place)).toEqual(await readDecisions(store, place));
    expect((await readInbox(moved.store, place)).proposals).toEqual(
      (await readInbox(store, place)).proposals,
    );
    expect((await world.run(moved)).report).toMatchObject({
      counts: { created: 1 },
      skipped: { DECLINED: 1, INBOX: 2 },
    });
  });

  it('is decided flow by flow, also where two flows read the same object', async () => {
    const world = await openWorld({ objects: systems(2) });
    const config = world.configure(
      'flows: {landscape: {policy: {create: inbox}}, landscape-two: {policy: {create: inbox}}}',
    );
    const [one, two] = [await world.open({ config }), await world.open({ config, flow: 'landscape-two' })];
    const { run } = await world.run(one);
    await world.run(two, 'landscape-two');
    const workspaceId = run.workspace?.id ?? '';
    const [here, there] = [
      { workspaceId, flow },
      { workspaceId, flow: 'landscape-two' },
    ];
    const stamp = { when: '2026-11-21T10:00:00Z' };
    const accept = { say: 'accept', items: ['lms-001'] } as const;
    const { toDo } = await decide(one.store, here, accept, stamp);
    await runFlow(one, flow, await decideRequest(one, here, toDo));
    // Nothing was decided there, but what one flow keeps is not made by another.
    expect((await readDecisions(one.store, there)).decisions).toEqual([]);
    expect((await readInbox(one.store, there)).proposals).toHaveLength(2);
    const again = await decide(two.store, there, accept, stamp);
    const small = await runFlow(two, 'landscape-two', await decideRequest(two, there, again.toDo));
    const report = small.report && (await readReport(two.store, small.report));
    expect(report?.skipped).toEqual({ LINKED_BY_OTHER_FLOW: 1 });
    expect(await world.applications()).toHaveLength(1);
    const sheet = (await world.applicationOf('lms-001')).id;
    const link: Said = { say: 'link', items: ['lms-002'], factSheet: sheet };
    await expect(decide(two.store, there, link, stamp)).rejects.toMatchObject({
      code: 'INBOX_FACT_SHEET_TAKEN',
      facts: { flow },
    });
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
