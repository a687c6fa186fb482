// A night without network and store: pair, plan, carry out on paper, keep links. What the steps do, as plain
// values, so that laws can be tried on thousands of nights.
import { type Decision, indexDecisions } from '../../shared/core/decision.ts';
import type { Held } from '../../shared/core/held.ts';
import type { Standing } from '../../shared/core/inbox/standing.ts';
import type { Link } from '../../shared/core/link.ts';
import { targetOf } from '../../shared/core/map/target.ts';
import { pair } from '../../shared/core/match/pair.ts';
import type { FactSheet, Item } from '../../shared/core/model.ts';
import { type AssembledPlan, type AssembleInput, assemblePlan } from '../../shared/core/plan/assemble.ts';
import { forgetGivenUp, givenUpBy } from '../../shared/core/plan/give-up.ts';
import { startPlanHash } from '../../shared/core/plan/hash.ts';
import { isKeptInStore, linkAfter, mutationsOf } from '../../shared/core/plan/mutation.ts';
import { partsOf } from '../../shared/core/plan/parts.ts';
import { type Change, isBeside, isMaking, type Plan } from '../../shared/core/plan/plan.ts';
import { wavesOf } from '../../shared/core/plan/waves.ts';
import { type Outcome, type Report, startTally } from '../../shared/core/report.ts';
import type { FlowRules } from '../../shared/core/rules.ts';
import { landscape } from '../../shared/flows/landscape.ts';
import { seenAs } from '../../shared/steps/look-again.ts';
import { doneOf, outcomeOf, readyToSend, sentOf, type WrittenOutcome } from '../../shared/steps/outcomes.ts';
import { fullModel, library, tagId } from './builders.ts';
import { carryOut } from './paper-leanix.ts';

/** The day that stands in every end of life. */
export const goneSince = '2026-03-01';

export interface World {
  items: readonly Item[];
  rows: ReadonlyMap<string, FactSheet>;
  links: ReadonlyMap<string, Link>;
  /** Fact sheets of other types, by type. */
  related?: ReadonlyMap<string, readonly FactSheet[]>;
  held?: ReadonlyMap<string, Held>;
  decisions?: readonly Decision[];
  standing?: readonly Standing[];
  /** Keys of the last complete pull; undefined before the first. */
  lastPull?: ReadonlySet<string>;
  night: number;
}

type Absent = Pick<AssembleInput, 'vanished' | 'missing'>;

/** Linked items that the last pull did not hold either, and those that are missing for the first time. */
export function absentOf({ items, links, lastPull }: World): Absent {
  const present = new Set(items.map(({ key }) => key));
  const absent = lastPull === undefined ? [] : [...links.keys()].filter((key) => !present.has(key));
  const [missing, gone] = [true, false].map((was) => absent.filter((key) => lastPull?.has(key) === was));
  return { vanished: new Map(gone?.map((key) => [key, goneSince])), missing: new Set(missing) };
}

export function planOf(world: World, rules: FlowRules = landscape, model = fullModel): AssembledPlan {
  const { items, rows, links, related = new Map(), held = new Map(), decisions = [], standing = [] } = world;
  return assemblePlan({
    pairings: pair({ items, factSheets: rows.values(), links, held, decisions, rules, tagId, isWhole: true }),
    inventory: rows,
    related,
    links,
    held,
    decisions: indexDecisions(decisions),
    standing,
    rules,
    target: targetOf(rules, model),
    tagId,
    library,
    ...absentOf(world),
  });
}

export function hashOf(plan: Plan): string {
  const hash = startPlanHash({ flow: 'landscape', workspaceId: 'ws-1', rulesVersion: landscape.version });
  for (const change of plan.changes) hash.add(change);
  return hash.end(plan);
}

type Fate = 'written' | 'failed' | 'conflict' | 'not attempted';

/** Carries the plan out, each change as fate has it. */
export function applyPlan(
  world: World,
  plan: Plan,
  fateOf: (change: Change) => Fate = () => 'written',
): { world: World; report: Report } {
  const rows = new Map(world.rows);
  const links = new Map(world.links);
  const outcomes = new Map<string, Outcome>();
  const waves = Math.max(1, ...plan.changes.map(wavesOf));
  for (let wave = 0; wave < waves; wave += 1) {
    for (const change of plan.changes) {
      if (isKeptInStore(change)) continue;
      for (const part of partsOf(change, sentOf(change, outcomes))) {
        if (part.wave === wave) carryOutPart(part.change, fateOf(change), { world, rows, outcomes });
      }
    }
  }
  const tally = startTally(plan);
  for (const change of plan.changes) {
    const kept = isKeptInStore(change) && fateOf(change) === 'written' ? keptOutcome(change) : undefined;
    tally.add(change, outcomeOf(change, outcomes) ?? kept ?? refusal(change, fateOf(change)));
    const done = doneOf(change, outcomes) ?? (kept && { change, outcome: kept });
    if (done === undefined || isBeside(change)) continue;
    if (givenUpBy(change) !== undefined) {
      forgetGivenUp(links, change);
      continue;
    }
    const { id, rev } = done.outcome;
    const link = linkAfter(done.change, id, `run-${world.night}`, links.get(change.item), rev);
    if (link === undefined) links.delete(change.item);
    else links.set(change.item, link);
  }
  const lastPull = new Set(world.items.map(({ key }) => key));
  return { world: { ...world, rows, links, lastPull, night: world.night + 1 }, report: tally.report() };
}

function carryOutPart(
  part: Change,
  fate: Fate,
  { world, rows, outcomes }: { world: World; rows: Map<string, FactSheet>; outcomes: Map<string, Outcome> },
): void {
  const refused = refusal(part, fate);
  if (fate !== 'written') {
    if (refused !== undefined) outcomes.set(part.item, refused);
    return;
  }
  const { changes, decided } = readyToSend([part], outcomes);
  for (const outcome of decided) outcomes.set(outcome.ref, outcome);
  for (const change of decided.length > 0 ? [] : changes) {
    const id = isMaking(change) ? `made-${world.night}-${change.item}` : change.factSheetId;
    if (change.op === 'prepare' && change.makes === 'tag') {
      outcomes.set(change.item, { ref: change.item, state: 'written', id, rev: 0, updatedAt: '' });
      continue;
    }
    for (const mutation of mutationsOf(change)) rows.set(id, carryOut(mutation, rows, id));
    const row = rows.get(id);
    if (row === undefined) throw new Error(`no fact sheet ${id}`);
    const { rev, updatedAt } = row;
    outcomes.set(change.item, { ...seenAs(change, row), rev, updatedAt, state: 'written' });
  }
}

function keptOutcome(change: Change): WrittenOutcome | undefined {
  if (isMaking(change)) return undefined;
  return { ref: change.item, state: 'written', id: change.factSheetId, rev: change.rev, updatedAt: '' };
}

function refusal(change: Change, state: Fate): Outcome | undefined {
  if (state !== 'failed' && state !== 'conflict') return undefined;
  return {
    ref: change.item,
    state,
    code: state === 'failed' ? 'LX_REFUSED' : 'LX_REVISION_CLASH',
    message: '',
  };
}
