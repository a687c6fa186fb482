// First step: fetches or renews the tokens of all systems of the run, so that wrong credentials fail here,
// before anything is read.
import { LandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import type { Burst, StepContext } from './context.ts';
import { pinnedWorkspaceOf } from './read-target.ts';
import { addRequests, advanceRun, type Run } from './run.ts';

export async function token(context: StepContext, run: Run, burst: Burst): Promise<Message[]> {
  const { store, sources, leanIx, meter } = context;
  const readsSources = run.kind !== 'apply' && run.kind !== 'decide';
  const needed = readsSources ? [...sources, leanIx] : [leanIx];
  // Side by side; where one is refused, no other is left asking.
  const asked = await Promise.allSettled(needed.map((system) => system.checkToken()));
  for (const token of asked) if (token.status === 'rejected') throw token.reason;
  const workspace = await leanIx.workspace();
  await workspaceOf(context, run);
  burst.ensureHeld();
  await advanceRun(store, run, (current) => ({
    ...current,
    step: readsSources ? 'pull' : 'match',
    workspace,
    requests: addRequests(current, meter.drain()),
  }));
  if (!readsSources) return [{ run: run.id, flow: run.flow, step: 'match' }];
  return sources.map(({ tenant }) => ({ run: run.id, flow: run.flow, step: 'pull', source: tenant }));
}

/** @throws CFG_WORKSPACE; LX_WORKSPACE_CHANGED when the binding leads elsewhere than when the run began */
export async function workspaceOf(context: StepContext, run: Run): Promise<string> {
  const id = await pinnedWorkspaceOf(context);
  if (run.workspace !== undefined && run.workspace.id !== id) {
    throw new LandbridgeError('LX_WORKSPACE_CHANGED', { before: run.workspace.name, workspace: id });
  }
  return id;
}
