import { describe, expect, it } from 'vitest';
import { type Answer, ask } from '../../../bench/match/answer.ts';
import { figuresOf } from '../../../bench/match/figures.ts';
import { madeLandscape, noises } from '../../../bench/match/made-landscape.ts';
import { benchFactSheet, benchItem } from '../../../bench/match/match-set.ts';
import { askPeer, peerNames } from '../../../bench/match/peers.ts';
import { nameRules } from '../../../bench/match/rules.ts';
import { matchParts } from '../../../bench/match-part.ts';

const truth = new Map([
  ['a', new Set(['1'])],
  ['b', new Set(['2', '3'])],
  ['c', new Set(['4'])],
  ['d', new Set(['5'])],
]);

function answer(item: string, factSheetId: string, sureness: number, as: Answer['as']): Answer {
  return { item, factSheetId, sureness, as };
}

describe('the figures of answers', () => {
  it('count what is linked and proposed, and rank the rest', () => {
    const answers = [
      answer('a', '1', 1, 'automatic'),
      answer('b', '3', 0.9, 'offered'),
      answer('c', '9', 0.8, 'automatic'),
      answer('d', '5', 0.7, 'ranked'),
      answer('no truth', '7', 0.6, 'offered'),
    ];
    const figures = figuresOf(answers, { truth });
    expect(figures).toMatchObject({ top1: 3 / 4, precision: 2 / 4, recall: 2 / 4, f1: 1 / 2 });
    expect(figures).toMatchObject({ recallAt95: 2 / 4, falseAutomatic: 1, automatic: 1 });
  });

  it('take answers that are equally sure together', () => {
    const answers = [answer('a', '1', 0.9, 'offered'), answer('b', '9', 0.9, 'offered')];
    expect(figuresOf(answers, { truth }).recallAt95).toBe(0);
  });

  it('are none where nothing is answered', () => {
    expect(figuresOf([], { truth })).toMatchObject({ f1: 0, precision: 0, top1: 0 });
  });
});

describe('a made landscape', () => {
  const size = { objects: 150, factSheets: 300 };

  it.each(Object.keys(noises) as (keyof typeof noises)[])('is as asked for, with %s noise', (noise) => {
    const set = madeLandscape(size, noise);
    expect([set.items.length, set.factSheets.length]).toEqual([size.objects, size.factSheets]);
    const ids = new Set(set.factSheets.map(({ id }) => id));
    const meant = [...set.truth.values()].flatMap((wanted) => [...wanted]);
    expect(new Set(meant).size).toBe(meant.length);
    expect(meant.filter((id) => !ids.has(id))).toEqual([]);
    expect(meant.length).toBeGreaterThan(size.objects / 2);
    expect(madeLandscape(size, noise)).toEqual(set);
    expect(madeLandscape(size, noise, 2)).not.toEqual(set);
  });
});

describe('asking', () => {
  const itemCalled = (name: string) =>
    benchItem({ kind: 'CloudService', nativeId: name, name, attributes: { role: 'PROD' } });
  const set = {
    items: [itemCalled('Payroll engine Nordic'), itemCalled('Dealer portal')],
    factSheets: [benchFactSheet('1', 'Payroll engine Nordic'), benchFactSheet('2', 'Dealers portal')],
    truth: new Map([['calm:bench:Dealer portal', new Set(['2'])]]),
  };

  it('tells what the product links, proposes and likes best', () => {
    expect(ask(set, nameRules)).toEqual([
      { item: 'calm:bench:Payroll engine Nordic', factSheetId: '1', sureness: 1, as: 'automatic' },
      {
        item: 'calm:bench:Dealer portal',
        factSheetId: '2',
        sureness: expect.toSatisfy((score: number) => score > 0.3 && score < 1),
        as: 'offered',
      },
    ]);
  });

  it.each(peerNames)('%s gives each fact sheet to one item', (peer) => {
    const answers = askPeer(peer, set, nameRules);
    expect(new Map(answers.map(({ item, factSheetId }) => [item, factSheetId]))).toEqual(
      new Map([
        ['calm:bench:Payroll engine Nordic', '1'],
        ['calm:bench:Dealer portal', '2'],
      ]),
    );
  });
});

describe('the part of matching', () => {
  it('measures in a hurry what has a budget, and no peers', () => {
    const rowsOf = (quick: boolean) => matchParts(quick).flatMap(({ rows }) => rows);
    const isPeers = (name: string) => peerNames.some((peer) => name.includes(peer));
    expect(rowsOf(true).filter(isPeers)).toEqual([]);
    expect(rowsOf(false).filter(isPeers)).not.toEqual([]);
    expect(rowsOf(true)).toContain('match 10000x20000, much noise: false automatic links');
    expect(new Set(rowsOf(false)).size).toBe(rowsOf(false).length);
  });
});
