// A fact sheet that is like an item, and what became of it: plain data for whoever asks why.
import type { Candidate } from './pairing.ts';

/** What became of a fact sheet that was compared. */
export type Fate =
  /** Linked, or the one that is proposed. */
  | 'chosen'
  /** Among those that a person must choose from. */
  | 'contested'
  | 'free'
  /** Another item has it. */
  | 'taken'
  /** Another item means it, more surely. */
  | 'claimed'
  | 'rejected'
  /** Something stands against it, whatever the score. */
  | 'never';

export interface Likened extends Candidate {
  fate: Fate;
  /** Of `never`, what stands against it. */
  veto?: string;
  /** The other item that has it. */
  owner?: { item: string; name: string };
}
