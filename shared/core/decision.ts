// What a person decided of an item: which fact sheet it is, which it is not, that it is to be made or left out, or
// what becomes of a change that waits. Kept by item key and fact sheet id, so that it holds whatever either of
// them is called later.

interface Decided {
  /** Key of the item. */
  item: string;
  /** What it was called then, for people. */
  name?: string;
  /** Who decided, only where they want to be named. */
  who?: string;
  /** ISO 8601. */
  when: string;
}

export type Decision =
  /** It is this fact sheet, now and always. */
  | (Decided & { verdict: 'link'; factSheetId: string })
  /** It is never this fact sheet. */
  | (Decided & { verdict: 'reject'; factSheetId: string })
  /** It is none that is there: a fact sheet is to be made. */
  | (Decided & { verdict: 'create' })
  /** It is never to become or be linked to anything. */
  | (Decided & { verdict: 'ignore' })
  /** The change that waits is to be written. `of`: that one alone, by the hash of what it writes. */
  | (Decided & { verdict: 'apply'; change: 'update' | 'retire'; of?: string })
  /** It is not. */
  | (Decided & { verdict: 'decline'; change: 'create' | 'update' | 'retire'; of?: string })
  /** Of a field that both sides changed, the source's value is written over the one that was seen there. */
  | (Decided & { verdict: 'take'; key: string; of: string; over: string })
  /** It is not, whatever stands there. `of`: the source's value. */
  | (Decided & { verdict: 'keep'; key: string; of: string });

export type OfValue = Extract<Decision, { verdict: 'take' | 'keep' }>;
type OfChange = Extract<Decision, { verdict: 'apply' | 'decline' }>;

export interface Decisions {
  /** Fact sheet by item. */
  links: ReadonlyMap<string, string>;
  /** Fact sheets by item. */
  rejected: ReadonlyMap<string, ReadonlySet<string>>;
  created: ReadonlySet<string>;
  ignored: ReadonlySet<string>;
  /** What was decided of a class of change, by `changeKey`. */
  changes: ReadonlyMap<string, OfChange>;
  /** What was decided of a value of the source, by `disputeKey`. */
  values: ReadonlyMap<string, OfValue>;
}

export function changeKey(item: string, change: string): string {
  return `${change} ${item}`;
}

export function disputeKey(item: string, key: string, of: string): string {
  return `${of} ${key} ${item}`;
}

/** Of several verdicts on an item the latest holds; a rejected pair stays so until that pair is linked. */
export function indexDecisions(decisions: readonly Decision[]): Decisions {
  const links = new Map<string, string>();
  const rejected = new Map<string, Set<string>>();
  const created = new Set<string>();
  const ignored = new Set<string>();
  const changes = new Map<string, OfChange>();
  const values = new Map<string, OfValue>();
  for (const decision of decisions.toSorted(byTime)) {
    const { item, verdict } = decision;
    if (verdict === 'reject') {
      if (links.get(item) === decision.factSheetId) links.delete(item);
      rejected.set(item, (rejected.get(item) ?? new Set()).add(decision.factSheetId));
      continue;
    }
    if (verdict === 'take' || verdict === 'keep') {
      values.set(disputeKey(item, decision.key, decision.of), decision);
      continue;
    }
    if (verdict === 'apply' || verdict === 'decline') {
      changes.set(changeKey(item, decision.change), decision);
      if (decision.change === 'create') created.delete(item);
      continue;
    }
    links.delete(item);
    created.delete(item);
    ignored.delete(item);
    changes.delete(changeKey(item, 'create'));
    if (verdict === 'create') created.add(item);
    if (verdict === 'ignore') ignored.add(item);
    if (verdict === 'link') {
      links.set(item, decision.factSheetId);
      rejected.get(item)?.delete(decision.factSheetId);
    }
  }
  return { links, rejected, created, ignored, changes, values };
}

/** A person has said since that the item of the link is another fact sheet, or not this one. */
export function isOverruled(
  { item, factSheetId }: { item: string; factSheetId: string },
  { links, rejected }: Decisions,
): boolean {
  const chosen = links.get(item);
  return chosen === undefined ? rejected.get(item)?.has(factSheetId) === true : chosen !== factSheetId;
}

function byTime(left: Decision, right: Decision): number {
  const [a, b] = [timeKey(left), timeKey(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** At the same instant in an order of their own: that of the list does not count. */
function timeKey(decision: Decision): string {
  return `${decision.when} ${decision.verdict} ${subjectOf(decision)}`;
}

function subjectOf(decision: Decision): string {
  if ('factSheetId' in decision) return decision.factSheetId;
  if ('key' in decision) return `${decision.key} ${decision.of}`;
  return 'change' in decision ? decision.change : '';
}
