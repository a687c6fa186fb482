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

/** @param name of a run, or of a flow for its last one. @throws HOOK_NOT_FOUND */
export async function lookAtRun(name: string): Promise<RunStatus> {
  const { readLastRun, readRun } = await import('../steps/run.ts');
  const store = await openStore();
  try {
    const run = (await readRun(store, name)) ?? (await readLastRun(store, name));
    if (run === undefined) throw new LandbridgeError('HOOK_NOT_FOUND', { run: name });
    return tellRun(run);
  } finally {
    await store.close();
  }
}
