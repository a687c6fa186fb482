// What was written becomes links and inventory, so that the next run knows it. May be done again after a crash
// or a failure; the same outcomes give the same state.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import type { Held } from '../core/held.ts';
import type { Link } from '../core/link.ts';
import type { FactSheet } from '../core/model.ts';
import { factSheetAfter, linkAfter, mutationOf } from '../core/plan/mutation.ts';
import type { Change } from '../core/plan/plan.ts';
import type { Outcome } from '../core/report.ts';
import { readRecords } from '../store/blobs.ts';
import type { StepContext } from './context.ts';
import { changeHeld, type HeldPlace } from './held.ts';
import { loadRows, readInventoryHead, saveInventory } from './inventory-store.ts';
import { readOutcomes } from './journal.ts';
import { changeLinks } from './links.ts';
import type { PlanHead, Run } from './run.ts';
import { trusted } from './trusted.ts';

interface Settlement {
  workspaceId: string;
  selection: FactSheetSelection;
  /** The plan is applied to its end; after a failure LeanIX is not asked once more. */
  isWhole: boolean;
}

export async function settle(
  context: StepContext,
  run: Run,
  plan: PlanHead,
  { workspaceId, selection, isWhole }: Settlement,
): Promise<void> {
  const { store, leanIx, time } = context;
  const place = { workspaceId, flow: run.flow };
  const head = await readInventoryHead(store, place, selection, time.now());
  // Where no inventory is kept, the next run reads it all.
  const rows = head === undefined ? undefined : await loadRows(store, head);
  const clashed: string[] = [];
  const takenBack: Pick<Held, 'item' | 'name' | 'factSheetId'>[] = [];
  await changeLinks(store, workspaceId, run.flow, async (links) => {
    const outcomes = await readOutcomes(store, run.id);
    for await (const record of readRecords(store, plan.changes)) {
      const change = trusted<Change>(record);
      const outcome = outcomes.get(change.item);
      const isMixed = outcome?.state === 'written' && outcome.isMixed === true;
      if (rows !== undefined && outcome?.state === 'written' && !isMixed) takeWritten(rows, change, outcome);
      const isClashed = isMixed || outcome?.state === 'conflict';
      if (isClashed && change.op !== 'create') clashed.push(change.factSheetId);
      const settled = settledOf(change, outcome);
      if (settled === undefined) continue;
      const { item, name } = change;
      const former = links.get(item) ?? takeOver(links, settled.change);
      const link = linkAfter(settled.change, settled.id, run.id, former, settled.rev);
      if (link === undefined) links.delete(item);
      else links.set(item, link);
      takenBack.push({ item, name, factSheetId: settled.id });
    }
  });
  if (run.undoes !== undefined) await keepHeld(context, run, place, takenBack);
  if (head === undefined || rows === undefined) return;
  // The nightly read may stop before it comes to what somebody else wrote while we did.
  const seen = isWhole && clashed.length > 0 ? await leanIx.findFactSheets(selection, { ids: clashed }) : [];
  for (const row of seen) rows.set(row.id, row);
  const writtenAt = new Date(time.now()).toISOString();
  await saveInventory(store, place, selection, { ...head, rows, writtenAt });
}

/** A fact sheet has one link: a person gave that of an item that is gone to another one. */
function takeOver(links: Map<string, Link>, change: Change): Link | undefined {
  if (change.op !== 'link' || change.by !== 'decision') return undefined;
  const former = [...links.values()].find(({ factSheetId }) => factSheetId === change.factSheetId);
  if (former !== undefined) links.delete(former.item);
  return former;
}

function takeWritten(
  rows: Map<string, FactSheet>,
  change: Change,
  outcome: Extract<Outcome, { state: 'written' }>,
): void {
  const former = rows.get(outcome.id);
  if (former !== undefined && former.rev >= outcome.rev) return;
  rows.set(outcome.id, factSheetAfter(change, outcome, former));
}

/** What somebody else changed was not written. */
function withoutLeft(change: Change, left: readonly string[] = []): Change {
  return left.length === 0
    ? change
    : { ...change, fields: change.fields.filter(({ key }) => !left.includes(key)) };
}

/** What holds now; a change without anything to write needs no answer of LeanIX to hold. */
function settledOf(
  change: Change,
  outcome: Outcome | undefined,
): { change: Change; id: string; rev: number } | undefined {
  if (outcome?.state === 'written') {
    return { change: withoutLeft(change, outcome.left), id: outcome.id, rev: outcome.rev };
  }
  if (change.op === 'create' || mutationOf(change) !== undefined) return undefined;
  return { change, id: change.factSheetId, rev: change.rev };
}

/** Or let go again, where what was taken back was itself taking back. */
async function keepHeld(
  { store, time }: StepContext,
  { id: run, releases }: Run,
  place: HeldPlace,
  takenBack: readonly Pick<Held, 'item' | 'name' | 'factSheetId'>[],
): Promise<void> {
  const since = new Date(time.now()).toISOString();
  await changeHeld(store, place, (held) => {
    for (const entry of takenBack) {
      if (releases) held.delete(entry.item);
      else if (held.get(entry.item)?.run !== run) held.set(entry.item, { ...entry, run, since });
    }
  });
}
