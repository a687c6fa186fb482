import { describe, expect, it } from 'vitest';
import { changeField } from '../../../../shared/core/map/field-change.ts';
import { holds } from '../../../../shared/core/plan/holds.ts';
import { factSheetAfter, linkAfter, mutationsOf } from '../../../../shared/core/plan/mutation.ts';
import type { Change } from '../../../../shared/core/plan/plan.ts';
import { aFactSheet, aLink } from '../../../support/builders.ts';

const existing = { item: 'calm:acme:lms-1', factSheetId: 'fs-1', rev: 3, name: 'Finance core' };
const rename = changeField({
  key: 'name',
  before: 'Finance core',
  after: 'Finance',
  owner: 'source-owned',
  why: '',
});
const clear = changeField({ key: 'alias', before: 'x', after: '', owner: 'source-owned', why: '' });
const update: Change = { op: 'update', ...existing, fields: [rename, clear] };
const bareLink: Change = {
  op: 'link',
  ...existing,
  by: 'external id',
  confirmed: { alias: 'x' },
  fields: [],
};

describe('mutationsOf', () => {
  it('writes an update against the revision it was planned for', () => {
    expect(mutationsOf(update)[0]).toEqual({
      ref: 'calm:acme:lms-1',
      op: 'update',
      id: 'fs-1',
      rev: 3,
      patches: [
        { op: 'replace', path: '/name', value: 'Finance' },
        { op: 'remove', path: '/alias' },
      ],
    });
  });

  it('tells LeanIX nothing of a link without marks', () => {
    expect(mutationsOf(bareLink)).toEqual([]);
  });

  it('says why a fact sheet is retired', () => {
    const end = changeField({
      key: 'lifecycle',
      before: '',
      after: 'endOfLife=2026-03-01',
      owner: 'source-owned',
      why: '',
    });
    const retire: Change = { op: 'retire', ...existing, before: '', fields: [end] };
    expect(mutationsOf(retire)[0]).toMatchObject({
      op: 'update',
      comment: expect.stringMatching(/Cloud ALM/),
    });
  });
});

describe('linkAfter', () => {
  it('remembers what was written beside what was written before', () => {
    const former = aLink({
      by: 'name',
      run: 'run-1',
      written: { alias: 'x', description: 'y' },
      retiredFrom: 'active=2020-01-01',
    });
    expect(linkAfter(update, 'fs-1', 'run-2', former)).toEqual({
      ...former,
      written: { alias: '', description: 'y', name: 'Finance' },
    });
  });

  it('takes what was confirmed for written', () => {
    expect(linkAfter(bareLink, 'fs-1', 'run-2', undefined)).toEqual({
      item: 'calm:acme:lms-1',
      factSheetId: 'fs-1',
      by: 'external id',
      run: 'run-2',
      written: { alias: 'x' },
    });
  });
});

describe('a link that takes over the fact sheet of an item that is gone', () => {
  it('knows to which life to go back, and takes no other value for ours', () => {
    const former = aLink({
      item: 'calm:acme:gone',
      written: { alias: 'y', lifecycle: 'endOfLife=2026-03-01' },
      retiredFrom: 'active=2020-01-01',
    });
    expect(linkAfter(bareLink, 'fs-1', 'run-2', former)).toEqual({
      item: 'calm:acme:lms-1',
      factSheetId: 'fs-1',
      by: 'external id',
      run: 'run-2',
      written: { alias: 'x', lifecycle: 'endOfLife=2026-03-01' },
      retiredFrom: 'active=2020-01-01',
    });
    const alive = aLink({ item: 'calm:acme:gone', written: { lifecycle: 'active=2020-01-01' } });
    expect(linkAfter(bareLink, 'fs-1', 'run-2', alive)?.written).toEqual({ alias: 'x' });
  });
});

describe('holds', () => {
  const after = factSheetAfter(
    update,
    { id: 'fs-1', rev: 4, updatedAt: 't' },
    aFactSheet({ fields: { alias: 'x' } }),
  );

  it('tells a change that was carried out from one that was not, or only in part', () => {
    expect(after).toMatchObject({ name: 'Finance', displayName: 'Finance', rev: 4, updatedAt: 't' });
    expect(holds(after, update)).toBe(true);
    expect(holds({ ...after, name: 'Finance core' }, update)).toBe(false);
    expect(holds({ ...after, fields: { alias: 'x' } }, update)).toBe(false);
  });

  it('looks at every mark', () => {
    const marks = [
      ['externalId', { externalId: 'calm:acme:lms-1' }, 'calm:acme:lms-1'],
      ['tags', { tagIds: ['other', 'tag-1'] }, 'tag-1'],
      ['category', { category: 'aiAgent' }, 'aiAgent'],
      ['lifecycle', { lifecycle: [{ phase: 'active', startDate: '2020-01-01' }] }, 'active=2020-01-01'],
    ] as const;
    for (const [key, spec, value] of marks) {
      const field = changeField({ key, before: '', after: value, owner: 'mark', why: '' });
      const change: Change = { ...update, fields: [field] };
      expect(holds(aFactSheet(spec), change)).toBe(true);
      expect(holds(aFactSheet(), change)).toBe(false);
    }
  });
});
