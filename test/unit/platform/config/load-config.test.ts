import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../../../shared/platform/config/load-config.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('the configuration file', () => {
  it('may be absent where none was named', async () => {
    const from = process.cwd();
    process.chdir(makeFolder());
    onTestFinished(() => process.chdir(from));
    expect(await loadConfig(undefined)).toEqual({});
  });

  it('is found in the working directory', async () => {
    const from = process.cwd();
    const folder = makeFolder();
    writeFileSync(join(folder, 'landbridge.yaml'), 'connections: {a: {binding: b}}');
    process.chdir(folder);
    onTestFinished(() => process.chdir(from));
    expect(await loadConfig(undefined)).toEqual({ connections: { a: { binding: 'b' } } });
  });

  it('must be there where it was named', async () => {
    const file = join(makeFolder(), 'none.yaml');
    await expect(loadConfig(file)).rejects.toMatchObject({ code: 'CFG_FILE_UNREADABLE', facts: { file } });
  });

  it('must be a file', async () => {
    const folder = join(makeFolder(), 'landbridge.yaml');
    mkdirSync(folder);
    await expect(loadConfig(folder)).rejects.toMatchObject({ code: 'CFG_FILE_UNREADABLE' });
  });

  it('is named in each of its mistakes', async () => {
    const file = join(makeFolder(), 'mine.yaml');
    writeFileSync(file, 'flow: 1\n');
    await expect(loadConfig(file)).rejects.toMatchObject({
      mistakes: [expect.stringContaining(`${file}:1:1: `)],
    });
  });
});
