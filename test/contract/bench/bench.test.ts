import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const bench = fileURLToPath(new URL('../../../bench/bench.ts', import.meta.url));
const run = (...args: string[]) => spawnSync(process.execPath, [bench, ...args], { encoding: 'utf8' });

describe('npm run bench', () => {
  it('prints with --json its rows and nothing else', { timeout: 60_000 }, () => {
    const { stdout, status } = run('--json', '--size', '20', '--latency', '0');
    expect(status).toBe(0);
    const { rows, ...more } = JSON.parse(stdout);
    expect(more).toEqual({});
    expect(rows.map(({ name }: { name: string }) => name)).toContain('20x40: requests, nothing changed');
    for (const row of rows) {
      expect(row).toEqual({
        name: expect.stringMatching(/^20x40: /),
        value: expect.any(Number),
        budget: row.budget === null ? null : expect.any(Number),
        holds: row.budget === null || row.value <= row.budget,
      });
    }
  });

  it('says what is wrong with its line', () => {
    const { stdout, stderr, status } = run('everything');
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr).toContain('everything');
  });
});
