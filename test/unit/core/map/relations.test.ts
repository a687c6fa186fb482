import { describe, expect, it } from 'vitest';
import {
  changeRelation,
  formatRelations,
  isRelation,
  movesOf,
  nameRelations,
  parseRelations,
  relationsAfter,
  reversedRelation,
  wishesOf,
} from '../../../../shared/core/map/relations.ts';
import { type FoundTarget, idToBe, type RelationTarget } from '../../../../shared/core/map/targets.ts';
import type { FactSheet, Relation } from '../../../../shared/core/model.ts';
import type { MappedRelation } from '../../../../shared/core/rules.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, anItem } from '../../../support/builders.ts';

const key = 'relApplicationToITComponent';
const many = { targetType: 'ITComponent', fields: {} };
const one = { ...many, isSingle: true } as const;

type Wish = Parameters<typeof changeRelation>[0][number];
type Place = Parameters<typeof changeRelation>[1];

/** `HANA` is found as the fact sheet `it-HANA`. */
function wish(name: string, more: Partial<Wish> = {}): Wish {
  return {
    wish: `"${name}"`,
    isGuess: false,
    found: { state: 'found', id: `it-${name}`, name: `${name} shown` },
    isOverruled: () => false,
    fields: {},
    why: `relation to ${name}`,
    ...more,
  };
}
const lost = (name: string, state: 'missing' | 'archived' = 'missing', more: Partial<Wish> = {}) =>
  wish(name, { found: { state }, ...more });
const related = (name: string, fields: Relation['fields'] = {}): Relation => ({
  id: `r-${name}`,
  factSheetId: `it-${name}`,
  name: `${name} shown`,
  fields,
});
const written = (...names: string[]) =>
  formatRelations(names.map((name) => ({ id: `it-${name}`, wish: `"${name}"` })));

function change(wishes: readonly Wish[], present: readonly string[], more: Partial<Place> = {}) {
  const row: FactSheet = aFactSheet({ relations: { [key]: present.map((name) => related(name)) } });
  return changeRelation(wishes, { key, model: many, row, written: '', isMade: true, ...more });
}
const patchesIn = (plan: ReturnType<typeof change>) =>
  plan.change?.patches.map(({ op, path, value }) => [op, path.slice(key.length + 2), value ?? '']);
const to = (name: string, fields: object = {}) => JSON.stringify({ factSheetId: `it-${name}`, ...fields });

describe('a record of relations', () => {
  it('has a line each, in one order, and comes back as it was', () => {
    const ours = [
      { id: 'b', wish: 'two\nlines' },
      { id: 'a', wish: 'with "blanks" in it' },
    ];
    expect(formatRelations(ours)).toBe('a with "blanks" in it\nb two lines');
    expect(parseRelations('a with "blanks" in it\nb two lines')).toEqual([
      { id: 'a', wish: 'with "blanks" in it' },
      { id: 'b', wish: 'two lines' },
    ]);
    expect(parseRelations('')).toEqual([]);
  });

  it('reads by names, else by what was wanted', () => {
    expect(nameRelations(written('ABAP', 'HANA'), { 'it-HANA': 'SAP HANA' })).toBe('"ABAP", "SAP HANA"');
    expect(nameRelations('it-1 works', undefined)).toBe('works');
  });

  it('tells what comes and what goes', () => {
    expect(movesOf({ before: written('A', 'B'), after: written('B', 'C') })).toEqual({
      to: ['it-C'],
      from: ['it-A'],
    });
  });

  it('is of keys that begin as relations do', () => {
    expect(['relToParent', 'release', 'rel', 'myrelTo'].map(isRelation)).toEqual([true, false, false, false]);
  });
});

describe('what an item is to be related to', () => {
  const item = anItem();
  const mapped = (more: Partial<MappedRelation> = {}): MappedRelation => ({
    key,
    to: { name: 'HANA' },
    named: '"HANA"',
    why: 'the configuration',
    ...more,
  });
  function wishes(relations: readonly MappedRelation[], find: (to: RelationTarget) => FoundTarget) {
    const asked: string[] = [];
    const found = wishesOf({
      item,
      rules: { ...landscape, relationKeys: [key, 'relToParent'], relations: () => relations },
      models: { [key]: many },
      targets: {
        find(type, target) {
          asked.push(type);
          return find(target);
        },
        isOverruled: (target, id) => 'name' in target && id === 'it-9',
      },
    });
    return { found, asked };
  }
  const missing = () => ({ state: 'missing' }) as const;

  it('has a key of the rules though nothing is wanted of it, and none that the workspace lacks', () => {
    expect([...wishes([], missing).found]).toEqual([[key, []]]);
    const { found, asked } = wishes([mapped({ key: 'relToParent' })], missing);
    expect([...found]).toEqual([[key, []]]);
    expect(asked).toEqual(['']);
  });

  it('is looked for among fact sheets of the type at the other end', () => {
    const fields = { description: 'x' };
    const { found, asked } = wishes([mapped(), mapped({ named: 'a\nb', isGuess: true, fields })], missing);
    expect(asked).toEqual(['ITComponent', 'ITComponent']);
    const why = 'the configuration';
    expect(found.get(key)).toMatchObject([
      { wish: '"HANA"', isGuess: false, found: { state: 'missing' }, fields: {}, why },
      { wish: 'a b', isGuess: true, fields },
    ]);
    expect(found.get(key)?.[0]?.isOverruled('it-9')).toBe(true);
    expect(found.get(key)?.[0]?.isOverruled('it-8')).toBe(false);
  });

  it('is never itself', () => {
    const toBe = (nativeId: string) => () =>
      ({ state: 'found', id: idToBe(anItem({ nativeId }).key), name: 'x' }) as const;
    expect(wishes([mapped()], toBe('lms-1')).found.get(key)).toEqual([]);
    expect(wishes([mapped()], toBe('lms-2')).found.get(key)).toHaveLength(1);
    expect(wishes([mapped()], missing).found.get(key)).toHaveLength(1);
  });
});

describe('relations that are wanted', () => {
  it('are made with their fields, each once', () => {
    const fields = { description: 'database' };
    const plan = change([wish('HANA', { fields }), wish('ABAP'), wish('HANA', { wish: 'again' })], []);
    expect(plan).toEqual({
      notes: [],
      change: {
        key,
        names: { 'it-HANA': 'HANA shown', 'it-ABAP': 'ABAP shown' },
        before: '',
        after: written('HANA', 'ABAP'),
        owner: 'source-owned',
        why: 'relation to HANA',
        patches: [
          { op: 'add', path: `/${key}/new_1`, value: to('HANA', fields) },
          { op: 'add', path: `/${key}/new_2`, value: to('ABAP') },
        ],
      },
    });
  });

  it('are made of a fact sheet that is not there yet', () => {
    expect(patchesIn(change([wish('HANA')], [], { row: undefined }))).toEqual([['add', 'new_1', to('HANA')]]);
  });

  it('stand where somebody made them, and are never of a fact sheet to itself', () => {
    expect(change([wish('HANA')], ['HANA'])).toEqual({ notes: [] });
    const self = wish('self', { found: { state: 'found', id: 'fs-1', name: 'self' } });
    expect(change([self], [])).toEqual({ notes: [] });
  });

  it('are nothing to do while they are as written, whatever the fact sheet is called', () => {
    expect(change([wish('HANA')], ['HANA'], { written: written('HANA') })).toEqual({ notes: [] });
    // Another one bears the name now; the one that we related is there.
    const moved = wish('HANA', { found: { state: 'found', id: 'it-2', name: 'HANA' } });
    expect(change([moved], ['HANA'], { written: written('HANA') })).toEqual({ notes: [] });
    expect(change([lost('HANA')], ['HANA'], { written: written('HANA') })).toEqual({ notes: [] });
  });

  it('come beside what is there already', () => {
    const plan = change([wish('HANA'), wish('ABAP'), lost('JAVA')], ['HANA'], { written: written('HANA') });
    expect(patchesIn(plan)).toEqual([['add', 'new_1', to('ABAP')]]);
    expect(plan.notes).toEqual([`ITComponent "JAVA" does not exist: ${key} left out.`]);
    expect(plan.change?.names).toStrictEqual({ 'it-HANA': 'HANA shown', 'it-ABAP': 'ABAP shown' });
  });

  it('stay away once a person took them away, and follow a name to another fact sheet then', () => {
    expect(change([wish('HANA')], [], { written: written('HANA') })).toEqual({ notes: [] });
    const moved = wish('HANA', { found: { state: 'found', id: 'it-2', name: 'HANA' } });
    expect(change([moved], [], { written: written('HANA') }).change).toMatchObject({
      before: written('HANA'),
      after: 'it-2 "HANA"',
    });
  });

  it('are the same where the source calls the fact sheet otherwise', () => {
    const renamed = wish('HANA', { wish: '"SAP HANA"' });
    expect(change([renamed], ['HANA'], { written: written('HANA') })).toEqual({ notes: [] });
  });

  it('keep what stands on them where they move, and what people wrote', () => {
    const row = aFactSheet({
      relations: { [key]: [related('ABAP', { description: 'theirs' }), related('X')] },
    });
    const plan = change([wish('HANA', { fields: { cost: '1' } }), wish('JAVA')], [], {
      row,
      written: written('ABAP'),
    });
    expect(patchesIn(plan)).toEqual([
      ['replace', 'r-ABAP', to('HANA', { description: 'theirs', cost: '1' })],
      ['add', 'new_1', to('JAVA')],
    ]);
    expect(plan.change).toMatchObject({
      before: written('ABAP'),
      after: written('HANA', 'JAVA'),
      names: { 'it-ABAP': 'ABAP shown', 'it-X': 'X shown', 'it-HANA': 'HANA shown' },
    });
  });
});

describe('relations that are wanted no more', () => {
  it('go where they are ours, and those of people stay', () => {
    const plan = change([wish('HANA')], ['HANA', 'ABAP', 'theirs'], { written: written('HANA', 'ABAP') });
    expect(patchesIn(plan)).toEqual([['remove', 'r-ABAP', '']]);
    expect(plan.change).toMatchObject({
      before: written('ABAP', 'HANA'),
      after: written('HANA'),
      why: 'no longer at the source',
    });
  });

  it('go together', () => {
    expect(patchesIn(change([], ['ABAP', 'JAVA', 'X'], { written: written('ABAP', 'JAVA') }))).toEqual([
      ['remove', 'r-ABAP', ''],
      ['remove', 'r-JAVA', ''],
    ]);
  });

  it('are no longer told of where they are gone', () => {
    expect(change([], [], { written: written('ABAP') })).toEqual({ notes: [] });
    const overruled = wish('HANA', { isOverruled: () => true });
    expect(change([overruled], ['HANA'], { written: 'it-9 "HANA"' })).toEqual({ notes: [] });
  });

  it('go where a person said that they lead elsewhere, and the right one comes', () => {
    const overruled = wish('HANA', { isOverruled: (id) => id === 'it-HANA', found: { state: 'missing' } });
    expect(patchesIn(change([overruled], ['HANA'], { written: written('HANA') }))).toEqual([
      ['remove', 'r-HANA', ''],
    ]);
    const chosen = wish('HANA', {
      isOverruled: (id) => id === 'it-HANA',
      found: { state: 'found', id: 'it-2', name: 'HANA 2' },
    });
    expect(patchesIn(change([chosen], ['HANA'], { written: written('HANA') }))).toEqual([
      ['replace', 'r-HANA', JSON.stringify({ factSheetId: 'it-2' })],
    ]);
  });
});

describe('a fact sheet that cannot be found', () => {
  it.each([
    ['missing', 'ITComponent "HANA" does not exist'],
    ['archived', 'ITComponent "HANA" is archived'],
  ] as const)('is told where it is %s', (state, said) => {
    expect(change([lost('HANA', state), wish('ABAP')], [])).toMatchObject({
      notes: [`${said}: ${key} left out.`],
      change: { after: written('ABAP') },
    });
  });

  it('is told where it could be several, and by no name where it is a guess', () => {
    const several = wish('HANA', { found: { state: 'several', among: [] } });
    expect(change([several], []).notes).toEqual([
      `ITComponent "HANA" could be several fact sheets: ${key} left out.`,
    ]);
    expect(change([lost('HANA', 'missing', { isGuess: true })], []).notes).toEqual([
      `ITComponent of the name that the source gives does not exist: ${key} left out.`,
    ]);
  });

  it('keeps what would move to it, and a person is asked', () => {
    expect(
      change([lost('HANA'), wish('NEW')], ['ABAP', 'JAVA'], { written: written('ABAP', 'JAVA') }),
    ).toEqual({
      notes: [],
      review: 'Review needed: ITComponent "HANA" does not exist; "ABAP", "JAVA" was left.',
    });
    // Nothing of ours is left to move.
    expect(change([lost('HANA')], [], { written: written('ABAP') })).toMatchObject({
      notes: [expect.any(String)],
    });
    expect(change([lost('HANA')], [], { written: written('ABAP') })).not.toHaveProperty('review');
  });
});

describe('a relation that holds one fact sheet', () => {
  const single = (wishes: readonly Wish[], present: readonly string[], more: Partial<Place> = {}) =>
    change(wishes, present, { model: one, ...more });

  it('takes the first, and tells of the others', () => {
    expect(single([wish('HANA'), wish('ABAP')], [])).toMatchObject({
      notes: [`${key} holds one fact sheet: the others are left out.`],
      change: { after: written('HANA') },
    });
    expect(single([wish('HANA')], []).notes).toEqual([]);
  });

  it('moves where it is ours', () => {
    expect(patchesIn(single([wish('HANA')], ['ABAP'], { written: written('ABAP') }))).toEqual([
      ['replace', 'r-ABAP', to('HANA')],
    ]);
    expect(patchesIn(single([wish('HANA')], ['ABAP'], { written: written('ABAP'), isMade: false }))).toEqual([
      ['replace', 'r-ABAP', to('HANA')],
    ]);
  });

  it('is as it should be where a person filled it so', () => {
    expect(single([wish('HANA')], ['HANA'])).toEqual({ notes: [] });
  });

  it('is left where a person filled it', () => {
    expect(single([wish('HANA')], ['theirs'])).toEqual({
      notes: [`${key} holds one fact sheet and holds "theirs shown": left alone.`],
    });
  });

  it('is in conflict where a person filled what was ours on a fact sheet that we made', () => {
    const conflict = `${key} holds one fact sheet and holds "theirs shown": left alone.`;
    expect(single([wish('HANA')], ['theirs'], { written: written('ABAP') })).toEqual({ notes: [], conflict });
    expect(single([wish('HANA')], ['theirs'], { written: written('ABAP'), isMade: false })).toEqual({
      notes: [conflict],
    });
  });

  it('is left empty on a fact sheet that was found', () => {
    expect(single([wish('HANA')], [], { isMade: false })).toEqual({
      notes: [`${key} holds one fact sheet: left alone.`],
    });
    expect(patchesIn(change([wish('HANA')], [], { isMade: false }))).toEqual([['add', 'new_1', to('HANA')]]);
  });
});

describe('relations once they are written', () => {
  it('are those that were there with what came and without what went', () => {
    const field = change([wish('HANA'), wish('JAVA')], ['ABAP', 'X'], { written: written('ABAP') }).change;
    if (field === undefined) throw new Error('no change');
    expect(relationsAfter([related('ABAP', { description: 'theirs' }), related('X')], field)).toEqual([
      related('X'),
      { id: 'r-ABAP', factSheetId: 'it-HANA', name: '', fields: {} },
      { id: '', factSheetId: 'it-JAVA', name: '', fields: {} },
    ]);
    const gone = change([], ['ABAP', 'X'], { written: written('ABAP') }).change;
    if (gone === undefined) throw new Error('no change');
    expect(relationsAfter([related('ABAP'), related('X')], gone)).toEqual([related('X')]);
  });

  it('go back to what was before, on the fact sheet as it is now', () => {
    const field = change([wish('HANA'), wish('JAVA')], ['ABAP'], { written: written('ABAP') }).change;
    if (field === undefined) throw new Error('no change');
    const now = [related('HANA', { description: 'theirs' }), related('JAVA'), related('X')];
    expect(reversedRelation(field, now, 'undo')).toEqual({
      key,
      before: written('HANA', 'JAVA'),
      after: written('ABAP'),
      owner: 'source-owned',
      why: 'undo',
      names: field.names,
      patches: [
        { op: 'replace', path: `/${key}/r-HANA`, value: to('ABAP', { description: 'theirs' }) },
        { op: 'remove', path: `/${key}/r-JAVA` },
      ],
    });
    const { names: _, ...nameless } = field;
    expect(reversedRelation(nameless, now, 'undo')).not.toHaveProperty('names');
  });
});
