// Senders and receivers that are called otherwise in LeanIX: likely ones wait in the inbox, once for all flows, and only
// what a person decided is related, at once.
import { expect, it } from 'vitest';
import { keepDecisions } from '../../../shared/core/inbox/keep-decisions.ts';
import { partyKey } from '../../../shared/core/item.ts';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import type { StepContext } from '../../../shared/steps/context.ts';
import { type DecideResult, decide, decideRequest, type Said } from '../../../shared/steps/decide.ts';
import { readDecisions } from '../../../shared/steps/decisions.ts';
import { explainItem } from '../../../shared/steps/explain-item.ts';
import { readInbox } from '../../../shared/steps/read-inbox.ts';
import { reopen } from '../../../shared/steps/reopen.ts';
import { readReport } from '../../../shared/steps/report.ts';
import { openIFlows, providersOf, putFlow } from '../../support/iflows.ts';
import { openHeir, openMortalAt } from '../../support/mortal.ts';
import { writesOf } from '../../support/world.ts';

const flow = 'iflows';
const keyOf = (name: string) => partyKey('cloud-integration', 'example-cpi', name);

/** Flows by id with the sender that each names, and applications by name, after a first night. */
async function openParties(senders: Record<string, string>, applications: readonly string[], config = '') {
  const world = await openIFlows([]);
  for (const [id, Sender] of Object.entries(senders)) putFlow(world.tenant, id, { design: { Sender } });
  for (const name of applications) await world.person.create('Application', name);
  const file = world.configure(config);
  const open = () => world.open({ flow, ...(config !== '' && { config: file }) });
  const night = () => world.sync(config === '' ? {} : { config });
  const first = await night();
  const place = { workspaceId: first.run.workspace?.id ?? '', flow };
  const { store } = await open();
  const waiting = async () =>
    (await readInbox(store, place)).proposals.filter(({ answer }) => answer === 'open');
  const stamp = () => ({ when: new Date(world.clock.now()).toISOString() });
  const say = (said: Pick<Said, 'say'> & Partial<Said>) =>
    decide(store, place, { items: [], ...said }, stamp());
  const small = async ({ toDo }: Pick<DecideResult, 'toDo'>, context?: StepContext) => {
    const used = context ?? (await open());
    const before = world.simulator.ledger().length;
    const run = await runFlow(used, flow, await decideRequest(used, place, toDo));
    const report = run.report && (await readReport(store, run.report));
    return {
      run,
      report,
      ledger: world.simulator
        .ledger()
        .slice(before)
        .map(({ operation = '' }) => operation),
    };
  };
  const explain = async (name: string) => explainItem(store, place, (await open()).rules, name);
  return { world, first, store, place, night, waiting, say, small, open, explain };
}

it('a likely application is proposed once for all flows that name it, and related at once when a person accepts it', async () => {
  const { world, first, night, waiting, say, small } = await openParties(
    { A: 'Warehouse Planner EMEA', B: 'Warehouse Planner EMEA', C: 'Nobody knows' },
    ['Warehouse Planning EMEA'],
  );
  expect(first.report.counts).toMatchObject({ items: 3, created: 3 });
  expect(first.run.report?.waiting).toBe(1);
  const item = keyOf('Warehouse Planner EMEA');
  const proposals = await waiting();
  expect(proposals).toMatchObject([{ item, kind: 'link', change: { name: 'Warehouse Planning EMEA' } }]);
  expect(proposals[0]?.source?.attributes).toEqual({
    namedBy: 'Flow A, Flow B',
    why: 'sender of the integration flow',
  });
  expect(writesOf((await night()).ledger)).toEqual([]);

  const decided = await say({ say: 'accept', items: ['Warehouse Planner EMEA'] });
  expect(decided.toDo).toEqual([item]);
  const { run, report, ledger } = await small(decided);
  expect(run).toMatchObject({ kind: 'decide', state: 'done', report: { waiting: 0 } });
  expect(report).toMatchObject({ counts: { items: 2, updated: 2 }, skipped: {}, retired: 0 });
  // The fact sheets, the data model before anything is written, one batch; no source is asked.
  expect(ledger).toHaveLength(3);
  expect(await providersOf(world)).toEqual({
    'Flow A': ['Warehouse Planning EMEA'],
    'Flow B': ['Warehouse Planning EMEA'],
    'Flow C': [],
  });
  expect(await waiting()).toEqual([]);
  // Again is the same as once.
  const again = await small(await say({ say: 'link', items: [item], factSheet: 'Warehouse Planning EMEA' }));
  expect([again.report?.counts.unchanged, writesOf(again.ledger)]).toEqual([2, []]);
  expect(writesOf((await night()).ledger)).toEqual([]);
});

it('one of several likely applications is chosen, and chosen again when it was the wrong one', async () => {
  const { world, night, waiting, say, small } = await openParties({ A: 'Warehouse Planner' }, [
    'Warehouse Planner EMEA',
    'Warehouse Planner APAC',
    'Something else',
  ]);
  const [choice, ...more] = await waiting();
  expect([choice, more]).toMatchObject([
    { kind: 'review', state: 'ambiguous', reason: 'AMBIGUOUS_CANDIDATES', candidates: [{}, {}] },
    [],
  ]);
  for (const anew of [false, true]) {
    await expect(say({ say: 'accept', items: ['Warehouse Planner'], anew })).rejects.toMatchObject({
      code: 'INBOX_NEEDS_CHOICE',
    });
  }
  const link = (factSheet: string) => say({ say: 'link', items: ['Warehouse Planner'], factSheet });
  await expect(link('Flow A')).rejects.toMatchObject({ code: 'INBOX_FACT_SHEET_UNKNOWN' });
  await small(await link('Warehouse Planner EMEA'));
  expect(await providersOf(world)).toEqual({ 'Flow A': ['Warehouse Planner EMEA'] });
  expect(await waiting()).toEqual([]);

  // It waits no more, and is known by what was decided of it.
  const other = await link('Something else');
  expect(other.overruled).toMatchObject([{ verdict: 'link', item: keyOf('Warehouse Planner') }]);
  const moved = await small(other);
  expect(moved.report?.counts).toMatchObject({ items: 1, updated: 1 });
  expect(await providersOf(world)).toEqual({ 'Flow A': ['Something else'] });
  const parted = await small(
    await say({ say: 'reject', items: ['Warehouse Planner'], factSheet: 'Something else' }),
  );
  expect(parted.report?.counts).toMatchObject({ items: 1, updated: 1 });
  expect(await providersOf(world)).toEqual({ 'Flow A': [] });
  expect(writesOf((await night()).ledger)).toEqual([]);
});

it('a named system is explained by what waits of it, and by what was decided', async () => {
  const { say, small, explain } = await openParties({ A: 'Warehouse Planner', B: 'Ledger Hub' }, [
    'Warehouse Planner EMEA',
    'Warehouse Planner APAC',
    'Ledger Hubs',
  ]);
  expect(await explain('Warehouse Planner')).toMatchObject({
    state: 'ambiguous',
    source: { kind: 'SYSTEM', attributes: { namedBy: 'Flow A' } },
    rule: { code: 'AMBIGUOUS_CANDIDATES' },
    compared: [{ fate: 'contested' }, { fate: 'contested' }],
    next: { permission: 'inbox', change: 'link', by: 'policy.link, policy.ambiguous' },
    asOf: { source: expect.any(String), factSheets: expect.any(String) },
  });
  expect(await explain('Ledger Hub')).toMatchObject({
    state: 'proposed',
    rule: { code: 'PROPOSED' },
    compared: [{ name: 'Ledger Hubs', fate: 'chosen', signals: [{ kind: 'name' }, {}] }],
  });
  await small(await say({ say: 'accept', items: ['Ledger Hub'] }));
  expect(await explain('Ledger Hub')).toMatchObject({
    state: 'named',
    source: null,
    rule: { code: 'NAMED' },
    compared: [],
    next: null,
    decisions: [{ verdict: 'link' }],
  });
});

it('two fact sheets of its very name are a choice, and the one that is left is the one', async () => {
  const { world, waiting, say, small, night } = await openParties({ A: 'Payroll' }, ['Payroll']);
  expect(await providersOf(world)).toEqual({ 'Flow A': ['Payroll'] });
  expect(await waiting()).toEqual([]);
  await world.person.create('Application', 'PayRoll');
  putFlow(world.tenant, 'B', { design: { Sender: 'Payroll' } });
  await night();
  const [choice] = await waiting();
  expect(choice).toMatchObject({ reason: 'AMBIGUOUS_NAME', candidates: [{}, {}] });
  const factSheet = choice?.candidates.find(({ name }) => name === 'PayRoll')?.factSheetId;
  await small(await say({ say: 'reject', items: ['Payroll'], factSheet }));
  expect(await providersOf(world)).toEqual({ 'Flow A': ['Payroll'], 'Flow B': ['Payroll'] });
  expect(await waiting()).toEqual([]);
});

it('an application that several systems may be is proposed for each', async () => {
  const { world, waiting, say, small } = await openParties(
    { A: 'Warehouse Planner EMEA', B: 'Warehouse-Planer EMEA' },
    ['Warehouse Planning EMEA'],
  );
  expect((await waiting()).map(({ kind }) => kind)).toEqual(['link', 'link']);
  await small(await say({ say: 'accept', filter: { kind: 'link' } }));
  expect(await providersOf(world)).toEqual({
    'Flow A': ['Warehouse Planning EMEA'],
    'Flow B': ['Warehouse Planning EMEA'],
  });

  const said = { when: '2026-01-01T00:00:00.000Z', verdict: 'link', factSheetId: 'f' } as const;
  const first = { ...said, item: keyOf('S4H') };
  const second = { ...said, item: keyOf('S4HANA') };
  expect(keepDecisions([first], [second])).toEqual([first, second]);
  // An object of the source has its fact sheet alone.
  const [one, other] = ['cpi:t:A', 'cpi:t:B'].map((item) => ({ ...said, item }));
  expect(one && other && keepDecisions([one], [other])).toEqual([other]);
});

it('what is rejected is proposed no more, until it is opened again', async () => {
  const { world, store, place, night, waiting, say, small } = await openParties(
    { A: 'Warehouse Planner EMEA' },
    ['Warehouse Planning EMEA'],
  );
  await small(await say({ say: 'reject', items: ['Warehouse Planner EMEA'] }));
  expect(await waiting()).toEqual([]);
  expect((await night()).run.report?.waiting).toBe(0);
  expect(await providersOf(world)).toEqual({ 'Flow A': [] });
  await reopen(store, place, ['Warehouse Planner EMEA']);
  expect((await night()).run.report?.waiting).toBe(1);
});

it('what is said of all systems that fit holds for those to come, and the policy may let all pass', async () => {
  const { world, night, waiting, say, small } = await openParties({ A: 'Warehouse Planner EMEA' }, [
    'Warehouse Planning EMEA',
    'Webshop of the north',
  ]);
  const filter = { kind: 'link', where: { kind: ['SYSTEM'] } } as const;
  const decided = await say({ say: 'accept', filter, always: true });
  expect(decided.toDo).toEqual([keyOf('Warehouse Planner EMEA')]);
  await small(decided);
  putFlow(world.tenant, 'B', { design: { Sender: 'Web shop of the North' } });
  await night();
  const related = { 'Flow A': ['Warehouse Planning EMEA'], 'Flow B': ['Webshop of the north'] };
  expect(await providersOf(world)).toEqual(related);
  expect(await waiting()).toEqual([]);
  expect(writesOf((await night()).ledger)).toEqual([]);

  const lax = await openParties(
    { A: 'Warehouse Planner EMEA' },
    ['Warehouse Planning EMEA'],
    'flows: {iflows: {policy: {proposed: apply}}}',
  );
  expect(await providersOf(lax.world)).toEqual({ 'Flow A': ['Warehouse Planning EMEA'] });
  expect(await lax.waiting()).toEqual([]);
  expect(writesOf((await lax.night()).ledger)).toEqual([]);
});

it('killed at any request and taken up again, the small run relates all and nothing twice', {
  timeout: 120_000,
}, async () => {
  let requests = 0;
  for (let at = 0, dies = true; dies; at += 1) {
    for (const isDone of [false, true]) {
      const { world, say, small, open, night, waiting } = await openParties(
        { A: 'Warehouse Planner EMEA', B: 'Warehouse Planner EMEA' },
        ['Warehouse Planning EMEA'],
      );
      const decided = await say({ say: 'accept', items: ['Warehouse Planner EMEA'] });
      const mortal = await openMortalAt({ ...world, open }, at, isDone);
      dies = await small(decided, mortal.context).then(
        () => mortal.isDead(),
        () => true,
      );
      if (dies) await small(decided, await openHeir({ ...world, open }));
      const told = `killed at request ${at}, ${isDone ? 'carried out' : 'lost'}`;
      const name = ['Warehouse Planning EMEA'];
      expect(await providersOf(world), told).toEqual({ 'Flow A': name, 'Flow B': name });
      expect(await waiting(), told).toEqual([]);
      expect(writesOf((await night()).ledger), told).toEqual([]);
    }
    requests = at;
  }
  expect(requests).toBeGreaterThan(1);
});

it('two who choose at once in different ways lose nothing: the second is told', async () => {
  const { store, place, say } = await openParties({ A: 'Warehouse Planner' }, [
    'Warehouse Planner EMEA',
    'Warehouse Planner APAC',
  ]);
  const link = (factSheet: string) => say({ say: 'link', items: ['Warehouse Planner'], factSheet });
  const ends = await Promise.allSettled([link('Warehouse Planner EMEA'), link('Warehouse Planner APAC')]);
  const refused = ends.filter(({ status }) => status === 'rejected');
  const { decisions } = await readDecisions(store, place);
  expect(decisions).toHaveLength(1);
  // Or one came after the other, and was told what it took the place of.
  const overruled = ends.flatMap((end) => (end.status === 'fulfilled' ? end.value.overruled : []));
  expect(refused.length + overruled.length).toBe(1);
});
