// Last step: adds up what came of the run, keeps what the source held for the next one, and ends it.
import { targetOf } from '../core/map/target.ts';
import { isKeptInStore } from '../core/plan/mutation.ts';
import { type Change, type Conflict, isMaking } from '../core/plan/plan.ts';
import { emptyReport, type Report, startTally } from '../core/report.ts';
import { LandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import { type RecordsRef, readRecords, writeRecords } from '../store/blobs.ts';
import type { Json } from '../store/json.ts';
import type { Store } from '../store/store.ts';
import type { Burst, StepContext } from './context.ts';
import { knownDataModel } from './data-model.ts';
import { readInboxHead } from './inbox-store.ts';
import { readInventoryHash, selectionOf } from './inventory.ts';
import { readOutcomes } from './journal.ts';
import { readLinksHash } from './links.ts';
import { outcomeOf, type WrittenOutcome } from './outcomes.ts';
import { saveSettled } from './quiet.ts';
import { readRelatedHash } from './related.ts';
import { addRequests, advanceRun, countPulled, ownerOf, type ReportHead, type Run, readRun } from './run.ts';
import { readItems } from './snapshot.ts';
import { readLastPull, saveLastPull } from './source-history.ts';
import { workspaceOf } from './token.ts';
import { trusted } from './trusted.ts';

export { givenUpBy } from '../core/plan/give-up.ts';
export type { Change } from '../core/plan/plan.ts';

export async function report(context: StepContext, run: Run, burst: Burst): Promise<Message[]> {
  const { store, time, meter } = context;
  const head = await reportEnd(context, run.id);
  burst.ensureHeld();
  if (run.kind === 'plan') return endPlanned(context, run, head);
  const reader = await readerOf(store, run);
  if (reader !== undefined) await keepSourceHistory(context, reader);
  const isPartial = head.failures.count > 0 || (reader !== undefined && hasPartialPull(reader));
  const isSettled = !isPartial && head.conflicts.count === 0 && head.missing === 0;
  const isAboutAll = run.kind === 'sync' && run.choice === undefined && run.plan?.tally.freedNames === 0;
  if (isSettled && isAboutAll) await settleDown(context, run, head);
  await advanceRun(store, run, (current) => ({
    ...current,
    state: isPartial ? 'partial' : 'done',
    endedAt: new Date(time.now()).toISOString(),
    requests: addRequests(current, meter.drain()),
    report: head,
  }));
  return [];
}

/** The run that read the sources of this one; undefined where it is forgotten, or none did. */
async function readerOf(store: Store, run: Run): Promise<Run | undefined> {
  if (run.kind === 'decide') return undefined;
  if (run.kind !== 'apply') return run;
  return run.plannedBy === undefined ? undefined : readRun(store, run.plannedBy);
}

/** It was no night: what the source held is not what the next one is compared with. */
async function endPlanned(
  { store, time, meter }: StepContext,
  run: Run,
  report: ReportHead,
): Promise<Message[]> {
  await advanceRun(store, run, (current) => ({
    ...current,
    state: 'planned',
    endedAt: new Date(time.now()).toISOString(),
    requests: addRequests(current, meter.drain()),
    report,
  }));
  return [];
}

function hasPartialPull({ pulls }: Run): boolean {
  return Object.values(pulls).some((pull) => pull.state === 'partial');
}

/** Nothing is left to do: the same inputs will come to the same, with all that was written unchanged. */
async function settleDown(
  context: StepContext,
  run: Run,
  { counts, skipped, notes }: ReportHead,
): Promise<void> {
  const { store } = context;
  const workspaceId = await workspaceOf(context, run);
  const rules = context.rules;
  const place = { workspaceId, flow: run.flow };
  const { model, hash: modelHash } = await knownDataModel(context, workspaceId);
  const target = targetOf(rules, model);
  const inventoryHash = await readInventoryHash(context, place, selectionOf(target));
  const relatedHash = await readRelatedHash(context, place, { target, model });
  if (inventoryHash === undefined || relatedHash === undefined) return;
  const linksHash = await readLinksHash(store, workspaceId);
  const basis = run.plan?.basis ?? { heldHash: '', decisionsHash: '' };
  const unchanged = counts.created + counts.updated + counts.linked + counts.unchanged;
  await saveSettled(
    store,
    workspaceId,
    { run, rules, inventoryHash, relatedHash, linksHash, ...basis, modelHash },
    { tally: { items: counts.items, unchanged, skipped, missing: 0, freedNames: 0 }, notes },
  );
}

/** The report of a run as far as it has come, its long lists put aside. */
export async function reportEnd({ store }: Pick<StepContext, 'store'>, runId: string): Promise<ReportHead> {
  const run = await readRun(store, runId);
  if (run === undefined) throw new LandbridgeError('STORE_BLOB_MISSING', { run: runId });
  const { failures, conflicts, ...rest } = await addUp(store, run);
  const keep = (records: readonly Json[]) =>
    writeRecords(store, ownerOf(runId), records, { ttlMs: run.retentionMs });
  const waiting = await countWaiting(store, run);
  return { ...rest, failures: await keep(failures), conflicts: await keep(conflicts), waiting };
}

async function countWaiting(store: Store, { flow, workspace }: Run): Promise<number> {
  const head = workspace && (await readInboxHead(store, { workspaceId: workspace.id, flow }));
  return head?.proposals.count ?? 0;
}

/** The whole report of an ended run. */
export async function readReport(
  store: Store,
  { failures, conflicts, waiting: _, ...rest }: ReportHead,
): Promise<Report> {
  return {
    ...rest,
    failures: await readAll<Report['failures'][number]>(store, failures),
    conflicts: await readAll<Conflict>(store, conflicts),
  };
}

/** The first few changes of each kind that were written, or that a guard stopped: for a person to see what it is about. */
export async function readExamples(store: Store, run: Run, mostOfAKind: number): Promise<Change[]> {
  if (run.plan === undefined) return [];
  const outcomes = await readOutcomes(store, run.id);
  const isStopped = run.state === 'refused' || run.state === 'planned';
  const seen: Record<string, number> = {};
  const examples: Change[] = [];
  for await (const record of readRecords(store, run.plan.changes)) {
    const change = trusted<Change>(record);
    const isMeant = isStopped || outcomeOf(change, outcomes)?.state === 'written';
    if (!isMeant || (seen[change.op] ?? 0) >= mostOfAKind) continue;
    seen[change.op] = (seen[change.op] ?? 0) + 1;
    examples.push(change);
  }
  return examples;
}

async function addUp(store: Store, run: Run): Promise<Report> {
  const { plan } = run;
  // A plan that a guard stopped, or that was only made, was not attempted.
  if (plan === undefined || run.step === 'match' || run.kind === 'plan') return emptyReport(countPulled(run));
  const tally = startTally({ ...plan, conflicts: await readAll<Conflict>(store, plan.conflicts) });
  const outcomes = await readOutcomes(store, run.id);
  for await (const record of readRecords(store, plan.changes)) {
    const change = trusted<Change>(record);
    tally.add(change, outcomeOf(change, outcomes) ?? keptInStore(change, run));
  }
  return tally.report();
}

/** A change that LeanIX is not told of is done once the run has settled. */
export function keptInStore(change: Change, run: Run): WrittenOutcome | undefined {
  if (!isKeptInStore(change) || isMaking(change) || run.step !== 'report') return undefined;
  return { ref: change.item, state: 'written', id: change.factSheetId, rev: change.rev, updatedAt: '' };
}

/** Only now: a run that a guard refused must not become what the next one is compared with. */
async function keepSourceHistory({ store, rules }: StepContext, run: Run): Promise<void> {
  for (const [tenant, pull] of Object.entries(run.pulls)) {
    if (pull.state !== 'complete' || pull.endedAt === undefined) continue;
    if (run.kind === 'plan' && (await isPassedBy(store, run.flow, tenant, pull.endedAt))) continue;
    const keys: string[] = [];
    let objects = 0;
    for await (const item of readItems(store, pull)) {
      objects += 1;
      if (rules.gone(item) === undefined) keys.push(item.key);
    }
    await saveLastPull(store, run.flow, tenant, { run: run.id, endedAt: pull.endedAt, objects, keys });
  }
}

/** A plan may be applied after a later night. */
async function isPassedBy(store: Store, flow: string, tenant: string, endedAt: string): Promise<boolean> {
  const last = await readLastPull(store, flow, tenant);
  return last !== undefined && last.endedAt > endedAt;
}

async function readAll<Stored>(store: Store, ref: RecordsRef): Promise<Stored[]> {
  const all: Stored[] = [];
  for await (const record of readRecords(store, ref)) all.push(trusted<Stored>(record));
  return all;
}
