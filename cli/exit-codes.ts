// What the exit code of every verb means; scripts rely on it.
import type { Run } from '../shared/steps/run.ts';

export const exitCodes = { done: 0, failed: 1, usage: 2, partial: 3, refused: 4 } as const;

export function exitCodeOf({ state }: Run): number {
  return state === 'running' ? exitCodes.failed : exitCodes[state];
}

/** For errors that kept a run from starting. */
export function exitCodeOfError(code: string): number {
  // The path given with --state is usage too.
  const isWrongState = code === 'STORE_UNREADABLE' || code === 'STORE_SCHEMA_NEWER';
  if (code.startsWith('CFG_') || isWrongState) return exitCodes.usage;
  return code === 'PLAN_FLOW_HELD' ? exitCodes.refused : exitCodes.failed;
}
