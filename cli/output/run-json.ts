// The one JSON object of the verbs that write. Its shape is a contract with other people's scripts.
import { emptyReport, type Problem, type Report } from '../../shared/core/report.ts';
import { describeError, type LandbridgeError } from '../../shared/errors.ts';
import { countPulled, type PlanHead, type Run } from '../../shared/steps/run.ts';
import { isRefusal } from '../exit-codes.ts';

export interface RunJson {
  run: { id: string | null; flow: string; state: string; startedAt: string | null; endedAt: string | null };
  /** What a guard stopped, or was only planned, by kind of change; only where there is such a plan. */
  plan?: {
    hash: string;
    create: number;
    link: number;
    update: number;
    retire: number;
    /** Only where there are any: fact sheets of released items. */
    recover?: number;
    /** What it leaves out, by reason. */
    skipped: Report['skipped'];
  };
  /** The run that this one took back. */
  undoes?: string;
  /** That was itself taking back: its items go on again. */
  releases?: boolean;
  counts: Report['counts'];
  retired: number;
  /** Of a run that took back another: fact sheets put away, pairs dissolved. */
  archived?: number;
  unlinked?: number;
  /** Among the updated: fact sheets brought back from where we put them; only where there are any. */
  recovered?: number;
  missing: number;
  /** Requests by system, token calls and retries among them. */
  requests: Record<string, number>;
  refused?: Problem;
  error?: Problem;
  failures: Report['failures'];
  conflicts: Report['conflicts'];
  skipped: Report['skipped'];
  sources: { tenant: string; state: string; items: number; problem?: Problem }[];
  notes: Report['notes'];
}

export function runJson(run: Run, report: Report = emptyReport(countPulled(run))): RunJson {
  const { problem } = run;
  const requests = Object.entries(run.requests).map(
    ([system, traffic]) => [system, traffic.requests] as const,
  );
  return {
    run: {
      id: run.id,
      flow: run.flow,
      state: run.state,
      startedAt: run.startedAt,
      endedAt: run.endedAt ?? null,
    },
    ...((run.state === 'refused' || run.state === 'planned') &&
      run.plan !== undefined && {
        plan: { hash: run.plan.hash, ...countsOf(run.plan.byOp), skipped: run.plan.tally.skipped },
      }),
    ...(run.undoes !== undefined && { undoes: run.undoes, releases: run.releases === true }),
    counts: report.counts,
    retired: report.retired,
    ...(run.undoes !== undefined && { archived: report.archived, unlinked: report.unlinked }),
    ...(report.recovered > 0 && { recovered: report.recovered }),
    missing: report.missing,
    requests: { 'cloud-alm': 0, leanix: 0, ...Object.fromEntries(requests) },
    ...(problem !== undefined && (run.state === 'refused' ? { refused: problem } : { error: problem })),
    failures: report.failures,
    conflicts: report.conflicts,
    skipped: report.skipped,
    sources: Object.entries(run.pulls).map(([tenant, pull]) => ({
      tenant,
      state: pull.state,
      items: pull.count,
      ...(pull.problem !== undefined && { problem: pull.problem }),
    })),
    notes: report.notes,
  };
}

function countsOf({ create, link, update, retire, recover = 0 }: PlanHead['byOp']) {
  return { create, link, update, retire, ...(recover > 0 && { recover }) };
}

/** The same object when no run came to its end; `held` is the one that is still under way, here or elsewhere. */
export function errorJson(flow: string, error: LandbridgeError, held: Run | undefined): RunJson {
  const problem = { code: error.code, message: describeError(error) };
  const isRefused = isRefusal(error.code);
  const empty = emptyReport(0);
  return {
    run: {
      id: held?.id ?? null,
      flow,
      state: held?.state ?? (isRefused ? 'refused' : 'failed'),
      startedAt: held?.startedAt ?? null,
      endedAt: held?.endedAt ?? null,
    },
    counts: empty.counts,
    retired: 0,
    missing: 0,
    requests: { 'cloud-alm': 0, leanix: 0 },
    ...(isRefused ? { refused: problem } : { error: problem }),
    failures: [],
    conflicts: [],
    skipped: {},
    sources: [],
    notes: [],
  };
}
