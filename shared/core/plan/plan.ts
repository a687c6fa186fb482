// The plan: what will be written, as plain data in a fixed order. Its body has a hash; the envelope around it
// names run and time. The writer applies exactly this and decides nothing.
import type { Evidence, Link } from '../link.ts';
import type { Candidate } from '../match/pairing.ts';
import type { AttachedMutation, Patch } from '../model.ts';
import type { Ownership } from '../rules.ts';

export interface FieldChange {
  /**
   * Field key; `externalId`, `tags`, `lifecycle`, `lifecycle/active`, `category`, relations and `documents/calm` are
   * spelt like fields.
   */
  key: string;
  before: string;
  after: string;
  owner: Ownership | 'mark';
  why: string;
  /** Of the ids in `before` and `after`, for people. */
  names?: Readonly<Record<string, string>>;
  /** Field of the workspace for external ids that holds it, where that is another than `externalId`. */
  idField?: string;
  /** In the order in which they must be carried out; none where it is done by a `step`. */
  patches: readonly Patch[];
  step?: AttachedStep;
  /** Sent once the others are written: it needs their fact sheet, or must not keep them from being written. */
  isLater?: true;
}

type StepOf<Mutation> = Mutation extends AttachedMutation ? Omit<Mutation, 'key' | 'factSheetId'> : never;

/** What is done to a link or a subscription of the fact sheet. */
export type AttachedStep = StepOf<AttachedMutation>;

interface ChangeBase {
  item: string;
  name: string;
  fields: readonly FieldChange[];
  /** Sent after all changes of the waves before, whose ids it needs; absent: among the first. */
  wave?: number;
  /** The wave of those fields that are sent later. */
  later?: number;
}

interface ChangeOfExisting extends ChangeBase {
  factSheetId: string;
  /** Of a fact sheet that was made along with others, and is of another type than the flow's. */
  type?: string;
  /** Revision the plan was made against; a later one is a clash. */
  rev: number;
  /** Said to LeanIX with the change, for people who read its history. */
  comment?: string;
  /** As far as it is known: the technical user may be subscribed, which keeps it. */
  breaksSeal?: true;
}

export type Change =
  | (ChangeBase & { op: 'create'; type: string })
  /** What other changes of the plan need and no item stands behind: a fact sheet to relate to, a tag. */
  | (ChangeBase & { op: 'prepare'; makes: 'fact sheet'; type: string })
  | (ChangeBase & { op: 'prepare'; makes: 'tag'; group: string })
  | (ChangeOfExisting & { op: 'update' })
  /** Newly paired: only marks are written, or nothing where the fact sheet takes none. */
  | (ChangeOfExisting & { op: 'link'; by: Evidence; confirmed: Readonly<Record<string, string>> })
  /** The item is gone from its source: end of life, never deleted. `before` is the lifecycle to go back to. */
  | (ChangeOfExisting & { op: 'retire'; before: string })
  /** Put away where people can bring it back for 90 days; only while it is as it was `seen`, field by field. */
  | (ChangeOfExisting & { op: 'archive'; seen: Readonly<Record<string, string>> })
  /** Brought back from where we put it. */
  | (ChangeOfExisting & { op: 'recover' })
  /** No longer paired: our marks are taken off and the `former` link goes. */
  | (ChangeOfExisting & { op: 'unlink'; former: Link });

/** A field that both the source and a person changed: left alone and reported. */
export interface Conflict {
  item: string;
  factSheetId: string;
  key: string;
  message: string;
  /** Of what is to be taken back: what stood there before us, what we wrote, what stands there now. */
  values?: { before: string; ours: string; now: string };
  /** Of the ids in the values, for people. */
  names?: Readonly<Record<string, string>>;
  /** Name of the fact sheet, where it is known. */
  name?: string;
  /** Nobody changed anything: what the source wants now needs a fact sheet that a person must make or choose. */
  isReview?: true;
}

export interface PlanTally {
  items: number;
  unchanged: number;
  /** Skipped items by reason code. */
  skipped: Readonly<Record<string, number>>;
  /** Linked items that this complete pull did not hold for the first time: the next may retire them. */
  missing: number;
  /** Names that this plan sets free: only the next one can give them to those who want them. */
  freedNames: number;
}

export interface Plan {
  changes: readonly Change[];
  conflicts: readonly Conflict[];
  tally: PlanTally;
  /** Things a person should know that stop nothing. */
  notes: readonly string[];
}

/** Names are set free before others are given them. */
const changeOrder = [
  'prepare',
  'create',
  'link',
  'archive',
  'unlink',
  'update',
  'retire',
  'recover',
] as const satisfies readonly Change['op'][];

/** An item that nothing is planned for, and why. */
export interface Skip {
  item: string;
  name: string;
  /** A code of report-reasons.ts. */
  reason: string;
  /** Fact sheets that could be meant, the best first. */
  candidates?: readonly Candidate[];
}

/** Whether it is about something that is not there yet. */
export function isMaking(change: Change): change is Extract<Change, { op: 'create' | 'prepare' }> {
  return change.op === 'create' || change.op === 'prepare';
}

/** Whether no item stands behind it. */
export function isBeside(change: Change): boolean {
  return change.op === 'prepare' || (change.op !== 'create' && change.type !== undefined);
}

/** How many changes of each kind, in the order of a plan. */
export function countByOp(changes: readonly Change[]): Record<Change['op'], number> {
  const counts = { prepare: 0, create: 0, link: 0, archive: 0, unlink: 0, update: 0, retire: 0, recover: 0 };
  for (const { op } of changes) counts[op] += 1;
  return counts;
}

/** The fixed order of a plan: by kind of change, then by item. */
export function compareChanges(left: Change, right: Change): number {
  const byOp = changeOrder.indexOf(left.op) - changeOrder.indexOf(right.op);
  if (byOp !== 0) return byOp;
  return left.item < right.item ? -1 : left.item > right.item ? 1 : 0;
}
