// A change fitted to what somebody else saved: never more than was planned, never over what they wrote.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeField } from '../../shared/core/map/field-change.ts';
import type { FactSheet } from '../../shared/core/model.ts';
import { type ChangeOfExisting, rebase } from '../../shared/core/plan/rebase.ts';

const keys = ['alias', 'description', 'release'] as const;
const value = fc.constantFrom('', 'a', 'b', 'c');
const values = fc.record({ alias: value, description: value, release: value });

const situation = fc.record({
  before: values,
  after: values,
  now: values,
  tagged: fc.boolean(),
  rev: fc.integer({ min: 6, max: 9 }),
});

const row = (fields: Record<string, string>, rev: number, tagIds: readonly string[]): FactSheet => ({
  id: 'fs',
  type: 'Application',
  name: 'x',
  displayName: 'x',
  category: '',
  rev,
  status: 'ACTIVE',
  updatedAt: '',
  externalId: '',
  tagIds,
  lifecycle: [],
  fields,
});

const why = 'law';

function changeOf(before: Record<string, string>, after: Record<string, string>): ChangeOfExisting {
  const fields = keys
    .filter((key) => before[key] !== after[key])
    .map((key) =>
      changeField({ key, before: before[key] ?? '', after: after[key] ?? '', owner: 'source-owned', why }),
    );
  const tag = changeField({ key: 'tags', before: '', after: 'ours', owner: 'mark', why });
  return { op: 'update', item: 'i', factSheetId: 'fs', rev: 5, name: 'x', fields: [...fields, tag] };
}

it('writes of the plan what still holds what the plan saw, and leaves the rest', () => {
  fc.assert(
    fc.property(situation, ({ before, after, now, tagged, rev }) => {
      const change = changeOf(before, after);
      const seen = row(now, rev, tagged ? ['ours', 'theirs'] : ['theirs']);
      const rebased = rebase(change, seen);
      const planned = keys.filter((key) => before[key] !== after[key]);
      const moved = planned.filter((key) => now[key] !== before[key] && now[key] !== after[key]);
      const open = planned.filter((key) => now[key] === before[key]);
      const expected = [...open, ...(tagged ? [] : ['tags'])];
      if (rebased.state === 'conflict') {
        expect([expected, moved.length > 0]).toEqual([[], true]);
        return;
      }
      expect(rebased.left).toEqual(moved);
      if (rebased.state === 'there') {
        expect(expected).toEqual([]);
        return;
      }
      expect(rebased.change.rev).toBe(rev);
      expect(rebased.change.fields.map(({ key }) => key)).toEqual(expected);
      for (const field of rebased.change.fields) expect(change.fields).toContainEqual(field);
      // Fitted once more to the same, it is the same.
      expect(rebase(rebased.change, seen)).toEqual({ ...rebased, left: [] });
    }),
    { numRuns: 500 },
  );
});

it('gives up what was archived or cannot be seen', () => {
  const change = changeOf({ alias: '' }, { alias: 'a' });
  expect(rebase(change, undefined)).toEqual({ state: 'conflict' });
  expect(rebase(change, { ...row({}, 6, []), status: 'ARCHIVED' })).toEqual({ state: 'conflict' });
});
