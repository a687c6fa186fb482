// A process killed at any request of a night of integration flows: the next one goes on, and the workspace ends as if
// nothing had been, with nothing twice.
import { expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { type IFlowWorld, openIFlows, putFlow } from '../../support/iflows.ts';
import { openHeir, openMortalAt } from '../../support/mortal.ts';

const flow = 'iflows';

/** One to be found, one with relations, one that failed. */
async function eve(): Promise<IFlowWorld> {
  const world = await openIFlows(['Found']);
  putFlow(world.tenant, 'Related', { design: { Sender: 'Webshop' } });
  putFlow(world.tenant, 'Failed', { runtime: { Status: 'ERROR', error: 'no artifact' } });
  await world.person.create('Application', 'Webshop');
  await world.person.create('Interface', 'flow found');
  return { ...world, open: (options = {}) => world.open({ flow, ...options }) };
}

async function endOf(world: IFlowWorld) {
  const rows = await world.interfaces();
  const steady = rows.map(({ id: _, description, ...rest }) => ({
    ...rest,
    description: description.replace(/(Synchronised|Tenant): .*/g, ''),
  }));
  return steady.sort((left, right) => (left.name < right.name ? -1 : 1));
}

const componentsOf = async ({ person }: IFlowWorld): Promise<unknown[]> => {
  const { data } = await person.graphql(
    '{ allFactSheets(factSheetType: ITComponent) { edges { node { name } } } }',
  );
  return data.allFactSheets.edges;
};

const counts = { items: 3, created: 2, linked: 1, failed: 0, conflict: 0 };

it('a process killed at any request, or as its writing was done, is continued to the same end', {
  timeout: 120_000,
}, async () => {
  const quiet = await eve();
  const { report, ledger } = await quiet.run(await quiet.open(), flow);
  expect(report).toMatchObject({ counts, failures: [] });
  const end = await endOf(quiet);
  const points = ledger.flatMap((line, request) =>
    line.includes('createFactSheet')
      ? [
          { request, isDone: false },
          { request, isDone: true },
        ]
      : [{ request, isDone: false }],
  );
  // The tenant, then what is related to it.
  expect(points.filter(({ isDone }) => isDone)).toHaveLength(2);
  for (const { request, isDone } of points) {
    const told = `killed at request ${request}, ${isDone ? 'carried out' : 'lost'}`;
    const world = await eve();
    const mortal = await openMortalAt(world, request, isDone);
    await expect(runFlow(mortal.context, flow)).rejects.toThrow();
    const after = await world.run(await openHeir(world), flow);
    expect(after.report, told).toMatchObject({ counts, failures: [] });
    expect(await endOf(world), told).toEqual(end);
    expect(await componentsOf(world), told).toEqual([
      { node: { name: 'SAP Cloud Integration (example-cpi)' } },
    ]);
    const again = await world.run(await world.open(), flow);
    expect(again.report.counts, told).toMatchObject({ unchanged: 3 });
  }
});
