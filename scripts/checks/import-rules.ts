// Runs the rules of .dependency-cruiser.mjs. A check that saw nothing fails: the modules it saw are compared
// with the files there are, because a tool that cannot read TypeScript finds no fault in it.
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

const rules = fileURLToPath(new URL('../../.dependency-cruiser.mjs', import.meta.url));

const sourceFolders = ['bench', 'cli', 'functions', 'scripts', 'shared', 'simulator', 'test'] as const;

/** One line each. */
export async function findImportBreaks(root: string): Promise<string[]> {
  const files = listSources(root);
  const folders = sourceFolders.filter((folder) => files.some((file) => file.startsWith(`${folder}/`)));
  if (folders.length === 0) return ['there is no source file to look at'];
  const options = await extractOptions(rules);
  const { output } = await cruise([...folders], { ...options, baseDir: root, outputType: 'json' });
  const result = JSON.parse(String(output)) as ICruiseResult;
  const seen = new Set(result.modules.map((module) => module.source));
  return [
    ...result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    ...files.filter((file) => !seen.has(file)).map((file) => `not seen by the import check: ${file}`),
  ];
}

/** Every source file, relative to the root, in order. */
export function listSources(root: string): string[] {
  const pattern = `{${sourceFolders.join(',')}}/**/*.{ts,mjs}`;
  return globSync(pattern, { cwd: root, exclude: ['**/fixtures/**'] }).sort();
}
