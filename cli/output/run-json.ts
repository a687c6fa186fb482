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
    /** Only where there are any: what the changes need besides, fact sheets to relate to and tags. */
    prepare?: number;
    /** Only where there are any: fact sheets put away, or brought back because their items go on. */
    archive?: number;
    recover?: number;
    /** What it leaves out, by reason. */
    skipped: Report['skipped'];
  };
  /** The run that this one took back. */
  undoes?: string;
  /** That was itself taking back: its items go on again. */
  releases?: boolean;
  /** A small run for items that a person decided on. */
  decides?: true;
  counts: Report['counts'];
  retired: number;
  /** Of a run that took back another: fact sheets put away, pairs dissolved. Put away by another only where there are any. */
  archived?: number;
  unlinked?: number;
  /** What was made along for others to lead to: fact sheets, tags; only where there are any. */
  prepared?: number;
  /** Among the updated: fact sheets brought back from where we put them; only where there are any. */
  recovered?: number;
  missing: number;
  /** Items of the flow that wait for a person: landbridge inbox. */
  waiting: number;
  /** Requests by system, the one that the flow reads and LeanIX, token calls and retries among them. */
  requests: Record<string, number>;
  refused?: Problem;
  error?: Problem;
  failures: Report['failures'];
  conflicts: Report['conflicts'];
  /** What a person must make or choose before a fact sheet can follow its source; they wait in the inbox. */
  reviews: Report['conflicts'];
  skipped: Report['skipped'];
  sources: { tenant: string; state: string; items: number; problem?: Problem }[];
  notes: Report['notes'];
}

export function runJson(run: Run, report: Report = emptyReport(countPulled(run))): RunJson {
  const { problem, system = 'cloud-alm' } = run;
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
    ...(run.kind === 'decide' && { decides: true as const }),
    counts: report.counts,
    retired: report.retired,
    ...((run.undoes !== undefined || report.archived > 0) && { archived: report.archived }),
    ...(run.undoes !== undefined && { unlinked: report.unlinked }),
    ...((report.prepared ?? 0) > 0 && { prepared: report.prepared }),
    ...(report.recovered > 0 && { recovered: report.recovered }),
    missing: report.missing,
    waiting: run.report?.waiting ?? 0,
    requests: { [system]: 0, leanix: 0, ...Object.fromEntries(requests) },
    ...(problem !== undefined && (run.state === 'refused' ? { refused: problem } : { error: problem })),
    failures: report.failures,
    conflicts: report.conflicts.filter(({ isReview }) => !isReview),
    reviews: report.conflicts.filter(({ isReview }) => isReview),
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

function countsOf({ prepare = 0, create, link, update, retire, archive = 0, recover = 0 }: PlanHead['byOp']) {
  return {
    ...(prepare > 0 && { prepare }),
    create,
    link,
    update,
    retire,
    ...(archive > 0 && { archive }),
    ...(recover > 0 && { recover }),
  };
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
    waiting: 0,
    requests: { 'cloud-alm': 0, leanix: 0 },
    ...(isRefused ? { refused: problem } : { error: problem }),
    failures: [],
    conflicts: [],
    reviews: [],
    skipped: {},
    sources: [],
    notes: [],
  };
}
