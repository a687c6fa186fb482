// A mapping against the simulated workspace: what it writes, what it leaves, and that it comes to rest.
import { describe, expect, it } from 'vitest';
import { shown } from '../../../shared/core/report-values.ts';
import { runFlow } from '../../../shared/platform/run-flow.ts';
import { explain } from '../../../shared/steps/explain.ts';
import { findDrift } from '../../../shared/steps/find-drift.ts';
import { readPlan, withoutInverse } from '../../../shared/steps/read-plan.ts';
import { undo } from '../../support/undo.ts';
import { aSystem, dayMs, openWorld, systems, type World } from '../../support/world.ts';

const mapping = `
flows:
  landscape:
    target: { state: BROKEN_QUALITY_SEAL }
    mapping:
      alias: { template: "{id}", owner: first-write-only }
      description: { block: "Role {role}, number {systemNumber}." }
      businessCriticality: { from: role, values: { PROD: missionCritical } }
      supportedPlatforms: { value: [web, linux] }
      release: { value: "2025", owner: human-owned }
      lxHostingType: { from: deploymentModel, values: { "SAP Public*": saas } }
    tags: [Vendor/SAP, { from: role, values: { "PRO*": Productive } }]
    lifecycle: { active: "{goLive}" }
`;

async function open(): Promise<World & { mapped(): ReturnType<World['run']> }> {
  const world = await openWorld({
    objects: [aSystem(1), aSystem(2), aSystem(3, { deploymentModel: 'Moon Base' })],
  });
  await world.person.graphql(`mutation {
    a: upsertTagGroup(name: "Vendor", mode: MULTIPLE) { id }
    b: upsertTagGroup(name: "Stage", mode: SINGLE) { id }
    c: upsertTagGroup(name: "Other", mode: MULTIPLE, restrictToFactSheetTypes: [Interface]) { id }
  }`);
  await world.person.graphql(`mutation {
    a: upsertTag(name: "SAP", tagGroupName: "Vendor") { id }
    b: upsertTag(name: "Productive", tagGroupName: "Stage") { id }
    c: upsertTag(name: "Mine", tagGroupName: "Stage") { id }
    d: upsertTag(name: "Elsewhere", tagGroupName: "Other") { id }
  }`);
  const config = world.configure(mapping);
  const mapped = async () => {
    world.clock.advance(60_000);
    return world.run(await world.open({ config }));
  };
  return { ...world, mapped };
}

async function stateOf(world: World, lmsId: string) {
  const { id } = await world.applicationOf(lmsId);
  const { data } = await world.person.graphql(
    `query($id: ID!) { factSheet(id: $id) { lxState rev description tags { name } ... on Application {
      alias release businessCriticality supportedPlatforms lxHostingType } } }`,
    { id },
  );
  const { tags, ...rest } = data.factSheet;
  return { id, ...rest, tags: tags.map(({ name }: { name: string }) => name).sort() };
}

describe('a mapping', () => {
  it('writes what it says of what it makes, tells what it cannot, and has nothing to do the next night', async () => {
    const world = await open();
    const { run, report } = await world.mapped();
    expect(report.failures).toEqual([]);
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 3, failed: 0 });
    expect(await stateOf(world, 'lms-001')).toMatchObject({
      lxState: 'BROKEN_QUALITY_SEAL',
      alias: 'lms-001',
      businessCriticality: 'missionCritical',
      supportedPlatforms: expect.arrayContaining(['web', 'linux']),
      lxHostingType: 'saas',
      release: null,
      description: expect.stringContaining('\nRole PROD, number 000000000800000001.\n'),
      tags: ['Productive', 'SAP', 'SAP Cloud ALM'],
    });
    expect(report.notes).toEqual([
      'Application lxHostingType: the mapping has no value for "Moon Base"; left alone. (1 object)',
    ]);
    const again = await world.mapped();
    expect(again.report.counts).toMatchObject({ created: 0, updated: 0, linked: 0, unchanged: 3 });
    expect(again.ledger.filter((line) => line.includes('leanix'))).toHaveLength(1);
  });

  it('leaves the text around a block and the tags of people, and follows the source', async () => {
    const world = await open();
    const found = await world.person.create('Application', 'SAP S/4HANA Cloud (my400001)', [
      { op: 'add', path: '/description', value: 'Ours since 2019.  ' },
      { op: 'add', path: '/tags', value: '[{"tagName":"Mine"}]' },
    ]);
    const first = await world.mapped();
    expect(first.report.counts).toMatchObject({ created: 2, linked: 1, failed: 0 });
    expect(first.report.notes).toContain(
      'The tag group "Stage" may hold one tag and holds another: "Productive" left out. (1 object)',
    );
    const linked = await stateOf(world, 'lms-001');
    expect(linked).toMatchObject({ id: found.id, alias: null, businessCriticality: null });
    expect(linked.tags).toEqual(['Mine', 'SAP', 'SAP Cloud ALM']);
    expect(linked.description).toMatch(/^Ours since 2019\. {2}\n\n\[.*\]\nRole PROD, .*\n\[.*\]$/s);

    const around = `Before. ${linked.description} After.`;
    await world.person.update(found.id, [{ op: 'replace', path: '/description', value: around }]);
    world.landscape.set('lms-001', aSystem(1, { systemNumber: '42' }));
    const second = await world.mapped();
    expect(second.report.counts).toMatchObject({ updated: 1, unchanged: 2, conflict: 0 });
    const { description, tags } = await stateOf(world, 'lms-001');
    expect(description).toBe(around.replace('000000000800000001', '42'));
    expect(tags).toEqual(linked.tags);
    expect((await world.mapped()).report.counts).toMatchObject({ updated: 0, unchanged: 3 });
  });
});

describe('mapped phases', () => {
  it('stand beside those of people, through the end of life and back', async () => {
    const world = await openWorld({ objects: [aSystem(1), ...systems(9).slice(1)] });
    const file = world.configure('flows: { landscape: { lifecycle: { active: "2024-02-03T10:00:00Z" } } }');
    const night = async () => {
      world.clock.advance(dayMs);
      return world.run(await world.open({ config: file }));
    };
    await night();
    const { id, lifecycle } = await world.applicationOf('lms-001');
    expect(lifecycle).toEqual(['active 2024-02-03']);
    const phases = [...lifecycle, 'plan 2020-01-01'].map((text) => {
      const [phase, startDate] = text.split(' ');
      return { phase, startDate };
    });
    await world.person.update(id, [{ op: 'replace', path: '/lifecycle', value: JSON.stringify({ phases }) }]);
    expect((await night()).report.counts).toMatchObject({ updated: 0, conflict: 0 });

    world.landscape.delete('lms-001');
    await night();
    expect((await night()).report.retired).toBe(1);
    const retired = ['plan 2020-01-01', 'active 2024-02-03', expect.stringMatching(/^endOfLife /)];
    expect((await world.applicationOf('lms-001')).lifecycle).toEqual(retired);

    world.landscape.set('lms-001', aSystem(1));
    world.configure('flows: { landscape: { lifecycle: { active: "2025-05-05" } } }');
    expect((await night()).report.counts).toMatchObject({ updated: 9, failed: 0, conflict: 0 });
    expect((await world.applicationOf('lms-001')).lifecycle).toEqual([
      'plan 2020-01-01',
      'active 2025-05-05',
    ]);
    expect((await night()).report.counts).toMatchObject({ updated: 0, unchanged: 9 });
  });
});

describe('taking back mapped phases', () => {
  it('gives each back and leaves those of people', async () => {
    const world = await openWorld({ objects: [aSystem(1), aSystem(2)] });
    await world.run();
    const { id } = await world.applicationOf('lms-001');
    const phases = [{ phase: 'plan', startDate: '2020-01-01' }];
    await world.person.update(id, [{ op: 'replace', path: '/lifecycle', value: JSON.stringify({ phases }) }]);
    const text = 'flows: { landscape: { lifecycle: { phaseIn: "2023-05-05", active: "2024-02-03" } } }';
    const config = world.configure(text);
    world.clock.advance(60_000);
    const { run } = await world.run(await world.open({ config }));
    const written = ['plan 2020-01-01', 'phaseIn 2023-05-05', 'active 2024-02-03'];
    expect((await world.applicationOf('lms-001')).lifecycle).toEqual(written);
    const { report } = await undo(world, run.id, config);
    expect(report).toMatchObject({ counts: { updated: 2 }, conflicts: [] });
    expect((await world.applicationOf('lms-001')).lifecycle).toEqual(['plan 2020-01-01']);
    expect((await world.applicationOf('lms-002')).lifecycle).toEqual([]);
  });
});

describe('mapped tags and phases', () => {
  it('show as drift by their names once a person took them away, and why tells whose they are', async () => {
    const world = await open();
    await world.mapped();
    const { id } = await world.applicationOf('lms-001');
    const config = world.configure(mapping.replace('{goLive}', '2024-01-01'));
    const again = await world.open({ config });
    world.clock.advance(60_000);
    await world.run(again);
    await world.person.update(id, [
      { op: 'remove', path: '/tags', value: '[{"tagName":"SAP"}]' },
      {
        op: 'replace',
        path: '/lifecycle',
        value: '{"phases":[{"phase":"active","startDate":"2023-01-01"}]}',
      },
    ]);
    const { drift } = await findDrift(await world.open({ config }), 'landscape');
    const told = drift.map(({ key = '', ours = '', now = '', names, factSheetId }) => [
      factSheetId,
      key,
      shown(key, ours, names),
      shown(key, now, names),
    ]);
    expect(told).toEqual([
      [id, 'lifecycle/active', '2024-01-01', '2023-01-01'],
      [id, 'mappedTags', expect.toSatisfy(holdsBoth), 'Productive'],
    ]);

    world.clock.advance(60_000);
    await world.run(await world.open({ config }));
    const context = await world.open({ config });
    const { fields } = await explain(context.store, id);
    const whoseIs = Object.fromEntries(fields.map(({ key, whose }) => [key, whose]));
    expect(whoseIs).toMatchObject({ mappedTags: 'edited', 'lifecycle/active': 'edited', tags: 'ours' });
    const tags = fields.find(({ key }) => key === 'tags');
    expect(
      shown('tags', tags?.now ?? '', tags?.names)
        .split(', ')
        .sort(),
    ).toEqual(['Productive', 'SAP Cloud ALM']);
  });
});

const holdsBoth = (text: string) => text.split(', ').sort().join() === 'Productive,SAP';

describe('a technical user with the role Member', () => {
  it('is told which fact sheets would lose their quality seal', async () => {
    const world = await openWorld({ objects: [aSystem(1), aSystem(2), aSystem(3)], role: 'member' });
    const approved = await world.person.create('Application', 'SAP S/4HANA Cloud (my400001)', []);
    await world.person.create('Application', 'SAP S/4HANA Cloud (my400002)', []);
    await fetch(`${world.simulator.origin}/__edit`, {
      method: 'POST',
      body: JSON.stringify({ factSheet: approved.id, set: { lxState: 'APPROVED' }, by: 'admin@example.org' }),
    });
    const context = await world.open();
    const planned = await world.run(context, 'landscape', { kind: 'plan' });
    const { changes } = await readPlan(context.store, planned.run.plan ?? expect.fail());
    expect(changes.map(({ op, name, ...change }) => [op, name, 'breaksSeal' in change])).toEqual([
      ['create', 'SAP S/4HANA Cloud (my400003)', false],
      ['link', 'SAP S/4HANA Cloud (my400001)', true],
      ['link', 'SAP S/4HANA Cloud (my400002)', false],
    ]);
    expect(withoutInverse(changes)).toContain(
      '1 fact sheet approved and changed with the role Member: SAP S/4HANA Cloud (my400001).',
    );
    await world.run();
    expect(await stateOf(world, 'lms-001')).toMatchObject({ lxState: 'BROKEN_QUALITY_SEAL' });
    world.landscape.set('lms-001', aSystem(1, { systemNumber: '42' }));
    const later = await world.open({
      config: world.configure('flows: { landscape: { mapping: { description: { block: "{id}" } } } }'),
    });
    world.clock.advance(60_000);
    const { run } = await world.run(later, 'landscape', { kind: 'plan' });
    const next = await readPlan(later.store, run.plan ?? expect.fail());
    expect(next.changes.length).toBeGreaterThan(0);
    expect(next.changes.filter((change) => 'breaksSeal' in change)).toEqual([]);
  });

  it('is told that it breaks quality seals, and an Admin is not', async () => {
    const told = async (role: 'admin' | 'member') => {
      const world = await openWorld({ objects: [aSystem(1)], role });
      const [first, second] = [await world.run(), await world.night()];
      expect(second.report.notes).toEqual(first.report.notes);
      return first.report.notes;
    };
    expect(await told('member')).toEqual([expect.stringContaining('breaks its quality seal')]);
    expect(await told('admin')).toEqual([]);
  });
});

describe('tags that the configuration names', () => {
  it('are checked with all the rest before anything is written, each with what may be meant', async () => {
    const world = await open();
    const tell = async (text: string) => {
      const file = world.configure(`flows: { landscape: { ${text} } }`);
      const { problem } = await runFlow(await world.open({ config: file }), 'landscape');
      return { code: problem?.code, message: problem?.message };
    };
    const tags = 'tags: [Vendor/SAPP, Elsewhere, { from: role, values: { PROD: Produktive }, else: Mine }]';
    const alone = await tell(tags);
    expect(alone).toMatchObject({ code: 'CFG_MAPPING' });
    expect(alone.message).toContain(
      'LX_TAG_UNKNOWN tags.0: the workspace has no tag "Vendor/SAPP"; did you mean Vendor/SAP?',
    );
    expect(alone.message).toContain('LX_TAG_TYPE tags.1: the tag "Elsewhere" is not for Application');
    expect(alone.message).toContain(
      'LX_TAG_UNKNOWN tags.2.values.PROD: the workspace has no tag "Produktive"; did you mean Productive?',
    );
    expect(alone.message).not.toContain('tags.2.else');
    const withOthers = await tell(`${tags}, mapping: { aliass: x }`);
    expect(withOthers.message).toMatch(
      /\n {2}1\. LX_FIELD_UNKNOWN mapping\.aliass: .*; did you mean alias\?/,
    );
    expect(withOthers.message).toContain('LX_TAG_UNKNOWN tags.0');
    expect(withOthers.message).toContain('LX_TAG_TYPE tags.1');
    const wrongType = await tell('target: { type: Aplication }');
    expect(wrongType.code).toBe('LX_TYPE_MISSING');
    expect(wrongType.message).toContain('didYouMean: Application, known: Application, BusinessCapability');
    expect((await tell('target: { type: Xyz }')).message).not.toContain('didYouMean');
    expect(await world.applications()).toEqual([]);
  });
});

describe('a tag that may not stand on the type', () => {
  it('is left out with a note, and the objects are made', async () => {
    const world = await openWorld({ objects: [aSystem(1)] });
    await world.person.graphql(
      'mutation { upsertTagGroup(name: "Other", mode: MULTIPLE, restrictToFactSheetTypes: [Interface]) { id } }',
    );
    await world.person.graphql('mutation { upsertTag(name: "Elsewhere", tagGroupName: "Other") { id } }');
    const config = world.configure('flows: { landscape: { tag: Elsewhere } }');
    const { run, report } = await world.run(await world.open({ config }));
    expect(run.state).toBe('done');
    expect(report.counts).toMatchObject({ created: 1, failed: 0 });
    expect(report.notes).toEqual([
      expect.stringContaining('"Elsewhere" of the workspace is not for Application'),
    ]);
  });
});
