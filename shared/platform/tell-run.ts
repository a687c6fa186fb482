// What became of a run, as the functions answer it: data for programs and a sentence for people. Names no item and
// nobody.
import type { ReportHead, Run } from '../steps/run.ts';

export interface RunStatus {
  run: string;
  flow: string;
  kind: Run['kind'];
  state: Run['state'];
  step: Run['step'];
  startedAt: string;
  endedAt?: string;
  /** What became of the items, once it has ended. */
  counts?: ReportHead['counts'];
  /** What stopped it. */
  problem?: { code: string; message: string };
  /** Hash of its plan, for whoever approves it. */
  planHash?: string;
  message: string;
}

export function tellRun(run: Run): RunStatus {
  const { id, flow, kind, state, step, startedAt, endedAt, problem, report, plan } = run;
  return {
    run: id,
    flow,
    kind,
    state,
    step,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(report !== undefined && { counts: report.counts }),
    ...(problem !== undefined && { problem: { code: problem.code, message: problem.message } }),
    ...(plan !== undefined && { planHash: plan.hash }),
    message: sentenceOf(run),
  };
}

function sentenceOf({ flow, state, step, report, plan, problem }: Run): string {
  if (state === 'running') return `The run of ${flow} is under way: step ${step}.`;
  const counts = Object.entries(report?.counts ?? {}).flatMap(([outcome, count]) =>
    count > 0 ? [`${count} ${outcome}`] : [],
  );
  const changes = Object.entries(plan?.byOp ?? {}).flatMap(([op, count]) =>
    count > 0 ? [`${count} ${op}`] : [],
  );
  if (state === 'planned') return `The plan of ${flow} holds ${changes.join(', ') || 'no change'}.`;
  const came = `The run of ${flow} is ${state}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}.`;
  return problem === undefined ? came : `${came} ${problem.message}`;
}
