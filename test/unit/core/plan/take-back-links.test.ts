import { describe, expect, it } from 'vitest';
import type { Link } from '../../../../shared/core/link.ts';
import { changeField } from '../../../../shared/core/map/field-change.ts';
import type { FactSheet } from '../../../../shared/core/model.ts';
import { messages } from '../../../../shared/core/plan/left-alone.ts';
import type { Change, FieldChange } from '../../../../shared/core/plan/plan.ts';
import { takeBack } from '../../../../shared/core/plan/take-back.ts';
import { aFactSheet, aLink, keyOf, linksOf } from '../../../support/builders.ts';

const item = keyOf('lms-1');
const why = 'Landbridge takes back run run-7';
const existing = { item, factSheetId: 'fs-1', rev: 2, name: 'Works' };
const linked = (fields: FieldChange[] = [], confirmed = {}): Change => ({
  op: 'link',
  ...existing,
  by: 'name',
  confirmed,
  fields,
});
const unlinked = (former: Partial<Link> = {}, fields: FieldChange[] = []): Change => ({
  op: 'unlink',
  ...existing,
  former: aLink(former),
  fields,
});

function back(change: Change, row: Partial<FactSheet>, { links = [] }: { links?: readonly Link[] } = {}) {
  if (change.op !== 'link' && change.op !== 'unlink') throw new Error('not taken back here');
  return takeBack(change, {
    row: aFactSheet({ name: 'Works', ...row }),
    links: linksOf(...links),
    names: new Set(),
    canSee: () => true,
    why,
  });
}

/** Message and values of each conflict, by field. */
const told = ({ conflicts }: ReturnType<typeof back>) =>
  conflicts.map(({ key, message, values }) => [key, message, values]);

describe('a link', () => {
  const identity = changeField({ key: 'externalId', before: '', after: item, owner: 'mark', why: '' });

  it('is dissolved, and its marks go', () => {
    const link = aLink({ by: 'name', written: { externalId: item } });
    expect(back(linked([identity]), { externalId: item }, { links: [link] })).toMatchObject({
      change: {
        op: 'unlink',
        factSheetId: 'fs-1',
        comment: why,
        former: link,
        fields: [{ key: 'externalId', before: item, after: '' }],
      },
      conflicts: [],
    });
  });

  it('is dissolved though it carries no marks', () => {
    expect(back(linked(), {}, { links: [aLink()] }).change).toMatchObject({ op: 'unlink', fields: [] });
  });

  it('that is forgotten has nothing to dissolve but its marks', () => {
    expect(back(linked(), {})).toEqual({ conflicts: [] });
    expect(back(linked([identity], { name: 'Works' }), { externalId: item }).change).toMatchObject({
      op: 'unlink',
      former: { item, factSheetId: 'fs-1', by: 'name', run: '', written: { name: 'Works' } },
    });
  });

  it('is left where the item is linked elsewhere by now', () => {
    expect(
      back(linked([identity]), { externalId: item }, { links: [aLink({ factSheetId: 'fs-2' })] }),
    ).toEqual({
      conflicts: [{ item, factSheetId: 'fs-1', name: 'Works', key: '', message: messages.linkedElsewhere }],
    });
  });

  it('leaves what later runs wrote, and says so', () => {
    const link = aLink({
      written: {
        externalId: item,
        alias: 'W2',
        release: '2',
        description: 'Ours',
        tags: 'tag-1',
        name: 'Works',
      },
    });
    const row = { externalId: item, fields: { alias: 'W2', release: '3', description: 'Ours' } };
    const change = linked([identity], { description: 'Ours', alias: 'W1' });
    const taken = back(change, row, { links: [link] });
    expect(taken.change?.op).toBe('unlink');
    expect(taken.conflicts).toEqual([
      {
        item,
        factSheetId: 'fs-1',
        name: 'Works',
        key: 'alias',
        message: messages.laterRun,
        values: { before: 'W1', ours: 'W2', now: 'W2' },
      },
      {
        item,
        factSheetId: 'fs-1',
        name: 'Works',
        key: 'name',
        message: messages.laterRun,
        values: { before: '', ours: 'Works', now: 'Works' },
      },
    ]);
  });

  it('tells of marks that somebody changed, and is dissolved all the same', () => {
    const taken = back(linked([identity]), { externalId: 'CMDB-1' }, { links: [aLink()] });
    expect(taken.change).toMatchObject({ op: 'unlink', fields: [] });
    expect(told(taken)).toEqual([
      ['externalId', messages.changed, { before: '', ours: item, now: 'CMDB-1' }],
    ]);
  });
});

describe('a link that was dissolved', () => {
  const identity = changeField({ key: 'externalId', before: item, after: '', owner: 'mark', why: '' });

  it('is made again as it was, with what was written then', () => {
    const written = { externalId: item, alias: 'W1' };
    expect(back(unlinked({ by: 'decision', written }, [identity]), { externalId: '' })).toMatchObject({
      change: {
        op: 'link',
        by: 'decision',
        confirmed: written,
        fields: [{ key: 'externalId', before: '', after: item }],
      },
      conflicts: [],
    });
  });

  it('is, of a fact sheet that we made, one by its external id', () => {
    expect(back(unlinked({ by: 'created' }), {}).change).toMatchObject({ op: 'link', by: 'external id' });
  });

  it('confirms nothing that somebody changed', () => {
    const written = { externalId: item, alias: 'W1' };
    const taken = back(unlinked({ written }, [identity]), { externalId: 'CMDB-1' });
    expect(taken.change).toMatchObject({ op: 'link', confirmed: { alias: 'W1' }, fields: [] });
    expect(taken.change).not.toHaveProperty('confirmed.externalId');
    expect(told(taken)).toEqual([
      ['externalId', messages.changed, { before: item, ours: '', now: 'CMDB-1' }],
    ]);
  });

  it('needs nothing more where it is there again', () => {
    expect(back(unlinked(), {}, { links: [aLink()] })).toEqual({ conflicts: [] });
  });

  it('is not made again where the item or the fact sheet has another by now', () => {
    const conflict = { item, factSheetId: 'fs-1', name: 'Works', key: '' };
    expect(back(unlinked(), {}, { links: [aLink({ factSheetId: 'fs-2' })] })).toEqual({
      conflicts: [{ ...conflict, message: messages.linkedElsewhere }],
    });
    expect(back(unlinked(), {}, { links: [aLink({ item: keyOf('lms-2') })] })).toEqual({
      conflicts: [{ ...conflict, message: messages.ownedElsewhere }],
    });
    const stranger = aLink({ item: keyOf('lms-2'), factSheetId: 'fs-2' });
    expect(back(unlinked(), {}, { links: [stranger] }).change?.op).toBe('link');
  });
});
