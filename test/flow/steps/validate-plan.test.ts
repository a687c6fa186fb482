// LeanIX looks at the changes of a plan: what it would refuse is told change by change, and nothing is written.
import { describe, expect, it } from 'vitest';
import { createMeter } from '../../../shared/connectors/http/meter.ts';
import { connectLeanIx } from '../../../shared/connectors/leanix/connect-leanix.ts';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { validatePlan } from '../../../shared/steps/validate-plan.ts';
import { isBatch } from '../../support/relay.ts';
import { stillSurroundings } from '../../support/still-surroundings.ts';
import { aSystem, keyOf, openWorld, systems, type World } from '../../support/world.ts';

const sheetName = (number: number) => `SAP S/4HANA Cloud (my40000${number})`;

async function planned(world: World, config?: string) {
  const context = await world.open({ ...(config && { config: world.configure(config) }) });
  const run = await runFlow(context, 'landscape', { kind: 'plan' });
  const before = world.simulator.ledger().length;
  const validate = async () => {
    const validation = await validatePlan(context, run);
    const asked = world.simulator.ledger().slice(before);
    const mutations = asked.flatMap(({ operation = '' }) =>
      /(create|update)/.test(operation) ? [operation] : [],
    );
    return { validation, asked: mutations };
  };
  return { run, validate };
}

/** A few that exist and change, and one that is to be made. */
async function openChanging(): Promise<World> {
  const world = await openWorld({ objects: systems(4) });
  await world.run();
  for (const number of [1, 2, 3]) {
    world.landscape.set(`lms-00${number}`, aSystem(number, { systemNumber: `81111111${number}` }));
  }
  world.landscape.set('lms-005', aSystem(5));
  world.clock.advance(60_000);
  return world;
}

describe('a plan that LeanIX is to look at', () => {
  it('passes as a whole, one change alone first, and leaves everything as it was', async () => {
    const world = await openChanging();
    const { validate } = await planned(world);
    const before = await world.applications();
    const { validation, asked } = await validate();
    expect(validation).toEqual({ looked: 4, partly: 0, unseen: 0, refused: [], requests: 2 });
    expect(asked).toEqual(['updateFactSheet', 'updateFactSheet,updateFactSheet,createFactSheet']);
    expect(await world.applications()).toEqual(before);
    expect((await world.night()).report.counts).toMatchObject({ created: 1, updated: 3, failed: 0 });
  });

  it('is told what would be refused, each by its change', async () => {
    const world = await openChanging();
    const { validate } = await planned(world);
    const { id } = await world.applicationOf('lms-002');
    await world.person.update(id, [{ op: 'replace', path: '/lxHostingDescription', value: 'Mine' }]);
    await world.person.create('Application', sheetName(5));
    const before = await world.applications();
    const { validation } = await validate();
    expect(validation).toMatchObject({ looked: 4, requests: 3 });
    expect(validation.refused).toEqual([
      {
        item: keyOf('lms-005'),
        name: sheetName(5),
        op: 'create',
        code: 'LX_REFUSED',
        message: expect.any(String),
      },
      {
        item: keyOf('lms-002'),
        name: sheetName(2),
        op: 'update',
        code: 'LX_REVISION_CLASH',
        message: expect.any(String),
      },
    ]);
    expect(await world.applications()).toEqual(before);
  });

  it('tells how much of it cannot be seen before it is written', async () => {
    const world = await openWorld({ objects: [aSystem(1, { parent: 'lms-002' }), aSystem(2)] });
    const { validate } = await planned(
      world,
      `flows: { landscape: { relations: { relToParent: { object: "{parent}" } },
        documents: { calm: { name: Calm, url: "https://calm.example/{id}" } } } }`,
    );
    expect((await validate()).validation).toMatchObject({ looked: 2, partly: 2, unseen: 0, refused: [] });
    expect(await world.applications()).toEqual([]);
  });

  it('is sent no further where LeanIX carries out what it was to look at', async () => {
    const world = await openChanging();
    const { validate } = await planned(world);
    let sent = 0;
    world.relay.always(isBatch, async (asked, forward) => {
      sent += 1;
      const answer = await forward();
      expect(asked.body).toContain('validateOnly: true');
      return { ...answer, body: answer.body.replace(/"rev":(\d+)/g, (_, rev) => `"rev":${Number(rev) + 1}`) };
    });
    await expect(validate()).rejects.toMatchObject({ code: 'LX_VALIDATION_WRITES' });
    expect(sent).toBe(1);
  });
});

it('what LeanIX can only carry out is never sent to be looked at', async () => {
  const options = { meter: createMeter(), surroundings: stillSurroundings() };
  const leanIx = connectLeanIx({ name: 'leanix', origin: 'http://127.0.0.1:9', apiToken: 'LXT_x' }, options);
  const of = { ref: 'a', key: 'documents/calm', factSheetId: 'f', id: 'd' };
  await expect(leanIx.validateBatch([{ ...of, op: 'delete-document' }])).rejects.toMatchObject({
    code: 'BUG_UNEXPECTED',
  });
});
