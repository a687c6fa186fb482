// Keeps what a person decided, and says which items a small run is to take up. Asks no system and waits for none:
// what was decided here is done by that run, or else by the next night.
import type { Decision } from '../core/decision.ts';
import { decideOn, isToBeDone, type Stamp, type Verdict } from '../core/inbox/decide.ts';
import { findClash, findOverruled, keepDecisions, keepStanding } from '../core/inbox/keep-decisions.ts';
import type { Proposal } from '../core/inbox/proposal.ts';
import type { Standing } from '../core/inbox/standing.ts';
import { LandbridgeError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { StepContext } from './context.ts';
import { changeDecisions, type FlowPlace, readDecisions } from './decisions.ts';
import { findFactSheetFor, findItems } from './find-item.ts';
import { readInboxHead } from './inbox-store.ts';
import { countLinks } from './links.ts';
import { type ProposalFilter, type ProposalSeen, readInbox } from './read-inbox.ts';
import type { StartRequest } from './start.ts';

export type { Stamp } from '../core/inbox/decide.ts';

interface DecidedItem {
  item: string;
  name: string;
  decisions: readonly Decision[];
}

export interface DecideResult {
  decided: readonly DecidedItem[];
  /** Of the proposals meant, those that only a choice of a fact sheet can settle. */
  undecidable: readonly Proposal[];
  /** What was decided before and holds no more. */
  overruled: readonly Decision[];
  standing?: Standing;
  /** Keys of the items to be taken up at once. */
  toDo: readonly string[];
}

/** What a person says, and of what. */
export interface Said {
  say: 'accept' | 'reject' | 'ignore' | 'link';
  /** Keys, ids at the source, or names of objects. */
  items: readonly string[];
  /** All that fit; undefined where none was given. */
  filter?: ProposalFilter | undefined;
  all?: boolean | undefined;
  /** For all that fit, those to come as well. */
  always?: boolean | undefined;
  /** Whatever there is, a fact sheet is to be made. */
  anew?: boolean | undefined;
  /** To link, or of a pair that is rejected: its id, external id or name. */
  factSheet?: string | undefined;
}

/** @throws INBOX_…; INBOX_DECIDED_MEANWHILE where somebody else was first, and decided in another way */
export async function decide(
  store: Store,
  place: FlowPlace,
  { say, items, filter, all, always, anew, factSheet }: Said,
  stamp: Stamp,
): Promise<DecideResult> {
  if (say === 'link' || factSheet !== undefined) {
    const [item, ...more] = items;
    const isPair = item !== undefined && more.length === 0 && factSheet !== undefined;
    if (!isPair || (say !== 'link' && say !== 'reject')) throw new LandbridgeError('INBOX_NOTHING_CHOSEN');
    return decidePair(store, place, { item, factSheet, verdict: say, stamp });
  }
  if (always) return decideAlways(store, place, { ...standingOf(say, filter), ...stamp });
  if (items.length > 0 && say === 'ignore') return ignoreItems(store, place, items, stamp);
  const verdict: Verdict = say === 'accept' && anew ? { say, anew } : { say };
  if (items.length > 0) return decideProposals(store, place, { chosen: { items }, verdict, stamp });
  if (filter === undefined && !all) throw new LandbridgeError('INBOX_NOTHING_CHOSEN');
  return decideProposals(store, place, { chosen: { filter: filter ?? {} }, verdict, stamp });
}

const changeOfKind = { create: 'create', link: 'link', review: 'update' } as const;

/** @throws INBOX_NO_SELECTION: for everything there is the policy */
function standingOf(
  say: Verdict['say'],
  { kind, name, where = {}, minScore }: ProposalFilter = {},
): Pick<Standing, 'verdict' | 'change' | 'where' | 'minScore'> {
  const selection = { ...where, ...(name !== undefined && { name: [name] }) };
  const isTooWide = Object.keys(selection).length === 0 || (say === 'accept' && kind === undefined);
  if (isTooWide) throw new LandbridgeError('INBOX_NO_SELECTION');
  return {
    verdict: say === 'accept' ? 'always' : 'never',
    change: kind === undefined || say === 'ignore' ? 'any' : changeOfKind[kind],
    where: selection,
    ...(minScore !== undefined && { minScore }),
  };
}

/** Which proposals are meant: by name or key, or all that fit. */
type Chosen = { items: readonly string[] } | { filter: ProposalFilter };

/** @throws INBOX_ITEM_UNKNOWN, INBOX_ITEM_AMBIGUOUS, INBOX_NEEDS_CHOICE */
async function decideProposals(
  store: Store,
  place: FlowPlace,
  { chosen, verdict, stamp }: { chosen: Chosen; verdict: Verdict; stamp: Stamp },
): Promise<DecideResult> {
  const proposals = await choose(store, place, chosen, verdict);
  const made = proposals.map((proposal) => ({ proposal, decisions: decideOn(proposal, verdict, stamp) }));
  const undecidable = made.filter(({ decisions }) => decisions.length === 0).map(({ proposal }) => proposal);
  const [first] = undecidable;
  if (first !== undefined && 'items' in chosen) {
    throw new LandbridgeError('INBOX_NEEDS_CHOICE', {
      item: first.item,
      candidates: first.candidates.length,
    });
  }
  const decided = made
    .filter(({ decisions }) => decisions.length > 0)
    .map(({ proposal: { item, name }, decisions }) => ({ item, name, decisions }));
  return { ...(await keep(store, place, decided)), undecidable };
}

/**
 * What holds from now on for all objects that fit, those to come as well.
 * @returns with the items that wait and fit
 */
async function decideAlways(store: Store, place: FlowPlace, standing: Standing): Promise<DecideResult> {
  const open = (answer: ProposalSeen['answer']) => answer === 'open';
  const before = (await readInbox(store, place)).proposals.filter(({ answer }) => open(answer));
  await changeDecisions(store, place, (kept) => ({
    decisions: kept.decisions,
    standing: keepStanding(kept.standing, [standing]),
  }));
  const after = (await readInbox(store, place)).proposals;
  const nowAccepted = new Set(after.filter(({ answer }) => answer === 'accepted').map(({ item }) => item));
  const stillOpen = new Set(after.filter(({ answer }) => open(answer)).map(({ item }) => item));
  const decided = before
    .filter(({ item }) => !stillOpen.has(item))
    .map(({ item, name }) => ({ item, name, decisions: [] }));
  const toDo = decided.map(({ item }) => item).filter((item) => nowAccepted.has(item));
  return { decided, undecidable: [], overruled: [], standing, toDo };
}

/**
 * One pair, whether it was proposed or not.
 * @throws INBOX_ITEM_UNKNOWN, INBOX_ITEM_AMBIGUOUS, INBOX_LINKED, INBOX_FACT_SHEET_UNKNOWN, INBOX_FACT_SHEET_TAKEN
 */
async function decidePair(
  store: Store,
  place: FlowPlace,
  { item: text, factSheet, verdict, stamp }: PairVerdict,
): Promise<DecideResult> {
  const [item] = await findItems(store, place, [text]);
  if (item === undefined) throw new LandbridgeError('INBOX_ITEM_UNKNOWN', { item: text });
  const found = await findFactSheetFor(store, place, item, factSheet, verdict === 'link');
  const decisions: Decision[] = [
    { item: item.key, name: item.name, ...stamp, verdict, factSheetId: found.id },
  ];
  return keep(store, place, [{ item: item.key, name: item.name, decisions }]);
}

interface PairVerdict {
  item: string;
  factSheet: string;
  verdict: 'link' | 'reject';
  stamp: Stamp;
}

/** Never anything of these items, whether they wait or not. @throws INBOX_ITEM_UNKNOWN, INBOX_ITEM_AMBIGUOUS */
async function ignoreItems(
  store: Store,
  place: FlowPlace,
  items: readonly string[],
  stamp: Stamp,
): Promise<DecideResult> {
  const found = await findItems(store, place, items);
  return keep(
    store,
    place,
    found.map(({ key, name }) => ({
      item: key,
      name,
      decisions: [{ item: key, name, ...stamp, verdict: 'ignore' }],
    })),
  );
}

/**
 * The small run that does what was decided.
 * @throws INBOX_NOT_READ; INBOX_FIRST_RUN where the whole of the flow is to be approved first
 */
export async function decideRequest(
  { store, rules }: Pick<StepContext, 'store' | 'rules'>,
  { workspaceId, flow }: FlowPlace,
  items: readonly string[],
  approved?: string,
): Promise<StartRequest> {
  const head = await readInboxHead(store, { workspaceId, flow });
  if (head === undefined) throw new LandbridgeError('INBOX_NOT_READ', { flow });
  if (rules.stopsFirstRun && (await countLinks(store, workspaceId, flow)) === 0) {
    throw new LandbridgeError('INBOX_FIRST_RUN', { flow });
  }
  return { kind: 'decide', items, readBy: head.readBy, approved };
}

async function choose(
  store: Store,
  place: FlowPlace,
  chosen: Chosen,
  { say }: Verdict,
): Promise<ProposalSeen[]> {
  if ('items' in chosen) {
    const { proposals } = await readInbox(store, place);
    const found = await findItems(store, place, chosen.items, proposals);
    return found.map(({ key }) => {
      const proposal = proposals.find(({ item }) => item === key);
      if (proposal === undefined) throw new LandbridgeError('INBOX_NOT_WAITING', { item: key });
      return proposal;
    });
  }
  const { proposals } = await readInbox(store, place, chosen.filter);
  // What was accepted and could not be written yet may be accepted again: then it is taken up again.
  return proposals.filter(({ answer }) => answer === 'open' || (answer === 'accepted' && say === 'accept'));
}

async function keep(
  store: Store,
  place: FlowPlace,
  decided: readonly DecidedItem[],
): Promise<Omit<DecideResult, 'standing'>> {
  const news = decided.flatMap(({ decisions }) => decisions);
  const seen = (await readDecisions(store, place)).decisions;
  let overruled: readonly Decision[] = [];
  await changeDecisions(store, place, ({ decisions, standing }) => {
    const clash = findClash(seen, decisions, news);
    if (clash !== undefined) {
      throw new LandbridgeError('INBOX_DECIDED_MEANWHILE', { item: clash.item, when: clash.when });
    }
    const next = keepDecisions(decisions, news);
    overruled = findOverruled(decisions, next);
    return { decisions: next, standing };
  });
  const toDo = decided.filter(({ decisions }) => decisions.some(isToBeDone)).map(({ item }) => item);
  return { decided, undecidable: [], overruled, toDo };
}
