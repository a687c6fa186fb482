import { describe, expect, it } from 'vitest';
import { fitValue } from '../../../../shared/core/map/field.ts';

const field = (value: string) => ({ key: 'k', value, owner: 'source-owned' as const, why: '' });
const several = { type: 'MULTIPLE_SELECT', values: ['a', 'b', 'c'] };

describe('fitValue', () => {
  it.each([
    ['a text', 'x', { type: 'STRING' }, 'x'],
    ['a base field', 'x', undefined, 'x'],
    ['a key', 'a', { type: 'SINGLE_SELECT', values: ['a'] }, 'a'],
    ['a list in any order, each once', '["b","a","b"]', several, '["a","b"]'],
    ['one key as a list', 'b', several, '["b"]'],
    ['a whole number', '007', { type: 'INTEGER' }, '7'],
    ['a number', '1.50', { type: 'DOUBLE' }, '1.5'],
    ['the longest text', 'x'.repeat(32_766), { type: 'STRING' }, 'x'.repeat(32_766)],
  ])('spells %s', (_, value, model, spelt) => {
    expect(fitValue(field(value), model)).toEqual({ value: spelt, isExternalId: false });
  });

  it.each([
    ['a text that is too long', 'x'.repeat(32_767), { type: 'STRING' }, 'too long'],
    ['an unknown key', 'z', { type: 'SINGLE_SELECT', values: ['a'] }, 'unknown'],
    ['a list with an unknown key', '["a","z"]', several, 'unknown'],
    ['no whole number', '1.5', { type: 'INTEGER' }, 'no number'],
    ['a blank for a number', ' ', { type: 'DOUBLE' }, 'no number'],
  ])('refuses %s', (_, value, model, misfit) => {
    expect(fitValue(field(value), model)).toEqual({ misfit });
  });

  it('knows an external id, and a source value that nothing is given for', () => {
    expect(fitValue(field('x'), { type: 'EXTERNALID' })).toEqual({ value: 'x', isExternalId: true });
    expect(fitValue({ ...field('x'), isUnmatched: true }, undefined)).toEqual({ misfit: 'unmatched' });
  });
});
