// `npm test`: the checks, then the tests whether or not the checks passed. The last line, alone, is the count.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './checks/run-checks.ts';
import { countTests, renderCount } from './count-tests.ts';
import { runTool } from './run-tool.ts';

const root = process.cwd();
const checksPassed = await runChecks(root, console.log);

const folder = mkdtempSync(join(tmpdir(), 'landbridge-test-'));
const reportFile = join(folder, 'report.json');
const { exitCode: vitestExitCode } = await runTool({
  root,
  tool: 'vitest/vitest.mjs',
  args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
  show: true,
});
const count = countTests({ report: readReport(), vitestExitCode, checksPassed });
rmSync(folder, { recursive: true });

process.exitCode = count.failed === 0 ? 0 : 1;
console.log(renderCount(count));

function readReport(): string | undefined {
  try {
    return readFileSync(reportFile, 'utf8');
  } catch {
    return undefined;
  }
}
