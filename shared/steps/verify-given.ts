// Before a plan that was made earlier is applied: is it whole, for this workspace and configuration, young enough,
// and is every fact sheet still as it was? It is applied exactly, or not at all.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { targetOf } from '../core/map/target.ts';
import type { FactSheet } from '../core/model.ts';
import { guardChanges, guardRemovals } from '../core/plan/guard.ts';
import { type Change, isBeside, isMaking } from '../core/plan/plan.ts';
import { normalName } from '../core/text.ts';
import { LandbridgeError } from '../errors.ts';
import { readRecords } from '../store/blobs.ts';
import { bySelection } from './by-selection.ts';
import { checkPlan } from './check-plan.ts';
import type { Burst, StepContext } from './context.ts';
import { knownDataModel } from './data-model.ts';
import { guardWorkspace } from './guard-workspace.ts';
import { readInventory, selectionOf } from './inventory.ts';
import { countLinks } from './links.ts';
import { readPlan } from './read-plan.ts';
import { type PlanHead, planLifeMs, type Run } from './run.ts';
import { trusted } from './trusted.ts';

const mostNamed = 10;

/** @throws PLAN_OTHER_WORKSPACE, PLAN_OTHER_RULES, PLAN_EXPIRED, PLAN_DAMAGED, PLAN_OUTDATED, and what guards throw */
export async function verifyGiven(
  context: StepContext,
  run: Run,
  workspaceId: string,
  { ensureHeld }: Pick<Burst, 'ensureHeld'>,
): Promise<PlanHead> {
  const { store, rules, time } = context;
  if (run.givenFor !== workspaceId) {
    throw new LandbridgeError('PLAN_OTHER_WORKSPACE', { plan: run.givenFor ?? '', workspace: workspaceId });
  }
  if (run.plan !== undefined && run.plan.rulesVersion !== rules.version) {
    throw new LandbridgeError('PLAN_OTHER_RULES', { flow: run.flow });
  }
  const plan = await checkPlan(store, run, { workspaceId, rulesVersion: rules.version });
  const ageMs = Math.abs(time.now() - Date.parse(plan.madeAt));
  if (!(ageMs < planLifeMs)) throw new LandbridgeError('PLAN_EXPIRED', { madeAt: plan.madeAt });
  // To take a run back is a person's own wish, whatever its size.
  if (run.undoes === undefined && run.approved !== plan.hash) {
    const linked = await countLinks(store, workspaceId, run.flow);
    const whole = await readPlan(store, plan);
    await guardWorkspace(context, { workspaceId, flow: run.flow }, whole.changes.length);
    guardRemovals(whole, linked, rules);
    guardChanges(whole, linked === 0, rules);
  }

  const { model } = await knownDataModel(context, workspaceId);
  const selection = selectionOf(targetOf(rules, model));
  const inventory = await readInventory(context, { workspaceId, flow: run.flow }, selection, ensureHeld);
  const find = createFinder(await inventory.rows());
  const changed: string[] = [];
  const beside: Change[] = [];
  for await (const record of readRecords(store, plan.changes)) {
    const change = trusted<Change>(record);
    if (isBeside(change)) beside.push(change);
    else if (find(change)) changed.push(change.name);
  }
  changed.push(...(await changedBeside(context, beside, selection)));
  if (changed.length === 0) return plan;
  const more = changed.length > mostNamed ? ` and ${changed.length - mostNamed} more` : '';
  throw new LandbridgeError('PLAN_OUTDATED', {
    changed: changed.length,
    factSheets: `${changed.slice(0, mostNamed).join('; ')}${more}`,
  });
}

/** The same of those that no inventory of the flow holds. */
async function changedBeside(
  { leanIx }: StepContext,
  changes: readonly Change[],
  own: FactSheetSelection,
): Promise<string[]> {
  const changed: string[] = [];
  for (const [selection, some] of bySelection(changes, own)) {
    const externalIds = some.flatMap((change) => (isMaking(change) ? [change.item] : []));
    const ids = some.flatMap((change) => (isMaking(change) ? [] : [change.factSheetId]));
    const made = externalIds.length === 0 ? [] : await leanIx.findFactSheets(selection, { externalIds });
    const known = ids.length === 0 ? [] : await leanIx.findFactSheets(selection, { ids });
    const find = createFinder(new Map([...made, ...known].map((row) => [row.id, row])));
    changed.push(...some.filter(find).map(({ name }) => name));
  }
  return changed;
}

/** Whether the fact sheet of a change is not as the plan saw it; of one to be made: whether there is one now. */
function createFinder(rows: ReadonlyMap<string, FactSheet>): (change: Change) => boolean {
  const externalIds = new Set<string>();
  const names = new Set<string>();
  for (const { externalId, name, status } of rows.values()) {
    if (externalId !== '') externalIds.add(externalId);
    if (status === 'ACTIVE') names.add(normalName(name));
  }
  return (change) =>
    isMaking(change)
      ? externalIds.has(change.item) || names.has(normalName(change.name))
      : rows.get(change.factSheetId)?.rev !== change.rev;
}
