// Every check of `npm run check`: all of them run, each gets one line, only those that fail show what they
// found. Vitest is not among them.
import { readFile } from 'node:fs/promises';
import { buildFunctions } from '../bundle/build-functions.ts';
import { configPagePath, renderConfigPage } from '../config-page.ts';
import { configSchemaPath, renderConfigSchema } from '../config-schema.ts';
import { errorsPagePath, renderErrorsPage } from '../errors-page.ts';
import { runTool } from '../run-tool.ts';
import { findHouseRuleBreaks } from './house-rules.ts';
import { findImportBreaks, listSources } from './import-rules.ts';
import { findOverweight, renderSizes } from './size-budget.ts';

interface Verdict {
  findings: readonly string[];
  /** Shown whether or not the check passed. */
  notes?: readonly string[];
}

const checks: Readonly<Record<string, (root: string) => Promise<Verdict>>> = {
  'format and lint': (root) =>
    useTool(root, '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
  types: (root) => useTool(root, 'typescript/bin/tsc', ['-p', '.']),
  'import rules': async (root) => ({ findings: await findImportBreaks(root) }),
  'dead code': (root) => useTool(root, 'knip/bin/knip.js', ['--no-progress']),
  'house rules': checkHouseRules,
  'generated pages': checkPages,
  'bundle sizes': checkBundleSizes,
};

/** @returns whether all passed. */
export async function runChecks(root: string, print: (line: string) => void): Promise<boolean> {
  const verdicts = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ({ name, ...(await check(root).catch(asVerdict)) })),
  );
  for (const { name, findings, notes = [] } of verdicts) {
    print(`${findings.length === 0 ? '✓' : '✗'} ${name}`);
    for (const line of [...notes, ...findings]) print(`    ${line}`);
  }
  return verdicts.every(({ findings }) => findings.length === 0);
}

function asVerdict(thrown: unknown): Verdict {
  return { findings: String(thrown instanceof Error ? thrown.message : thrown).split('\n') };
}

async function useTool(root: string, tool: string, args: readonly string[]): Promise<Verdict> {
  const { exitCode, output } = await runTool({ root, tool, args });
  if (exitCode === 0) return { findings: [] };
  return { findings: [...output.split('\n'), `(exit code ${exitCode})`] };
}

async function checkHouseRules(root: string): Promise<Verdict> {
  const paths = listSources(root);
  if (paths.length === 0) return { findings: ['there is no source file to look at'] };
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(`${root}/${path}`, 'utf8') })),
  );
  return { findings: findHouseRuleBreaks(files) };
}

const pages = [
  { path: errorsPagePath, render: renderErrorsPage, from: 'shared/error-codes.ts' },
  { path: configPagePath, render: renderConfigPage, from: 'shared/platform/config/schema.ts' },
  { path: configSchemaPath, render: renderConfigSchema, from: 'shared/platform/config/schema.ts' },
] as const;

async function checkPages(root: string): Promise<Verdict> {
  const findings = await Promise.all(
    pages.map(async ({ path, render, from }) => {
      const page = await readFile(`${root}/${path}`, 'utf8').catch(() => undefined);
      return page === render() ? [] : [`${path} is not what ${from} says: npm run docs`];
    }),
  );
  return { findings: findings.flat() };
}

async function checkBundleSizes(root: string): Promise<Verdict> {
  const parts = await buildFunctions(root);
  return { findings: findOverweight(parts), notes: renderSizes(parts) };
}
