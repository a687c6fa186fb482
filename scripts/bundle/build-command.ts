// Bundles the command to dist/cli (one program, its launcher as entry) and makes gen/srv of it: the folder
// that mta.yaml deploys as a Cloud Foundry task. gen/srv needs no install: everything is in the bundle.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { bundle } from './bundle.ts';
import { configFile, readPackagedConfig } from './packaged-config.ts';

const Package = z.object({ name: z.string(), version: z.string() });

export async function buildCommand(root: string): Promise<void> {
  await bundle({ root, entries: { cli: 'cli/landbridge.mjs' }, outdir: 'dist/cli' });
}

export async function buildTaskModule(root: string): Promise<void> {
  await buildCommand(root);
  const { name, version } = Package.parse(JSON.parse(await readFile(`${root}/package.json`, 'utf8')));
  const manifest = {
    name,
    version,
    private: true,
    type: 'module',
    engines: { node: '^24' },
    scripts: { start: 'node cli.mjs sync landscape' },
  };
  await rm(`${root}/gen/srv`, { recursive: true, force: true });
  await mkdir(`${root}/gen`, { recursive: true });
  await cp(`${root}/dist/cli`, `${root}/gen/srv`, { recursive: true });
  if ((await readPackagedConfig(root)) !== undefined) {
    await cp(`${root}/${configFile}`, `${root}/gen/srv/${configFile}`);
  }
  await writeFile(`${root}/gen/srv/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
}
