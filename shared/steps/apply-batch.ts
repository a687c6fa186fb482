// Applies one batch until each of its changes has an outcome. A batch is one transaction in LeanIX: what was
// refused is dropped and the rest sent again; after an unclear answer it is looked up before it is sent again.
import type { FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { mutationOf } from '../core/plan/mutation.ts';
import type { Change } from '../core/plan/plan.ts';
import type { Outcome } from '../core/report.ts';
import type { Burst, StepContext } from './context.ts';
import type { Journal } from './journal.ts';
import { lookUp } from './look-up.ts';

/** A request that was given up may still be carried out for this long (house rule 5.5). */
const settleMs = 5_000;
/** Unclear answers in a row before the run gives up; it can be continued. */
const mostUnclear = 5;

export interface Batch {
  number: number;
  changes: readonly Change[];
}

export interface BatchTools {
  context: StepContext;
  journal: Journal;
  burst: Burst;
  selection: FactSheetSelection;
}

export async function applyBatch(tools: BatchTools, { number, changes }: Batch): Promise<Outcome[]> {
  const { journal } = tools;
  const sentAt = journal.leftBehind.get(number);
  const found = sentAt === undefined ? [] : await waitAndLookUp(tools, changes, sentAt);
  const outcomes = [...found, ...(await send(tools, number, without(changes, found)))];
  await journal.finish(number, outcomes);
  return outcomes;
}

/** Sends changes as one batch, in parts where LeanIX wants less at once. */
async function send(tools: BatchTools, number: number, changes: readonly Change[]): Promise<Outcome[]> {
  const { context, journal, burst } = tools;
  const outcomes: Outcome[] = [];
  let open = changes;
  for (let unclear = 0; open.length > 0; ) {
    burst.ensureHeld();
    await journal.begin(number, context.time.now());
    const answer = await context.leanIx.writeBatch(open.flatMap((change) => mutationOf(change) ?? []));
    if (answer.state === 'written') {
      outcomes.push(...answer.written.map((written): Outcome => ({ ...written, state: 'written' })));
      return outcomes;
    }
    if (answer.state === 'refused') {
      const refused = answer.refused.map(refusalOf);
      outcomes.push(...refused);
      open = without(open, refused);
      continue;
    }
    if (answer.state === 'unclear') {
      unclear += 1;
      const found = await waitAndLookUp(tools, open, answer.sentAt);
      outcomes.push(...found);
      open = without(open, found);
      if (open.length > 0 && unclear >= mostUnclear) throw answer.error;
      if (!answer.tooLarge) continue;
    }
    if (open.length > 1) {
      const half = Math.ceil(open.length / 2);
      outcomes.push(...(await send(tools, number, open.slice(0, half))));
      open = open.slice(half);
    }
  }
  return outcomes;
}

function refusalOf({ ref, code, message }: { ref: string; code: string; message: string }): Outcome {
  return { ref, state: code === 'LX_REVISION_CLASH' ? 'conflict' : 'failed', code, message };
}

async function waitAndLookUp(
  { context, selection }: BatchTools,
  changes: readonly Change[],
  sentAt: number,
): Promise<Outcome[]> {
  const rest = sentAt + settleMs - context.time.now();
  if (rest > 0) await context.time.sleep(rest);
  return lookUp(context.leanIx, selection, changes);
}

function without(changes: readonly Change[], outcomes: readonly Outcome[]): Change[] {
  const decided = new Set(outcomes.map(({ ref }) => ref));
  return changes.filter((change) => !decided.has(change.item));
}
