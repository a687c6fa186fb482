// A quiet night: source, inventory, links, decisions, data model, rules and role are what they were when the last run ended
// with nothing left to do. Then the plan is empty, and neither items nor fact sheets need be looked at.
import { createHash } from 'node:crypto';
import type { PlanTally } from '../core/plan/plan.ts';
import type { FlowRules } from '../core/rules.ts';
import { readJson, writeJson } from '../store/json.ts';
import { settledKey } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import type { Run } from './run.ts';
import { trusted } from './trusted.ts';

interface Basis {
  run: Run;
  rules: FlowRules;
  inventoryHash: string;
  /** Of what relations may lead to. */
  relatedHash: string;
  linksHash: string;
  heldHash: string;
  decisionsHash: string;
  modelHash: string;
}

interface Settled {
  basis: string;
  /** The run that looked at the items. */
  lookedAt: string;
  tally: PlanTally;
  notes: readonly string[];
}

/** What the same inputs came to, if they are the same. */
export async function readSettled(
  store: Store,
  workspaceId: string,
  basis: Basis,
): Promise<Pick<Settled, 'tally' | 'notes' | 'lookedAt'> | undefined> {
  const key = settledKey(workspaceId, basis.run.flow);
  const settled = (await readJson(store, key, trusted<Settled>))?.value;
  return settled !== undefined && settled.basis === hashBasis(basis) ? settled : undefined;
}

export async function saveSettled(
  store: Store,
  workspaceId: string,
  basis: Basis,
  { tally, notes }: Pick<Settled, 'tally' | 'notes'>,
): Promise<void> {
  const { run } = basis;
  const lookedAt = run.plan?.lookedAt ?? run.id;
  const settled: Settled = { basis: hashBasis(basis), lookedAt, tally, notes };
  await writeJson(store, settledKey(workspaceId, basis.run.flow), settled);
}

function hashBasis({ run, rules, ...hashes }: Basis): string {
  const { inventoryHash, relatedHash, linksHash, heldHash, decisionsHash, modelHash } = hashes;
  const pulls = Object.entries(run.pulls).map(([tenant, pull]) => [
    tenant,
    pull.state,
    pull.items?.hash ?? '',
  ]);
  return createHash('sha256')
    .update(
      JSON.stringify([
        pulls.sort(),
        rules.version,
        inventoryHash,
        relatedHash,
        linksHash,
        heldHash,
        decisionsHash,
        modelHash,
        run.workspace?.role ?? '',
      ]),
    )
    .digest('hex');
}
