import { describe, expect, it } from 'vitest';
import { measurePart } from '../../../bench/part.ts';
import { median, row, rowsText, shareRow } from '../../../bench/rows.ts';

describe('a row', () => {
  it('holds up to its budget, judged by what is printed', () => {
    expect(row('ratio', 1.304, 1.3)).toEqual({ name: 'ratio', value: 1.3, budget: 1.3, holds: true });
    expect(row('ratio', 1.306, 1.3)).toEqual({ name: 'ratio', value: 1.31, budget: 1.3, holds: false });
    expect(row('writes', 0, 0).holds).toBe(true);
  });

  it('holds, of a share, from its budget on', () => {
    expect(shareRow('F1', 0.9196, 0.92)).toEqual({ name: 'F1', value: 0.92, budget: 0.92, holds: true });
    expect(shareRow('F1', 0.9194, 0.92)).toEqual({ name: 'F1', value: 0.919, budget: 0.92, holds: false });
    expect(shareRow('F1', 0.1).holds).toBe(true);
  });

  it('holds without a budget', () => {
    expect(row('seconds', 12)).toEqual({ name: 'seconds', value: 12, budget: null, holds: true });
  });

  it('is printed with its verdict', () => {
    const text = rowsText([row('a', 2, 1), row('b', 1, 1), row('c', 3)]);
    expect(text.split('\n').map((line) => line.trim().split(/\s+/))).toEqual([
      ['figure', 'value', 'budget', 'holds'],
      ['a', '2', '1', 'NO'],
      ['b', '1', '1', 'yes'],
      ['c', '3'],
    ]);
  });
});

describe('the median', () => {
  it('is the value in the middle, in whatever order', () => {
    expect(median([30, 1, 2])).toBe(2);
  });
});

describe('a part', () => {
  const rows = ['calls', 'seconds'];

  it('names what it did not measure', async () => {
    const measured = await measurePart({ rows, measure: async () => [row('calls', 1)] });
    expect(measured.rows.map(({ name }) => name)).toEqual(['calls']);
    expect(measured.leftOut.map(({ name }) => name)).toEqual(['seconds']);
  });

  it('is left out with the reason when it fails', async () => {
    const measured = await measurePart({ rows, measure: () => Promise.reject(new Error('no simulator')) });
    expect(measured).toEqual({ rows: [], leftOut: rows.map((name) => ({ name, reason: 'no simulator' })) });
  });
});
