// Cuts a plan into batches, wave by wave, the same way in every burst: a batch that was under way when the last burst
// was killed is the same batch in this one.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { isKeptInStore, mutationsOf } from '../core/plan/mutation.ts';
import { partsOf } from '../core/plan/parts.ts';
import type { Change } from '../core/plan/plan.ts';
import type { Outcome } from '../core/report.ts';
import { readRecords } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import type { Batch } from './apply-batch.ts';
import { readyToSend, sentOf } from './outcomes.ts';
import type { PlanHead } from './run.ts';
import { trusted } from './trusted.ts';

interface Source {
  store: Store;
  plan: PlanHead;
  /** Those of this burst are added while it goes on. */
  outcomes: ReadonlyMap<string, Outcome>;
  selection: FactSheetSelection;
}

/** The waves must be asked for in their order. Batches that are decided are left out. */
export function cutBatches({ store, plan, outcomes, selection }: Source) {
  let number = 0;
  return async function* batchesOf(wave: number): AsyncGenerator<Batch, undefined> {
    let changes: Change[] = [];
    let mutations = 0;
    const take = (): Batch[] => {
      const batch = { number, changes };
      number += 1;
      changes = [];
      mutations = 0;
      if (batch.changes.every(({ item }) => outcomes.has(item))) return [];
      return [{ number: batch.number, ...readyToSend(batch.changes, outcomes) }];
    };
    for await (const record of readRecords(store, plan.changes)) {
      const whole = trusted<Change>(record);
      if (isKeptInStore(whole)) continue;
      for (const part of partsOf(whole, sentOf(whole, outcomes))) {
        if (part.wave !== wave) continue;
        const count = mutationsOf(part.change, selection).length;
        if (changes.length > 0 && mutations + count > plan.batchSize) yield* take();
        changes.push(part.change);
        mutations += count;
        if (mutations >= plan.batchSize) yield* take();
      }
    }
    if (changes.length > 0) yield* take();
    return undefined;
  };
}
