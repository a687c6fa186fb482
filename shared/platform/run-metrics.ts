// The numbers of a run that has ended, under the names they have on every platform. Pure.
import type { Run } from '../steps/run.ts';

export function metricsOf({ state, startedAt, endedAt, report, requests }: Run): Record<string, number> {
  const isFailure = state === 'failed' || state === 'refused';
  const counts = Object.entries(report?.counts ?? {}).map(([outcome, count]) => [
    outcome === 'items' ? 'landbridge_items' : `landbridge_items_${outcome}`,
    count,
  ]);
  const asked = Object.entries(requests).map(([system, count]) => [
    `landbridge_requests_${system.replaceAll('-', '_')}`,
    count.requests,
  ]);
  return {
    landbridge_runs: 1,
    landbridge_runs_failed: isFailure ? 1 : 0,
    ...(endedAt !== undefined && { landbridge_run_ms: Date.parse(endedAt) - Date.parse(startedAt) }),
    ...Object.fromEntries(counts),
    ...Object.fromEntries(asked),
  };
}
