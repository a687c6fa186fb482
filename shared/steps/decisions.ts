// What people decided, by flow and workspace. Decisions are kept for good, and anybody may add to them at any time,
// whatever runs are under way: they are swapped as one, and nothing that somebody else may still read or name is
// taken away.
import { createHash } from 'node:crypto';
import type { Decision } from '../core/decision.ts';
import type { Standing } from '../core/inbox/standing.ts';
import { deleteRecordsExcept, type RecordsRef, readRecords, writeRecords } from '../store/blobs.ts';
import { readJson, writeJson } from '../store/json.ts';
import { decisionsKey, decisionsRange, partsOf } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { readWhole } from './read-whole.ts';
import { trusted } from './trusted.ts';

interface DecisionsHead {
  decisions: RecordsRef;
  standing: RecordsRef;
}

export interface FlowPlace {
  workspaceId: string;
  flow: string;
}

export interface KeptDecisions {
  decisions: readonly Decision[];
  standing: readonly Standing[];
  /** Content hash: the same as before when nothing was decided. */
  hash: string;
}

/** Without reading them. */
export async function readDecisionsHash(store: Store, { workspaceId, flow }: FlowPlace): Promise<string> {
  return hashOf((await readJson(store, decisionsKey(workspaceId, flow), trusted<DecisionsHead>))?.value);
}

export async function readDecisions(store: Store, place: FlowPlace): Promise<KeptDecisions> {
  return (await load(store, place)).kept;
}

/** Of all flows and workspaces. */
export async function listDecisionPlaces(store: Store): Promise<FlowPlace[]> {
  const { collection, prefix } = decisionsRange;
  return Array.fromAsync(store.list(collection, prefix), ({ key }) => {
    const [workspaceId = '', flow = ''] = partsOf(key);
    return { workspaceId, flow };
  });
}

/** @param change may be called again, with what somebody else decided meanwhile */
export async function changeDecisions(
  store: Store,
  place: FlowPlace,
  change: (kept: KeptDecisions) => Pick<KeptDecisions, 'decisions' | 'standing'>,
): Promise<void> {
  const { workspaceId, flow } = place;
  for (;;) {
    const { kept, head, version } = await load(store, place);
    const next = change(kept);
    if (JSON.stringify([next.decisions, next.standing]) === JSON.stringify([kept.decisions, kept.standing]))
      return;
    // Named by what they take the place of: whoever comes to another end writes somewhere else.
    const owner = `decisions/${workspaceId}/${flow}/${version ?? 'first'}`;
    const decisions = await writeRecords(store, owner, next.decisions);
    const standing = await writeRecords(store, owner, next.standing);
    const condition = version === undefined ? { ifAbsent: true } : { ifVersion: version };
    const swapped = await writeJson(
      store,
      decisionsKey(workspaceId, flow),
      { decisions, standing },
      condition,
    );
    if (swapped === undefined) continue;
    if (head !== undefined) await deleteRecordsExcept(store, head.decisions.owner, []);
    await deleteRecordsExcept(store, owner, [decisions, standing]);
    return;
  }
}

interface Loaded {
  kept: KeptDecisions;
  head?: DecisionsHead;
  version?: string;
}

async function load(store: Store, { workspaceId, flow }: FlowPlace): Promise<Loaded> {
  const found = await readWhole(store, decisionsKey(workspaceId, flow), async (head: DecisionsHead) => ({
    decisions: await Array.fromAsync(readRecords(store, head.decisions), trusted<Decision>),
    standing: await Array.fromAsync(readRecords(store, head.standing), trusted<Standing>),
    hash: hashOf(head),
  }));
  if (found === undefined) return { kept: { decisions: [], standing: [], hash: hashOf(undefined) } };
  return { kept: found.loaded, head: found.value, version: found.version };
}

function hashOf(head: DecisionsHead | undefined): string {
  if (head === undefined || head.decisions.count + head.standing.count === 0) return '';
  return createHash('sha256').update(`${head.decisions.hash} ${head.standing.hash}`).digest('hex');
}
