// After the last batch: what was written becomes links and inventory, so that the next run knows it. May be
// done again after a crash; the same outcomes give the same state.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import type { Link } from '../core/link.ts';
import { factSheetAfter, linkAfter, mutationOf } from '../core/plan/mutation.ts';
import type { Change } from '../core/plan/plan.ts';
import type { Outcome } from '../core/report.ts';
import { readRecords } from '../store/blobs.ts';
import type { Burst, StepContext } from './context.ts';
import { loadRows, readInventoryHead, saveInventory } from './inventory-store.ts';
import { readLinks, saveLinks } from './links.ts';
import type { PlanHead, Run } from './run.ts';
import { trusted } from './trusted.ts';

interface Settlement {
  workspaceId: string;
  selection: FactSheetSelection;
  outcomes: ReadonlyMap<string, Outcome>;
  burst: Burst;
}

export async function settle(
  context: StepContext,
  run: Run,
  plan: PlanHead,
  { workspaceId, selection, outcomes, burst }: Settlement,
): Promise<void> {
  const { store } = context;
  const links = await readLinks(store, workspaceId, run.flow);
  const head = await readInventoryHead(store, workspaceId, selection, context.time.now());
  // Where no inventory is kept, the next run reads it all.
  const rows = head === undefined ? undefined : await loadRows(store, head);
  for await (const record of readRecords(store, plan.changes)) {
    const change = trusted<Change>(record);
    const outcome = outcomes.get(change.item);
    if (outcome?.state === 'written') {
      const former = rows?.get(outcome.id);
      if (former === undefined || former.rev < outcome.rev) {
        rows?.set(outcome.id, factSheetAfter(change, outcome, former));
      }
    }
    const link = settledLink(change, outcome, run.id, links.get(change.item));
    if (link !== undefined) links.set(change.item, link);
  }
  burst.ensureHeld();
  if (head !== undefined && rows !== undefined) {
    const savedAt = new Date(context.time.now()).toISOString();
    await saveInventory(store, workspaceId, selection, { ...head, rows, savedAt });
  }
  burst.ensureHeld();
  await saveLinks(store, workspaceId, run.flow, links);
}

/** A link without anything to write needs no answer of LeanIX to hold. */
function settledLink(
  change: Change,
  outcome: Outcome | undefined,
  run: string,
  former: Link | undefined,
): Link | undefined {
  if (outcome?.state === 'written') return linkAfter(change, outcome.id, run, former);
  if (change.op === 'link' && mutationOf(change) === undefined) {
    return linkAfter(change, change.factSheetId, run, former);
  }
  return undefined;
}
