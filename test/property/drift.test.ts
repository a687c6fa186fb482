// Laws of drift: none where nobody else was at work, and every difference from what was written last is told once.
import { expect, it } from 'vitest';
import { findDrift } from '../../shared/core/drift.ts';
import { textOf } from '../../shared/core/plan/holds.ts';
import { everyNight } from '../support/nights.ts';
import type { World } from '../support/paper-run.ts';

const driftOf = ({ links, rows }: World) =>
  findDrift({ links: links.values(), inventory: rows, canSee: () => true });

it('is none after a first night', () => {
  everyNight(({ before, after }) => {
    if (before.night === 0) expect(driftOf(after)).toEqual([]);
  });
});

it('is every difference from what was written last, and nothing else', () => {
  everyNight(({ after }) => {
    const told = driftOf(after);
    for (const link of after.links.values()) {
      const row = after.rows.get(link.factSheetId);
      const mine = told.filter(({ item }) => item === link.item);
      if (row?.status !== 'ACTIVE') {
        expect(mine.map(({ kind }) => kind)).toEqual([row === undefined ? 'gone' : 'archived']);
        continue;
      }
      const differing = Object.entries(link.written).filter(([key, ours]) =>
        key === 'tags' ? !row.tagIds.includes(ours) : textOf(row, key) !== ours,
      );
      expect(mine.map(({ key }) => key).sort()).toEqual(differing.map(([key]) => key).sort());
    }
    expect(new Set(told.map(({ item, key }) => `${item} ${key}`)).size).toBe(told.length);
    expect(driftOf({ ...after, links: new Map([...after.links].toReversed()) })).toEqual(told);
  });
});
