// Relations and links to other systems, against the simulated workspace: made with the fact sheet, following the
// source, left to people, taken back.
import { describe, expect, it } from 'vitest';
import { decide } from '../../../shared/steps/decide.ts';
import type { FlowPlace } from '../../../shared/steps/decisions.ts';
import { findDrift } from '../../../shared/steps/find-drift.ts';
import {
  listInboxPlaces,
  type ProposalSeen,
  readInbox,
  theOnlyPlace,
} from '../../../shared/steps/read-inbox.ts';
import type { Store } from '../../../shared/store/store.ts';
import { undo } from '../../support/undo.ts';
import { aSystem, keyOf, openWorld, type World } from '../../support/world.ts';

const config = `
flows:
  landscape:
    links: { calm: "https://calm.example" }
    relations:
      relApplicationToITComponent: { name: "{product}", fields: { description: "Product of {name}" } }
      relToParent: { object: "{parent}" }
    documents:
      calm: { name: "SAP Cloud ALM", url: "{links.calm}/systems/{id}", description: "As {role}", type: website }
`;

interface MappedWorld extends World {
  mapped(text?: string): ReturnType<World['run']>;
  inbox(): Promise<{ store: Store; place: FlowPlace; waiting: readonly ProposalSeen[] }>;
}

async function open(objects = [aSystem(1), aSystem(2)]): Promise<MappedWorld> {
  const world = await openWorld({
    objects: objects.map((object) => ({ product: 'S/4HANA 2022', ...object })),
  });
  for (const name of ['S/4HANA 2022', 'S/4HANA 2023']) await world.person.create('ITComponent', name);
  const mapped = async (text = config) => {
    world.clock.advance(60_000);
    return world.run(await world.open({ config: world.configure(text) }));
  };
  const inbox = async () => {
    const { store } = await world.open({ config: world.configure(config) });
    const place = theOnlyPlace(await listInboxPlaces(store));
    return { store, place, waiting: (await readInbox(store, place)).proposals };
  };
  return { ...world, mapped, inbox };
}

async function stateOf(world: World, lmsId: string) {
  const { id } = await world.applicationOf(lmsId);
  const { data } = await world.person.graphql(
    `query($id: ID!) { factSheet(id: $id) { rev documents { edges { node { id name url description documentType } } } ... on Application {
      relApplicationToITComponent { edges { node { id description factSheet { displayName } } } }
      relToParent { edges { node { id factSheet { displayName } } } } } } }`,
    { id },
  );
  const { rev, documents, relApplicationToITComponent: components, relToParent: parents } = data.factSheet;
  const nodes = (list: { edges: { node: Record<string, unknown> }[] }) => list.edges.map(({ node }) => node);
  return { id, rev, documents: nodes(documents), components: nodes(components), parents: nodes(parents) };
}

describe('relations and links', () => {
  it('are made with the fact sheets, parents before children, and come to rest', async () => {
    const world = await open([
      aSystem(1, { parent: 'lms-002' }),
      aSystem(2, { parent: 'lms-003' }),
      aSystem(3),
    ]);
    const { run, report, ledger } = await world.mapped();
    expect(report.failures).toEqual([]);
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 3, failed: 0 });
    expect(await stateOf(world, 'lms-001')).toMatchObject({
      documents: [
        {
          name: 'SAP Cloud ALM',
          url: 'https://calm.example/systems/lms-001',
          description: 'As PROD',
          documentType: 'website',
        },
      ],
      components: [{ description: 'Product of my400001', factSheet: { displayName: 'S/4HANA 2022' } }],
      parents: [{ factSheet: { displayName: expect.stringContaining('my400002') } }],
    });
    expect(await stateOf(world, 'lms-003')).toMatchObject({ parents: [] });
    expect(ledger.filter((line) => line.includes('createFactSheet'))).toHaveLength(3);
    const again = await world.mapped();
    expect(again.report.counts).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
    expect(again.ledger.filter((line) => line.includes('leanix'))).toHaveLength(1);
  });

  it('follow the source where they are ours, with what people wrote on them', async () => {
    const world = await open();
    await world.mapped();
    const before = await stateOf(world, 'lms-001');
    world.landscape.set('lms-001', aSystem(1, { product: 'S/4HANA 2023' }));
    const { report } = await world.mapped();
    expect(report.failures).toEqual([]);
    expect(report.counts).toMatchObject({ updated: 1, unchanged: 1 });
    const after = await stateOf(world, 'lms-001');
    expect(after.components).toEqual([
      {
        id: before.components[0]?.id,
        description: 'Product of my400001',
        factSheet: { displayName: 'S/4HANA 2023' },
      },
    ]);
  });

  it('wait for a person where the fact sheet they must move to does not exist', async () => {
    const world = await open();
    await world.mapped();
    world.landscape.set('lms-001', aSystem(1, { product: 'S/4HANA 2025' }));
    const { report } = await world.mapped();
    expect(report.counts).toMatchObject({ updated: 0, conflict: 0, skipped: 1, unchanged: 1 });
    expect(report.skipped).toEqual({ REVIEW_NEEDED: 1 });
    const needed = {
      key: 'relApplicationToITComponent',
      message: expect.stringMatching(/^Review needed: ITComponent "S\/4HANA 2025" does not exist/),
    };
    expect(report.conflicts).toMatchObject([{ ...needed, isReview: true }]);
    const { store, place, waiting } = await world.inbox();
    expect(waiting).toMatchObject([
      { item: keyOf('lms-001'), kind: 'review', needs: [needed], answer: 'open' },
    ]);

    // Not wanted: nobody is asked again for the same, but for what comes next.
    const stamp = { when: new Date(world.clock.now()).toISOString() };
    await decide(store, place, { say: 'reject', items: ['lms-001'] }, stamp);
    const declined = await world.mapped();
    expect(declined.report).toMatchObject({ skipped: { DECLINED: 1 }, conflicts: [] });
    expect((await world.inbox()).waiting).toEqual([]);
    world.landscape.set('lms-001', aSystem(1, { product: 'S/4HANA 2027' }));
    expect((await world.mapped()).report.skipped).toEqual({ REVIEW_NEEDED: 1 });
    await world.person.create('ITComponent', 'S/4HANA 2027');
    expect((await world.mapped()).report).toMatchObject({
      counts: { updated: 1, skipped: 0 },
      conflicts: [],
    });
    expect((await world.inbox()).waiting).toEqual([]);
  });

  it('are asked for beside a change that waits for a person too', async () => {
    const world = await open();
    await world.mapped();
    world.landscape.set('lms-001', aSystem(1, { product: 'S/4HANA 2025', name: 'my499999' }));
    const { report } = await world.mapped(`${config}\n    policy: { update: inbox }`);
    expect(report.skipped).toEqual({ INBOX: 1 });
    expect((await world.inbox()).waiting).toMatchObject([
      {
        kind: 'review',
        reason: 'INBOX',
        change: { op: 'update' },
        needs: [{ key: 'relApplicationToITComponent' }],
      },
    ]);
  });

  it('are not made again once a person took them away, and stand beside those of people', async () => {
    const world = await open();
    await world.mapped();
    const { id, components, documents } = await stateOf(world, 'lms-001');
    const other = await world.person.create('ITComponent', 'Database');
    await world.person.update(id, [
      { op: 'remove', path: `/relApplicationToITComponent/${components[0]?.id}` },
      {
        op: 'add',
        path: '/relApplicationToITComponent/new_1',
        value: JSON.stringify({ factSheetId: other.id }),
      },
    ]);
    await world.person.graphql(`mutation { deleteDocument(id: "${documents[0]?.id}") { id } }`);
    expect((await world.mapped()).report.counts).toMatchObject({ updated: 0, unchanged: 2, conflict: 0 });
    const left = await stateOf(world, 'lms-001');
    expect(left.documents).toEqual([]);
    expect(left.components).toMatchObject([{ factSheet: { displayName: 'Database' } }]);
  });

  it('show as drift once a person took them away', async () => {
    const world = await open();
    await world.mapped();
    const look = async () =>
      (await findDrift(await world.open({ config: world.configure(config) }), 'landscape')).drift;
    expect(await look()).toEqual([]);
    const { id, components, documents } = await stateOf(world, 'lms-001');
    await world.person.update(id, [
      { op: 'remove', path: `/relApplicationToITComponent/${components[0]?.id}` },
    ]);
    await world.person.graphql(`mutation { deleteDocument(id: "${documents[0]?.id}") { id } }`);
    expect(await look()).toMatchObject([
      { kind: 'edited', key: 'documents/calm', now: '' },
      { kind: 'edited', key: 'relApplicationToITComponent', now: '' },
    ]);
  });

  it('are taken back with the run that made them', async () => {
    const world = await open();
    const found = await world.person.create('Application', 'SAP S/4HANA Cloud (my400001)');
    const { run } = await world.mapped();
    expect(await stateOf(world, 'lms-001')).toMatchObject({
      id: found.id,
      documents: [{ name: 'SAP Cloud ALM' }],
      components: [{}],
    });
    const back = await undo(world, run.id, world.configure(config));
    expect(back.report).toMatchObject({ unlinked: 1, archived: 1, conflicts: [] });
    const { data } = await world.person.graphql(
      `query($id: ID!) { factSheet(id: $id) { documents { edges { node { id } } } ... on Application { relApplicationToITComponent { edges { node { id } } } } } }`,
      { id: found.id },
    );
    expect(data.factSheet).toEqual({ documents: { edges: [] }, relApplicationToITComponent: { edges: [] } });
  });
});

describe('subscriptions', () => {
  const ofTeam = (user: string, role = 'Application Owner') => `
flows: { landscape: { subscriptions: { team: { user: "${user}", type: RESPONSIBLE, role: "${role}" } } } }
`;
  const subscribed = async (world: World, lmsId: string) => {
    const { id } = await world.applicationOf(lmsId);
    const { data } = await world.person.graphql(
      'query($id: ID!) { factSheet(id: $id) { subscriptions { edges { node { id type user { email } roles { name } } } } } }',
      { id },
    );
    return data.factSheet.subscriptions.edges.map(({ node }: { node: { user: { email: string } } }) => node);
  };
  const runWith = async (world: World, text: string) => {
    world.clock.advance(60_000);
    return world.run(await world.open({ config: world.configure(text) }));
  };

  it('name whom the configuration names, follow it, and leave what people changed', async () => {
    const world = await openWorld({ objects: [aSystem(1), aSystem(2)] });
    const { report } = await runWith(world, ofTeam('owner@example.org'));
    expect(report).toMatchObject({ failures: [], counts: { created: 2 } });
    const [ours] = await subscribed(world, 'lms-001');
    expect(ours).toMatchObject({
      type: 'RESPONSIBLE',
      user: { email: 'owner@example.org' },
      roles: [{ name: 'Application Owner' }],
    });
    expect((await runWith(world, ofTeam('owner@example.org'))).report.counts).toMatchObject({ unchanged: 2 });
    const [other] = await subscribed(world, 'lms-002');
    await world.person.graphql(`mutation { deleteSubscription(id: "${other.id}") { id } }`);
    const moved = await runWith(world, ofTeam('architect@example.org', 'Enterprise Architect'));
    // That it was taken away is not seen until it is to be changed: it leaves the revision of its fact sheet.
    expect(moved.report.counts).toMatchObject({ updated: 1, conflict: 1, failed: 0 });
    expect(await subscribed(world, 'lms-002')).toEqual([]);
    expect(await subscribed(world, 'lms-001')).toMatchObject([
      { id: ours.id, user: { email: 'architect@example.org' }, roles: [{ name: 'Enterprise Architect' }] },
    ]);
  });

  it('that LeanIX refuses keep nothing else from being written', async () => {
    const world = await openWorld({ objects: [aSystem(1)] });
    const { report } = await runWith(world, ofTeam('nobody@example.com'));
    expect(report.counts).toMatchObject({ created: 0, failed: 1 });
    expect(report.failures).toMatchObject([
      { code: 'LX_REFUSED', message: expect.not.stringContaining('@') },
    ]);
    expect(await world.applicationOf('lms-001')).toMatchObject({ tags: ['SAP Cloud ALM'] });
    world.landscape.set('lms-001', aSystem(1, { name: 'my490001' }));
    expect((await runWith(world, ofTeam('nobody@example.com'))).report.counts).toMatchObject({ failed: 1 });
    expect((await world.applicationOf('lms-001')).name).toBe('SAP S/4HANA Cloud (my490001)');
  });

  it('with a role that nobody knows are refused before anything is written', async () => {
    const world = await openWorld({ objects: [aSystem(1)] });
    const file = world.configure(ofTeam('owner@example.org', 'Aplication Owner'));
    const { run } = await world.run(await world.open({ config: file }));
    expect(run.problem).toMatchObject({
      code: 'CFG_MAPPING',
      message: expect.stringMatching(
        /LX_ROLE_UNKNOWN subscriptions.team.role: .*did you mean Application Owner/,
      ),
    });
  });
});
