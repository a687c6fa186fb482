// Pairs the run's items with the fact sheets of the workspace and leaves the plan in the store. It writes
// nothing to LeanIX; a guard stops here, before anything could.

import { indexDecisions } from '../core/decision.ts';
import type { Proposal } from '../core/inbox/proposal.ts';
import { checkTagRules } from '../core/map/check-tag-rules.ts';
import { markTag } from '../core/map/tags.ts';
import type { Target } from '../core/map/target.ts';
import { pairInSlices } from '../core/match/pair.ts';
import type { FactSheet } from '../core/model.ts';
import { type Agreed, assemblePlan } from '../core/plan/assemble.ts';
import { guardChanges, guardRemovals, guardSource } from '../core/plan/guard.ts';
import type { Plan } from '../core/plan/plan.ts';
import { restrictPlan } from '../core/plan/restrict.ts';
import type { FlowRules } from '../core/rules.ts';
import { describeError, LandbridgeError, toLandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import { checkedTarget, refuseMistakes } from './check-target.ts';
import { chosenPart, notesOfUnknown } from './chosen-part.ts';
import type { Burst, StepContext } from './context.ts';
import { freshDataModel, type KnownDataModel, knownDataModel } from './data-model.ts';
import { readDecidedItems, readSourceReader } from './decided-items.ts';
import { readDecisions, readDecisionsHash } from './decisions.ts';
import { guardWorkspace } from './guard-workspace.ts';
import { readHeld, readHeldHash } from './held.ts';
import { inSlices } from './in-slices.ts';
import { type Inventory, selectionOf } from './inventory.ts';
import { keepAgreed } from './keep-agreed.ts';
import { keepProposals } from './keep-proposals.ts';
import { countLinks, readLinks, readLinksHash, readOtherLinks } from './links.ts';
import { planHash } from './plan-hash.ts';
import { readSettled } from './quiet.ts';
import { findAbsent, readPulled } from './read-pulled.ts';
import { hashRelated, type Related, readWithRelated } from './related.ts';
import { addRequests, advanceRun, countPulled, type PlanHead, type Run } from './run.ts';
import { type MadePlan, savePlan } from './save-plan.ts';
import { readLastPull } from './source-history.ts';
import { workspaceOf } from './token.ts';
import { verifyGiven } from './verify-given.ts';

export async function match(context: StepContext, run: Run, burst: Burst): Promise<Message[]> {
  const { store, meter, progress } = context;
  const workspaceId = await workspaceOf(context, run);
  const rules = context.rules;
  const reader = await readSourceReader(store, run);
  const only = await readDecidedItems(context, run, reader);
  const scope: Scope = { context, run, reader, only, burst, workspaceId, rules };
  progress({ run: run.id, step: 'match', done: 0, total: countPulled(run) });
  const head =
    run.kind === 'apply' ? await verifyGiven(context, run, workspaceId, burst) : await planAndGuard(scope);
  burst.ensureHeld();
  const step = head.changes.count > 0 && run.kind !== 'plan' ? 'write' : 'report';
  await advanceRun(store, run, (current) => ({
    ...current,
    step,
    plan: head,
    requests: addRequests(current, meter.drain()),
  }));
  progress({ run: run.id, step: 'match', done: head.tally.items, total: head.tally.items });
  return [{ run: run.id, flow: run.flow, step }];
}

/** @throws what the guards throw, with the plan kept for whoever is to approve it */
async function planAndGuard(scope: Scope): Promise<PlanHead> {
  const { context, run, workspaceId, rules } = scope;
  const made = chosenPart(await makePlan(scope), run);
  const notes = [...made.plan.notes, ...partialNotes(run), ...(await notesOfUnknown(context, run))];
  const plan: Plan = { ...made.plan, notes };
  const hash = planHash(plan, { flow: run.flow, workspaceId, rulesVersion: rules.version });
  const madeAt = new Date(context.time.now()).toISOString();
  const head = await savePlan(context, run, { ...made, plan, hash, rulesVersion: rules.version, madeAt });
  const findings = run.approved === hash ? [] : await guardPlan(scope, plan, hash);
  scope.burst.ensureHeld();
  const { proposals } = made;
  const looked = { proposals, readBy: scope.reader.id, only: scope.only, findings };
  await keepProposals(context, { workspaceId, flow: run.flow }, looked);
  const [stopped] = findings;
  const keeps = stopped === undefined && run.kind !== 'plan';
  if (keeps && made.agreed) await keepAgreed(context.store, { workspaceId, flow: run.flow }, made.agreed);
  if (stopped === undefined) return head;
  const guards = findings.map((finding) => ({ code: finding.code, message: describeError(finding) }));
  await advanceRun(context.store, run, (current) => ({ ...current, plan: head, guards }));
  if (run.kind === 'plan') return head;
  throw stopped;
}

/** Whoever looks at a plan alone must know that it is of a part. */
function partialNotes({ kind, pulls }: Run): string[] {
  if (kind !== 'plan') return [];
  return Object.entries(pulls).flatMap(([tenant, { state, count, problem }]) =>
    state === 'partial'
      ? [`Only a part of ${tenant} was read, ${count} objects: ${problem?.code ?? 'it broke off'}.`]
      : [],
  );
}

interface Scope {
  context: StepContext;
  run: Run;
  /** The run that read the sources: itself, or for a small run the one before. */
  reader: Run;
  /** Of a small run, the items it is about. */
  only: ReadonlySet<string> | undefined;
  burst: Burst;
  workspaceId: string;
  rules: FlowRules;
}

interface MadeBody extends Pick<MadePlan, 'plan' | 'skips' | 'lookedAt' | 'basis'> {
  /** Absent where nothing has changed: those there are stand. */
  proposals?: readonly Proposal[];
  agreed?: Agreed;
}

/** @throws PLAN_SOURCE_EMPTY, LX_TYPE_MISSING, LX_EXTERNAL_ID_FIELD, CFG_MAPPING */
async function makePlan(scope: Scope): Promise<MadeBody> {
  const { context, run, reader, only, burst, workspaceId, rules } = scope;
  const { store } = context;
  const place = { workspaceId, flow: run.flow };
  // Nobody can approve an empty source, and nothing need be asked of LeanIX for it.
  const hasEmpty = Object.values(run.pulls).some(({ count }) => count === 0);
  if (hasEmpty) await guardSources(context, run, rules);
  const { known, ...read } = await readTarget(scope);
  let { target, inventory, related } = read;
  refuseMistakes(checkTagRules(rules, inventory.tags));
  const heldHash = await readHeldHash(store, place);
  const decisionsHash = await readDecisionsHash(store, place);
  const settled = await readSettled(store, workspaceId, {
    run,
    rules,
    inventoryHash: inventory.hash,
    relatedHash: hashRelated([...related].map(([type, { hash }]) => [type, hash])),
    linksHash: await readLinksHash(store, workspaceId),
    heldHash,
    decisionsHash,
    modelHash: known.hash,
  });
  if (settled !== undefined && only === undefined) {
    const { lookedAt, tally, notes } = settled;
    return {
      plan: { changes: [], conflicts: [], tally, notes },
      lookedAt,
      basis: { heldHash, decisionsHash },
    };
  }

  const { decisions, standing, hash } = await readDecisions(store, place);
  const decided = indexDecisions(decisions);
  const pulled = await readPulled(context, reader);
  const links = await readLinks(store, workspaceId, run.flow);
  const otherLinks = await readOtherLinks(store, workspaceId, run.flow);
  const held = await readHeld(store, place);
  const absent =
    only === undefined
      ? await findAbsent(links, pulled)
      : { vanished: new Map(), missing: new Set<string>() };
  const isWhole = Object.values(reader.pulls).every(({ state }) => state === 'complete');
  const planFor = async () => {
    const rows = await inventory.rows();
    const tagId = markTag(rules, inventory.tags ?? [])?.id;
    const pairing = pairInSlices({
      items: pulled.items,
      present: pulled.present,
      factSheets: rows.values(),
      links,
      otherLinks,
      held,
      decisions,
      rules,
      tagId,
      isWhole,
    });
    const whole = assemblePlan({
      pairings: await inSlices(pairing, context, burst),
      ignored: pulled.ignored,
      inventory: rows,
      related: await rowsOf(related),
      links,
      otherLinks,
      held,
      decisions: decided,
      standing,
      only,
      rules,
      target,
      tagId,
      library: inventory.tags,
      role: run.workspace?.role,
      syncedAt: run.startedAt,
      ...absent,
    });
    return only === undefined ? whole : restrictPlan(whole, only, pulled.present);
  };
  let plan = await planFor();
  if (plan.changes.length > 0 && !known.fresh) {
    // About to write: the remembered data model may be out of date.
    const { model, hash } = await freshDataModel(context, workspaceId);
    if (hash !== known.hash) {
      const former = JSON.stringify(selectionOf(target));
      target = await checkedTarget(rules, model, () => context.leanIx.tags());
      const selection = selectionOf(target);
      if (JSON.stringify(selection) !== former) {
        ({ inventory, related } = await readWithRelated(context, place, { target, model }, burst.ensureHeld));
      }
      plan = await planFor();
    }
  }
  const { skips, proposals, agreed, ...rest } = plan;
  return { plan: rest, skips, proposals, agreed, basis: { heldHash, decisionsHash: hash } };
}

/** All that speaks against the plan, each with the hash to approve: who approves it approves all of it. */
async function guardPlan(
  { context, run, workspaceId, rules }: Scope,
  plan: Plan,
  hash: string,
): Promise<LandbridgeError[]> {
  const linked = await countLinks(context.store, workspaceId, run.flow);
  const guards = [
    () => guardWorkspace(context, { workspaceId, flow: run.flow }, plan.changes.length),
    // Of a small run no source was read.
    () => guardSources(context, run, rules),
    () => guardRemovals(plan, linked, rules),
    () => guardChanges(plan, linked === 0, rules),
  ];
  const findings: LandbridgeError[] = [];
  for (const guard of guards) {
    try {
      await guard();
    } catch (thrown) {
      const { code, facts } = toLandbridgeError(thrown);
      findings.push(new LandbridgeError(code, { ...facts, planHash: hash }));
    }
  }
  return findings;
}

interface TargetRead {
  known: KnownDataModel;
  target: Target;
  inventory: Inventory;
  related: Related;
}

async function rowsOf(related: Related): Promise<Map<string, Iterable<FactSheet>>> {
  const rows = new Map<string, Iterable<FactSheet>>();
  for (const [type, inventory] of related) rows.set(type, [...(await inventory.rows()).values()]);
  return rows;
}

/** The fact sheets as they are now. Where the remembered data model no longer fits, it is asked for once. */
async function readTarget({ context, run, workspaceId, rules, burst }: Scope): Promise<TargetRead> {
  const place = { workspaceId, flow: run.flow };
  const read = async (known: KnownDataModel): Promise<TargetRead> => {
    const askTags = known.fresh ? () => context.leanIx.tags() : undefined;
    const target = await checkedTarget(rules, known.model, askTags);
    const now = { target, model: known.model };
    return { known, target, ...(await readWithRelated(context, place, now, burst.ensureHeld)) };
  };
  const known = await knownDataModel(context, workspaceId);
  try {
    return await read(known);
  } catch (thrown) {
    const isOutdated =
      thrown instanceof LandbridgeError &&
      (thrown.code === 'LX_GRAPHQL_200_ERRORS' || thrown.code === 'CFG_MAPPING');
    if (known.fresh || !isOutdated) throw thrown;
    return read(await freshDataModel(context, workspaceId));
  }
}

/** @throws PLAN_SOURCE_EMPTY, PLAN_SOURCE_SHRUNKEN */
async function guardSources({ store }: StepContext, run: Run, rules: FlowRules): Promise<void> {
  for (const [tenant, { count, state }] of Object.entries(run.pulls)) {
    const last = await readLastPull(store, run.flow, tenant);
    const complete = state === 'complete';
    guardSource({ tenant, count, complete, ...(last && { previousCount: last.count }) }, rules);
  }
}
