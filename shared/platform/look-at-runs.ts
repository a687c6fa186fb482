// Runs looked up in the store of a cloud, without asking any system.
import { LandbridgeError } from '../errors.ts';
import { openStore } from './open-store.ts';
import { type RunStatus, tellRun } from './tell-run.ts';

/** The latest first. */
const most = 50;

export async function latestRuns(flow?: string): Promise<RunStatus[]> {
  const { listRuns } = await import('../steps/run.ts');
  const store = await openStore();
  try {
    const runs = await listRuns(store);
    return runs
      .filter((run) => flow === undefined || run.flow === flow)
      .slice(0, most)
      .map(tellRun);
  } finally {
    await store.close();
  }
}

export interface RunSeen extends RunStatus {
  /** What it came across that is no item's outcome, such as an id that was asked for and is not there. */
  notes: readonly string[];
}

/** @param name of a run, or of a flow for its last one. @throws HOOK_NOT_FOUND */
export async function lookAtRun(name: string): Promise<RunSeen> {
  const { readLastRun, readRun } = await import('../steps/run.ts');
  const store = await openStore();
  try {
    const run = (await readRun(store, name)) ?? (await readLastRun(store, name));
    if (run === undefined) throw new LandbridgeError('HOOK_NOT_FOUND', { run: name });
    return { ...tellRun(run), notes: run.report?.notes ?? [] };
  } finally {
    await store.close();
  }
}
