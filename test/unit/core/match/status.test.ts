import { describe, expect, it } from 'vitest';
import type { Link } from '../../../../shared/core/link.ts';
import { matchStatusOf } from '../../../../shared/core/match/status.ts';
import type { Change, Skip } from '../../../../shared/core/plan/plan.ts';
import { aLink, keyOf } from '../../../support/builders.ts';

const base = { item: keyOf('lms-1'), name: 'Orders', fields: [] };
const create: Change = { ...base, op: 'create', type: 'Interface' };
const linkBy = (by: Extract<Change, { op: 'link' }>['by']): Change => ({
  ...base,
  op: 'link',
  by,
  factSheetId: 'fs-7',
  rev: 1,
  confirmed: {},
});
const update: Change = { ...base, op: 'update', factSheetId: 'fs-1', rev: 1 };
const skipped = (reason: string, more: Partial<Skip> = {}): Skip => ({
  item: base.item,
  name: base.name,
  reason,
  ...more,
});

describe('what the next sync does', () => {
  it('is told of what is not linked yet, even where it was skipped before', () => {
    expect(matchStatusOf({ change: create })).toStrictEqual({ state: 'not linked', reason: 'create' });
    expect(matchStatusOf({ change: linkBy('name'), skip: skipped('INBOX') })).toStrictEqual({
      state: 'not linked',
      reason: 'link, found under the same name',
      factSheetId: 'fs-7',
    });
  });

  it.each([
    ['same words', 'link, found under the same words, spelt in another way'],
    ['id', 'link, found by an id that both carry'],
    ['decision', 'link, decided by a person'],
    ['score', 'link, likely, and the policy lets it pass'],
  ] as const)('says by what a fact sheet was found: %s', (by, reason) => {
    expect(matchStatusOf({ change: linkBy(by) }).reason).toBe(reason);
  });

  it('is told of what is linked', () => {
    expect(matchStatusOf({ change: update, link: aLink() })).toStrictEqual({
      state: 'linked',
      factSheetId: 'fs-1',
      reason: 'update',
    });
  });
});

describe('what is linked', () => {
  it('is so with its fact sheet, and the reason where one keeps it as it is', () => {
    expect(matchStatusOf({ link: aLink() })).toStrictEqual({ state: 'linked', factSheetId: 'fs-1' });
    expect(matchStatusOf({ link: aLink(), skip: skipped('NOT_CHOSEN') })).toStrictEqual({
      state: 'linked',
      factSheetId: 'fs-1',
      reason: 'NOT_CHOSEN',
    });
  });

  it.each([
    ['HELD_ARCHIVED', aLink(), { factSheetId: 'fs-1' }],
    ['HELD_ARCHIVED', undefined, {}],
    ['FACT_SHEET_GONE', aLink(), { factSheetId: 'fs-1' }],
    ['FACT_SHEET_GONE', undefined, {}],
  ] as [string, Link | undefined, object][])('is invisible for %s, with a link %j', (reason, link, more) => {
    expect(matchStatusOf({ skip: skipped(reason), link })).toStrictEqual({
      state: 'invisible',
      reason,
      ...more,
    });
  });
});

describe('what is not linked', () => {
  it('is just that where nothing is known of it', () => {
    expect(matchStatusOf({})).toStrictEqual({ state: 'not linked' });
    expect(matchStatusOf({ change: update })).toStrictEqual({ state: 'not linked' });
  });

  it.each([
    ['PROPOSED', 'proposed'],
    ['AMBIGUOUS_NAME', 'ambiguous'],
    ['AMBIGUOUS_CANDIDATES', 'ambiguous'],
    ['INBOX', 'not linked'],
    ['IGNORED', 'not linked'],
    ['NAME_TAKEN', 'not linked'],
    ['NOT_CHOSEN', 'not linked'],
    ['HELD', 'not linked'],
    ['NOT_DEPLOYED', 'ignored'],
    ['DECIDED_IGNORE', 'ignored'],
  ])('for %s is %s', (reason, state) => {
    expect(matchStatusOf({ skip: skipped(reason) })).toStrictEqual({ state, reason });
  });

  it('comes with the fact sheets that could be meant', () => {
    const candidates = [{ factSheetId: 'fs-2', name: 'Orders', score: 0.9, signals: [] }];
    expect(matchStatusOf({ skip: skipped('PROPOSED', { candidates }) })).toStrictEqual({
      state: 'proposed',
      reason: 'PROPOSED',
      candidates,
    });
  });
});
