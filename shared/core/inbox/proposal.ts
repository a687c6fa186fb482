// What waits for a person: an item, what would be done about it, and why it is not done by itself. Plain data,
// kept until the next run looks again.
import { createHash } from 'node:crypto';
import { type ItemSource, sourceOf } from '../item.ts';
import type { Candidate } from '../match/pairing.ts';
import type { Item } from '../model.ts';
import type { Change, Conflict, FieldChange } from '../plan/plan.ts';
import type { Dispute } from './dispute.ts';

/** `review`: somebody must look, for a choice or at a change of what is linked. */
export const proposalKinds = ['create', 'link', 'review'] as const;

export type ProposalKind = (typeof proposalKinds)[number];

/** Of matching; `gone` where the source does not hold the item any more. */
export const proposalStates = ['new', 'linked', 'proposed', 'ambiguous', 'gone'] as const;

export interface Proposal {
  /** Key of the item. */
  item: string;
  /** Name of the item; of one that is gone, of its fact sheet. */
  name: string;
  kind: ProposalKind;
  state: (typeof proposalStates)[number];
  /** A code of report-reasons.ts. */
  reason: string;
  /** The object as its source sent it; absent where it is gone. */
  source?: ItemSource;
  /** The best first. */
  candidates: readonly Candidate[];
  /** What would be written; absent where a fact sheet must be chosen first. */
  change?: ProposedChange;
  /** What somebody must make or choose in LeanIX before the fact sheet can follow its source. */
  needs?: readonly Need[];
  /** Fields that both the source and somebody in LeanIX changed. */
  conflicts?: readonly Dispute[];
}

/** What a person must look at though nothing can be written without them. */
export type Looked = Pick<Proposal, 'needs' | 'conflicts'>;

/** Of one key of the fact sheet, such as a relation. */
export type Need = Pick<Conflict, 'key' | 'message'>;

export interface ProposedChange {
  op: Change['op'];
  /** Name of the fact sheet. */
  name: string;
  /** Absent where it is to be made. */
  factSheetId?: string;
  /** Hash of what would be written: a decision may be about this and no other. */
  of: string;
  fields: readonly Pick<FieldChange, 'key' | 'before' | 'after' | 'why' | 'names'>[];
}

const kindByOp: Readonly<Partial<Record<Change['op'], ProposalKind>>> = {
  create: 'create',
  prepare: 'create',
  link: 'link',
};

export function proposeChange(
  change: Change,
  about: Pick<Proposal, 'state' | 'reason' | 'candidates'>,
  item?: Item,
): Proposal {
  return {
    ...aboutItem(change, item),
    kind: kindByOp[change.op] ?? 'review',
    ...about,
    change: {
      op: change.op,
      name: change.name,
      ...('factSheetId' in change && { factSheetId: change.factSheetId }),
      of: hashChange(change),
      fields: change.fields.map(({ key, before, after, why, names }) => ({
        key,
        before,
        after,
        why,
        ...(names && { names }),
      })),
    },
  };
}

export function proposeChoice(
  item: Item,
  about: Pick<Proposal, 'state' | 'reason' | 'candidates'>,
): Proposal {
  return { ...aboutItem({ item: item.key, name: item.name }, item), kind: 'review', ...about };
}

/** Nothing can be written until somebody has been at work in LeanIX, or has said which value is to stand. */
export function proposeReview(item: Item, looked: Looked): Proposal {
  const reason = looked.conflicts === undefined ? 'REVIEW_NEEDED' : 'CONFLICT';
  const about = { state: 'linked', reason, candidates: [] } as const;
  return { ...aboutItem({ item: item.key, name: item.name }, item), kind: 'review', ...about, ...looked };
}

/** The same while the same is needed: whoever declined it is asked again for something else. */
export function hashNeeds(needs: readonly Need[]): string {
  return hashOf(needs.map(({ key, message }) => [key, message]));
}

/** The same while it would write the same values, whatever stands there now. */
export function hashChange({ op, fields }: Change): string {
  // The day an item was missed last moves on with every night.
  const values = op === 'retire' ? [] : fields.map(({ key, after }) => [key, after]);
  return hashOf([op, values]);
}

function hashOf(content: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}

function aboutItem(
  { item: key, name }: Pick<Change, 'item' | 'name'>,
  item: Item | undefined,
): Pick<Proposal, 'item' | 'name' | 'source'> {
  if (item === undefined) return { item: key, name };
  return { item: key, name: item.name, source: sourceOf(item) };
}
