// Why a system that items name is related to what it is: it is no item itself, so what is known of it is what waits of
// it and what was decided. No system is asked.
import { indexDecisions } from '../core/decision.ts';
import type { Proposal } from '../core/inbox/proposal.ts';
import type { Likened } from '../core/match/likened.ts';
import { skipReasons } from '../core/report-reasons.ts';
import type { Store } from '../store/store.ts';
import type { FlowPlace, KeptDecisions } from './decisions.ts';
import { readProposals } from './inbox-store.ts';
import type { ItemExplained } from './item-explained.ts';
import type { Run } from './run.ts';

type PartyExplained = Pick<ItemExplained, 'source' | 'state' | 'rule' | 'compared' | 'next' | 'asOf'>;

/** What the last run read, and when LeanIX was seen. */
interface Seen {
  kept: KeptDecisions;
  reader: Run | undefined;
  factSheetsSeenAt: string | null;
}

export async function explainParty(
  store: Store,
  place: FlowPlace,
  key: string,
  { kept: { decisions }, reader, factSheetsSeenAt }: Seen,
): Promise<PartyExplained> {
  const pulled = Object.values(reader?.pulls ?? {}).flatMap(({ endedAt = [] }) => endedAt);
  const asOf = { source: pulled.sort().at(-1) ?? null, factSheets: factSheetsSeenAt };
  const proposal = (await readProposals(store, place)).find(({ item }) => item === key);
  if (proposal === undefined) {
    return { source: null, state: 'named', rule: ruleOf('NAMED'), compared: [], next: null, asOf };
  }
  const { state, reason, source = null, candidates } = proposal;
  const isOne = state === 'proposed';
  const rejected = indexDecisions(decisions).rejected.get(key);
  return {
    source,
    state: isOne ? 'proposed' : 'ambiguous',
    rule: ruleOf(reason),
    compared: candidates.map((candidate, index): Likened => {
      const fate = rejected?.has(candidate.factSheetId) ? 'rejected' : fateAt(index, proposal);
      return { ...candidate, fate };
    }),
    next: {
      permission: 'inbox',
      change: 'link',
      by: `policy.link, policy.${isOne ? 'proposed' : 'ambiguous'}`,
    },
    asOf,
  };
}

function fateAt(index: number, { state }: Proposal): Likened['fate'] {
  if (state !== 'proposed') return 'contested';
  return index === 0 ? 'chosen' : 'free';
}

function ruleOf(code: string): ItemExplained['rule'] {
  return { code, text: skipReasons[code] ?? code };
}
