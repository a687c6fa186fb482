// Bundles every file in functions/ to dist/functions, keeps the metafile as dist/meta.json and writes
// dist/packages.json (for each function the files its package holds) and dist/start-events.json (what begins a run),
// which serverless.yml reads.
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { bundle } from './bundle.ts';
import { type FunctionParts, functionParts } from './function-parts.ts';
import { configFile, readPackagedConfig, schedulesOf } from './packaged-config.ts';

export async function buildFunctions(root: string): Promise<FunctionParts[]> {
  const files = globSync('functions/*.ts', { cwd: root }).sort();
  if (files.length === 0) throw new Error('functions/ holds no function to bundle');
  const entries = Object.fromEntries(files.map((file) => [basename(file, '.ts'), file]));
  const metafile = await bundle({
    root,
    entries,
    outdir: 'dist/functions',
    without: ['pg', 'pg-boss'],
  });
  const parts = functionParts(metafile);
  const config = await readPackagedConfig(root);
  const beside = config === undefined ? [] : [configFile];
  const packages = Object.fromEntries(
    parts.map((part) => [part.name, [...part.atStart, ...part.later, ...beside]]),
  );
  const begins = [{ httpApi: { method: 'POST', path: '/runs' } }, ...schedulesOf(config)];
  await writeFile(`${root}/dist/start-events.json`, `${JSON.stringify(begins, null, 2)}\n`);
  await writeFile(`${root}/dist/meta.json`, JSON.stringify(metafile));
  await writeFile(`${root}/dist/packages.json`, `${JSON.stringify(packages, null, 2)}\n`);
  return parts;
}
