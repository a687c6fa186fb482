import { describe, expect, it } from 'vitest';
import { countTests, renderCount } from '../../../scripts/count-tests.ts';

const report = (...files: { status: string; tests: string[] }[]) =>
  JSON.stringify({
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: tests.map((test) => ({ status: test })),
    })),
  });
const green = report({ status: 'passed', tests: ['passed', 'passed', 'skipped', 'todo', 'pending'] });

describe('the last line of npm test', () => {
  it('counts the tests of the report', () => {
    const count = countTests({ report: green, vitestExitCode: 0, checksPassed: true });
    expect(renderCount(count)).toBe('2 passed, 0 failed, 3 skipped');
  });

  it.each([
    ['a failed check', { report: green, vitestExitCode: 0, checksPassed: false }, 1],
    ['an error outside any test', { report: green, vitestExitCode: 1, checksPassed: true }, 1],
    ['a report that is missing', { report: undefined, vitestExitCode: 1, checksPassed: true }, 1],
    ['a report that is cut off', { report: green.slice(0, 40), vitestExitCode: 0, checksPassed: true }, 1],
    ['a run without tests', { report: report(), vitestExitCode: 0, checksPassed: true }, 1],
    [
      'a file that cannot be loaded',
      {
        report: report({ status: 'failed', tests: [] }, { status: 'passed', tests: ['passed'] }),
        vitestExitCode: 1,
        checksPassed: true,
      },
      1,
    ],
    [
      'failed tests, each once',
      {
        report: report({ status: 'failed', tests: ['failed', 'failed', 'passed'] }),
        vitestExitCode: 1,
        checksPassed: true,
      },
      2,
    ],
  ])('counts %s as failed', (_what, run, failed) => {
    expect(countTests(run).failed).toBe(failed);
  });
});
