import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../shared/core/decision.ts';
import type { Link } from '../../../../shared/core/link.ts';
import { type MatchInput, pair } from '../../../../shared/core/match/pair.ts';
import type { FactSheet } from '../../../../shared/core/model.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { aFactSheet, aLink, anItem, keyOf, linksOf, tagId } from '../../../support/builders.ts';

const s4 = anItem();
const rejected: Decision = {
  item: s4.key,
  verdict: 'reject',
  factSheetId: 'fs-1',
  when: '2026-11-01T10:00:00Z',
};

function decide(
  factSheets: readonly FactSheet[],
  { links = [], ...more }: Partial<Omit<MatchInput, 'links'>> & { links?: readonly Link[] } = {},
) {
  const [pairing] = pair({
    items: [s4],
    factSheets,
    links: linksOf(...links),
    rules: landscape,
    tagId,
    isWhole: true,
    ...more,
  });
  return pairing;
}

describe('what an undo put away', () => {
  const archived = aFactSheet({ name: 'Finance core', status: 'ARCHIVED', rev: 5 });

  it('is linked still, to be brought back', () => {
    expect(decide([archived], { links: [aLink({ archivedAt: 5 })] })).toMatchObject({
      state: 'linked',
      by: 'stored link',
    });
  });

  it('stays so where somebody else has had it in hand since', () => {
    for (const archivedAt of [4, 6]) {
      expect(decide([archived], { links: [aLink({ archivedAt })] })).toEqual({
        state: 'ignored',
        item: s4,
        reason: 'HELD_ARCHIVED',
      });
    }
  });

  it('is made again once LeanIX has deleted it', () => {
    expect(decide([], { links: [aLink({ archivedAt: 5 })] })).toEqual({ state: 'new', item: s4 });
    expect(decide([aFactSheet({ id: 'fs-2' })], { links: [aLink({ archivedAt: 5 })] })).toMatchObject({
      state: 'linked',
      factSheet: { id: 'fs-2' },
      by: 'name',
    });
  });
});

describe('a fact sheet with the external id that a person rejected', () => {
  const marked = aFactSheet({ name: 'Finance core', externalId: s4.key });

  it('is given up where it was linked: the same plan takes the id off', () => {
    expect(decide([marked], { links: [aLink()], decisions: [rejected] })).toEqual({ state: 'new', item: s4 });
  });

  it('leaves the other one that carries the id', () => {
    const other = aFactSheet({ id: 'fs-2', name: 'Finance', externalId: s4.key });
    expect(decide([marked, other], { links: [aLink()], decisions: [rejected] })).toMatchObject({
      state: 'linked',
      factSheet: { id: 'fs-2' },
      by: 'external id',
    });
  });

  it('is asked about where nothing takes the id off', () => {
    expect(decide([marked], { decisions: [rejected] })).toMatchObject({
      state: 'ambiguous',
      candidates: [
        {
          factSheetId: 'fs-1',
          score: 1,
          signals: [{ kind: 'external id', weight: 1, detail: 'the external id of the item' }],
        },
      ],
      reason: 'AMBIGUOUS_EXTERNAL_ID',
    });
  });
});

describe('an archived fact sheet with our tag, of which the store knows nothing', () => {
  const archived = (more: Partial<FactSheet> = {}) =>
    aFactSheet({ status: 'ARCHIVED', tagIds: [tagId], ...more });
  const held = { state: 'ignored', item: s4, reason: 'HELD_ARCHIVED' };

  it('holds an item of its name, the first or another that it could have', () => {
    const names = landscape.names(s4);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(decide([archived({ name })])).toEqual(held);
    const rules = { ...landscape, names: () => ['Finance', 'Finance (core)'] };
    expect(decide([archived({ name: 'FINANCE (CORE)' })], { rules })).toEqual(held);
  });

  it('holds none where an active one has the name', () => {
    expect(decide([archived(), aFactSheet({ id: 'fs-2' })])).toMatchObject({ state: 'linked', by: 'name' });
  });

  it('holds none that is called otherwise, and none where it belongs to another item', () => {
    expect(decide([archived({ name: 'Canteen' })])).toEqual({ state: 'new', item: s4 });
    expect(decide([archived({ externalId: keyOf('lms-9') })])).toEqual({ state: 'new', item: s4 });
    expect(decide([archived()], { links: [aLink({ item: keyOf('lms-9') })] })).toEqual({
      state: 'new',
      item: s4,
    });
  });
});

it('says of candidates by what they are meant: the very same name, or what a person said', () => {
  const namesakes = [aFactSheet(), aFactSheet({ id: 'fs-2' })];
  expect(decide(namesakes)).toMatchObject({
    reason: 'AMBIGUOUS_NAME',
    candidates: ['fs-1', 'fs-2'].map((factSheetId) => ({
      factSheetId,
      score: 1,
      signals: [{ kind: 'same name', weight: 1, detail: 'the very same name' }],
    })),
  });
  const other = anItem({ nativeId: 'lms-2', name: 'my400999' });
  const linked: Decision = { ...rejected, verdict: 'link' };
  const taken = { items: [s4, other], links: [aLink({ item: other.key })], decisions: [linked] };
  expect(decide([aFactSheet({ name: 'Finance core' })], taken)).toMatchObject({
    reason: 'AMBIGUOUS_DECISION',
    candidates: [{ signals: [{ kind: 'decision', weight: 1, detail: 'a person linked them' }] }],
  });
});
