// Assembles the plan from the pairings: for each item the fields to write, and for each vanished item the
// end of its life. Pure: the same inputs in any order give the same plan.
import { type Decisions, indexDecisions } from '../decision.ts';
import { answerDispute, type Dispute } from '../inbox/dispute.ts';
import { decidedOf, type Permits, permit } from '../inbox/permit.ts';
import { type Proposal, proposeChange, proposeChoice, proposeReview } from '../inbox/proposal.ts';
import {
  type Doubtful,
  findLikely,
  questionOf,
  questionOfNeeds,
  reasonFor,
  resolvesItself,
} from '../inbox/question.ts';
import type { Standing } from '../inbox/standing.ts';
import type { Link } from '../link.ts';
import type { Target } from '../map/target.ts';
import { createTargets } from '../map/targets.ts';
import type { Pairing } from '../match/pairing.ts';
import type { FactSheet, Item, Tag } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import { planCreate } from './create.ts';
import { planGiveUp } from './give-up.ts';
import { createNameHolders } from './name-holders.ts';
import { chooseNames } from './names.ts';
import { createNotes } from './notes.ts';
import { notesOfTarget } from './notes-of-target.ts';
import { judgeParties, withLikely } from './parties.ts';
import { type Change, type Conflict, compareChanges, type Plan, type Skip } from './plan.ts';
import {
  companionsOf,
  type PlannedCompanion,
  permitCompanion,
  proposeCompanions,
  tagsToBe,
  withPrepared,
} from './prepare.ts';
import { planRemoval } from './retire.ts';
import { markSeals, notesOfSeal } from './seal.ts';
import { planUpdate, type Update } from './update.ts';
import type { PlanContext } from './wanted.ts';
import { assignWaves } from './waves.ts';

const noDecisions = indexDecisions([]);

export interface AssembledPlan extends Plan {
  skips: readonly Skip[];
  /** What waits for a person. */
  proposals: readonly Proposal[];
  agreed: Agreed;
}

/** By item, what a person and the source came to both. */
export type Agreed = ReadonlyMap<string, Readonly<Record<string, string>>>;

export interface AssembleInput {
  pairings: readonly Pairing[];
  /** Items that no rule wants and that were not paired. */
  ignored?: readonly Skip[];
  inventory: ReadonlyMap<string, FactSheet>;
  /** Fact sheets of other types that relations may lead to, by type. */
  related?: ReadonlyMap<string, Iterable<FactSheet>>;
  links: ReadonlyMap<string, Link>;
  /** What other flows of the workspace keep. */
  otherLinks?: readonly Link[];
  /** Keys of items that were taken back: what became of them stays. */
  held?: ReadonlyMap<string, unknown>;
  /** What people decided, of single items and of all that fit a selection. */
  decisions?: Decisions;
  standing?: readonly Standing[];
  /** Of a small run, the items it is about: no other is made. */
  only?: ReadonlySet<string> | undefined;
  rules: FlowRules;
  target: Target;
  /** Id of the flow's tag; undefined where the workspace has none of that name. */
  tagId: string | undefined;
  /** The tag library; undefined where the workspace does not name it. */
  library?: readonly Tag[] | undefined;
  /** Role of the technical user, where it is known. */
  role?: string | undefined;
  /** Linked items that neither this nor the last complete pull held, with the day of that pull (`YYYY-MM-DD`). */
  vanished: ReadonlyMap<string, string>;
  /** Linked items that this complete pull did not hold for the first time. */
  missing: ReadonlySet<string>;
  /** When the run began, ISO 8601. */
  syncedAt?: string;
}

export function assemblePlan(input: AssembleInput): AssembledPlan {
  const { pairings, inventory, links, rules, target, tagId, library, vanished } = input;
  const notes = createNotes();
  // A person may have linked the fact sheet of an item that is gone to another one.
  const paired = new Set(
    pairings.flatMap((pairing) =>
      pairing.state === 'linked' && rules.gone(pairing.item) === undefined ? [pairing.factSheet.id] : [],
    ),
  );
  const retire = (key: string, since: string) => {
    const known = input.held?.has(key) ? undefined : links.get(key);
    const link = known !== undefined && paired.has(known.factSheetId) ? undefined : known;
    const factSheet = link && inventory.get(link.factSheetId);
    const means = { archivesOurs: rules.archivesGone, canRetire: target.canRetire };
    return link && factSheet && planRemoval(link, factSheet, since, means);
  };
  const { decisions = noDecisions, standing = [] } = input;
  const holdersOf = createNameHolders({
    inventory,
    links: [...(input.otherLinks ?? []), ...links.values()],
    rules,
  });
  const permits = { decisions, standing, policy: rules.policy };
  const answer = (item: Item, dispute: Pick<Dispute, 'key' | 'before' | 'ours' | 'theirs'>) =>
    answerDispute(dispute, { itemKey: item.key, item }, { decisions, standing });
  const names = chooseNames(
    pairings,
    inventory.values(),
    rules,
    (item, ours, theirs) => answer(item, { key: 'name', before: '', ours, theirs }) === 'take',
  );
  const companions = companionsOf(pairings, rules, target);
  const wanted = companions.filter(
    (companion) => !input.held?.has(companion.key) && permitCompanion(companion, permits) === 'apply',
  );
  const newTags = tagsToBe(rules, library);
  const likely = findLikely(pairings, inventory);
  const named = targetsOf(input, names, permits, wanted);
  const { relations } = target;
  const { related = new Map() } = input;
  const parties = judgeParties({ pairings, rules, relations, related, targets: named, permits });
  const targets = withLikely(named, parties.likely);
  const context = {
    rules,
    target,
    tagId,
    library: library && [...library, ...newTags],
    targets,
    note: notes.add,
    syncedAt: input.syncedAt,
  };
  const changes: Change[] = [];
  const proposals: Proposal[] = [];
  const conflicts: Conflict[] = [];
  const agreed = new Map<string, Readonly<Record<string, string>>>();
  const skipped: Record<string, number> = {};
  let unchanged = 0;
  const { ignored = [] } = input;
  const skips: Skip[] = [...ignored];
  const count = (reason: string) => {
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  };
  for (const { reason } of ignored) count(reason);
  const skip = (pairing: Pairing, reason: string) => {
    count(reason);
    const { key, name } = pairing.item;
    const candidates = 'candidates' in pairing ? { candidates: pairing.candidates } : {};
    skips.push({ item: key, name, reason, ...candidates });
  };
  /** @param decided what a person wants to be written of it besides: alone, and with the rest */
  const take = (
    pairing: Exclude<Pairing, { state: 'ignored' }>,
    change: Change,
    { isConflict = false, decided }: { isConflict?: boolean; decided?: Update['taken'] } = {},
  ) => {
    const permission = isDecided(pairing) ? 'apply' : permit(questionOf(change, pairing), permits);
    if (permission === 'apply') {
      changes.push(decided?.whole ?? change);
      return;
    }
    if (decided !== undefined) changes.push(decided.change);
    const reason = 'reason' in pairing && permission !== 'declined' ? pairing.reason : reasonFor[permission];
    // An item in conflict is counted as such, whatever is kept back of it.
    if (!isConflict && decided === undefined) skip(pairing, reason);
    if (permission !== 'inbox') return;
    const candidates = 'candidates' in pairing ? pairing.candidates : [];
    proposals.push(proposeChange(change, { state: pairing.state, reason, candidates }, pairing.item));
  };
  /** One proposal an item: what must be looked at stands with the change that waits. */
  const propose = (item: Item, needed: readonly Conflict[], disputes: readonly Dispute[]) => {
    if (needed.length + disputes.length === 0) return;
    const looked = {
      ...(needed.length > 0 && { needs: needed.map(({ key, message }) => ({ key, message })) }),
      ...(disputes.length > 0 && { conflicts: disputes }),
    };
    const last = proposals.at(-1);
    if (last?.item === item.key) proposals.splice(-1, 1, { ...last, ...looked });
    else proposals.push(proposeReview(item, looked));
  };
  /** Only a person can choose. */
  const leave = (pairing: Doubtful) => {
    const { item, reason, candidates } = pairing;
    const question = { itemKey: item.key, item, change: 'link', state: 'ambiguous' } as const;
    const permission = permit(question, permits);
    skip(pairing, permission === 'declined' ? reasonFor.declined : reason);
    if (permission === 'declined' || permission === 'ignore' || resolvesItself.has(reason)) return;
    proposals.push(proposeChoice(item, { state: pairing.state, reason, candidates }));
  };

  /** Where nobody bears the name yet, nothing can be chosen: two items want it. */
  const leaveNameless = (item: Item) => {
    const reason = 'NAME_TAKEN';
    skip({ state: 'ignored', item, reason }, reason);
    const candidates = holdersOf(item, decisions.rejected.get(item.key));
    const permission = permit({ itemKey: item.key, item, change: 'create' }, permits);
    if (candidates.length === 0 || permission === 'declined' || permission === 'ignore') return;
    proposals.push(proposeChoice(item, { state: 'new', reason, candidates }));
  };

  for (const pairing of pairings) {
    const { key } = pairing.item;
    const link = input.held?.has(key) || decisions.ignored.has(key) ? undefined : links.get(key);
    const givenUp =
      link &&
      planGiveUp(link, pairing, {
        inventory,
        decisions,
        library: library ?? [],
        idField: target.idField,
      });
    if (givenUp !== undefined) changes.push(givenUp);
    for (const text of rules.remarks(pairing.item)) notes.add(text);
    if (pairing.state === 'linked') {
      const update = planUpdate(pairing, {
        ...context,
        name: names.get(key),
        answer: (dispute) => answer(pairing.item, dispute),
      });
      if (update.agreed !== undefined) agreed.set(pairing.item.key, update.agreed);
      const needs = update.conflicts.filter(({ isReview }) => isReview);
      const isDeclined =
        needs.length > 0 && decidedOf(questionOfNeeds(pairing.item, needs), permits) === 'declined';
      conflicts.push(...update.conflicts.filter(({ isReview }) => !isReview || !isDeclined));
      const isConflict = update.conflicts.length > needs.length;
      const { change, taken, isKept, disputes = [] } = update;
      if (change !== undefined) take(pairing, change, { isConflict, ...(taken && { decided: taken }) });
      else if (taken !== undefined) changes.push(taken.change);
      else if (needs.length > 0 && !isConflict)
        skip(pairing, isDeclined ? reasonFor.declined : 'REVIEW_NEEDED');
      else if (!isConflict && isKept) skip(pairing, reasonFor.declined);
      else if (!isConflict) unchanged += 1;
      // What is in use no more is retired, whatever its fields say.
      const isAsked = rules.policy.update !== 'ignore' && rules.gone(pairing.item) === undefined;
      propose(pairing.item, isDeclined ? [] : needs, isAsked ? disputes : []);
      continue;
    }
    if (pairing.state === 'proposed' || pairing.state === 'ambiguous') {
      const factSheet = likely.get(pairing.item.key);
      const change = factSheet && planLikely(pairing.item, factSheet, context);
      if (change === undefined) leave(pairing);
      else take(pairing, change);
      continue;
    }
    const name = names.get(pairing.item.key);
    if (pairing.state === 'new' && name !== undefined) {
      take(pairing, planCreate(pairing.item, name, context));
      continue;
    }
    if (pairing.state === 'new') leaveNameless(pairing.item);
    else skip(pairing, pairing.reason);
  }

  // A vanished item was not pulled: what the policy keeps back here is no skipped item.
  let keptBack = 0;
  // One change an item: what is in use no more but still told of may have changed too, and is retired next.
  const changing = new Set([...changes, ...proposals].map(({ item }) => item));
  for (const [key, since] of vanished) {
    const change = retire(key, since);
    if (change === undefined || changing.has(key)) continue;
    const permission = permit(questionOf(change), permits);
    if (permission === 'apply') changes.push(change);
    else keptBack += 1;
    const about = { state: 'gone', reason: reasonFor.inbox, candidates: [] } as const;
    if (permission === 'inbox') proposals.push(proposeChange(change, about));
  }
  const missing = [...input.missing].filter((key) => retire(key, '') !== undefined).length;

  return {
    changes: markSeals(
      assignWaves(withPrepared(changes, { tags: newTags, companions: wanted }).sort(compareChanges)),
      inventory,
      input.role,
    ),
    conflicts: conflicts.sort((left, right) => (conflictKey(left) < conflictKey(right) ? -1 : 1)),
    tally: {
      items: pairings.length + ignored.length,
      unchanged,
      skipped: sortedByKey(skipped),
      missing,
      freedNames: changes.filter(isRename).length,
    },
    notes: [
      ...notesOfTarget(input),
      ...notesOfKept(keptBack, rules),
      ...notesOfSeal(input.role),
      ...notes.list(),
    ],
    skips: sortedByItem(skips),
    agreed,
    proposals: sortedByItem([
      ...proposals,
      ...proposeCompanions(companions, targets, permits),
      ...parties.proposals,
    ]),
  };
}

/** What a person decided waits for nobody. */
function isDecided(pairing: Pairing): boolean {
  return pairing.state === 'linked'
    ? pairing.by === 'decision'
    : pairing.state === 'new' && pairing.decided === true;
}

/** What relations may lead to, the fact sheets that this plan makes included. */
function targetsOf(
  { pairings, inventory, related = new Map(), links, otherLinks = [], rules, target, only }: AssembleInput,
  names: ReadonlyMap<string, string>,
  permits: Permits,
  companions: readonly PlannedCompanion[],
) {
  const toBe = new Map<string, string>();
  const factSheetIds = new Map(
    [...otherLinks, ...links.values()].map((link) => [link.item, link.factSheetId]),
  );
  if (rules.relationKeys.length > 0) {
    for (const pairing of pairings) {
      const { item } = pairing;
      const name = names.get(item.key);
      if (pairing.state === 'linked') factSheetIds.set(item.key, pairing.factSheet.id);
      const isMade = pairing.state === 'new' && only?.has(item.key) !== false && mayBeMade(pairing, permits);
      if (isMade && name !== undefined) toBe.set(item.key, name);
    }
  }
  const inventories = new Map<string, Iterable<FactSheet>>(related);
  if (rules.relationKeys.length > 0) inventories.set(target.type, inventory.values());
  return createTargets({
    inventories,
    factSheetIds,
    toBe,
    typeToBe: target.type,
    companions: new Map(companions.map(({ key, name }) => [key, name])),
    decisions: permits.decisions,
  });
}

function mayBeMade(pairing: Pairing, permits: Permits): boolean {
  const { item } = pairing;
  return isDecided(pairing) || permit({ itemKey: item.key, item, change: 'create' }, permits) === 'apply';
}

/** Nothing is noted: it may never be written. */
function planLikely(item: Item, factSheet: FactSheet, context: PlanContext): Change | undefined {
  const pairing = { state: 'linked', item, factSheet, by: 'score' } as const;
  return planUpdate(pairing, { ...context, note: () => {}, name: undefined }).change;
}

function sortedByItem<Entry extends { item: string }>(entries: Entry[]): Entry[] {
  return entries.sort((left, right) => (left.item < right.item ? -1 : 1));
}

function notesOfKept(count: number, { policy }: FlowRules): string[] {
  if (count === 0) return [];
  const which =
    count === 1 ? '1 fact sheet whose object is gone is' : `${count} fact sheets whose object is gone are`;
  return [`${which} not retired: policy.retire is ${policy.retire}.`];
}

function isRename({ op, fields }: Change): boolean {
  return op !== 'create' && op !== 'prepare' && fields.some(({ key }) => key === 'name');
}

function conflictKey({ item, key }: Conflict): string {
  return `${item}\n${key}`;
}

function sortedByKey(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([left], [right]) => (left < right ? -1 : 1)));
}
