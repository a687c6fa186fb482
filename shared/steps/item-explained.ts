// Why an item is what it is in LeanIX: what explaining hands to whoever shows it. Plain data.
import type { Decision } from '../core/decision.ts';
import type { ItemSource } from '../core/item.ts';
import type { Link } from '../core/link.ts';
import type { Likened } from '../core/match/likened.ts';
import type { Pairing } from '../core/match/pairing.ts';
import type { Clearness, Rule } from '../core/match/rule-of.ts';

export type { Likened } from '../core/match/likened.ts';
export type { Signal } from '../core/match/pairing.ts';

export interface ItemExplained {
  item: string;
  name: string;
  flow: string;
  workspaceId: string;
  /** The object as its source sent it; null where the last run did not find it there. */
  source: ItemSource | null;
  /**
   * What matching says; `gone` where the source does not hold it any more, `named` where it is a system that items
   * name and nothing of it waits.
   */
  state: Pairing['state'] | 'gone' | 'named';
  /** The fact sheet that it is, or that is proposed. */
  factSheet: { id: string; name: string; status: string } | null;
  rule: Rule;
  /** How the best stands to the next best, where a score decided. */
  clearness: Clearness | null;
  /** Every fact sheet that is like it, those included that can never be it; the best first. */
  compared: readonly Likened[];
  /** The link that is kept, with the run that made it. */
  link: (Pick<Link, 'by' | 'run'> & { at: string | null }) | null;
  /** What comes of it next, and what says so; null where nothing is to be done. */
  next: {
    permission: 'apply' | 'inbox' | 'ignore' | 'declined';
    change: 'create' | 'link';
    by: string;
  } | null;
  /** What the last run that looked at it did. */
  last: { run: string; at: string; did: string } | null;
  decisions: readonly Decision[];
  /** When the source and LeanIX were seen, ISO 8601; null where they never were. */
  asOf: { source: string | null; factSheets: string | null };
}
