// The last line of `npm test`, counted from vitest's JSON report. Whatever went wrong outside a test (a file
// that cannot be loaded, an unhandled error, a failed check, a run without tests) counts as a failed one. Pure.
import * as z from 'zod/mini';

const Report = z.object({
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

export interface TestCount {
  passed: number;
  failed: number;
  skipped: number;
}

export interface TestRun {
  /** The text of the report; undefined when vitest left none. */
  report: string | undefined;
  vitestExitCode: number;
  checksPassed: boolean;
}

export function countTests({ report, vitestExitCode, checksPassed }: TestRun): TestCount {
  const count = countReport(report);
  if (count.failed === 0 && (vitestExitCode !== 0 || count.passed === 0)) count.failed += 1;
  if (!checksPassed) count.failed += 1;
  return count;
}

export function renderCount({ passed, failed, skipped }: TestCount): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function countReport(text: string | undefined): TestCount {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const report = Report.safeParse(parse(text));
  if (!report.success) return { ...count, failed: 1 };
  for (const file of report.data.testResults) {
    const failedBefore = count.failed;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') count.passed += 1;
      else if (status === 'failed') count.failed += 1;
      else count.skipped += 1;
    }
    if (file.status === 'failed' && count.failed === failedBefore) count.failed += 1;
  }
  return count;
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
