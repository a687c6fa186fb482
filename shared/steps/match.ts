// Pairs the run's items with the fact sheets of the workspace and leaves the plan in the store. It writes
// nothing to LeanIX; a guard stops here, before anything could.

import { keyPrefixOf } from '../core/item.ts';
import type { Link } from '../core/link.ts';
import { targetOf } from '../core/map/target.ts';
import { pair } from '../core/match/pair.ts';
import type { Item } from '../core/model.ts';
import { type AssembleInput, assemblePlan } from '../core/plan/assemble.ts';
import { guardRemovals, guardSource } from '../core/plan/guard.ts';
import { startPlanHash } from '../core/plan/hash.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { FlowRules } from '../core/rules.ts';
import type { Message } from '../queue/queue.ts';
import { writeRecords } from '../store/blobs.ts';
import type { Burst, StepContext } from './context.ts';
import { freshDataModel, knownDataModel } from './data-model.ts';
import { readInventory, selectionOf } from './inventory.ts';
import { readLinks, readLinksHash } from './links.ts';
import { readSettled } from './quiet.ts';
import { rulesOf } from './rules-of.ts';
import { addRequests, ownerOf, type PlanHead, type Run, retentionMs, updateRun } from './run.ts';
import { readItems } from './snapshot.ts';
import { readLastPull } from './source-history.ts';
import { workspaceOf } from './token.ts';

export async function match(context: StepContext, run: Run, burst: Burst): Promise<Message[]> {
  const { store, meter, progress } = context;
  const workspaceId = await workspaceOf(context, run);
  const rules = rulesOf(run.flow);
  const scope: Scope = { context, run, burst, workspaceId, rules };
  const plan = await makePlan(scope);
  burst.ensureHeld();

  const head = await savePlan(scope, plan);
  const step = plan.changes.length > 0 ? 'write' : 'report';
  await updateRun(store, run.id, (current) => ({
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

/** @throws PLAN_SOURCE_EMPTY, PLAN_SOURCE_SHRUNKEN, PLAN_REMOVAL_LIMIT, LX_TYPE_MISSING, LX_EXTERNAL_ID_FIELD */
async function makePlan({ context, run, burst, workspaceId, rules }: Scope): Promise<Plan> {
  const { store } = context;
  await guardSources(context, run, rules);
  const known = await knownDataModel(context, workspaceId);
  let target = targetOf(rules, known.model);
  let inventory = await readInventory(context, workspaceId, selectionOf(target), burst.ensureHeld);
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
  const absent = findAbsent(links, pulled);
  const planFor = async () => {
    const rows = await inventory.rows();
    return assemblePlan({
      pairings: pair({ items: pulled.items, factSheets: rows.values(), links, rules }),
      inventory: rows,
      links,
      rules,
      target,
      tagId: inventory.tags.find((tag) => tag.name === rules.tag)?.id,
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
  guardRemovals(plan, links.size, rules);
  return plan;
}

interface Pulled {
  items: readonly Item[];
  /** What the last complete pull held, for each source whose pull is complete again. */
  before: readonly { prefix: string; since: string; keys: ReadonlySet<string> }[];
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
  const before: Pulled['before'][number][] = [];
  for (const { system, tenant } of sources) {
    const pull = run.pulls[tenant];
    if (pull === undefined) continue;
    for await (const item of readItems(store, pull)) items.push(item);
    const last = await readLastPull(store, run.flow, tenant);
    if (pull.state !== 'complete' || last === undefined) continue;
    const prefix = keyPrefixOf(system, tenant);
    before.push({ prefix, since: last.endedAt.slice(0, 10), keys: await last.keys() });
  }
  return { items, before };
}

/** Linked items that the pull did not hold: the last complete one neither, or this one for the first time. */
function findAbsent(
  links: ReadonlyMap<string, Link>,
  { items, before }: Pulled,
): Pick<AssembleInput, 'vanished' | 'missing'> {
  const present = new Set(items.map((item) => item.key));
  const vanished = new Map<string, string>();
  const missing = new Set<string>();
  for (const { prefix, since, keys } of before) {
    for (const key of links.keys()) {
      if (!key.startsWith(prefix) || present.has(key)) continue;
      if (keys.has(key)) missing.add(key);
      else vanished.set(key, since);
    }
  }
  return { vanished, missing };
}

async function savePlan({ context, run, workspaceId, rules }: Scope, plan: Plan): Promise<PlanHead> {
  const { store, time } = context;
  const { changes, conflicts, tally, notes } = plan;
  const hash = startPlanHash({ flow: run.flow, workspaceId, rulesVersion: rules.version });
  for (const change of changes) hash.add(change);
  return {
    hash: hash.end(plan),
    madeAt: new Date(time.now()).toISOString(),
    changes: await writeRecords(store, ownerOf(run.id), changes, { ttlMs: retentionMs }),
    conflicts: await writeRecords(store, ownerOf(run.id), conflicts, { ttlMs: retentionMs }),
    tally,
    notes,
  };
}
