import { expect, it } from 'vitest';
import { nearestOf } from '../../../shared/steps/nearest.ts';

it.each([
  ['Aplication', 'Application'],
  ['Interfase', 'Interface'],
  ['Interf', 'Interface'],
  ['Inter', undefined],
  ['Xyz', undefined],
])('%s may mean %s: at most half of it is another', (given, meant) => {
  expect(nearestOf(given, ['Application', 'Interface'])).toBe(meant);
});

it('may mean nothing where nothing is known', () => {
  expect(nearestOf('Application', [])).toBeUndefined();
});
