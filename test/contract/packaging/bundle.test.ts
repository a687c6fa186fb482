import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildFunctions } from '../../../scripts/bundle/build-functions.ts';
import { findOverweight, renderSizes } from '../../../scripts/checks/size-budget.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';

const files = {
  'functions/pull.ts': `
    import http from 'node:http';
    import { sep } from 'path';
    import { shared } from '../shared/shared.ts';
    export const handler = async () => [typeof http.request, sep, shared, (await import('../shared/heavy.ts')).heavy];`,
  'functions/write.ts': `
    import { shared } from '../shared/shared.ts';
    export const handler = async () => [shared];`,
  'shared/shared.ts': `export const shared = '${'shared '.repeat(300)}';`,
  'shared/heavy.ts': `export const heavy = '${'heavy '.repeat(3000)}';`,
};

describe('the bundles of the functions', () => {
  it('run, and name what they load at start and what later', async () => {
    const { root } = makeProjectFolder(files);
    const parts = await buildFunctions(root);
    expect(parts.map(({ name, atStart, later }) => [name, atStart.length, later.length])).toEqual([
      // Itself, what both share and the few lines of esbuild for requiring.
      ['pull', 3, 1],
      ['write', 3, 0],
    ]);
    const [pull, write] = parts;
    expect(pull?.startBytes).toBeLessThan(5_000);
    expect(pull?.totalBytes).toBeGreaterThan(18_000);
    expect(pull?.atStart.some((part) => write?.atStart.includes(part))).toBe(true);
    const { handler } = await import(join(root, 'dist/functions/pull.mjs'));
    expect(await handler()).toEqual([
      'function',
      '/',
      expect.stringContaining('shared'),
      expect.stringContaining('heavy'),
    ]);
    const packages = JSON.parse(readFileSync(join(root, 'dist/packages.json'), 'utf8'));
    expect(packages.pull).toEqual([...(pull?.atStart ?? []), ...(pull?.later ?? [])]);
  });

  it('load builtins by require and need nothing else beside them', async () => {
    const { root } = makeProjectFolder(files);
    await buildFunctions(root);
    const imported = readdirSync(join(root, 'dist/functions'))
      .flatMap((file) => [
        ...readFileSync(join(root, 'dist/functions', file), 'utf8').matchAll(/from\s*["']([^."'][^"']*)/g),
      ])
      .map((match) => match[1]);
    expect(new Set(imported)).toEqual(new Set(['node:module']));
  });

  it('give a CommonJS package loaded later the names it has under Node', async () => {
    const { root } = makeProjectFolder({
      'functions/start.ts': `
        export const handler = async () => {
          const { default: whole, loadEnv } = await import('@sap/xsenv');
          return [typeof whole.loadEnv, typeof loadEnv];
        };`,
    });
    await buildFunctions(root);
    const { handler } = await import(join(root, 'dist/functions/start.mjs'));
    expect(await handler()).toEqual(['function', 'function']);
  });

  it('are the same bytes again', async () => {
    const build = async () => {
      const { root } = makeProjectFolder(files);
      await buildFunctions(root);
      const folder = join(root, 'dist/functions');
      return readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
    };
    expect(await build()).toEqual(await build());
  });

  it('are refused when there is nothing to bundle', async () => {
    await expect(buildFunctions(makeProjectFolder().root)).rejects.toThrow('no function');
  });
});

describe('the size budget', () => {
  const part = (startBytes: number, totalBytes: number) => ({
    name: 'pull',
    atStart: [],
    later: [],
    startBytes,
    totalBytes,
    sdkBytes: 51_200,
  });

  it('is 500 KB at start and 1.2 MB with what is loaded later, the SDK of AWS aside', () => {
    expect(findOverweight([part(500 * 1024, 1200 * 1024)])).toEqual([]);
    expect(findOverweight([part(500 * 1024 + 1, 1200 * 1024)])).toHaveLength(1);
    expect(findOverweight([part(1, 1200 * 1024 + 1)])).toHaveLength(1);
  });

  it('is shown as a table', () => {
    expect(renderSizes([part(102_400, 204_800)])).toEqual([
      'function   at start  with lazy    AWS SDK',
      'pull         100 KB     200 KB      50 KB',
    ]);
  });
});
