// Makes gen/srv, the folder that mta.yaml deploys to Cloud Foundry: the application and the command for its tasks.
// It needs no install: everything is in the bundles.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { bundle } from './bundle.ts';
import { configFile, readPackagedConfig } from './packaged-config.ts';

export const modulePath = 'gen/srv';

const Package = z.object({ name: z.string(), version: z.string() });

export async function buildModule(root: string): Promise<void> {
  const { name, version } = Package.parse(JSON.parse(await readFile(`${root}/package.json`, 'utf8')));
  const manifest = {
    name,
    version,
    private: true,
    type: 'module',
    engines: { node: '^24' },
    scripts: { start: 'node server.mjs' },
  };
  await mkdir(`${root}/${modulePath}`, { recursive: true });
  const entries = { server: 'functions/cloud-foundry/server.ts', cli: 'cli/landbridge.mjs' };
  await bundle({ root, entries, outdir: modulePath, without: ['@aws-sdk/*'] });
  if ((await readPackagedConfig(root)) !== undefined) {
    await cp(`${root}/${configFile}`, `${root}/${modulePath}/${configFile}`);
  }
  await writeFile(`${root}/${modulePath}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
}
