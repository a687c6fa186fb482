// What it takes to take a run back: the plan that is its inverse, made against LeanIX as it is now, to be applied
// like any other; or the going on with such a plan that was stopped in the middle.
import type { FactSheet } from '../core/model.ts';
import { type DoneChange, inversePlan } from '../core/plan/inverse.ts';
import { type Change, isBeside } from '../core/plan/plan.ts';
import { LandbridgeError } from '../errors.ts';
import { readRecords } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import { selectionBeside } from './by-selection.ts';
import type { Burst, StepContext } from './context.ts';
import { readOutcomes } from './journal.ts';
import { readLinks } from './links.ts';
import { doneOf } from './outcomes.ts';
import { planHash } from './plan-hash.ts';
import { pinnedWorkspaceOf, readTargetNow } from './read-target.ts';
import { keptInStore } from './report.ts';
import { type Run, readLastRun, readRun } from './run.ts';
import { type GivenPlan, isTakenUp, isUnfinished, type StartRequest } from './start.ts';
import { trusted } from './trusted.ts';
import { withFlow } from './with-flow.ts';

/** @throws PLAN_RUN_UNKNOWN */
export async function readUndoable(store: Store | undefined, id: string): Promise<Run> {
  const run = store && (await readRun(store, id));
  if (run === undefined) throw new LandbridgeError('PLAN_RUN_UNKNOWN', { run: id });
  return run;
}

/** @throws PLAN_RUN_UNKNOWN, PLAN_UNFINISHED, PLAN_NOTHING_WRITTEN, PLAN_OTHER_WORKSPACE, PLAN_FLOW_HELD */
export async function undoRequest(context: StepContext, id: string): Promise<StartRequest> {
  const { store } = context;
  const run = await readUndoable(store, id);
  const last = await readLastRun(store, run.flow);
  if (last !== undefined && isUnfinished(last) && isTakenUp(context, last)) {
    if (last.undoes === id) return { kind: 'sync' };
    throw new LandbridgeError('PLAN_UNFINISHED', { flow: run.flow, run: last.id });
  }
  if (run.state === 'running') throw new LandbridgeError('PLAN_UNFINISHED', { flow: run.flow, run: id });
  const given = await withFlow(context, run.flow, (burst) => planUndo(context, run, burst));
  return { kind: 'apply', given };
}

async function planUndo(context: StepContext, run: Run, burst: Burst): Promise<GivenPlan> {
  const { store, rules, time } = context;
  const { flow } = run;
  const { idField } = rules;
  const done = await readDone(store, run);
  if (done.length === 0) throw new LandbridgeError('PLAN_NOTHING_WRITTEN', { run: run.id, state: run.state });
  const workspaceId = await pinnedWorkspaceOf(context);
  if (run.workspace?.id !== workspaceId) {
    throw new LandbridgeError('PLAN_OTHER_WORKSPACE', {
      run: run.id,
      plan: run.workspace?.id ?? '',
      workspace: workspaceId,
    });
  }
  const { inventory, canSee } = await readTargetNow(context, { workspaceId, flow }, burst);
  const links = await readLinks(store, workspaceId, flow);
  const rows = new Map(await inventory.rows());
  for (const row of await readBeside(context, done)) rows.set(row.id, row);
  const plan = inversePlan({ done, inventory: rows, links, idField, run: run.id, canSee });
  const origin = { flow, workspaceId, rulesVersion: rules.version };
  const isRedo = run.undoes !== undefined && run.releases !== true;
  return {
    plan,
    hash: planHash(plan, origin),
    rulesVersion: rules.version,
    workspaceId,
    madeAt: new Date(time.now()).toISOString(),
    undoes: run.id,
    ...(isRedo && { releases: true }),
  };
}

/** What was made along is in no inventory of the flow. */
async function readBeside({ leanIx, rules }: StepContext, done: readonly DoneChange[]): Promise<FactSheet[]> {
  const idsByType = new Map<string, string[]>();
  for (const { change, factSheetId } of done) {
    if (!isBeside(change) || !('type' in change) || change.type === undefined) continue;
    idsByType.set(change.type, [...(idsByType.get(change.type) ?? []), factSheetId]);
  }
  const found: FactSheet[] = [];
  for (const [type, ids] of idsByType) {
    found.push(...(await leanIx.findFactSheets(selectionBeside(type, rules.idField), { ids })));
  }
  return found;
}

/** What was written of the run, whatever became of the rest of it. */
async function readDone(store: Store, run: Run): Promise<DoneChange[]> {
  if (run.plan === undefined || run.kind === 'plan') return [];
  const outcomes = await readOutcomes(store, run.id);
  const done: DoneChange[] = [];
  for await (const record of readRecords(store, run.plan.changes)) {
    const change = trusted<Change>(record);
    const kept = keptInStore(change, run);
    const written = doneOf(change, outcomes) ?? (kept && { change, outcome: kept });
    if (written === undefined) continue;
    done.push({ change: written.change, factSheetId: written.outcome.id });
  }
  return done;
}
