import { describe, expect, it } from 'vitest';
import { configureRules } from '../../../../shared/core/configure-rules.ts';
import { checkTagRules } from '../../../../shared/core/map/check-tag-rules.ts';
import { changeTags, chooseTags, markTag, namesOfTags, tagsAfter } from '../../../../shared/core/map/tags.ts';
import type { Tag } from '../../../../shared/core/model.ts';
import { defaultSettings, type TagRule } from '../../../../shared/core/settings.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { anItem } from '../../../support/builders.ts';

const library: Tag[] = [
  { id: 'p', name: 'Productive', group: 'Stage', isSingle: true },
  { id: 't', name: 'Test', group: 'Stage', isSingle: true },
  { id: 's', name: 'SAP', group: 'Source' },
  { id: 's2', name: 'SAP', group: 'Vendor' },
  { id: 'i', name: 'Only interfaces', group: 'Other', forTypes: ['Interface'] },
];
const choose = (...tags: TagRule[]) =>
  chooseTags(anItem(), configureRules(landscape, { ...defaultSettings, tags }), library);
const change = (chosen: string[], tagIds: string[], written = '') => {
  const { change: made, notes } = changeTags(chosen, { tagIds }, written, library);
  return { after: made && tagsAfter(tagIds, made), written: made?.after, notes: notes.length };
};

describe('chooseTags', () => {
  it('finds them by name, by group and name, and by a field', () => {
    expect(choose('Test', 'Source/SAP', { from: 'role', values: { PROD: 'Stage/Productive' } })).toEqual({
      ids: ['p', 's', 't'],
      notes: [],
    });
  });

  it.each([
    ['is missing', 'Nope', 'no tag "Nope"'],
    ['is in several groups', 'SAP', 'Several tag groups'],
    ['is of other types', 'Only interfaces', 'not for Application'],
    ['is not told for the value', { from: 'role', values: { TEST: 'Test' } }, 'no value for "PROD"'],
  ])('leaves out and names what %s', (_, rule, note) => {
    expect(choose(rule)).toEqual({ ids: [], notes: [expect.stringContaining(note)] });
  });
});

it('tags that are not named are no tags that do not exist', () => {
  const rules = configureRules(landscape, { ...defaultSettings, tags: ['Test'] });
  expect(chooseTags(anItem(), rules, undefined)).toEqual({
    ids: [],
    notes: [expect.stringContaining('does not name its tags')],
  });
  expect(checkTagRules(rules, undefined)).toEqual([]);
  expect(checkTagRules(rules, [])).toMatchObject([{ code: 'LX_TAG_UNKNOWN', at: 'tags.0', known: [] }]);
});

describe('checkTagRules', () => {
  it.each([
    ['SAP', 'LX_TAG_AMBIGUOUS', ['Source/SAP', 'Vendor/SAP']],
    ['Only interfaces', 'LX_TAG_TYPE', ['Productive', 'SAP', 'SAP', 'Test']],
    ['Stages/Test', 'LX_TAG_UNKNOWN', ['Source/SAP', 'Stage/Productive', 'Stage/Test', 'Vendor/SAP']],
  ])('knows what %s may mean', (tag, code, known) => {
    const rules = configureRules(landscape, { ...defaultSettings, tags: [tag] });
    expect(checkTagRules(rules, library)).toMatchObject([{ code, known }]);
  });

  it('leaves the mark and the tags of the flow itself alone', () => {
    expect(checkTagRules({ ...landscape, tag: 'Nope', tags: ['Nope'] }, library)).toEqual([]);
  });
});

describe('changeTags', () => {
  it.each([
    ['adds what is missing', ['p'], ['s'], '', ['s', 'p'], 'p', 0],
    ['takes back what it set and the source gives no more', [], ['p', 's'], 'p', ['s'], '', 0],
    ['replaces its own in a group that holds one', ['t'], ['p', 's'], 'p', ['s', 't'], 't', 0],
    ['leaves a person’s in a group that holds one', ['t'], ['p'], '', undefined, undefined, 1],
    ['sets one of two for a group that holds one', ['p', 't'], [], '', ['p'], 'p', 1],
    ['has nothing to do where a person set it', ['s'], ['s'], '', undefined, undefined, 0],
    ['does not set again what a person took away', ['s'], [], 's', undefined, undefined, 0],
    ['leaves what the library does not show', [], ['x'], 'x', undefined, undefined, 0],
  ])('%s', (_, chosen, present, written, after, record, notes) => {
    expect(change(chosen, present, written)).toEqual({ after, written: record, notes });
  });
});

describe('markTag', () => {
  it('is none where the library has it for other types only', () => {
    expect(markTag({ ...landscape, tag: 'Only interfaces' }, library)).toBeUndefined();
    expect(markTag({ ...landscape, tag: 'Test' }, library)?.id).toBe('t');
  });
});

describe('namesOfTags', () => {
  it('names those that are asked for, with the group only where several have the name', () => {
    expect(namesOfTags(['p', 's2', 'unknown'], library)).toEqual({ p: 'Productive', s2: 'Vendor/SAP' });
    const alone = [
      { id: 'a', name: 'SAP', group: '' },
      { id: 'b', name: 'SAP', group: 'Vendor' },
    ];
    expect(namesOfTags(['a', 'b'], alone)).toEqual({ a: 'SAP', b: 'Vendor/SAP' });
  });
});
