// Leaves what waits for a person where it can be looked at: all of it after a night, after a small run what became
// of its items.
import type { Proposal } from '../core/inbox/proposal.ts';
import type { ErrorCode, LandbridgeError } from '../errors.ts';
import type { StepContext } from './context.ts';
import type { FlowPlace } from './decisions.ts';
import { readProposals, renewInbox, saveInbox } from './inbox-store.ts';

const sourceGuards: ReadonlySet<string> = new Set<ErrorCode>([
  'PLAN_SOURCE_EMPTY',
  'PLAN_SOURCE_SHRUNKEN',
  'PLAN_SOURCE_PARTIAL',
]);

export interface Looked {
  /** Absent where nothing has changed: those there are stand. */
  proposals: readonly Proposal[] | undefined;
  readBy: string;
  /** Of a small run, the items it is about. */
  only: ReadonlySet<string> | undefined;
  findings: readonly LandbridgeError[];
}

/** What a source in doubt does not show may still wait; what a small run was not let do waits as before. */
export async function keepProposals(
  { store, time }: StepContext,
  place: FlowPlace,
  { proposals, readBy, only, findings }: Looked,
): Promise<void> {
  if (findings.some(({ code }) => only !== undefined || sourceGuards.has(code))) return;
  const seen = { readBy, at: new Date(time.now()).toISOString() };
  if (proposals === undefined) return renewInbox(store, place, seen);
  const others =
    only === undefined ? [] : (await readProposals(store, place)).filter(({ item }) => !only.has(item));
  const all = [...others, ...proposals].sort((left, right) => (left.item < right.item ? -1 : 1));
  await saveInbox(store, place, { ...seen, proposals: all });
}
