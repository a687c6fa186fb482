// `npm run mutation -- core/match`: changes the code of a folder of shared/ in small ways, one at a time, and tells
// which changes no test notices. Takes minutes to an hour, so no check runs it; its report in full goes to
// dist/mutation/.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';

/** The laws that say most of a folder or file; with all of them a change takes a minute. */
const laws: Readonly<Record<string, string>> = {
  'core/match': 'pair',
  'core/match/explain-match.ts': '{pair,explain}',
  'core/match/rule-of.ts': '{pair,explain}',
  'core/plan': '{plan,inverse,rebase,drift}',
  'core/map': '{mapping,values,attached}',
};

const [path = '', ...more] = process.argv.slice(2);
if (path !== '' && more.length === 0 && existsSync(join('shared', path))) await mutate(path);
else {
  console.error('npm run mutation -- PATH, a folder or file of shared/ such as core/match');
  process.exitCode = 2;
}

async function mutate(path: string): Promise<void> {
  const isFile = path.endsWith('.ts');
  const folder = isFile ? dirname(path) : path;
  const stryker = new Stryker({
    mutate: [isFile ? `shared/${path}` : `shared/${folder}/**/*.ts`],
    testFiles: [
      `test/unit/${folder}/**/*.test.ts`,
      `test/property/${laws[path] ?? laws[folder] ?? '*'}.test.ts`,
    ],
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.ts' },
    coverageAnalysis: 'perTest',
    // What is computed once when a module is loaded would need every test anew for each change.
    ignoreStatic: true,
    concurrency: 2,
    // What runs too long counts as noticed: a machine that is busy with something else must not do so.
    timeoutMS: 30_000,
    timeoutFactor: 4,
    ignorePatterns: ['dist', 'gen', 'docs'],
    tempDirName: 'dist/mutation/work',
    reporters: ['clear-text', 'json'],
    jsonReporter: { fileName: `dist/mutation/${path.replaceAll('/', '-')}.json` },
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  });
  await stryker.runMutationTest();
}
