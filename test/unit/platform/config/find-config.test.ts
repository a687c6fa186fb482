import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findConfig, readNamedConfig } from '../../../../shared/platform/config/find-config.ts';
import { importConfig } from '../../../../shared/platform/config/stored-config.ts';
import { openSqliteStore } from '../../../../shared/store/sqlite.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function workIn(folder: string): void {
  const from = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(from));
}

const importedAt = '2026-01-15T03:00:00.000Z';

async function storeWith(text: string | undefined) {
  const store = await openSqliteStore({ file: ':memory:', now: () => 0 });
  onTestFinished(() => store.close());
  if (text === undefined) return store;
  const open = async () => ({ ...store, close: async () => {} });
  await importConfig({ name: 'x.yaml', text, now: Date.parse(importedAt) }, open);
  return store;
}

describe('the configuration', () => {
  it('is empty where there is no file, and no store or nothing in it', async () => {
    workIn(makeFolder());
    for (const store of [undefined, await storeWith(undefined)]) {
      expect(await findConfig(store)).toEqual({ config: {}, place: 'none', name: 'none' });
    }
  });

  it('is that of the working directory where the store holds none', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'landbridge.yaml'), 'connections: {a: {binding: b}}');
    workIn(folder);
    for (const store of [undefined, await storeWith(undefined)]) {
      expect(await findConfig(store)).toEqual({
        config: { connections: { a: { binding: 'b' } } },
        place: 'package',
        name: 'landbridge.yaml',
      });
    }
  });

  it('is that of the store before that of the working directory, and says what it hides', async () => {
    const folder = makeFolder();
    workIn(folder);
    const text = 'retention: {days: 7}\n';
    const store = await storeWith(text);
    const stored = {
      config: { retention: { days: 7 } },
      place: 'store',
      name: `the store, imported ${importedAt}`,
      version: expect.any(String),
    };
    expect(await findConfig(store)).toEqual(stored);
    writeFileSync(join(folder, 'landbridge.yaml'), text);
    expect(await findConfig(store)).toEqual(stored);
    writeFileSync(join(folder, 'landbridge.yaml'), 'retention: {days: 8}\n');
    expect(await findConfig(store)).toEqual({ ...stored, shadowed: 'landbridge.yaml' });
  });

  it('must be there where it was named', async () => {
    const file = join(makeFolder(), 'none.yaml');
    await expect(readNamedConfig(file)).rejects.toMatchObject({
      code: 'CFG_FILE_UNREADABLE',
      facts: { file },
    });
  });

  it('must be a file', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'landbridge.yaml'));
    await expect(readNamedConfig(join(folder, 'landbridge.yaml'))).rejects.toMatchObject({
      code: 'CFG_FILE_UNREADABLE',
    });
    workIn(folder);
    await expect(findConfig(undefined)).rejects.toMatchObject({ code: 'CFG_FILE_UNREADABLE' });
  });

  it('is named in each of its mistakes', async () => {
    const file = join(makeFolder(), 'mine.yaml');
    writeFileSync(file, 'flow: 1\n');
    await expect(readNamedConfig(file)).rejects.toMatchObject({
      mistakes: [expect.stringContaining(`${file}:1:1: `)],
    });
  });
});

describe('an import', () => {
  it('keeps nothing of a text with mistakes, and opens no store for it', async () => {
    const open = async () => {
      throw new Error('opened');
    };
    await expect(importConfig({ name: 'x.yaml', text: 'flow: 1', now: 0 }, open)).rejects.toMatchObject({
      code: 'CFG_FILE_INVALID',
    });
  });

  it('refuses what no value of a store can hold', async () => {
    const rules = Array.from(
      { length: 9_000 },
      (_, index) => `      - {name: "a-rather-long-name-${index}"}`,
    );
    const text = `flows:\n  landscape:\n    exclude:\n${rules.join('\n')}`;
    const open = async () => {
      throw new Error('opened');
    };
    await expect(importConfig({ name: 'x.yaml', text, now: 0 }, open)).rejects.toMatchObject({
      code: 'CFG_FILE_TOO_LARGE',
      facts: { file: 'x.yaml', bytes: expect.any(Number) },
    });
  });
});
