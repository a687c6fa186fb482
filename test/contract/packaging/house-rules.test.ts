import { describe, expect, it } from 'vitest';
import { findHouseRuleBreaks } from '../../../scripts/checks/house-rules.ts';

// Put together here, so that this file does not hold the words it is about.
const unfinished = ['TO', 'DO'].join('');
const broken = ['FIX', 'ME'].join('');
const silenced = ['@ts', 'ignore'].join('-');
const anything = ['a', 'ny'].join('');

function breaks(path: string, text: string): string[] {
  return findHouseRuleBreaks([{ path, text }]);
}

describe('house rules', () => {
  it.each([
    ['the environment', 'shared/platform/environment.ts', 'export const home = process.env.HOME;'],
    ['the environment', 'shared/platform/environment.ts', 'const { env } = process;'],
    ['the environment', 'shared/platform/environment.ts', "import { env } from 'node:process';"],
    ['the clock', 'shared/platform/clock.ts', 'export const t = Date.now();'],
    ['the clock', 'shared/platform/clock.ts', 'export const clock = { now: Date.now };'],
    ['the clock', 'shared/platform/clock.ts', 'export const t = new Date();'],
    ['the clock', 'shared/platform/clock.ts', 'setTimeout(run, 5);'],
    ['the clock', 'shared/platform/clock.ts', "import { setTimeout as wait } from 'node:timers/promises';"],
    ['the clock', 'shared/platform/clock.ts', "const timers = await import('node:timers');"],
    ['randomness', 'shared/platform/random.ts', 'export const n = Math.random();'],
    ['randomness', 'shared/platform/random.ts', "import { randomUUID } from 'node:crypto';"],
    ['randomness', 'shared/platform/random.ts', 'export const id = crypto.randomUUID();'],
    ['randomness', 'shared/platform/random.ts', 'export const key = crypto.randomBytes(12);'],
    ['output', 'shared/platform/log.ts', "console.log('x');"],
    ['output', 'shared/platform/log.ts', "process.stderr.write('x');"],
  ])('%s is touched in %s alone: %s', (what, home, text) => {
    for (const path of ['shared/core/x.ts', 'functions/x.ts']) {
      expect(breaks(path, text)[0]).toBe(`${path}:1 touches ${what}; only ${home} may`);
    }
    expect(breaks(home, text)).toEqual([]);
    expect(breaks('scripts/x.ts', text)).toEqual([]);
  });

  it('names the line', () => {
    expect(breaks('shared/x.ts', '\n\nconst t = Date.now();\n')).toEqual([
      expect.stringMatching(/^shared\/x\.ts:3 /),
    ]);
  });

  it.each([
    '// Date.now() and process.env are not used here',
    "export const text = 'console.log(Math.random())';",
    'export const day = new Date(text).getTime();',
    'export interface Clock { setTimeout: number }',
    "report('process');",
    'export const { constructor } = Object;',
    "import { randomBytes } from '../platform/random.ts';\nexport const nonce = randomBytes(12);",
  ])('lets pass: %s', (text) => {
    expect(breaks('shared/core/x.ts', text)).toEqual([]);
  });

  it('asks for a split above 400 lines, and above 40 in functions/', () => {
    const lines = (count: number) => 'x();\n'.repeat(count);
    expect(breaks('shared/x.ts', lines(400))).toEqual([]);
    expect(breaks('shared/x.ts', lines(401))).toHaveLength(1);
    expect(breaks('functions/x.ts', lines(40))).toEqual([]);
    expect(breaks('functions/x.ts', lines(41))).toHaveLength(1);
  });

  it.each([`// ${unfinished} later`, `// ${broken}`, `// ${silenced}`])('finds %s everywhere', (text) => {
    expect(breaks('shared/x.ts', text)).toHaveLength(1);
    expect(breaks('test/x.ts', text)).toHaveLength(1);
  });

  it.each([`let x: ${anything};`, `f(x as ${anything});`, `type X = ${anything}[];`])('finds %s', (text) => {
    expect(breaks('shared/x.ts', text)).toHaveLength(1);
  });
});
