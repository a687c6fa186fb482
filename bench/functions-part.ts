// What a cold start of each function costs: the bytes it reads, and the time its bundle takes to load in a fresh
// process. What Lambda adds to that cannot be measured here.
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { buildFunctions } from '../scripts/bundle/build-functions.ts';
import { startBudgetBytes, totalBudgetBytes } from '../scripts/checks/size-budget.ts';
import type { Part } from './part.ts';
import { median, row } from './rows.ts';

const root = join(import.meta.dirname, '..');
const processes = 21;
const loadBudgetMs = 30;

const run = promisify(execFile);
const importOnce = `
const began = performance.now();
await import(process.argv[1]);
console.log(performance.now() - began);`;

export function functionsPart(): Part {
  const names = globSync('functions/*.ts', { cwd: root })
    .map((file) => basename(file, '.ts'))
    .sort();
  const atStart = (name: string) => `function ${name}: KB at start`;
  const withLazy = (name: string) => `function ${name}: KB with lazy`;
  const load = (name: string) => `function ${name}: ms to load`;
  return {
    rows: names.flatMap((name) => [atStart(name), withLazy(name), load(name)]),
    async measure() {
      const parts = await buildFunctions(root);
      const loads = await measureLoads(parts.map(({ name }) => name));
      return parts.flatMap(({ name, startBytes, totalBytes }) => [
        row(atStart(name), startBytes / 1024, startBudgetBytes / 1024),
        row(withLazy(name), totalBytes / 1024, totalBudgetBytes / 1024),
        row(load(name), median(loads.get(name) ?? []), loadBudgetMs),
      ]);
    },
  };
}

/** The functions take turns, so that a busy moment of the machine strikes all of them. */
async function measureLoads(names: readonly string[]): Promise<Map<string, number[]>> {
  const loads = new Map(names.map((name): [string, number[]] => [name, []]));
  for (let turn = 0; turn < processes; turn += 1) {
    for (const name of names) {
      const bundle = join(root, 'dist', 'functions', `${name}.mjs`);
      const { stdout } = await run(process.execPath, ['--input-type=module', '-e', importOnce, bundle]);
      loads.get(name)?.push(Number(stdout));
    }
  }
  return loads;
}
