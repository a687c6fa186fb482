// Runs vitest, shows what it says, and counts what its report holds; a report that is not there counts as a failure.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

export interface VitestRun {
  root: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

export async function runVitest({
  root,
  args = [],
  env = {},
}: VitestRun): Promise<{ vitestExitCode: number; report: string | undefined }> {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-test-'));
  const reportFile = join(folder, 'report.json');
  const { exitCode: vitestExitCode } = await runTool({
    root,
    tool: 'vitest/vitest.mjs',
    args: ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
    env,
    show: true,
  });
  const report = readReport(reportFile);
  rmSync(folder, { recursive: true });
  return { vitestExitCode, report };
}

function readReport(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
