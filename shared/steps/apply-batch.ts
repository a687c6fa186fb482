// Applies one batch until each of its changes has an outcome. A batch is one transaction in LeanIX: what was
// refused is dropped and the rest sent again; after an unclear answer it is looked up before it is sent again.
import type { BatchAnswer, FactSheetSelection } from '../connectors/leanix/connect-leanix.ts';
import { mutationsOf } from '../core/plan/mutation.ts';
import type { Change } from '../core/plan/plan.ts';
import type { Outcome } from '../core/report.ts';
import { LandbridgeError } from '../errors.ts';
import type { Burst, StepContext } from './context.ts';
import type { Journal } from './journal.ts';
import { type Fitted, lookAgain, writtenOf } from './look-again.ts';
import { lookUp } from './look-up.ts';

/** A request that was given up may still be carried out for this long (house rule 5.5). */
const settleMs = 5_000;
/** Unclear answers in a row before the run gives up; it can be continued. */
const mostUnclear = 5;

export interface Batch {
  number: number;
  /** Parts of changes; the name of each is its `item`. */
  changes: readonly Change[];
  /** Outcomes that are known without sending: those of an earlier burst, too. */
  decided: readonly Outcome[];
}

export interface BatchTools {
  /** A single change has been let through since LeanIX refused without naming one: it was the size. */
  isProbed?: boolean;
  context: StepContext;
  journal: Journal;
  burst: Burst;
  selection: FactSheetSelection;
  /** Changes of this batch that were fitted to what somebody else had saved, by item. */
  fitted: Fitted;
}

export async function applyBatch(tools: BatchTools, { number, changes, decided }: Batch): Promise<Outcome[]> {
  const { journal } = tools;
  const outcomes = [...decided];
  const sentAt = journal.leftBehind.get(number);
  try {
    const open = without(changes, outcomes);
    if (sentAt !== undefined) outcomes.push(...(await waitAndLookUp(tools, open, sentAt)));
    await send(tools, number, without(changes, outcomes), outcomes);
  } catch (thrown) {
    if (outcomes.length > decided.length) await journal.note(number, outcomes);
    throw thrown;
  }
  await journal.finish(number, outcomes);
  return outcomes;
}

/** Sends changes as one batch, in parts where LeanIX wants less at once, and adds what came of them. */
async function send(
  tools: BatchTools,
  number: number,
  changes: readonly Change[],
  outcomes: Outcome[],
): Promise<void> {
  let open = without(changes, outcomes);
  let { isProbed = false } = tools;
  for (let unclear = 0; open.length > 0; open = without(open, outcomes)) {
    const answer = await sendOnce(tools, number, open);
    switch (answer.state) {
      case 'written':
        outcomes.push(...answer.written.map((written) => writtenOf(written, open, tools.fitted)));
        break;
      case 'refused': {
        const again = await lookAgain(tools, open, answer.refused);
        outcomes.push(...again.outcomes);
        open = again.open;
        break;
      }
      case 'unclear':
        unclear += 1;
        outcomes.push(...(await waitAndLookUp(tools, open, answer.sentAt)));
        if (unclear >= mostUnclear && without(open, outcomes).length > 0) throw answer.error;
        if (answer.tooLarge) await send(tools, number, firstHalf(without(open, outcomes)), outcomes);
        break;
      case 'too-large':
        if (!isProbed) await probe(tools, number, open, { message: answer.message, outcomes });
        isProbed = true;
        await send({ ...tools, isProbed }, number, firstHalf(without(open, outcomes)), outcomes);
    }
  }
}

function firstHalf(changes: readonly Change[]): readonly Change[] {
  return changes.slice(0, Math.ceil(changes.length / 2));
}

/** The journal knows of every attempt before its bytes go out: after waits and a new token, too. */
async function sendOnce(
  { context, journal, burst, selection }: BatchTools,
  number: number,
  changes: readonly Change[],
): Promise<BatchAnswer> {
  const mutations = changes.flatMap((change) => mutationsOf(change, selection));
  return context.leanIx.writeBatch(mutations, async () => {
    burst.ensureHeld();
    await journal.begin(number, context.time.now());
  });
}

/**
 * LeanIX refused a batch and named none of it. Where it says the same of its first and of its last alone, it is
 * neither the size nor a single change: nothing will be written until somebody mends it, and asking for each
 * would be in vain.
 * @throws LX_BATCH_REFUSED
 */
async function probe(
  tools: BatchTools,
  number: number,
  changes: readonly Change[],
  { message, outcomes }: { message: string; outcomes: Outcome[] },
): Promise<void> {
  const alone: Outcome[] = [];
  for (const change of [...changes.slice(0, 1), ...changes.slice(-1)]) {
    await send(tools, number, [change], alone);
    const outcome = alone.at(-1);
    const isSame = outcome?.state === 'failed' && outcome.message === message && !isAboutSize(message);
    if (!isSame) {
      outcomes.push(...alone);
      return;
    }
  }
  throw new LandbridgeError('LX_BATCH_REFUSED', { message });
}

/** One change alone may be too large for a gateway; that says nothing of the others. */
function isAboutSize(message: string): boolean {
  return message.startsWith('HTTP 413') || message.includes('too many characters');
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
