import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRule, giveValue } from '../../../../shared/core/map/value.ts';
import { anItem } from '../../../support/builders.ts';

const byRole = (values: Record<string, string>, rest?: string) => ({
  from: 'role',
  values,
  ...(rest !== undefined && { else: rest }),
});
const withRole = (role: string) => anItem({ attributes: { role } });

describe('giveValue', () => {
  it.each([
    ['a template', '{role}!', { text: 'PROD!' }],
    ['a template of a missing field', '{nothing}', undefined],
    ['an empty template', '', undefined],
    ['a constant', { value: 'saas' }, { text: 'saas' }],
    ['a list', { value: ['b', 'a'] }, { text: '["b","a"]' }],
    ['a block, trimmed', { block: ' {role} ' }, { text: 'PROD' }],
    ['a map', byRole({ PROD: 'critical' }), { text: 'critical' }],
    ['a map of other values', byRole({ TEST: 'x' }), { unmatched: 'PROD' }],
    ['a map with a rest', byRole({ TEST: 'x' }, 'y'), { text: 'y' }],
    ['a map of an empty field', { from: 'note', values: { '*': 'x' }, else: 'y' }, undefined],
    ['a map of a missing field', { from: 'nothing', values: { '*': 'x' }, else: 'y' }, undefined],
  ])('gives of %s', (_, rule, expected) => {
    expect(giveValue(rule, anItem({ attributes: { role: 'PROD', note: '' } }))).toEqual(expected);
  });

  it('takes of two globs that are equally long the first in the alphabet', () => {
    for (const values of [
      { 'P*D': 'one', 'PR*': 'other' },
      { 'PR*': 'other', 'P*D': 'one' },
    ]) {
      expect(giveValue(byRole(values), withRole('PROD'))).toEqual({ text: 'one' });
    }
  });

  it('takes the text itself before a glob and a longer glob before a shorter one', () => {
    const rule = byRole({ '*': 'any', 'PR*': 'short', 'PROD*': 'long', prod: 'same' });
    const given = ['PROD', 'PRODUCTIVE', 'PRE', 'TEST'].map((role) => giveValue(rule, withRole(role)));
    expect(given).toEqual(['same', 'long', 'short', 'any'].map((text) => ({ text })));
  });

  it('does not depend on the order of the entries', () => {
    const anyGlob = fc.constantFrom('PROD', 'prod', 'P*', '*D', 'PRO?', '*', 'TEST');
    fc.assert(
      fc.property(fc.dictionary(anyGlob, fc.constantFrom('a', 'b', 'c')), (values) => {
        const backwards = Object.fromEntries(Object.entries(values).reverse());
        expect(giveValue(byRole(backwards), anItem())).toEqual(giveValue(byRole(values), anItem()));
      }),
    );
  });
});

describe('describeRule', () => {
  it.each([
    ['{name}', '{name}'],
    [{ template: '{id}' }, '{id}'],
    [{ block: '{role}' }, 'block {role}'],
    [{ value: 'saas' }, 'constant saas'],
    [{ value: ['b', 'a'] }, 'constant ["b","a"]'],
    [byRole({ PROD: 'x' }), 'values by role'],
  ])('says %j in words', (rule, words) => {
    expect(describeRule(rule)).toBe(words);
  });
});
