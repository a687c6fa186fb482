// A part of a run, as a person chose it: some flows, what is new, what is linked; and how each stands with LeanIX.
import { describe, expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { readMatchStatus } from '../../../shared/steps/read-match-status.ts';
import { type IFlowWorld, openIFlows, putFlow } from '../../support/iflows.ts';
import { writesOf } from '../../support/world.ts';

async function statusOf(world: IFlowWorld) {
  const context = await world.open({ flow: 'iflows' });
  const before = world.simulator.ledger().length;
  const run = await runFlow(context, 'iflows', { kind: 'plan' });
  const writes = world.simulator.ledger().slice(before);
  expect(
    writes.filter(({ operation }) => /FactSheet\b/.test(operation) && /create|update/.test(operation)),
  ).toEqual([]);
  const rows = await readMatchStatus(context, run);
  return new Map(rows.map((row) => [row.id, row]));
}

describe('a chosen part', () => {
  it('of single ids is written, the rest is told as left out, and the night after does it', async () => {
    const world = await openIFlows(['A', 'B', 'C']);
    const part = await world.sync({ choice: { only: ['B', 'Nobody'] } });
    expect(part.report.counts).toMatchObject({ items: 3, created: 1, skipped: 2 });
    expect(part.report.skipped).toEqual({ NOT_CHOSEN: 2 });
    expect(part.report.notes).toContain('Nothing with the id "Nobody" was found.');
    expect((await world.interfaces()).map(({ name }) => name)).toEqual(['Flow B']);
    expect((await world.sync()).report.counts).toMatchObject({ created: 2, unchanged: 1 });
  });

  it('of one kind of change is written: what is new, or what is linked', async () => {
    const world = await openIFlows(['A']);
    await world.sync();
    putFlow(world.tenant, 'A', { design: { Version: '2.0.0' } });
    putFlow(world.tenant, 'B');
    const created = await world.sync({ choice: { changes: 'create' } });
    expect(created.report.counts).toMatchObject({ created: 1, updated: 0, skipped: 1 });
    const updated = await world.sync({ choice: { changes: 'update' } });
    expect(updated.report.counts).toMatchObject({ created: 0, updated: 1, skipped: 0 });
    expect(writesOf((await world.sync()).ledger)).toEqual([]);
  });
});

describe('the match status', () => {
  it('tells linked, not linked, found, ambiguous, ignored and what is linked but not visible, and why', async () => {
    const world = await openIFlows(['Linked', 'Archived', 'Hidden', 'Old']);
    await world.sync();
    await world.person.update((await world.interfaceOf('Archived')).id, [
      { op: 'replace', path: '/status', value: 'ARCHIVED' },
    ]);
    world.relay.deleted.add((await world.interfaceOf('Hidden')).id);
    putFlow(world.tenant, 'Old', { design: { Version: '2.0.0' }, runtime: { Version: '1.0.0' } });
    putFlow(world.tenant, 'New');
    putFlow(world.tenant, 'Found');
    await world.person.create('Interface', 'flow found');
    putFlow(world.tenant, 'Twice');
    await world.person.create('Interface', 'Flow: Twice');
    await world.person.create('Interface', 'flow - twice');
    putFlow(world.tenant, 'Designed');
    world.tenant.deployed.delete('Designed');
    world.clock.advance(8 * 86_400_000);
    const rows = await statusOf(world);
    expect(rows.get('Linked')).toMatchObject({ state: 'linked', package: 'Order flows', runtime: 'Started' });
    expect(rows.get('Linked')?.url).toMatch(/\/SimulatedWorkspace\/factsheet\/Interface\/[0-9a-f-]+$/);
    expect(rows.get('Archived')).toMatchObject({ state: 'invisible', reason: 'HELD_ARCHIVED' });
    expect(rows.get('Hidden')).toMatchObject({ state: 'invisible', reason: 'FACT_SHEET_GONE' });
    expect(rows.get('Old')).toMatchObject({
      state: 'linked',
      remarks: ['Deployed in another version than the one in its package.'],
    });
    expect(rows.get('New')).toMatchObject({ state: 'not linked', reason: 'create' });
    expect(rows.get('Found')).toMatchObject({
      state: 'not linked',
      reason: 'link, found under the same name',
    });
    expect(rows.get('Twice')).toMatchObject({ state: 'ambiguous', candidates: [{}, {}] });
    expect(rows.get('Designed')).toMatchObject({ state: 'ignored', reason: 'NOT_DEPLOYED' });
  });

  it('on a quiet night is that of the night that looked', async () => {
    const world = await openIFlows(['A']);
    putFlow(world.tenant, 'Designed');
    world.tenant.deployed.delete('Designed');
    await world.sync();
    await world.sync();
    const rows = await statusOf(world);
    expect(rows.get('A')).toMatchObject({ state: 'linked' });
    expect(rows.get('Designed')).toMatchObject({ state: 'ignored', reason: 'NOT_DEPLOYED' });
  });
});
