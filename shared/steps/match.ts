// Pairs the run's items with the fact sheets of the workspace and leaves the plan in the store. It writes
// nothing to LeanIX; a guard stops here, before anything could.

import { keyPrefixOf } from '../core/item.ts';
import type { Link } from '../core/link.ts';
import { type Target, targetOf } from '../core/map/target.ts';
import { pair } from '../core/match/pair.ts';
import type { Item } from '../core/model.ts';
import { type AssembleInput, assemblePlan } from '../core/plan/assemble.ts';
import { guardChanges, guardRemovals, guardSource } from '../core/plan/guard.ts';
import { startPlanHash } from '../core/plan/hash.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { FlowRules } from '../core/rules.ts';
import { LandbridgeError, toLandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import { writeRecords } from '../store/blobs.ts';
import type { Burst, StepContext } from './context.ts';
import { freshDataModel, type KnownDataModel, knownDataModel } from './data-model.ts';
import { type Inventory, readInventory, selectionOf } from './inventory.ts';
import { countLinks, readLinks, readLinksHash } from './links.ts';
import { readSettled } from './quiet.ts';
import {
  addRequests,
  advanceRun,
  countPulled,
  ownerOf,
  type PlanHead,
  type Run,
  retentionMs,
} from './run.ts';
import { createTextSharing } from './share-texts.ts';
import { readItems } from './snapshot.ts';
import { type LastPull, readLastPull } from './source-history.ts';
import { workspaceOf } from './token.ts';

export async function match(context: StepContext, run: Run, burst: Burst): Promise<Message[]> {
  const { store, meter, progress } = context;
  const workspaceId = await workspaceOf(context, run);
  const rules = context.rules;
  const scope: Scope = { context, run, burst, workspaceId, rules };
  progress({ run: run.id, step: 'match', done: 0, total: countPulled(run) });
  const plan = await makePlan(scope);
  const hash = hashOf(scope, plan);
  if (run.approved !== hash) await guardPlan(scope, plan, hash);
  burst.ensureHeld();

  const head = await savePlan(scope, plan, hash);
  const step = plan.changes.length > 0 ? 'write' : 'report';
  await advanceRun(store, run, (current) => ({
    ...current,
    step,
    plan: head,
    requests: addRequests(current, meter.drain()),
  }));
  progress({ run: run.id, step: 'match', done: plan.tally.items, total: plan.tally.items });
  return [{ run: run.id, flow: run.flow, step }];
}

interface Scope {
  context: StepContext;
  run: Run;
  burst: Burst;
  workspaceId: string;
  rules: FlowRules;
}

/** @throws PLAN_SOURCE_EMPTY, LX_TYPE_MISSING, LX_EXTERNAL_ID_FIELD */
async function makePlan({ context, run, burst, workspaceId, rules }: Scope): Promise<Plan> {
  const { store } = context;
  // Nobody can approve an empty source, and nothing need be asked of LeanIX for it.
  const hasEmpty = Object.values(run.pulls).some(({ count }) => count === 0);
  if (hasEmpty) await guardSources(context, run, rules);
  const { known, ...read } = await readTarget({ context, workspaceId, rules, burst });
  let { target, inventory } = read;
  const settled = await readSettled(store, workspaceId, {
    run,
    rules,
    inventoryHash: inventory.hash,
    linksHash: await readLinksHash(store, workspaceId, run.flow),
    modelHash: known.hash,
  });
  if (settled !== undefined) return { changes: [], conflicts: [], ...settled };

  const pulled = await readPulled(context, run);
  const links = await readLinks(store, workspaceId, run.flow);
  const absent = await findAbsent(links, pulled);
  const isWhole = Object.values(run.pulls).every(({ state }) => state === 'complete');
  const planFor = async () => {
    const rows = await inventory.rows();
    const tagId = inventory.tags.find((tag) => tag.name === rules.tag)?.id;
    return assemblePlan({
      pairings: pair({ items: pulled.items, factSheets: rows.values(), links, rules, tagId, isWhole }),
      inventory: rows,
      links,
      rules,
      target,
      tagId,
      ...absent,
    });
  };
  let plan = await planFor();
  if (plan.changes.length > 0 && !known.fresh) {
    // About to write: the remembered data model may be out of date.
    const { model, hash } = await freshDataModel(context, workspaceId);
    if (hash !== known.hash) {
      const former = JSON.stringify(selectionOf(target));
      target = targetOf(rules, model);
      const selection = selectionOf(target);
      if (JSON.stringify(selection) !== former) {
        inventory = await readInventory(context, workspaceId, selection, burst.ensureHeld);
      }
      plan = await planFor();
    }
  }
  return plan;
}

/** @throws PLAN_SOURCE_SHRUNKEN, PLAN_REMOVAL_LIMIT, PLAN_CHANGE_LIMIT, PLAN_FIRST_RUN, with the hash to approve */
async function guardPlan(
  { context, run, workspaceId, rules }: Scope,
  plan: Plan,
  hash: string,
): Promise<void> {
  const { store } = context;
  try {
    await guardSources(context, run, rules);
    if (plan.changes.length === 0) return;
    const linked = await countLinks(store, workspaceId, run.flow);
    guardRemovals(plan, linked, rules);
    guardChanges(plan, linked === 0, rules);
  } catch (thrown) {
    const { code, facts } = toLandbridgeError(thrown);
    throw new LandbridgeError(code, { ...facts, planHash: hash });
  }
}

interface Pulled {
  items: readonly Item[];
  /** What the last complete pull held, for each source whose pull is complete again. */
  before: readonly { prefix: string; since: string; last: LastPull }[];
}

interface TargetRead {
  known: KnownDataModel;
  target: Target;
  inventory: Inventory;
}

/** The fact sheets as they are now. Where the remembered data model no longer fits, it is asked for once. */
async function readTarget({
  context,
  workspaceId,
  rules,
  burst,
}: Pick<Scope, 'context' | 'workspaceId' | 'rules' | 'burst'>): Promise<TargetRead> {
  const read = async (known: KnownDataModel): Promise<TargetRead> => {
    const target = targetOf(rules, known.model);
    const inventory = await readInventory(context, workspaceId, selectionOf(target), burst.ensureHeld);
    return { known, target, inventory };
  };
  const known = await knownDataModel(context, workspaceId);
  try {
    return await read(known);
  } catch (thrown) {
    const isOutdated = thrown instanceof LandbridgeError && thrown.code === 'LX_GRAPHQL_ERRORS';
    if (known.fresh || !isOutdated) throw thrown;
    return read(await freshDataModel(context, workspaceId));
  }
}

/** @throws PLAN_SOURCE_EMPTY, PLAN_SOURCE_SHRUNKEN */
async function guardSources({ store }: StepContext, run: Run, rules: FlowRules): Promise<void> {
  for (const [tenant, { count, state }] of Object.entries(run.pulls)) {
    const last = await readLastPull(store, run.flow, tenant);
    guardSource({ count, complete: state === 'complete', ...(last && { previousCount: last.count }) }, rules);
  }
}

async function readPulled({ store, sources }: StepContext, run: Run): Promise<Pulled> {
  const items: Item[] = [];
  const share = createTextSharing();
  const before: Pulled['before'][number][] = [];
  for (const { system, tenant } of sources) {
    const pull = run.pulls[tenant];
    if (pull === undefined) continue;
    for await (const item of readItems(store, pull)) items.push(share(item));
    const last = await readLastPull(store, run.flow, tenant);
    if (pull.state !== 'complete' || last === undefined) continue;
    const prefix = keyPrefixOf(system, tenant);
    before.push({ prefix, since: last.endedAt.slice(0, 10), last });
  }
  return { items, before };
}

/** Linked items that the pull did not hold: the last complete one neither, or this one for the first time. */
async function findAbsent(
  links: ReadonlyMap<string, Link>,
  { items, before }: Pulled,
): Promise<Pick<AssembleInput, 'vanished' | 'missing'>> {
  const present = new Set(items.map((item) => item.key));
  const vanished = new Map<string, string>();
  const missing = new Set<string>();
  for (const { prefix, since, last } of before) {
    const absent = [...links.keys()].filter((key) => key.startsWith(prefix) && !present.has(key));
    const wasThere = absent.length === 0 ? new Set() : await last.keys();
    for (const key of absent) {
      if (wasThere.has(key)) missing.add(key);
      else vanished.set(key, since);
    }
  }
  return { vanished, missing };
}

function hashOf({ run, workspaceId, rules }: Scope, plan: Plan): string {
  const hash = startPlanHash({ flow: run.flow, workspaceId, rulesVersion: rules.version });
  for (const change of plan.changes) hash.add(change);
  return hash.end(plan);
}

async function savePlan({ context, run, rules }: Scope, plan: Plan, hash: string): Promise<PlanHead> {
  const { store, time } = context;
  const { changes, conflicts, tally, notes } = plan;
  return {
    hash,
    rulesVersion: rules.version,
    madeAt: new Date(time.now()).toISOString(),
    changes: await writeRecords(store, ownerOf(run.id), changes, { ttlMs: retentionMs }),
    conflicts: await writeRecords(store, ownerOf(run.id), conflicts, { ttlMs: retentionMs }),
    tally,
    notes,
  };
}
