import { describe, expect, it } from 'vitest';
import type { Link } from '../../../../shared/core/link.ts';
import type { FactSheet, SourceObject } from '../../../../shared/core/model.ts';
import { chooseNames } from '../../../../shared/core/plan/names.ts';
import { planUpdate } from '../../../../shared/core/plan/update.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, aLink, anItem, fullTarget, noTargets, tagId } from '../../../support/builders.ts';

const name = 'SAP S/4HANA Cloud (my400123)';
const description =
  'SAP S/4HANA Cloud, cloud service my400123; deployment model SAP Public Cloud; kept in step with SAP Cloud ALM.';
const cloud = { attributes: { deploymentModel: 'SAP Public Cloud' } };
const fields = { alias: 'my400123', description, lxHostingType: 'saas' };
const written = { name, ...fields };

function update(spec: Partial<FactSheet>, link: Partial<Link>, object: Partial<SourceObject> = cloud) {
  const factSheet = aFactSheet(spec);
  const pairing = {
    state: 'linked',
    item: anItem(object),
    factSheet,
    by: 'stored link',
    link: aLink(link),
  } as const;
  const names = chooseNames([pairing], [factSheet], landscape);
  return planUpdate(pairing, {
    rules: landscape,
    target: fullTarget,
    targets: noTargets,
    tagId,
    name: names.get(pairing.item.key),
  });
}

function changed(answer: ReturnType<typeof planUpdate>): Record<string, [string, string]> {
  const all = answer.change?.fields ?? [];
  return Object.fromEntries(all.map(({ key, before, after }) => [key, [before, after]]));
}

function link(by: 'external id' | 'name', spec: Partial<FactSheet>, object: Partial<SourceObject> = cloud) {
  const { change } = planUpdate(
    { state: 'linked', item: anItem(object), factSheet: aFactSheet(spec), by },
    { rules: landscape, target: fullTarget, targets: noTargets, tagId, name: undefined },
  );
  if (change?.op !== 'link') throw new Error('no link');
  return change;
}

describe('planUpdate of a fact sheet that Landbridge made', () => {
  it('finds nothing to do while all is as written', () => {
    expect(update({ fields }, { written })).toEqual({ conflicts: [] });
  });

  it('follows the source in every field and in the name', () => {
    const renamed = { ...cloud, name: 'my400777' };
    const answer = update({ fields }, { written }, renamed);
    expect(changed(answer)).toEqual({
      name: [name, 'SAP S/4HANA Cloud (my400777)'],
      alias: ['my400123', 'my400777'],
      description: [description, description.replace('my400123', 'my400777')],
    });
    expect(answer.change).toMatchObject({ op: 'update', factSheetId: 'fs-1', rev: 3 });
  });

  it('fills a field that the source gives for the first time', () => {
    const { lxHostingType: _, ...before } = fields;
    const { lxHostingType: __, ...known } = written;
    expect(changed(update({ fields: before }, { written: known }))).toEqual({ lxHostingType: ['', 'saas'] });
  });

  it('leaves a field that the source no longer gives', () => {
    const answer = update({ fields: { ...fields, description: 'x' } }, { written }, { attributes: {} });
    expect(changed(answer)).not.toHaveProperty('lxHostingType');
  });

  it.each([
    ['edited', 'Our finance system'],
    ['emptied', ''],
  ])('leaves a description that a person %s', (_, text) => {
    const edited = { ...fields, description: text };
    expect(update({ fields: edited }, { written })).toEqual({ conflicts: [] });
  });

  it('reports a conflict where source and person both changed, and writes the other fields', () => {
    const edited = { ...fields, description: 'Our finance system' };
    const answer = update({ fields: edited }, { written }, { ...cloud, name: 'my400777' });
    expect(Object.keys(changed(answer))).toEqual(['name', 'alias']);
    expect(answer.conflicts).toEqual([
      expect.objectContaining({ item: 'calm:acme:lms-1', factSheetId: 'fs-1', key: 'description' }),
    ]);
  });

  it('agrees with a person who wrote what the source says now', () => {
    const ahead = { alias: 'my400777', description: description.replace('my400123', 'my400777') };
    const answer = update(
      { name: 'SAP S/4HANA Cloud (my400777)', fields: { ...fields, ...ahead } },
      { written },
      { ...cloud, name: 'my400777' },
    );
    expect(answer).toEqual({
      conflicts: [],
      agreed: expect.objectContaining({ alias: 'my400777', name: 'SAP S/4HANA Cloud (my400777)' }),
    });
  });

  it('leaves the name a person gave it, and sees a conflict once the source gives another', () => {
    const named = { name: 'Finance core', fields };
    expect(update(named, { written })).toEqual({ conflicts: [] });
    const answer = update(named, { written }, { ...cloud, name: 'my400777' });
    expect(changed(answer)).not.toHaveProperty('name');
    expect(answer.conflicts).toMatchObject([{ key: 'name' }]);
  });

  it('sees no conflict while the source still gives the name that was written, as the second variant', () => {
    const numbered = { attributes: { ...cloud.attributes, systemNumber: '0001' } };
    const link = { by: 'name' as const, written: { name: 'SAP S/4HANA Cloud (my400123, 0001)' } };
    expect(update({ name: 'Finance core' }, link, numbered)).toEqual({ conflicts: [] });
  });
});

describe('planUpdate of a fact sheet that was found', () => {
  it('writes no field, however far the source moves', () => {
    const found = { by: 'name' as const, written: { externalId: 'calm:acme:lms-1', tags: tagId } };
    expect(update({ name: 'Finance core' }, found, { ...cloud, name: 'my400777' })).toEqual({
      conflicts: [],
    });
  });

  it('marks it with external id and tag and nothing else', () => {
    const change = link('name', { name: 'SAP S/4HANA CLOUD (MY400123)', fields });
    expect(change).toMatchObject({
      op: 'link',
      by: 'name',
      rev: 3,
      name: 'SAP S/4HANA CLOUD (MY400123)',
      fields: [
        { key: 'externalId', before: '', after: 'calm:acme:lms-1', owner: 'mark' },
        { key: 'tags', after: tagId, owner: 'mark' },
      ],
    });
    // Its fields stay a person's, though they hold what the source gives.
    expect(change.confirmed).toEqual({});
  });

  it('leaves the external id of another program', () => {
    const { fields: marks } = link('name', { externalId: 'CMDB-4711' });
    expect(marks.map(({ key }) => key)).toEqual(['tags']);
  });

  it('has nothing to mark where all marks are there', () => {
    expect(link('external id', { externalId: 'calm:acme:lms-1', tagIds: ['other', tagId] }).fields).toEqual(
      [],
    );
  });
});

describe('planUpdate after the loss of the store', () => {
  const ours = { externalId: 'calm:acme:lms-1', tagIds: [tagId] };

  it('takes back the fields that hold what the source gives', () => {
    const edited = { ...fields, description: 'Our finance system' };
    expect(link('external id', { ...ours, fields: edited }).confirmed).toEqual({
      name,
      alias: 'my400123',
      lxHostingType: 'saas',
      externalId: 'calm:acme:lms-1',
      tags: tagId,
    });
  });

  it('takes back a name in its second variant', () => {
    const second = 'SAP S/4HANA Cloud (my400123, 0001)';
    const numbered = { attributes: { systemNumber: '0001' } };
    expect(link('external id', { ...ours, name: second }, numbered).confirmed).toHaveProperty('name', second);
  });

  it('leaves a renamed fact sheet its name for good', () => {
    const { confirmed } = link('external id', { ...ours, name: 'Finance core', fields });
    expect(confirmed).not.toHaveProperty('name');
    const moved = { ...cloud, name: 'my400777' };
    const known = { by: 'external id' as const, written: confirmed };
    expect(changed(update({ name: 'Finance core', fields }, known, moved))).not.toHaveProperty('name');
  });
});
