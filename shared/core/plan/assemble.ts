// Assembles the plan from the pairings: for each item the fields to write, and for each vanished item the
// end of its life. Pure: the same inputs in any order give the same plan.
import type { Link } from '../link.ts';
import { findTags } from '../map/tags.ts';
import { externalIdField, type Target } from '../map/target.ts';
import { createTargets } from '../map/targets.ts';
import type { Pairing } from '../match/pairing.ts';
import type { FactSheet, Tag } from '../model.ts';
import type { FlowRules } from '../rules.ts';
import type { ChangeClass } from '../settings.ts';
import { planCreate } from './create.ts';
import { chooseNames } from './names.ts';
import { createNotes } from './notes.ts';
import { type Change, type Conflict, compareChanges, type Plan, type Skip } from './plan.ts';
import { planRetire } from './retire.ts';
import { planUpdate } from './update.ts';
import { assignWaves } from './waves.ts';

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
  rules: FlowRules;
  target: Target;
  /** Id of the flow's tag; undefined where the workspace has none of that name. */
  tagId: string | undefined;
  /** The tag library. */
  library?: readonly Tag[];
  /** Role of the technical user, where it is known. */
  role?: string | undefined;
  /** Linked items that neither this nor the last complete pull held, with the day of that pull (`YYYY-MM-DD`). */
  vanished: ReadonlyMap<string, string>;
  /** Linked items that this complete pull did not hold for the first time. */
  missing: ReadonlySet<string>;
}

export function assemblePlan(input: AssembleInput): Plan & { skips: readonly Skip[] } {
  const { pairings, inventory, links, rules, target, tagId, library = [], vanished } = input;
  const notes = createNotes();
  // A person may have linked the fact sheet of an item that is gone to another one.
  const paired = new Set(
    pairings.flatMap((pairing) => (pairing.state === 'linked' ? [pairing.factSheet.id] : [])),
  );
  const retire = (key: string, since: string) => {
    const known = input.held?.has(key) ? undefined : links.get(key);
    const link = known !== undefined && paired.has(known.factSheetId) ? undefined : known;
    const factSheet = link && inventory.get(link.factSheetId);
    return link && factSheet && target.canRetire ? planRetire(link, factSheet, since) : undefined;
  };
  const names = chooseNames(pairings, inventory.values(), rules);
  const targets = targetsOf(input, names);
  const context = { rules, target, tagId, library, targets, note: notes.add };
  const changes: Change[] = [];
  const conflicts: Conflict[] = [];
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
  const take = (pairing: Pairing, change: Change, isConflict = false) => {
    const policy = isDecided(pairing) ? 'apply' : rules.policy[classOf(change)];
    if (policy === 'apply') changes.push(change);
    // An item in conflict is counted as such, whatever is kept back of it.
    else if (!isConflict) skip(pairing, policy === 'inbox' ? 'INBOX' : 'IGNORED');
  };

  for (const pairing of pairings) {
    if (pairing.state === 'linked') {
      const update = planUpdate(pairing, { ...context, name: names.get(pairing.item.key) });
      conflicts.push(...update.conflicts);
      const isConflict = update.conflicts.length > 0;
      if (update.change !== undefined) take(pairing, update.change, isConflict);
      else if (!isConflict) unchanged += 1;
      continue;
    }
    const name = names.get(pairing.item.key);
    if (pairing.state === 'new' && name !== undefined) {
      take(pairing, planCreate(pairing.item, name, context));
      continue;
    }
    skip(pairing, pairing.state === 'new' ? 'NAME_TAKEN' : pairing.reason);
  }

  // A vanished item was not pulled: what the policy keeps back here is no skipped item.
  let keptBack = 0;
  for (const [key, since] of vanished) {
    const change = retire(key, since);
    if (change === undefined) continue;
    if (rules.policy.retire === 'apply') changes.push(change);
    else keptBack += 1;
  }
  const missing = [...input.missing].filter((key) => retire(key, '') !== undefined).length;

  return {
    changes: assignWaves(changes.sort(compareChanges)),
    conflicts: conflicts.sort((left, right) => (conflictKey(left) < conflictKey(right) ? -1 : 1)),
    tally: {
      items: pairings.length + ignored.length,
      unchanged,
      skipped: sortedByKey(skipped),
      missing,
      freedNames: changes.filter(isRename).length,
    },
    notes: [...notesOf(input), ...notesOfKept(keptBack, rules), ...notesOfSeal(input.role), ...notes.list()],
    skips: skips.sort((left, right) => (left.item < right.item ? -1 : 1)),
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
  { pairings, inventory, related = new Map(), links, otherLinks = [], rules, target }: AssembleInput,
  names: ReadonlyMap<string, string>,
) {
  const toBe = new Map<string, string>();
  const factSheetIds = new Map(
    [...otherLinks, ...links.values()].map((link) => [link.item, link.factSheetId]),
  );
  if (rules.relationKeys.length > 0) {
    for (const pairing of pairings) {
      const { key } = pairing.item;
      const name = names.get(key);
      if (pairing.state === 'linked') factSheetIds.set(key, pairing.factSheet.id);
      const isMade = pairing.state === 'new' && (rules.policy.create === 'apply' || isDecided(pairing));
      if (isMade && name !== undefined) toBe.set(key, name);
    }
  }
  const inventories = new Map<string, Iterable<FactSheet>>(related);
  if (rules.relationKeys.length > 0) inventories.set(target.type, inventory.values());
  return createTargets({ inventories, factSheetIds, toBe, typeToBe: target.type });
}

function notesOfKept(count: number, { policy }: FlowRules): string[] {
  if (count === 0) return [];
  return [`${count} fact sheets whose object is gone are not retired: policy.retire is ${policy.retire}.`];
}

/** What is brought back costs as much as what is made. */
function classOf({ op }: Change): ChangeClass {
  if (op === 'archive') return 'retire';
  if (op === 'recover') return 'create';
  return op === 'unlink' ? 'link' : op;
}

function isRename({ op, fields }: Change): boolean {
  return op !== 'create' && fields.some(({ key }) => key === 'name');
}

/** leanix-api 1.2, 2.9: writes of an Admin leave the quality seal, those of a Member break it. */
function notesOfSeal(role = ''): string[] {
  if (role.toUpperCase() !== 'MEMBER') return [];
  return [
    'The technical user has the role Member: each change of an approved fact sheet breaks its quality seal, unless it is subscribed to it as responsible or accountable. With the role Admin the seal stays.',
  ];
}

function notesOf({ rules, target, tagId, library = [] }: AssembleInput): string[] {
  const missing = rules.fieldKeys.filter((key) => !target.fieldKeys.includes(key));
  return [
    ...(tagId === undefined
      ? [`${whyNoTag(rules, library)}: fact sheets are marked by ${externalIdField} alone.`]
      : []),
    ...(target.subtype === undefined && rules.subtype !== ''
      ? [`${target.type} has no subtype "${rules.subtype}": left out.`]
      : []),
    ...missing.map((key) => `${target.type} has no field "${key}": left out.`),
    ...rules.relationKeys
      .filter((key) => target.relations[key] === undefined)
      .map((key) => `${target.type} has no relation "${key}": left out.`),
    ...(target.canRetire ? [] : [`${target.type} has no phase "endOfLife": nothing is retired.`]),
  ];
}

function conflictKey({ item, key }: Conflict): string {
  return `${item}\n${key}`;
}

function sortedByKey(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function whyNoTag({ tag, targetType }: FlowRules, library: readonly Tag[]): string {
  return findTags(tag, library).length > 0
    ? `The tag "${tag}" of the workspace is not for ${targetType}`
    : `The workspace has no tag "${tag}"`;
}
