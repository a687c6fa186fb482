// What the exit code of every verb means; scripts rely on it.
import type { Run } from '../shared/steps/run.ts';

export const exitCodes = { done: 0, failed: 1, usage: 2, partial: 3, refused: 4 } as const;

export function exitCodeOf({ state, problem }: Run): number {
  // A mistake in the file that only the workspace could show.
  if (state === 'failed' && problem?.code === 'CFG_MAPPING') return exitCodes.usage;
  if (state === 'running') return exitCodes.failed;
  return state === 'planned' ? exitCodes.done : exitCodes[state];
}

/** A path or address on the command line that leads to the wrong thing is usage too. */
const aboutArguments: ReadonlySet<string> = new Set([
  'STORE_UNREADABLE',
  'STORE_SCHEMA_NEWER',
  'STORE_OCCUPIED',
  'STORE_EXPORT_UNREADABLE',
  'STORE_FACT_SHEET_UNKNOWN',
  'STORE_FACT_SHEET_AMBIGUOUS',
  'PLAN_FILE_UNREADABLE',
  'PLAN_RUN_UNKNOWN',
  'PLAN_NOT_HELD',
  'PLAN_HELD_AMBIGUOUS',
  'JOB_NO_ADDRESS',
  'CALM_INSTANCE_NAME',
]);

/** What keeps a run from beginning as a guard keeps it from writing. */
const refusals: ReadonlySet<string> = new Set([
  'PLAN_FLOW_HELD',
  'PLAN_UNFINISHED',
  'PLAN_EDITED',
  'PLAN_GUARDED',
  'PLAN_NOTHING_WRITTEN',
  'PLAN_OTHER_WORKSPACE',
  'INBOX_FIRST_RUN',
]);

export function isRefusal(code: string): boolean {
  return refusals.has(code);
}

/** For errors that kept a run from starting. */
export function exitCodeOfError(code: string): number {
  if (isRefusal(code)) return exitCodes.refused;
  return /^(CFG|INBOX)_/.test(code) || aboutArguments.has(code) ? exitCodes.usage : exitCodes.failed;
}
