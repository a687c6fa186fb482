// Where a value comes from: told from the store alone, through edits, later runs, releases and forgotten runs.
import { describe, expect, it } from 'vitest';
import { explain } from '../../../shared/steps/explain.ts';
import { prune } from '../../../shared/steps/prune.ts';
import { undo } from '../../support/undo.ts';
import { aSystem, dayMs, keyOf, openWorld, systems, type World } from '../../support/world.ts';

const sheetName = (number: number) => `SAP S/4HANA Cloud (my40000${number})`;

async function firstNight() {
  const world = await openWorld({ objects: systems(3) });
  await world.person.create('Application', sheetName(3));
  const { run } = await world.run();
  return { world, run };
}

async function why(world: World, text: string, field?: string) {
  const asked = world.simulator.ledger().length;
  const explanation = await explain((await world.open()).store, text, field);
  expect(world.simulator.ledger()).toHaveLength(asked);
  const [first] = explanation.fields;
  return { ...explanation, field: first };
}

describe('why', () => {
  it('tells source, object, who decided, and for each field value, rule, run and time', async () => {
    const { world, run } = await firstNight();
    const { id } = await world.applicationOf('lms-001');
    for (const text of [id, keyOf('lms-001'), 'lms-001', sheetName(1), 'sap s/4hana cloud - MY400001']) {
      const told = await why(world, text, 'alias');
      expect(told).toMatchObject({
        factSheet: { id, name: sheetName(1), type: 'Application', status: 'ACTIVE' },
        flow: 'landscape',
        link: { item: keyOf('lms-001'), by: 'created', run: run.id, at: run.startedAt },
        object: {
          tenant: 'example-calm',
          kind: 'CloudService',
          name: 'my400001',
          nativeId: 'lms-001',
          run: run.id,
        },
        held: null,
        field: {
          key: 'alias',
          now: 'my400001',
          ours: 'my400001',
          whose: 'ours',
          writer: {
            run: run.id,
            why: 'name of the landscape object',
            before: '',
            at: expect.stringMatching(/^20/),
          },
        },
      });
    }
    const all = await why(world, id);
    expect(all.fields.map(({ key, whose }) => `${key} ${whose}`)).toEqual([
      'name ours',
      'category ours',
      'externalId ours',
      'tags ours',
      'lifecycle not ours',
      'alias ours',
      'description ours',
      'lxHostingType ours',
    ]);
    const tags = all.fields.find(({ key }) => key === 'tags');
    expect(tags?.names).toEqual({ [tags?.ours ?? '']: 'SAP Cloud ALM' });
    expect(tags?.now).toBe(tags?.ours);
  });

  it('tells the run that wrote a field last, and what a person made of it since', async () => {
    const { world, run } = await firstNight();
    world.landscape.set('lms-001', aSystem(1, { systemNumber: '7' }));
    const second = await world.night();
    const { id } = await world.applicationOf('lms-001');
    expect((await why(world, id, 'description')).field).toMatchObject({
      whose: 'ours',
      writer: { run: second.run.id, before: expect.stringContaining('000000000800000001') },
    });
    expect((await why(world, id, 'alias')).field?.writer?.run).toBe(run.id);
    await world.person.update(id, [{ op: 'replace', path: '/description', value: 'Mine' }]);
    await world.night();
    expect((await why(world, id, 'description')).field).toMatchObject({
      whose: 'edited',
      now: 'Mine',
      ours: expect.stringContaining('system number 7'),
      writer: { run: second.run.id },
    });
  });

  it('says of what Landbridge never wrote that it is not ours', async () => {
    const { world, run } = await firstNight();
    const told = await why(world, sheetName(3), 'description');
    expect(told).toMatchObject({
      link: { by: 'name', run: run.id },
      field: { whose: 'not ours', now: '', ours: null, writer: null },
    });
    expect((await why(world, sheetName(3), 'lxTimeClassification')).field).toEqual({
      key: 'lxTimeClassification',
      now: null,
      ours: null,
      names: {},
      whose: 'not ours',
      writer: null,
    });
    await undo(world, run.id);
    expect(await why(world, sheetName(3))).toMatchObject({
      link: null,
      held: { item: keyOf('lms-003') },
      object: null,
    });
  });

  it('says what is still known when the run is forgotten', async () => {
    const { world, run } = await firstNight();
    world.clock.advance(30 * dayMs);
    const later = await world.run();
    await prune((await world.open()).store, world.clock.now() - dayMs);
    expect(await why(world, 'lms-001', 'alias')).toMatchObject({
      link: { by: 'created', run: run.id, at: null },
      object: { name: 'my400001', run: later.run.id },
      field: { whose: 'ours', ours: 'my400001', writer: null },
    });
  });

  it('does not guess', async () => {
    const { world } = await firstNight();
    const { store } = await world.open();
    await expect(explain(store, 'Payroll')).rejects.toMatchObject({ code: 'STORE_FACT_SHEET_UNKNOWN' });
    await world.person.create('Application', 'Payroll');
    await world.person.create('Application', 'payroll');
    await world.night();
    await expect(explain(store, 'PAYROLL')).rejects.toMatchObject({
      code: 'STORE_FACT_SHEET_AMBIGUOUS',
      facts: { found: 2 },
    });
  });
});
