// Names that several want, that are taken, or that are odd: nobody wins by order, what cannot be named is skipped
// with its reason, and the nights after leave it at that.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { decide, decideRequest, type Said } from '../../../shared/steps/decide.ts';
import { readInbox } from '../../../shared/steps/read-inbox.ts';
import { maxValueBytes } from '../../../shared/store/store.ts';
import { ext } from '../../contract/simulator/client.ts';
import { isBatch } from '../../support/relay.ts';
import { aSystem, keyOf, openWorld, type World, writesOf } from '../../support/world.ts';

const plain = 'SAP S/4HANA Cloud (my400001)';
const numbered = (systemNumber: string) => `SAP S/4HANA Cloud (my400001, ${systemNumber})`;
const namesakes = (numbers: readonly (string | null)[]) =>
  numbers.map((systemNumber, index) =>
    aSystem(index + 1, { name: 'my400001', systemNumber, lmsId: `lms-00${index + 1}` }),
  );

async function expectStable(world: World): Promise<void> {
  const before = await world.applications();
  for (let night = 0; night < 2; night += 1) {
    const { run, report, ledger } = await world.night();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 0, updated: 0, linked: 0, failed: 0, conflict: 0 });
    expect(writesOf(ledger)).toEqual([]);
  }
  expect(await world.applications()).toEqual(before);
}

const named = async (world: World) =>
  Object.fromEntries((await world.applications()).map(({ externalId, name }) => [externalId ?? '', name]));

describe('objects of one name', () => {
  it.each([[[1, 2]], [[2, 1]]])('all take the system number, listed in whichever order', async (order) => {
    const both = namesakes(['111', '222']);
    const world = await openWorld({ objects: order.map((place) => both[place - 1] ?? {}) });
    await world.run();
    expect(await named(world)).toEqual({
      [keyOf('lms-001')]: numbered('111'),
      [keyOf('lms-002')]: numbered('222'),
    });
    await expectStable(world);
  });

  it('and of one system number are skipped, every one, until they can be told apart', async () => {
    const world = await openWorld({ objects: [...namesakes(['111', '111']), aSystem(3)] });
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.skipped).toEqual({ NAME_TAKEN: 2 });
    expect(report.counts).toMatchObject({ created: 1, skipped: 2 });
    await expectStable(world);
    world.landscape.set('lms-002', aSystem(2, { name: 'my400002' }));
    expect((await world.night()).report.counts).toMatchObject({ created: 2, skipped: 0 });
  });

  it('and every name taken wait for a person, with those that bear them', async () => {
    const [first = {}, second = {}] = namesakes(['111', '111']);
    const world = await openWorld({ objects: [second] });
    await world.run();
    const context = await world.open();
    const theirs = (await world.applicationOf('lms-002')).id;
    const twin = (await world.person.create('Application', numbered('111'))).id;
    world.landscape.set('lms-001', first);
    const { run } = await world.night();
    const place = { workspaceId: run.workspace?.id ?? '', flow: 'landscape' };
    const say = async (said: Said) => {
      const { toDo } = await decide(context.store, place, said, { when: '2026-11-21T10:00:00Z' });
      await runFlow(context, 'landscape', await decideRequest(context, place, toDo));
      return (await readInbox(context.store, place)).proposals;
    };
    // Found by its number, and it is not this one.
    expect(await say({ say: 'reject', items: ['lms-001'], factSheet: twin })).toMatchObject([
      {
        item: keyOf('lms-001'),
        kind: 'review',
        state: 'new',
        reason: 'NAME_TAKEN',
        candidates: [{ factSheetId: theirs, takenBy: keyOf('lms-002') }],
      },
    ]);
    const link: Said = { say: 'link', items: ['lms-001'], factSheet: theirs };
    await expect(say(link)).rejects.toMatchObject({ code: 'INBOX_FACT_SHEET_TAKEN' });
    await say({ say: 'reject', items: ['lms-002'], factSheet: theirs });
    await say(link);
    expect((await world.applicationOf('lms-001')).id).toBe(theirs);
  });

  it('leave the one that was there first its name when another comes', async () => {
    const [first = {}, second = {}] = namesakes(['111', '222']);
    const world = await openWorld({ objects: [second] });
    await world.run();
    world.landscape.set('lms-001', first);
    await world.night();
    expect(await named(world)).toEqual({ [keyOf('lms-001')]: numbered('111'), [keyOf('lms-002')]: plain });
    await expectStable(world);
  });

  it('do not take a fact sheet of that name from each other', async () => {
    const world = await openWorld({ objects: namesakes(['111', '222']) });
    await world.person.create('Application', plain);
    const { report } = await world.run();
    expect(report.skipped).toEqual({ AMBIGUOUS_ITEMS: 2 });
    await expectStable(world);
  });

  it.each([
    ['case', 'MY400001', 'my400001'],
    ['accents', 'Société', 'societe'],
    ['signs', 'my-400001', 'my 400001'],
  ])('that differ by %s alone count as one', async (_, left, right) => {
    const objects = [aSystem(1, { name: left }), aSystem(2, { name: right })];
    const world = await openWorld({ objects });
    const { report } = await world.run();
    expect(report.counts).toMatchObject({ created: 2, failed: 0 });
    const names = Object.values(await named(world));
    expect(names.every((name) => /, 000000000800000\d+\)$/.test(name))).toBe(true);
    await expectStable(world);
  });
});

describe('a name that is taken', () => {
  it('while it is written, by an object that was renamed: the next night takes the one with the number', async () => {
    const world = await openWorld({ objects: [aSystem(1), aSystem(2)] });
    await world.run();
    world.landscape.set('lms-002', aSystem(2, { name: 'my400009' }));
    world.relay.once(isBatch, async (_asked, forward) => {
      await world.person.create('Application', 'SAP S/4HANA Cloud (my400009)');
      return forward();
    });
    const { run, report } = await world.night();
    expect(run.state).toBe('partial');
    expect(report.failures).toMatchObject([{ item: keyOf('lms-002'), code: 'LX_REFUSED' }]);
    expect(await world.applicationOf('lms-002')).toMatchObject({
      name: 'SAP S/4HANA Cloud (my400002)',
      rev: 0,
    });
    expect((await world.night()).report.counts).toMatchObject({ updated: 1, failed: 0 });
    expect(await world.applicationOf('lms-002')).toMatchObject({
      name: 'SAP S/4HANA Cloud (my400009, 000000000800000002)',
      alias: 'my400009',
    });
    await expectStable(world);
  });

  it('by an archived fact sheet of others is free', async () => {
    const world = await openWorld({ objects: [aSystem(1)] });
    const { id } = await world.person.create('Application', plain, [
      { op: 'add', path: '/externalId', value: ext('snow:1') },
    ]);
    await world.person.update(id, [{ op: 'replace', path: '/status', value: 'ARCHIVED' }]);
    expect((await world.run()).report.counts).toMatchObject({ created: 1 });
    await expectStable(world);
  });

  it('by a fact sheet of another type is free', async () => {
    const world = await openWorld({ objects: [aSystem(1)] });
    await world.person.create('ITComponent', plain);
    expect((await world.run()).report.counts).toMatchObject({ created: 1 });
    await expectStable(world);
  });
});

describe('an external id of ours on a fact sheet of another type', () => {
  it('is refused by LeanIX, said by name, and keeps nobody else', async () => {
    const world = await openWorld({ objects: [aSystem(1), aSystem(2)] });
    const { id } = await world.person.create('ITComponent', 'Somebody else', [
      { op: 'add', path: '/externalId', value: ext(keyOf('lms-001')) },
    ]);
    for (const created of [1, 0]) {
      const { run, report } = await world.night();
      expect(run.state).toBe('partial');
      expect(report.counts).toMatchObject({ created, failed: 1 });
      expect(report.failures).toEqual([
        { item: keyOf('lms-001'), code: 'LX_REFUSED', message: expect.stringContaining('not unique') },
      ]);
    }
    await world.person.update(id, [{ op: 'remove', path: '/externalId' }]);
    expect((await world.night()).report.counts).toMatchObject({ created: 1, failed: 0 });
    await expectStable(world);
  });
});

describe('an odd name', () => {
  it.each([
    ['with control characters', 'my\u0000400\u0007\u001b[31m001\u0085', 'SAP S/4HANA Cloud (my400[31m001)'],
    ['with line breaks and tabs', 'my\r\n400\t001', 'SAP S/4HANA Cloud (my 400 001)'],
    ['with signs that cannot be seen', 'my\u200b400\u202e001\ufeff', 'SAP S/4HANA Cloud (my400001)'],
    ['with an emoji', 'my🚀400001', 'SAP S/4HANA Cloud (my🚀400001)'],
    ['with half an emoji', 'my\ud83d400001', 'SAP S/4HANA Cloud (my\ufffd400001)'],
    ['with a level of a hierarchy', 'my / 400001', 'SAP S/4HANA Cloud (my/400001)'],
    ['of signs alone', '///', 'SAP S/4HANA Cloud (///)'],
    ['that looks like a template', '{name} %s "\'<b>', 'SAP S/4HANA Cloud ({name} %s "\'<b>)'],
  ])('%s is written, and written once', async (_, name, expected) => {
    const world = await openWorld({ objects: [aSystem(1, { name }), aSystem(2)] });
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 2, failed: 0 });
    expect((await world.applicationOf('lms-001')).name).toBe(expected);
    await expectStable(world);
    world.loseStore();
    const { report: found } = await world.night();
    expect(found.counts).toMatchObject({ created: 0, linked: 2 });
  });

  it('that makes the description too long for a field costs the description, and keeps nobody else', async () => {
    const world = await openWorld({ objects: [aSystem(1, { name: 'x'.repeat(32_760) }), aSystem(2)] });
    for (const created of [2, 0]) {
      const { run, report } = await world.night();
      expect(run.state).toBe('done');
      expect(report.counts).toMatchObject({ created, unchanged: 2 - created, failed: 0 });
      expect(report.notes).toEqual([
        'Application description: the value is longer than a field may be; left alone. (1 object)',
      ]);
    }
    expect((await world.applicationOf('lms-001')).description).toBeNull();
  });

  it('or value longer than any field is no reason to stop: the object is skipped, the value left out', async () => {
    const parts = Array.from({ length: 5_000 }, (_, index) => createHash('sha512').update(`${index}`));
    const long = parts.map((part) => part.digest('base64')).join('');
    expect(long.length).toBeGreaterThan(maxValueBytes);
    const objects = [aSystem(1, { name: long }), aSystem(2, { systemNumber: long }), aSystem(3)];
    const world = await openWorld({ objects });
    const { run, report } = await world.run();
    expect(run.state).toBe('done');
    expect(report.skipped).toEqual({ NAME_TOO_LONG: 1 });
    expect(report.counts).toMatchObject({ created: 2, failed: 0 });
    expect((await world.applicationOf('lms-002')).description).not.toContain('system number');
    await expectStable(world);
  });
});
