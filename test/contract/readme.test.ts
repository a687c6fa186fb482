// What the README shows is what a newcomer sees: its demo output is compared with a real run.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

const withoutRunIds = (text: string) => text.replace(/run \d{8}T\d{6}Z-[0-9a-f]{8}/g, 'run …').trim();

describe('README', () => {
  it('shows the real output of the demo', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const shown = /Its output:\n\n```\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? '';
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(root, 'cli', 'landbridge.mjs'),
      'demo',
    ]);
    expect(withoutRunIds(stdout)).toBe(withoutRunIds(shown));
  });
});
