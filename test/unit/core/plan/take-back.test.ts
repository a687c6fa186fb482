import { describe, expect, it } from 'vitest';
import { changeField } from '../../../../shared/core/map/field-change.ts';
import { changePhases } from '../../../../shared/core/map/phases.ts';
import { unnamed } from '../../../../shared/core/map/subscriptions.ts';
import { mappedTagsKey } from '../../../../shared/core/map/tags.ts';
import type { FactSheet, Patch } from '../../../../shared/core/model.ts';
import { messages } from '../../../../shared/core/plan/left-alone.ts';
import type { Change, FieldChange } from '../../../../shared/core/plan/plan.ts';
import { takeBack } from '../../../../shared/core/plan/take-back.ts';
import { aFactSheet, keyOf } from '../../../support/builders.ts';

const item = keyOf('lms-1');
const why = 'Landbridge takes back run run-7';
const existing = { item, factSheetId: 'fs-1', rev: 2, name: 'Works' };
const field = (key: string, before: string, after: string, more: Partial<FieldChange> = {}): FieldChange => ({
  ...changeField({ key, before, after, owner: 'source-owned', why: 'the source' }),
  ...more,
});
const update = (...fields: FieldChange[]): Change => ({ op: 'update', ...existing, fields });

function back(
  change: Change,
  row: Partial<FactSheet>,
  { names = [], unseen = [] }: { names?: readonly string[]; unseen?: readonly string[] } = {},
) {
  if (change.op !== 'update' && change.op !== 'retire') throw new Error('not taken back here');
  return takeBack(change, {
    row: aFactSheet({ name: 'Works', ...row }),
    links: new Map(),
    names: new Set(names),
    canSee: (key) => !unseen.includes(key),
    why,
  });
}

/** Message and values of each conflict, by field. */
const told = ({ conflicts }: ReturnType<typeof back>) =>
  conflicts.map(({ key, message, values }) => [key, message, values]);

describe('a field', () => {
  it('is given back while it holds what was written, against the revision there is now', () => {
    const names = { W0: 'Old works' };
    const taken = back(update(field('alias', 'W0', 'W1', { names })), { fields: { alias: 'W1' } });
    expect(taken).toStrictEqual({
      change: {
        op: 'update',
        ...existing,
        rev: 3,
        comment: why,
        fields: [
          {
            key: 'alias',
            before: 'W1',
            after: 'W0',
            owner: 'source-owned',
            why,
            names,
            patches: [{ op: 'replace', path: '/alias', value: 'W0' }],
          },
        ],
      },
      conflicts: [],
    });
  });

  it('is given back in the field of the workspace that holds it', () => {
    const identity = changeField({
      key: 'externalId',
      before: '',
      after: item,
      owner: 'mark',
      why: '',
      idField: 'sapId',
    });
    expect(back(update(identity), { externalId: item }).change?.fields).toMatchObject([
      { key: 'externalId', after: '', idField: 'sapId', patches: [{ op: 'remove', path: '/sapId' }] },
    ]);
  });

  it('that somebody changed is left, with what stood, what was written and what stands there', () => {
    const names = { W1: 'Works 1' };
    const taken = back(update(field('alias', 'W0', 'W1', { names }), field('release', '1', '2')), {
      fields: { alias: 'Nord', release: '2' },
    });
    expect(taken.change?.fields.map(({ key }) => key)).toEqual(['release']);
    expect(taken.conflicts).toEqual([
      {
        item,
        factSheetId: 'fs-1',
        name: 'Works',
        key: 'alias',
        message: messages.changed,
        values: { before: 'W0', ours: 'W1', now: 'Nord' },
        names,
      },
    ]);
  });

  it('that is as it was before needs nothing, and is no conflict', () => {
    expect(back(update(field('alias', 'W0', 'W1')), { fields: { alias: 'W0' } })).toEqual({ conflicts: [] });
  });

  it('that is not seen any more is left', () => {
    const taken = back(
      update(field('alias', 'W0', 'W1')),
      { fields: { alias: 'W1' } },
      { unseen: ['alias'] },
    );
    expect(taken.change).toBeUndefined();
    expect(told(taken)).toEqual([['alias', messages.unseen, { before: 'W0', ours: 'W1', now: 'W1' }]]);
    expect(taken.conflicts[0]).not.toHaveProperty('names');
  });

  it('that cannot be empty is left where nothing stood there', () => {
    const [name, category] = [field('name', '', 'Works'), field('category', '', 'businessApplication')];
    expect(told(back(update(name, category, field('alias', '', 'W1')), { fields: { alias: 'W1' } }))).toEqual(
      [
        ['name', messages.noInverse, { before: '', ours: 'Works', now: 'Works' }],
        [
          'category',
          messages.noInverse,
          { before: '', ours: 'businessApplication', now: 'businessApplication' },
        ],
      ],
    );
  });

  it('is not given back where it is a name that another bears, and no other text is a name', () => {
    const renamed = field('name', 'Old', 'Works');
    expect(told(back(update(renamed), {}, { names: ['Old'] }))).toEqual([
      ['name', messages.nameTaken, { before: 'Old', ours: 'Works', now: 'Works' }],
    ]);
    expect(back(update(renamed), {}, { names: ['Works'] }).change?.fields).toHaveLength(1);
    const alias = field('alias', 'Old', 'W1');
    expect(back(update(alias), { fields: { alias: 'W1' } }, { names: ['Old'] }).conflicts).toEqual([]);
  });

  it('that is the state for people to set is left to them', () => {
    const state = field('lxState', 'DRAFT', 'REGULAR');
    expect(told(back(update(state), { fields: { lxState: 'REGULAR' } }))).toEqual([
      ['lxState', messages.noWayBack, { before: 'DRAFT', ours: 'REGULAR', now: 'REGULAR' }],
    ]);
  });
});

describe('our tag', () => {
  const tag = field('tags', '', 'tag-1');

  it('is taken off, and set again', () => {
    expect(back(update(tag), { tagIds: ['tag-1'] }).change?.fields).toMatchObject([
      { key: 'tags', before: 'tag-1', after: '', patches: [{ op: 'remove' }] },
    ]);
    expect(back(update(field('tags', 'tag-1', '')), {}).change?.fields).toMatchObject([
      { key: 'tags', before: '', after: 'tag-1', patches: [{ op: 'add' }] },
    ]);
  });

  it('that a person took off is no conflict', () => {
    expect(back(update(tag), { tagIds: ['tag-9'] })).toEqual({ conflicts: [] });
  });

  it('that a person set again is no conflict', () => {
    expect(back(update(field('tags', 'tag-1', '')), { tagIds: ['tag-1'] })).toEqual({ conflicts: [] });
  });
});

describe('mapped tags', () => {
  const patch = (op: 'add' | 'remove', ...ids: string[]): Patch => ({
    op,
    path: '/tags',
    value: JSON.stringify(ids.map((tagId) => ({ tagId }))),
  });
  const tags: FieldChange = {
    key: mappedTagsKey,
    before: 'tag-a tag-b',
    after: 'tag-b tag-c',
    owner: 'mark',
    why: '',
    patches: [patch('remove', 'tag-a'), patch('add', 'tag-c')],
  };

  it('are given back, those of people stay, whatever is mapped now', () => {
    const taken = back(update(tags), { tagIds: ['tag-b', 'tag-c', 'tag-9'] }, { unseen: [mappedTagsKey] });
    expect(taken).toMatchObject({
      change: {
        fields: [
          {
            key: mappedTagsKey,
            before: 'tag-b tag-c',
            after: 'tag-a tag-b',
            why,
            patches: [patch('remove', 'tag-c'), patch('add', 'tag-a')],
          },
        ],
      },
      conflicts: [],
    });
  });

  it('that stand as they stood before need nothing', () => {
    expect(back(update(tags), { tagIds: ['tag-a', 'tag-b'] })).toEqual({ conflicts: [] });
  });

  it('that somebody changed are left, and of what stands there only ours are told', () => {
    expect(told(back(update(tags), { tagIds: ['tag-b', 'tag-9'] }))).toEqual([
      [mappedTagsKey, messages.changed, { before: 'tag-a tag-b', ours: 'tag-b tag-c', now: 'tag-b' }],
    ]);
    const first = { ...tags, before: '', after: 'tag-c', patches: [patch('add', 'tag-c', 'tag-d')] };
    expect(told(back(update(first), { tagIds: ['tag-c'] }))).toEqual([
      [mappedTagsKey, messages.changed, { before: '', ours: 'tag-c', now: 'tag-c' }],
    ]);
  });
});

describe('a relation', () => {
  const key = 'relApplicationToITComponent';
  const moved: FieldChange = {
    key,
    before: 'it-1 ABAP',
    after: 'it-2 HANA',
    owner: 'source-owned',
    why: '',
    patches: [],
  };
  const related = (id: string, factSheetId: string) => ({ id, factSheetId, name: factSheetId, fields: {} });

  it('moves back on the fact sheet as it is now', () => {
    const relations = { [key]: [related('r-2', 'it-2'), related('r-9', 'it-9')] };
    expect(back(update(moved), { relations }).change?.fields).toMatchObject([
      {
        key,
        before: 'it-2 HANA',
        after: 'it-1 ABAP',
        patches: [{ op: 'replace', path: `/${key}/r-2`, value: '{"factSheetId":"it-1"}' }],
      },
    ]);
  });

  it('that is back already needs nothing; one that is neither is told', () => {
    expect(back(update(moved), { relations: { [key]: [related('r-1', 'it-1')] } })).toEqual({
      conflicts: [],
    });
    expect(told(back(update(moved), { relations: { [key]: [] } }))).toEqual([
      [key, messages.changed, { before: 'it-1 ABAP', ours: 'it-2 HANA', now: '' }],
    ]);
  });
});

describe('what hangs on a fact sheet', () => {
  const attached = (key: string, before: string, after: string): Change =>
    update({ key, before, after, owner: 'source-owned', why: '', patches: [] });
  const link = { id: 'd-1', name: 'Works', url: 'https://works.example.org' };

  it('is a link that goes, or is as it was', () => {
    const documents = [link];
    const text = 'https://works.example.org Works';
    expect(back(attached('documents/calm', '', text), { documents }).change?.fields).toMatchObject([
      { key: 'documents/calm', before: text, after: '', why, step: { op: 'delete-document', id: 'd-1' } },
    ]);
    const renamed = attached('documents/calm', 'https://works.example.org Old', text);
    expect(back(renamed, { documents }).change?.fields).toMatchObject([
      { step: { op: 'update-document', id: 'd-1', patches: [{ path: '/name', value: 'Old' }] } },
    ]);
    expect(back(attached('documents/calm', '', text), {})).toEqual({ conflicts: [] });
    expect(told(back(renamed, {}))).toEqual([['documents/calm', messages.changed, expect.anything()]]);
  });

  it('is a subscription that goes', () => {
    const written = 'RESPONSIBLE ada@example.org';
    const subscriptions = [{ id: 's-1', ...unnamed(written) }];
    expect(back(attached('subscriptions/team', '', written), { subscriptions }).change?.fields).toMatchObject(
      [{ step: { op: 'delete-subscription', id: 's-1' } }],
    );
    expect(back(attached('subscriptions/team', '', written), {})).toEqual({ conflicts: [] });
  });
});

describe('lifecycle', () => {
  const active = { phase: 'active', startDate: '2020-01-01' };
  const ended = { phase: 'endOfLife', startDate: '2026-03-01' };
  const before = 'active=2020-01-01';
  const after = 'active=2020-01-01 endOfLife=2026-03-01';

  it('goes back from its end to what it was', () => {
    const retire: Change = { op: 'retire', ...existing, before, fields: [field('lifecycle', before, after)] };
    expect(back(retire, { lifecycle: [active, ended] })).toMatchObject({
      change: { op: 'update', fields: [{ key: 'lifecycle', before: after, after: before }] },
      conflicts: [],
    });
  });

  it('ends once more where the run gave it back', () => {
    const revived = update(field('lifecycle', after, before));
    expect(back(revived, { lifecycle: [active] }).change).toMatchObject({
      op: 'retire',
      before,
      fields: [{ key: 'lifecycle', before, after }],
    });
    // Another field that looks like an end ends nothing.
    const alias = update(field('alias', after, 'W1'));
    expect(back(alias, { fields: { alias: 'W1' } }).change?.op).toBe('update');
  });

  it('goes back phase by phase, unless it was written as a whole too', () => {
    const [phase] = changePhases([active], [{ phase: 'phaseOut', startDate: '2025-01-01' }], []);
    if (phase === undefined) throw new Error('no phase');
    const now = { lifecycle: [active, { phase: 'phaseOut', startDate: '2025-01-01' }] };
    expect(back(update(phase), now).change?.fields).toMatchObject([
      { key: 'lifecycle/phaseOut', before: '2025-01-01', after: '', patches: [{ path: '/lifecycle' }] },
    ]);
    expect(told(back(update(phase, field('lifecycle', 'x', 'y')), now))).toEqual([
      ['lifecycle/phaseOut', messages.noWayBack, expect.anything()],
      ['lifecycle', messages.changed, expect.anything()],
    ]);
    expect(told(back(update(phase), now, { unseen: ['lifecycle'] }))).toEqual([
      ['lifecycle/phaseOut', messages.unseen, expect.anything()],
    ]);
    expect(back(update(phase), now, { unseen: ['lifecycle/phaseOut'] }).conflicts).toEqual([]);
  });
});
