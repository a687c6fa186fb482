import { describe, expect, it } from 'vitest';
import type { Fate, Likened } from '../../../../shared/core/match/likened.ts';
import type { Pairing } from '../../../../shared/core/match/pairing.ts';
import { type Clearness, ruleOf } from '../../../../shared/core/match/rule-of.ts';
import { skipReasons } from '../../../../shared/core/report-reasons.ts';
import { aFactSheet, aLink, anItem } from '../../../support/builders.ts';

const item = anItem();
const clear = (score: number, more: Partial<Clearness> = {}): Clearness => ({
  best: { score, name: 'Finance', factSheetId: 'fs-1' },
  certain: [],
  ...more,
});
const next = (share: number, of: object = { factSheetId: 'fs-2' }) => ({
  next: { score: share, share, name: 'Canteen', ...of },
});
const likened = (...fates: Fate[]): Likened[] =>
  fates.map((fate, index) => ({ factSheetId: `fs-${index}`, name: 'Ledger', score: 0.5, signals: [], fate }));
const proposed: Pairing = { state: 'proposed', item, candidates: [], reason: 'PROPOSED' };
const ambiguous = (reason = 'AMBIGUOUS_CANDIDATES'): Pairing => ({
  state: 'ambiguous',
  item,
  candidates: [],
  reason,
});
const best = (score: string) => `the best, "Finance", scores ${score}, where 0.35 is asked for`;

describe('the rule of what is linked', () => {
  const linked = { state: 'linked', item, factSheet: aFactSheet() } as const;

  it('is the evidence in words', () => {
    expect(ruleOf({ ...linked, by: 'same words' }, undefined, [])).toEqual({
      code: 'same words',
      text: 'found under the same words, spelt in another way',
    });
  });

  it('is, of a stored link, how it came about', () => {
    expect(ruleOf({ ...linked, by: 'stored link', link: aLink({ by: 'created' }) }, undefined, [])).toEqual({
      code: 'stored link',
      text: 'made by Landbridge',
    });
    expect(ruleOf({ ...linked, by: 'stored link' }, undefined, []).text).toBe('known from an earlier run');
  });
});

describe('the rule of what is left out', () => {
  it('is the reason in words, or as it is where there are none', () => {
    expect(ruleOf({ state: 'ignored', item, reason: 'NO_NAME' }, undefined, [])).toEqual({
      code: 'NO_NAME',
      text: 'has no name',
    });
    expect(ruleOf({ state: 'ignored', item, reason: 'NEWER' }, undefined, [])).toEqual({
      code: 'NEWER',
      text: 'NEWER',
    });
  });
});

describe('the rule of what is proposed', () => {
  it('is the score, and that nothing else is like it', () => {
    expect(ruleOf(proposed, clear(0.9), [])).toEqual({
      code: 'PROPOSED',
      text: `${best('0.90')}; nothing else that is free is like it`,
    });
  });

  it('is how far behind the next best comes, a fact sheet or another object', () => {
    expect(ruleOf(proposed, clear(0.9, next(0.5)), []).text).toBe(
      `${best('0.90')}; the next best, "Canteen", comes to 50 % of that, and up to 93 % is clear`,
    );
    expect(ruleOf(proposed, clear(0.9, next(0.93, { item: 'calm:acme:9' })), []).text).toBe(
      `${best('0.90')}; another object, "Canteen", is also like it and comes to 93 % of that, and up to 93 % is clear`,
    );
  });
});

describe('the rule of what is asked about', () => {
  it('is the reason in words where no score decided', () => {
    for (const reason of ['AMBIGUOUS_NAME', 'AMBIGUOUS_ITEMS', 'AMBIGUOUS_VANISHED']) {
      expect(ruleOf(ambiguous(reason), clear(0.9, next(0.95)), [])).toEqual({
        code: reason,
        text: skipReasons[reason],
      });
    }
    expect(ruleOf(ambiguous('NEWER'), undefined, []).text).toBe('NEWER');
  });

  it('is the next best fact sheet, too near', () => {
    expect(ruleOf(ambiguous(), clear(0.9, next(0.94)), [])).toEqual({
      code: 'AMBIGUOUS_CANDIDATES',
      text:
        `several fact sheets are about as likely to be meant: ${best('0.90')}; ` +
        'the next best, "Canteen", comes to 94 % of that, and only up to 93 % is clear',
    });
  });

  it('is the other object that could be the same', () => {
    const rivalled = clear(0.9, next(0.99, { item: 'calm:acme:9' }));
    expect(ruleOf(ambiguous(), rivalled, []).text).toBe(
      `several objects could be the same fact sheet: ${best('0.90')}; ` +
        'another object, "Canteen", is also like it and comes to 99 % of that, and only up to 93 % is clear',
    );
  });

  it('is that several are certain, whatever else comes near', () => {
    const certain = ['Finance', 'Ledger'];
    const several =
      'several fact sheets are about as likely to be meant: an id or the same words make 2 certain, "Finance", "Ledger"';
    expect(ruleOf(ambiguous(), clear(0.9, { certain }), []).text).toBe(several);
    const rivalled = clear(0.9, { certain, ...next(0.99, { item: 'calm:acme:9' }) });
    expect(ruleOf(ambiguous(), rivalled, []).text).toBe(several);
    expect(ruleOf(ambiguous(), clear(0.9, { certain: ['Finance'] }), []).text).toBe(
      `several fact sheets are about as likely to be meant: ${best('0.90')}; nothing else that is free is like it`,
    );
  });

  it('says no numbers where there are none', () => {
    expect(ruleOf(ambiguous(), undefined, [])).toEqual({
      code: 'AMBIGUOUS_CANDIDATES',
      text: 'several fact sheets are about as likely to be meant',
    });
    expect(ruleOf(proposed, undefined, [])).toEqual({
      code: 'PROPOSED',
      text: 'a fact sheet is likely to be meant; a person decides',
    });
  });
});

describe('the rule of what is new', () => {
  const made = { state: 'new', item } as const;

  it('is that a person wants it made', () => {
    expect(ruleOf({ ...made, decided: true }, clear(0.9), [])).toEqual({
      code: 'decision',
      text: 'a person decided to have a fact sheet made',
    });
  });

  it('is that nothing is like it, or that nothing of it can be meant', () => {
    expect(ruleOf(made, undefined, [])).toEqual({ code: 'NOTHING_FREE', text: 'no fact sheet is like it' });
    expect(
      ruleOf(made, undefined, likened('taken', 'never', 'rejected', 'never', 'claimed', 'free')),
    ).toEqual({
      code: 'NOTHING_FREE',
      text:
        'whatever is like it cannot be meant: something stands against it (2), belongs to another object (1), ' +
        'another object means it more surely (1), a person said no (1)',
    });
    expect(ruleOf(made, undefined, likened('taken')).text).toBe(
      'whatever is like it cannot be meant: belongs to another object (1)',
    );
  });

  it('is that the best is below what is proposed', () => {
    expect(ruleOf(made, clear(0.34), [])).toEqual({
      code: 'SCORE_LOW',
      text: 'the best, "Finance", scores 0.34, and 0.35 is the least that is proposed',
    });
    expect(ruleOf(made, clear(0.35), []).code).toBe('SCORE_CONTESTED');
  });

  it('is that it is contested, and not likely enough to ask', () => {
    expect(ruleOf(made, clear(0.5, next(0.96)), [])).toEqual({
      code: 'SCORE_CONTESTED',
      text:
        `${best('0.50')}; the next best, "Canteen", comes to 96 % of that, and only up to 93 % is clear; ` +
        'what is not clear and below 0.60 is no reason to ask',
    });
  });
});

it('rounds no number to the other side of what it is compared with', () => {
  const made = { state: 'new', item } as const;
  expect(ruleOf(made, clear(0.3499), []).text).toContain('scores 0.34, and 0.35 is the least');
  expect(ruleOf(made, clear(0.5999, next(0.931)), []).text).toBe(
    `${best('0.59')}; the next best, "Canteen", comes to 94 % of that, and only up to 93 % is clear; ` +
      'what is not clear and below 0.60 is no reason to ask',
  );
  expect(ruleOf(proposed, clear(0.5999, next(0.9299)), []).text).toBe(
    `${best('0.60')}; the next best, "Canteen", comes to 93 % of that, and up to 93 % is clear`,
  );
});
