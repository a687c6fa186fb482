import { describe, expect, it } from 'vitest';
import type { Link } from '../../../../shared/core/link.ts';
import { changeField } from '../../../../shared/core/map/field-change.ts';
import type { FactSheet } from '../../../../shared/core/model.ts';
import { type DoneChange, type InverseInput, inversePlan } from '../../../../shared/core/plan/inverse.ts';
import { messages } from '../../../../shared/core/plan/left-alone.ts';
import type { Change } from '../../../../shared/core/plan/plan.ts';
import { aFactSheet, aLink, keyOf, linksOf } from '../../../support/builders.ts';

const item = keyOf('lms-1');
const field = (key: string, before: string, after: string) =>
  changeField({ key, before, after, owner: 'source-owned', why: 'the source' });

const create: Change = {
  op: 'create',
  item,
  name: 'Works',
  type: 'Application',
  fields: [field('name', '', 'Works'), field('alias', '', 'W1')],
};
const made: Partial<FactSheet> = { name: 'Works', category: '', fields: { alias: 'W1' } };
const update: Change = {
  op: 'update',
  item,
  name: 'Works',
  factSheetId: 'fs-1',
  rev: 2,
  fields: [field('alias', 'W0', 'W1')],
};
const archive = (more: Partial<Extract<Change, { op: 'archive' }>> = {}): Change => ({
  op: 'archive',
  item,
  name: 'Works',
  factSheetId: 'fs-1',
  rev: 3,
  seen: {},
  fields: [field('status', 'ACTIVE', 'ARCHIVED')],
  ...more,
});

function undo(
  done: readonly (Change | DoneChange)[],
  rows: readonly FactSheet[],
  { links = [], ...more }: Partial<Omit<InverseInput, 'links'>> & { links?: readonly Link[] } = {},
) {
  return inversePlan({
    done: done.map((one) => ('change' in one ? one : { change: one, factSheetId: 'fs-1' })),
    inventory: new Map(rows.map((row) => [row.id, row])),
    links: linksOf(...links),
    idField: 'externalId',
    run: 'run-7',
    canSee: () => true,
    ...more,
  });
}

describe('a fact sheet that the run made', () => {
  it('is archived against the revision it has now, with what it held', () => {
    const { changes, conflicts, notes, tally } = undo([create], [aFactSheet(made)]);
    expect(conflicts).toEqual([]);
    expect(changes).toMatchObject([
      {
        op: 'archive',
        item,
        factSheetId: 'fs-1',
        rev: 3,
        name: 'Works',
        comment: 'Landbridge takes back run run-7',
        seen: { name: 'Works', alias: 'W1' },
        fields: [{ key: 'status', before: 'ACTIVE', after: 'ARCHIVED' }],
      },
    ]);
    expect(changes[0]).not.toHaveProperty('type');
    expect(changes[0]).not.toHaveProperty('wave');
    expect(notes).toEqual([
      'Fact sheets that the run made are archived, not deleted: LeanIX keeps them for 90 days.',
    ]);
    expect(tally).toEqual({ items: 0, unchanged: 0, skipped: {}, missing: 0, freedNames: 0 });
  });

  it('is left where somebody has worked on it, and every field of theirs is told', () => {
    const worked = aFactSheet({ ...made, fields: { alias: 'Nord', release: '7' } });
    const { changes, conflicts, notes, tally } = undo([create], [worked]);
    expect(changes).toEqual([]);
    const common = { item, factSheetId: 'fs-1', name: 'Works', message: messages.workedOn };
    expect(conflicts).toEqual([
      { ...common, key: 'alias', values: { before: '', ours: 'W1', now: 'Nord' } },
      { ...common, key: 'release', values: { before: '', ours: '', now: '7' } },
    ]);
    expect(notes).toEqual([]);
    expect(tally.items).toBe(1);
  });

  it('is archived with what later runs wrote to it, by its own link alone', () => {
    const later = aFactSheet({ ...made, fields: { alias: 'W2' } });
    const written = { alias: 'W2' };
    expect(undo([create], [later], { links: [aLink({ written })] }).changes).toMatchObject([
      { op: 'archive' },
    ]);
    const other = [aLink({ written, factSheetId: 'fs-2' })];
    expect(undo([create], [later], { links: other }).changes).toEqual([]);
  });

  it('needs nothing more once it is archived', () => {
    expect(undo([create], [aFactSheet({ ...made, status: 'ARCHIVED' })])).toMatchObject({
      changes: [],
      conflicts: [],
    });
  });
});

describe('what was made along', () => {
  const prepare: Change = {
    op: 'prepare',
    makes: 'fact sheet',
    item: 'Interface Works',
    name: 'Works',
    type: 'Interface',
    fields: [field('name', '', 'Works')],
  };

  it('is archived after the others, under its type, and counts for no item', () => {
    const { changes, tally, notes } = undo([prepare], [aFactSheet({ name: 'Works', category: '' })]);
    expect(changes).toMatchObject([{ op: 'archive', type: 'Interface', wave: 1 }]);
    expect(tally.items).toBe(0);
    expect(notes).toHaveLength(1);
  });

  it('is brought back the same way', () => {
    const rows = [aFactSheet({ name: 'Works', status: 'ARCHIVED' })];
    expect(undo([archive({ type: 'Interface' })], rows).changes).toMatchObject([
      { op: 'recover', type: 'Interface', wave: 1 },
    ]);
  });

  it('stays in the tag library where it is a tag, and is told', () => {
    const tag: Change = {
      op: 'prepare',
      makes: 'tag',
      item: 'tag Nord',
      name: 'Nord',
      group: '',
      fields: [],
    };
    expect(undo([tag], [])).toMatchObject({
      changes: [],
      conflicts: [],
      notes: ['The tag "Nord" that the run made stays in the tag library.'],
    });
  });
});

describe('a fact sheet that the run archived', () => {
  const row = aFactSheet({ name: 'Works', status: 'ARCHIVED', rev: 9 });

  it('is brought back, with the external id where that was ours', () => {
    const links = [aLink({ written: { externalId: item } })];
    expect(undo([archive()], [row], { links, idField: 'sapId' }).changes).toMatchObject([
      {
        op: 'recover',
        item,
        rev: 9,
        comment: 'Landbridge takes back run run-7',
        fields: [
          { key: 'status', before: 'ARCHIVED', after: 'ACTIVE' },
          { key: 'externalId', after: item, idField: 'sapId' },
        ],
      },
    ]);
  });

  it('is brought back though its link is forgotten', () => {
    const { changes } = undo([archive()], [row]);
    expect(changes).toMatchObject([
      { op: 'recover', item, factSheetId: 'fs-1', fields: [{ key: 'status' }] },
    ]);
    expect(changes[0]?.fields).toHaveLength(1);
    expect(changes[0]).not.toHaveProperty('wave');
  });

  it('stays away where another that is there bears its name', () => {
    const other = (status: FactSheet['status']) => aFactSheet({ id: 'fs-2', name: 'Works', status });
    expect(undo([archive({ name: 'Former' })], [row, other('ACTIVE')])).toMatchObject({
      changes: [],
      conflicts: [{ item, factSheetId: 'fs-1', name: 'Works', key: '', message: messages.nameTaken }],
    });
    expect(undo([archive()], [row, other('ARCHIVED')]).changes).toHaveLength(1);
  });

  it('needs nothing more once somebody has brought it back', () => {
    expect(undo([archive()], [{ ...row, status: 'ACTIVE' }])).toMatchObject({ changes: [], conflicts: [] });
  });
});

describe('a fact sheet that the run brought back', () => {
  const recover: Change = {
    op: 'recover',
    item,
    name: 'Works',
    factSheetId: 'fs-1',
    rev: 4,
    fields: [field('status', 'ARCHIVED', 'ACTIVE')],
  };
  const links = [aLink({ written: { name: 'Works', alias: 'W1' } })];

  it('is put away again while it holds what we wrote', () => {
    expect(undo([recover], [aFactSheet(made)], { links }).changes).toMatchObject([
      { op: 'archive', rev: 3, fields: [{ key: 'status', before: 'ACTIVE', after: 'ARCHIVED' }] },
    ]);
  });

  it('is left where somebody has worked on it since', () => {
    const worked = undo([recover], [aFactSheet({ ...made, fields: { alias: 'Nord' } })], { links });
    expect(worked).toMatchObject({
      changes: [],
      conflicts: [{ key: 'alias', message: messages.workedOn, values: { ours: 'W1', now: 'Nord' } }],
    });
  });
});

describe('a fact sheet that the run changed', () => {
  it('gets its fields back', () => {
    expect(undo([update], [aFactSheet({ fields: { alias: 'W1' } })])).toMatchObject({
      changes: [{ op: 'update', fields: [{ key: 'alias', before: 'W1', after: 'W0' }] }],
      conflicts: [],
      notes: [],
      tally: { items: 1 },
    });
  });

  it('is left where it is archived by now, or gone', () => {
    const left = { changes: [], tally: { items: 1 } };
    expect(undo([update], [aFactSheet({ name: 'Renamed', status: 'ARCHIVED' })])).toMatchObject({
      ...left,
      conflicts: [{ item, factSheetId: 'fs-1', name: 'Renamed', key: '', message: messages.archived }],
    });
    for (const change of [update, create, archive()]) {
      expect(undo([change], [])).toMatchObject({
        ...left,
        conflicts: [{ item, factSheetId: 'fs-1', name: 'Works', key: '', message: messages.gone }],
      });
    }
  });

  it('is left where a person has given it up, told of the item that it was given up for', () => {
    const givenUp: Change = { ...update, op: 'unlink', item: `former ${item}`, former: aLink() };
    expect(undo([givenUp], [aFactSheet({ name: 'Works' })])).toMatchObject({
      changes: [],
      conflicts: [{ item, factSheetId: 'fs-1', name: 'Works', key: '', message: messages.givenUp }],
    });
  });

  it('gets no name back that another one bears by now', () => {
    const renamed: Change = { ...update, fields: [field('name', 'Old', 'New')] };
    const rows = [aFactSheet({ name: 'New' }), aFactSheet({ id: 'fs-2', name: 'Old' })];
    expect(undo([renamed], rows).conflicts).toMatchObject([{ key: 'name', message: messages.nameTaken }]);
  });

  it('is asked what is seen of it', () => {
    const seen = undo([update], [aFactSheet({ fields: { alias: 'W1' } })], {
      canSee: (key) => key !== 'alias',
    });
    expect(seen.conflicts).toMatchObject([{ key: 'alias', message: messages.unseen }]);
  });
});

it('tells conflicts in the order of items and fields, and counts every item once', () => {
  const [a, b] = [keyOf('a'), keyOf('b')];
  const fields = [field('release', '1', '2'), field('alias', 'W0', 'W1')];
  const done = [b, a].map((key, index) => ({
    change: { ...update, item: key, factSheetId: `fs-${index}`, fields } as Change,
    factSheetId: `fs-${index}`,
  }));
  const rows = [0, 1].map((index) => aFactSheet({ id: `fs-${index}`, fields: { alias: 'x', release: '2' } }));
  const { changes, conflicts, tally } = undo(done, rows);
  expect(changes.map((change) => change.item)).toEqual([a, b]);
  expect(conflicts.map((conflict) => `${conflict.item} ${conflict.key}`)).toEqual([
    `${a} alias`,
    `${b} alias`,
  ]);
  expect(tally.items).toBe(2);
});
