// What matching says of an item: its state, and for what is not certain the fact sheets that could be meant,
// each with what speaks for it. Plain data, kept with the plan and shown to whoever decides.
import type { Evidence, Link } from '../link.ts';
import type { FactSheet, Item } from '../model.ts';

export interface Signal {
  kind: string;
  /** Its part of the score; negative where it speaks against. */
  weight: number;
  /** What was compared, for people. */
  detail: string;
}

export interface Candidate {
  factSheetId: string;
  name: string;
  /** From 0 to 1. */
  score: number;
  signals: readonly Signal[];
  /** Key of the item that it belongs to: it cannot be had before that item is another one. */
  takenBy?: string;
}

/** Candidates stand with the best first; the second is the runner-up. */
export type Pairing =
  | { state: 'linked'; item: Item; factSheet: FactSheet; by: Evidence; link?: Link }
  /** One candidate is likely; a person decides. */
  | { state: 'proposed'; item: Item; candidates: readonly Candidate[]; reason: string }
  /** Several could be meant, or several items mean one. */
  | { state: 'ambiguous'; item: Item; candidates: readonly Candidate[]; reason: string }
  /** `decided`: a person wants it made, whatever the policy says. */
  | { state: 'new'; item: Item; decided?: true }
  | { state: 'ignored'; item: Item; reason: string };
