import { describe, expect, it } from 'vitest';
import { allSizes, partNames, quickSizes, readArguments } from '../../../bench/arguments.ts';

describe('the command line of the bench', () => {
  it('measures everything when nothing is said', () => {
    expect(readArguments([])).toEqual({
      parts: partNames,
      sizes: allSizes,
      latencyMs: 50,
      quick: false,
      json: false,
    });
  });

  it('takes the small sizes alone in a hurry', () => {
    expect(readArguments(['--quick', '--json'])).toMatchObject({
      sizes: quickSizes,
      quick: true,
      json: true,
    });
  });

  it('measures matching in a hurry only where it is named', () => {
    expect(readArguments(['--quick']).parts).toEqual(partNames.filter((part) => part !== 'match'));
    expect(readArguments(['match', '--quick']).parts).toEqual(['match']);
  });

  it('measures syncs alone when it is given sizes, with twice as many fact sheets where none are said', () => {
    expect(readArguments(['--size', '20', '--size', '30x10', '--latency', '0'])).toMatchObject({
      parts: ['sync'],
      sizes: [
        { objects: 20, factSheets: 40 },
        { objects: 30, factSheets: 10 },
      ],
      latencyMs: 0,
    });
  });

  it('measures the parts that are named', () => {
    expect(readArguments(['peer', 'functions', '--size', '20']).parts).toEqual(['peer', 'functions']);
  });

  it.each([
    [['nonsense'], 'nonsense'],
    [['--size', 'many'], 'many'],
    [['--size', '1x2x3'], '1x2x3'],
    [['--latency', '-1'], 'latency'],
    [['--slow'], '--slow'],
  ])('refuses %j', (argv, named) => {
    expect(() => readArguments(argv)).toThrow(named);
  });
});
