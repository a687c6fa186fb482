// A process killed at any request of a night with relations, links and subscriptions, whose parts are sent in several
// waves: the next one goes on, and the workspace ends as if nothing had been.
import { expect, it } from 'vitest';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { openHeir, openMortalAt } from '../../support/mortal.ts';
import { aSystem, openWorld, type World } from '../../support/world.ts';

const config = `
flows:
  landscape:
    relations:
      relApplicationToITComponent: "{product}"
      relToParent: { object: "{parent}" }
      relToRequires: { object: "{needs}" }
    documents: { calm: { name: "SAP Cloud ALM", url: "https://calm.example/{id}" } }
    subscriptions: { team: { user: "owner@example.org", type: RESPONSIBLE, role: "Application Owner" } }
`;

const product = 'S/4HANA';

/** One found by name, a chain of three, and two that need each other. */
async function eve(): Promise<World> {
  const world = await openWorld({
    objects: [
      aSystem(1, { product }),
      aSystem(2, { product, parent: 'lms-001' }),
      aSystem(3, { product, parent: 'lms-002', needs: 'lms-004' }),
      aSystem(4, { needs: 'lms-003' }),
    ],
  });
  await world.person.create('ITComponent', product);
  await world.person.create('Application', 'SAP S/4HANA Cloud (my400001)');
  const file = world.configure(config);
  return { ...world, open: (options = {}) => world.open({ config: file, ...options }) };
}

async function endOf({ person }: World) {
  const { data } = await person.graphql(`{ allFactSheets(factSheetType: Application) { edges { node {
    name documents { edges { node { name url } } }
    subscriptions { edges { node { type user { email } roles { name } } } }
    ... on Application { externalId { externalId } ${[
      'relApplicationToITComponent',
      'relToParent',
      'relToRequires',
    ]
      .map((key) => `${key} { edges { node { factSheet { displayName } } } }`)
      .join(' ')} } } } } }`);
  const nodes = data.allFactSheets.edges.map(({ node }: { node: { name: string } }) => node);
  return nodes.sort((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1));
}

const counts = { items: 4, created: 3, linked: 1, failed: 0, conflict: 0 };

it.each(['undone', 'done'])(
  'a process killed at any request, which is left %s, is continued to the same end',
  { timeout: 120_000 },
  async (fate) => {
    const quiet = await eve();
    const { report, ledger, run } = await quiet.run(await quiet.open());
    expect(report).toMatchObject({ counts, failures: [] });
    expect(run.plan?.waves).toBe(3);
    const end = await endOf(quiet);
    expect(JSON.stringify(end)).toContain('owner@example.org');
    for (let request = 0; request < ledger.length; request += 1) {
      const world = await eve();
      const mortal = await openMortalAt(world, request, fate === 'done');
      await expect(runFlow(mortal.context, 'landscape')).rejects.toThrow();
      const after = await world.run(await openHeir(world));
      expect(after.report, `killed at request ${request}`).toMatchObject({ counts, failures: [] });
      expect(await endOf(world), `killed at request ${request}`).toEqual(end);
      const again = await world.run(await world.open());
      expect(again.report.counts).toMatchObject({ unchanged: 4 });
    }
  },
);
