// Values that both the source and a person changed: they wait in the inbox, and what is said of them is written by a
// small run, or remembered.
import { expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import type { StepContext } from '../../../shared/steps/context.ts';
import { type DecideResult, decide, decideRequest, type Said } from '../../../shared/steps/decide.ts';
import { readDecisions } from '../../../shared/steps/decisions.ts';
import { readInbox } from '../../../shared/steps/read-inbox.ts';
import { readReport } from '../../../shared/steps/report.ts';
import { openHeir, openMortalAt } from '../../support/mortal.ts';
import { isBatch } from '../../support/relay.ts';
import { aSystem, keyOf, openWorld, systems, writesOf } from '../../support/world.ts';

const flow = 'landscape';

/** Of three systems the first is called otherwise at its source; a person has changed alias and name of its fact sheet. */
async function openDisputed() {
  const world = await openWorld({ objects: systems(3) });
  const first = await world.run();
  const place = { workspaceId: first.run.workspace?.id ?? '', flow };
  const person = async (patches: Record<string, string>) => {
    const { id } = await world.applicationOf('lms-001');
    await world.person.update(
      id,
      Object.entries(patches).map(([key, value]) => ({ op: 'replace', path: `/${key}`, value })),
    );
  };
  const source = (name: string) => world.landscape.set('lms-001', aSystem(1, { name }));
  await person({ alias: 'ledger', name: 'Ledger of the group' });
  source('my490001');
  const night = await world.night();
  const { store } = await world.open();
  const waiting = async () =>
    (await readInbox(store, place)).proposals.filter(({ answer }) => answer === 'open');
  const say = (said: Pick<Said, 'say'>) =>
    decide(
      store,
      place,
      { items: ['lms-001'], ...said },
      { when: new Date(world.clock.now()).toISOString() },
    );
  const small = async ({ toDo }: Pick<DecideResult, 'toDo'>, context?: StepContext) => {
    const used = context ?? (await world.open());
    const run = await runFlow(used, flow, await decideRequest(used, place, toDo));
    return { run, report: run.report && (await readReport(store, run.report)) };
  };
  const seen = async () => {
    const { name, alias } = await world.applicationOf('lms-001');
    return { name, alias };
  };
  return { world, night, store, place, person, source, waiting, say, small, seen };
}

const theirs = { name: 'Ledger of the group', alias: 'ledger' };
const ours = { name: 'SAP S/4HANA Cloud (my490001)', alias: 'my490001' };

it('they are asked about with what was written last and what either side says, and accepted they are the source’s', async () => {
  const { world, night, waiting, say, small, seen } = await openDisputed();
  expect(night.report.counts).toMatchObject({ conflict: 1, unchanged: 2 });
  expect(night.run.report?.waiting).toBe(1);
  const [proposal] = await waiting();
  expect(proposal).toMatchObject({
    item: keyOf('lms-001'),
    kind: 'review',
    state: 'linked',
    reason: 'CONFLICT',
    conflicts: [
      { key: 'name', before: 'SAP S/4HANA Cloud (my400001)', ours: ours.name, theirs: theirs.name },
      { key: 'alias', before: 'my400001', ours: ours.alias, theirs: theirs.alias },
    ],
  });
  expect(await seen()).toEqual(theirs);

  const decided = await say({ say: 'accept' });
  expect(decided.toDo).toEqual([keyOf('lms-001')]);
  const { report } = await small(decided);
  expect(report).toMatchObject({ conflicts: [], counts: { items: 1, updated: 1, conflict: 0 } });
  expect(await seen()).toEqual(ours);
  expect(await waiting()).toEqual([]);
  expect(writesOf((await world.night()).ledger)).toEqual([]);
});

it('rejected they stay, are told no more, and are a new question when the source changes again', async () => {
  const { world, source, person, store, place, waiting, say, seen } = await openDisputed();
  expect((await say({ say: 'reject' })).toDo).toEqual([]);
  expect((await readDecisions(store, place)).decisions).toMatchObject([
    { verdict: 'keep', key: 'alias', item: keyOf('lms-001') },
    { verdict: 'keep', key: 'name', item: keyOf('lms-001') },
  ]);
  // Decisions are kept for good: of the values no more than their hashes.
  expect(JSON.stringify((await readDecisions(store, place)).decisions)).not.toContain('edger');
  const { report, run } = await world.night();
  expect(report).toMatchObject({ conflicts: [], skipped: { DECLINED: 1 }, counts: { conflict: 0 } });
  expect(run.report?.waiting).toBe(0);
  await person({ alias: 'ledger two' });
  expect((await world.night()).report.conflicts).toEqual([]);
  // What was written before is put back: what the source says is as unwanted as it was.
  await person({ alias: 'my400001' });
  expect((await world.night()).report.counts).toMatchObject({ updated: 0, conflict: 0 });

  await person({ alias: 'ledger' });
  source('my490002');
  expect((await world.night()).report.counts).toMatchObject({ conflict: 1 });
  expect(await waiting()).toMatchObject([{ conflicts: [{ key: 'name' }, { ours: 'my490002' }] }]);
  // The former question comes back with its answer.
  source('my490001');
  expect((await world.night()).report.conflicts).toEqual([]);
  expect(await seen()).toEqual(theirs);
});

it('what a person changes after it was decided, or while it is written, is not written over', async () => {
  const { world, person, waiting, say, small, seen } = await openDisputed();
  const decided = await say({ say: 'accept' });
  await person({ alias: 'mine' });
  const { report } = await small(decided);
  expect(report).toMatchObject({ counts: { conflict: 1 }, conflicts: [{ key: 'alias' }] });
  expect(await seen()).toEqual({ name: ours.name, alias: 'mine' });
  expect(await waiting()).toMatchObject([{ conflicts: [{ key: 'alias', theirs: 'mine' }] }]);

  const again = await say({ say: 'accept' });
  world.relay.once(isBatch, async (_, forward) => {
    await person({ alias: 'mine again' });
    return forward();
  });
  const clash = await small(again);
  expect(clash.report?.counts.updated).toBe(0);
  expect((await seen()).alias).toBe('mine again');
  await world.night();
  expect(await waiting()).toMatchObject([{ conflicts: [{ key: 'alias', theirs: 'mine again' }] }]);
});

it('ignored, the object is left alone for good', async () => {
  const { world, source, say, waiting, seen } = await openDisputed();
  await say({ say: 'ignore' });
  source('my490003');
  expect((await world.night()).report).toMatchObject({ conflicts: [], skipped: { DECIDED_IGNORE: 1 } });
  expect([await waiting(), await seen()]).toEqual([[], theirs]);
});

it('killed at any request and taken up again, the small run comes to the same', {
  timeout: 120_000,
}, async () => {
  let requests = 0;
  for (let at = 0, dies = true; dies; at += 1) {
    for (const isDone of [false, true]) {
      const { world, say, small, seen, waiting } = await openDisputed();
      const decided = await say({ say: 'accept' });
      const mortal = await openMortalAt(world, at, isDone);
      dies = await small(decided, mortal.context).then(
        () => mortal.isDead(),
        () => true,
      );
      if (dies) await small(decided, await openHeir(world));
      const told = `killed at request ${at}, ${isDone ? 'carried out' : 'lost'}`;
      expect([await seen(), await waiting()], told).toEqual([ours, []]);
      expect(writesOf((await world.night()).ledger), told).toEqual([]);
    }
    requests = at;
  }
  expect(requests).toBeGreaterThan(1);
});

it('two who decide at once in different ways lose nothing', async () => {
  const { store, place, say } = await openDisputed();
  const ends = await Promise.allSettled([say({ say: 'accept' }), say({ say: 'reject' })]);
  const { decisions } = await readDecisions(store, place);
  expect(decisions.map(({ verdict }) => verdict)).toEqual(
    decisions[0]?.verdict === 'take' ? ['take', 'take'] : ['keep', 'keep'],
  );
  const refused = ends.filter(({ status }) => status === 'rejected').length;
  const overruled = ends.flatMap((end) => (end.status === 'fulfilled' ? end.value.overruled : []));
  expect(refused > 0 || overruled.length === 2).toBe(true);
});
