// What was written becomes links and inventory, so that the next run knows it. May be done again after a crash
// or a failure; the same outcomes give the same state.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import type { Held } from '../core/held.ts';
import type { Link } from '../core/link.ts';
import type { FactSheet, Written } from '../core/model.ts';
import { forgetGivenUp, givenUpBy } from '../core/plan/give-up.ts';
import { factSheetAfter, isKeptInStore, linkAfter } from '../core/plan/mutation.ts';
import { laterRef } from '../core/plan/parts.ts';
import { type Change, isBeside, isMaking } from '../core/plan/plan.ts';
import type { Outcome } from '../core/report.ts';
import { readRecords } from '../store/blobs.ts';
import type { StepContext } from './context.ts';
import { changeHeld, type HeldPlace } from './held.ts';
import { loadRows, readInventoryHead, saveInventory } from './inventory-store.ts';
import { readOutcomes } from './journal.ts';
import { changeLinks } from './links.ts';
import { doneOf } from './outcomes.ts';
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
      // Nothing is kept of it: the next run finds it where it looks for it.
      if (isBeside(change)) continue;
      const { item, name } = change;
      const done = doneOf(change, outcomes);
      const isMixed = done?.outcome.isMixed === true;
      if (rows !== undefined && done !== undefined && !isMixed) takeWritten(rows, done);
      if (isMixed) clashed.push(done.outcome.id);
      else if (isClashed(change, outcomes)) clashed.push(done?.outcome.id ?? factSheetIdOf(change));
      const settled = settledOf(change, done);
      if (settled === undefined) continue;
      if (givenUpBy(change) !== undefined) {
        forgetGivenUp(links, change);
        continue;
      }
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

function isClashed(change: Change, outcomes: ReadonlyMap<string, Outcome>): boolean {
  if (outcomes.get(laterRef(change.item))?.state === 'conflict') return true;
  return !isMaking(change) && outcomes.get(change.item)?.state === 'conflict';
}

function factSheetIdOf(change: Change): string {
  return isMaking(change) ? '' : change.factSheetId;
}

type Done = NonNullable<ReturnType<typeof doneOf>>;

function takeWritten(rows: Map<string, FactSheet>, { change, outcome }: Done): void {
  const former = rows.get(outcome.id);
  // What hangs on a fact sheet may leave its revision as it is.
  const isAttached = change.fields.some(({ step }) => step !== undefined);
  const isKnown = former !== undefined && (isAttached ? former.rev > outcome.rev : former.rev >= outcome.rev);
  if (!isKnown) rows.set(outcome.id, factSheetAfter(change, writtenIn(outcome), former));
}

function writtenIn({ updatedAt, ...outcome }: Done['outcome']): Omit<Written, 'ref'> {
  return updatedAt === '' ? outcome : { ...outcome, updatedAt };
}

/** What holds now; a change without anything to write needs no answer of LeanIX to hold. */
function settledOf(
  change: Change,
  done: Done | undefined,
): { change: Change; id: string; rev: number } | undefined {
  if (done !== undefined) return { change: done.change, id: done.outcome.id, rev: done.outcome.rev };
  if (isMaking(change) || !isKeptInStore(change)) return undefined;
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
