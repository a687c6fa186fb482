// Applies exactly the stored plan, a batch at a time, four under way; decides nothing. Each batch stands in
// the journal before it is sent and after, so that a killed writer is continued without a change written twice.
import { targetOf } from '../core/map/target.ts';
import { LandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import { writerLeaseKey } from '../store/keys.ts';
import { applyBatch } from './apply-batch.ts';
import { checkPlan } from './check-plan.ts';
import type { Burst, StepContext } from './context.ts';
import { cutBatches } from './cut-batches.ts';
import { knownDataModel } from './data-model.ts';
import { holdBurst } from './hold-burst.ts';
import { selectionOf } from './inventory.ts';
import { openJournal, readOutcomes } from './journal.ts';
import { addRequests, advanceRun, type Run } from './run.ts';
import { settle } from './settle.ts';
import { comeBackMs, takeLease } from './take-lease.ts';
import { workspaceOf } from './token.ts';

export async function write(context: StepContext, run: Run, burst: Burst): Promise<Message[]> {
  const message: Message = { run: run.id, flow: run.flow, step: 'write' };
  const workspaceId = await workspaceOf(context, run);
  const holder = { run: run.id, burst: context.newId() };
  const answer = await takeLease(context, writerLeaseKey(workspaceId), holder);
  if (answer.held) return [{ ...message, delayMs: comeBackMs }];

  const held = holdBurst(context, [answer.lease]);
  const writer: Burst = {
    isOver: burst.isOver,
    ensureHeld: () => {
      burst.ensureHeld();
      held.burst.ensureHeld();
    },
    isStillHeld: async () => (await burst.isStillHeld()) && held.burst.isStillHeld(),
  };
  try {
    const done = await applyPlan(context, run, workspaceId, { burst: writer, fence: answer.lease.fence });
    await held.end('release');
    return [done ? { ...message, step: 'report' } : message];
  } catch (thrown) {
    await held.end('release');
    throw thrown;
  }
}

interface Writer {
  burst: Burst;
  fence: number;
}

/** @returns whether the whole plan is applied; else the next burst goes on. */
async function applyPlan(
  context: StepContext,
  run: Run,
  workspaceId: string,
  { burst, fence }: Writer,
): Promise<boolean> {
  const { store, meter } = context;
  const rules = context.rules;
  const plan = await checkPlan(store, run, { workspaceId, rulesVersion: rules.version });
  const selection = selectionOf(targetOf(rules, (await knownDataModel(context, workspaceId)).model));
  const outcomes = await readOutcomes(store, run.id);
  const journal = await openJournal(store, run, fence);
  const cut = cutBatches({ store, plan, outcomes, selection });

  let sent = outcomes.size;
  let failed = false;
  /** Batches of one wave, side by side. */
  const work = async (batches: ReturnType<typeof cut>) => {
    // The first batch is not asked for the time: a burst that is over at once must not go on for ever.
    while (!failed) {
      const { value: batch, done } = await batches.next();
      if (done) return;
      const tools = { context, journal, burst, selection, fitted: new Map() };
      const settled = await applyBatch(tools, batch);
      for (const outcome of settled) outcomes.set(outcome.ref, outcome);
      sent += settled.length - batch.decided.length;
      context.progress({
        run: run.id,
        step: 'write',
        done: Math.min(sent, plan.changes.count),
        total: plan.changes.count,
      });
      if (burst.isOver()) return;
    }
  };
  let failure: PromiseRejectedResult | undefined;
  for (let wave = 0; wave < (plan.waves ?? 1) && failure === undefined; wave += 1) {
    const batches = cut(wave);
    const workers = Array.from({ length: context.pace.writesUnderWay }, () =>
      work(batches).catch((thrown: unknown) => {
        failed = true;
        throw thrown;
      }),
    );
    // All end before the first failure is thrown: nothing is sent once the lease is given up.
    const ended = await Promise.allSettled(workers);
    failure = ended.find((worker) => worker.status === 'rejected');
    await advanceRun(store, run, (current) => ({
      ...current,
      requests: addRequests(current, meter.drain()),
    }));
    if (failure === undefined && (await batches.next()).done !== true) return false;
  }

  // After a failure too: nobody may ever continue this run, and what was written must not look like a person's.
  if (!(await burst.isStillHeld())) throw new LandbridgeError('STORE_LEASE_LOST', { run: run.id });
  await settle(context, run, plan, { workspaceId, selection, isWhole: failure === undefined });
  if (failure !== undefined) throw failure.reason;
  await advanceRun(store, run, (current) => ({ ...current, step: 'report' }));
  return true;
}
