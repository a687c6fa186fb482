// The numbers of a run as CloudWatch takes them out of a log line (embedded metric format).
import { afterEach, expect, it, vi } from 'vitest';
import { logMetrics } from '../../../shared/platform/log.ts';
import { metricsOf } from '../../../shared/platform/run-metrics.ts';
import type { Run } from '../../../shared/steps/run.ts';

afterEach(() => vi.restoreAllMocks());

const run: Run = {
  id: 'r1',
  flow: 'landscape',
  kind: 'sync',
  state: 'failed',
  step: 'write',
  startedAt: '2026-11-28T01:00:00.000Z',
  endedAt: '2026-11-28T01:00:12.500Z',
  retentionMs: 1,
  pulls: {},
  requests: { 'cloud-alm': { requests: 3, bytes: 10 }, leanix: { requests: 7, bytes: 20 } },
};

function written(): Record<string, unknown> {
  const lines = vi.spyOn(console, 'info').mockImplementation(() => undefined);
  logMetrics('run ended', { run: 'r1' }, { dimensions: { flow: 'landscape' }, values: metricsOf(run) });
  return JSON.parse(lines.mock.calls[0]?.[0]);
}

const values = {
  landbridge_runs: 1,
  landbridge_runs_failed: 1,
  landbridge_run_ms: 12_500,
  landbridge_requests_cloud_alm: 3,
  landbridge_requests_leanix: 7,
};

it('stand in the line, and on AWS beside what says that they are metrics', () => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'landbridge-dev-report');
  const line = written();
  expect(line).toMatchObject({ ...values, event: 'run ended', run: 'r1', flow: 'landscape' });
  const { _aws: directive } = line;
  expect(directive).toEqual({
    Timestamp: expect.any(Number),
    CloudWatchMetrics: [
      {
        Namespace: 'landbridge',
        Dimensions: [[], ['flow']],
        Metrics: Object.keys(values).map((Name) => ({
          Name,
          Unit: Name.endsWith('_ms') ? 'Milliseconds' : 'Count',
        })),
      },
    ],
  });
});

it('are only told where nobody makes metrics of them', () => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', '');
  expect(written()).toMatchObject(values);
  expect(written()).not.toHaveProperty('_aws');
});
