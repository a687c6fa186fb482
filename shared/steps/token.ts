// First step: fetches or renews the tokens of all systems of the run, so that wrong credentials fail here,
// before anything is read.
import { LandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import type { Burst, StepContext } from './context.ts';
import { addRequests, type Run, updateRun } from './run.ts';

export async function token(context: StepContext, run: Run, burst: Burst): Promise<Message[]> {
  const { store, sources, leanIx, meter } = context;
  await Promise.all([...sources.map((source) => source.checkToken()), leanIx.checkToken()]);
  const workspace = await leanIx.workspace();
  burst.ensureHeld();
  await updateRun(store, run.id, (current) => ({
    ...current,
    step: 'pull',
    workspace,
    requests: addRequests(current, meter.drain()),
  }));
  return sources.map(({ tenant }) => ({ run: run.id, flow: run.flow, step: 'pull', source: tenant }));
}

/** @throws LX_WORKSPACE_CHANGED when the binding leads elsewhere than when the run began. */
export async function workspaceOf({ leanIx }: StepContext, run: Run): Promise<string> {
  const { id } = await leanIx.workspace();
  if (run.workspace !== undefined && run.workspace.id !== id) {
    throw new LandbridgeError('LX_WORKSPACE_CHANGED', { before: run.workspace.name, workspace: id });
  }
  return id;
}
