// Has LeanIX look at the changes of a plan before any of them is written, in batches as the writer sends them. What needs
// a fact sheet that does not exist yet, and what LeanIX can only carry out, is not looked at and told.

import { targetOf } from '../core/map/target.ts';
import type { Mutation, Refused } from '../core/model.ts';
import { mutationsOf } from '../core/plan/mutation.ts';
import { partsOf, withIds } from '../core/plan/parts.ts';
import { type Change, isMaking } from '../core/plan/plan.ts';
import { LandbridgeError } from '../errors.ts';
import { readRecords } from '../store/blobs.ts';
import { bySelection } from './by-selection.ts';
import type { StepContext } from './context.ts';
import { knownDataModel } from './data-model.ts';
import { selectionOf } from './inventory.ts';
import type { Run } from './run.ts';
import { trusted } from './trusted.ts';

export interface Validation {
  /** Changes that LeanIX looked at. */
  looked: number;
  /** Among them those of which a part can only be seen when it is written; and those of which all can. */
  partly: number;
  unseen: number;
  refused: readonly {
    item: string;
    name: string;
    op: Change['op'];
    code: Refused['code'];
    message: string;
  }[];
  requests: number;
}

/** What can be looked at of one change. */
interface Looked {
  change: Change;
  mutations: readonly Mutation[];
}

/** @throws LX_VALIDATION_WRITES, and what the connection throws */
export async function validatePlan(context: StepContext, run: Run): Promise<Validation> {
  const { store, leanIx, meter } = context;
  meter.drain();
  const { plan } = run;
  if (plan === undefined) throw new LandbridgeError('PLAN_DAMAGED', { run: run.id });
  const open: Looked[] = [];
  let partly = 0;
  let unseen = 0;
  for await (const record of readRecords(store, plan.changes)) {
    const change = trusted<Change>(record);
    const { mutations, isWhole } = viewOf(change);
    if (mutations.length > 0) open.push({ change, mutations });
    if (!isWhole && mutations.length > 0) partly += 1;
    if (!isWhole && mutations.length === 0) unseen += 1;
  }
  const refused = new Map<string, Refused>();
  const send = async (batch: readonly Looked[]): Promise<void> => {
    const rest = batch.filter(({ change }) => !refused.has(change.item));
    if (rest.length === 0) return;
    const answer = await leanIx.validateBatch(rest.flatMap(({ mutations }) => mutations));
    if (answer.state === 'passed') return checkNothingWritten(context, run, rest, answer.seen);
    if (answer.state === 'refused') {
      for (const refusal of answer.refused) refused.set(refusal.ref, refusal);
      return send(rest);
    }
    const half = Math.ceil(rest.length / 2);
    await send(rest.slice(0, half));
    return send(rest.slice(half));
  };
  // One alone first: if it is carried out, no other is.
  const [first, ...others] = open.toSorted((left, right) => orderOf(left) - orderOf(right));
  if (first !== undefined) await send([first]);
  for (const batch of batchesOf(others, plan.batchSize)) await send(batch);
  return {
    looked: open.length,
    partly,
    unseen,
    refused: open.flatMap(({ change: { item, name, op } }) => {
      const refusal = refused.get(item);
      return refusal === undefined ? [] : [{ item, name, op, code: refusal.code, message: refusal.message }];
    }),
    requests: meter.drain().leanix?.requests ?? 0,
  };
}

function viewOf(change: Change): Looked & { isWhole: boolean } {
  const [main] = partsOf(change);
  const { change: ready, waits } = withIds(main?.change ?? change, () => undefined);
  const all = mutationsOf(ready);
  const mutations = all.filter(({ op }) => op === 'create' || op === 'update' || op === 'create-document');
  const isWhole = change.later === undefined && waits.length === 0 && mutations.length === all.length;
  return { change, mutations, isWhole };
}

/** A revision shows at once whether anything was written: an update is looked at first, where there is one. */
function orderOf({ mutations }: Looked): number {
  return mutations.some(({ op }) => op === 'update') ? 0 : 1;
}

function* batchesOf(looked: readonly Looked[], size: number): Generator<Looked[]> {
  let batch: Looked[] = [];
  let count = 0;
  for (const one of looked) {
    if (batch.length > 0 && count + one.mutations.length > size) {
      yield batch;
      [batch, count] = [[], 0];
    }
    batch.push(one);
    count += one.mutations.length;
  }
  if (batch.length > 0) yield batch;
}

/** @throws LX_VALIDATION_WRITES */
async function checkNothingWritten(
  context: StepContext,
  run: Run,
  batch: readonly Looked[],
  seen: readonly { ref: string; id: string; rev?: number }[],
): Promise<void> {
  const made: { change: Change; id: string }[] = [];
  for (const { ref, id, rev = 0 } of seen) {
    const change = batch.find(({ change: { item } }) => item === ref)?.change;
    if (change === undefined) continue;
    if (!isMaking(change) && rev > change.rev) throw written(change.name);
    if (isMaking(change) && id !== '') made.push({ change, id });
  }
  const [one] = made;
  if (one === undefined) return;
  const { model } = await knownDataModel(context, run.workspace?.id ?? '');
  const own = selectionOf(targetOf(context.rules, model));
  const [[selection] = [own]] = bySelection([one.change], own);
  const [found] = await context.leanIx.findFactSheets(selection, { ids: [one.id] });
  if (found !== undefined) throw written(found.name);
}

function written(name: string): LandbridgeError {
  return new LandbridgeError('LX_VALIDATION_WRITES', { factSheet: name });
}
