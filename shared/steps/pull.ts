// Reads one source page by page into the run's snapshot. It reads, it never judges: a pull that broke off is
// partial, and what is missing from it is nobody's loss.
import { itemOf } from '../core/item.ts';
import { describeError, type LandbridgeError, toLandbridgeError } from '../errors.ts';
import type { Message } from '../queue/queue.ts';
import { combineRecords, writeRecords } from '../store/blobs.ts';
import type { Burst, StepContext } from './context.ts';
import { readAhead } from './read-ahead.ts';
import { addRequests, advanceRun, ownerOf, type Pull, type Run } from './run.ts';
import { readItems } from './snapshot.ts';

export async function pull(
  context: StepContext,
  run: Run,
  burst: Burst,
  message: Message,
): Promise<Message[]> {
  const open = context.sources.filter(({ tenant }) => !isEnded(run.pulls[tenant]));
  // A run that is taken up again names no source: it goes on with the first that is not yet read.
  const source = open.find(({ tenant }) => tenant === message.source) ?? open[0];
  if (source === undefined) return toMatch(context, run);

  let state: Pull = run.pulls[source.tenant] ?? { state: 'reading', offset: 0, count: 0 };
  const save = async (next: Pull) => {
    burst.ensureHeld();
    state = next;
    return advanceRun(context.store, run, (current) => ({
      ...current,
      pulls: { ...current.pulls, [source.tenant]: next },
      requests: addRequests(current, context.meter.drain()),
    }));
  };

  try {
    const pages = source.pages(state.offset, await readKnown(context, state));
    for await (const page of readAhead(pages, () => !burst.isOver())) {
      const items = page.objects.map((object) => itemOf(source.system, source.tenant, object));
      const owner = ownerOf(run.id);
      const read = await writeRecords(context.store, owner, items, { ttlMs: run.retentionMs });
      await save({
        state: 'reading',
        offset: page.nextOffset,
        count: state.count + items.length,
        items: combineRecords(owner, state.items === undefined ? [read] : [state.items, read]),
      });
      context.progress({ run: run.id, step: 'pull', done: state.count });
      if (burst.isOver() && !page.last) return [message];
    }
  } catch (thrown) {
    const error = toLandbridgeError(thrown);
    if (!leavesPartialPull(error, state)) throw error;
    const problem = { code: error.code, message: describeError(error) };
    return afterPull(context, await save({ ...state, ...ended(context, 'partial'), problem }), message);
  }
  return afterPull(context, await save({ ...state, ...ended(context, 'complete') }), message);
}

/** What earlier bursts were given. */
async function readKnown({ store }: StepContext, pull: Pull): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for await (const { nativeId } of readItems(store, pull)) if (nativeId !== '') known.add(nativeId);
  return known;
}

function isEnded(pull: Pull | undefined): boolean {
  return pull !== undefined && pull.state !== 'reading';
}

function ended({ time }: StepContext, state: 'complete' | 'partial'): Pick<Pull, 'state' | 'endedAt'> {
  return { state, endedAt: new Date(time.now()).toISOString() };
}

/** Trouble of the source after some pages leaves a partial pull; trouble at once or of our own ends the run. */
function leavesPartialPull(error: LandbridgeError, state: Pull): boolean {
  return state.count > 0 && /^(?:NET|CALM|CPI)_/.test(error.code);
}

async function afterPull(context: StepContext, run: Run, message: Message): Promise<Message[]> {
  const all = context.sources.every(({ tenant }) => isEnded(run.pulls[tenant]));
  if (all) return toMatch(context, run);
  // Each source has a message of its own, except in a run that was taken up again.
  return message.source === undefined ? [message] : [];
}

async function toMatch({ store }: StepContext, run: Run): Promise<Message[]> {
  await advanceRun(store, run, (current) => ({ ...current, step: 'match' }));
  return [{ run: run.id, flow: run.flow, step: 'match' }];
}
