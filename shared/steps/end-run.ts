// Ends a run that cannot go on: with the error that stopped it and whatever report there can be.
import type { ErrorCode } from '../error-codes.ts';
import { describeError, type LandbridgeError } from '../errors.ts';
import type { StepContext } from './context.ts';
import { reportEnd } from './report.ts';
import { addRequests, type ReportHead, type Run, updateRun } from './run.ts';

const guards: ReadonlySet<ErrorCode> = new Set([
  'CFG_WORKSPACE',
  'PLAN_SOURCE_EMPTY',
  'PLAN_SOURCE_PARTIAL',
  'PLAN_SOURCE_SHRUNKEN',
  'PLAN_REMOVAL_LIMIT',
  'PLAN_CHANGE_LIMIT',
  'PLAN_FIRST_RUN',
  'PLAN_OTHER_WORKSPACE',
  'PLAN_WORKSPACE_CHANGED',
  'PLAN_OTHER_RULES',
  'PLAN_EXPIRED',
  'PLAN_OUTDATED',
]);

/** @returns the run as it ended. */
export async function endRun(
  context: Pick<StepContext, 'store' | 'time' | 'meter'>,
  runId: string,
  error: LandbridgeError,
): Promise<Run> {
  const { store, time, meter } = context;
  const report = await reportIfPossible(context, runId);
  return updateRun(store, runId, (current) => ({
    ...current,
    state: guards.has(error.code) ? 'refused' : 'failed',
    endedAt: new Date(time.now()).toISOString(),
    requests: addRequests(current, meter.drain()),
    ...(report !== undefined && { report }),
    problem: { code: error.code, message: describeError(error) },
  }));
}

/** A run whose stored parts are lost must end all the same, or it would be taken up again for ever. */
async function reportIfPossible(
  context: Pick<StepContext, 'store'>,
  runId: string,
): Promise<ReportHead | undefined> {
  try {
    return await reportEnd(context, runId);
  } catch {
    return undefined;
  }
}
