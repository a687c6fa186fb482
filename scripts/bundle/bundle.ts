// Bundles for the two clouds with esbuild: one small ESM entry a function with shared chunks beside it, and
// the command as one program. The same sources give the same bytes. Nothing here knows AWS or Cloud Foundry.
import { rm } from 'node:fs/promises';
import { build, type Metafile } from 'esbuild';
import { builtinByRequire, requireBanner } from './builtin-by-require.ts';
import { lazyCommonJs } from './lazy-commonjs.ts';
import { withoutMimeTypes } from './without-mime-types.ts';

export interface BundleRequest {
  /** Absolute: paths in the metafile are relative to it. */
  root: string;
  /** Output name → source file, both relative to root. */
  entries: Readonly<Record<string, string>>;
  /** Emptied first. */
  outdir: string;
  /** Packages of the other cloud, which nothing loads where this runs. */
  without: readonly string[];
}

export async function bundle({ root, entries, outdir, without }: BundleRequest): Promise<Metafile> {
  await rm(`${root}/${outdir}`, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { ...entries },
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: [...without],
    banner: { js: requireBanner },
    plugins: [builtinByRequire, lazyCommonJs, withoutMimeTypes],
    logLevel: 'silent',
  });
  return metafile;
}
