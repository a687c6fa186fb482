// What is known of an error by its code alone.

export interface ErrorEntry {
  /** A static sentence without a full stop; the facts of the case are printed behind it. */
  what: string;
  why: string;
  cure: string;
  /** The cure step by step, where it is done in another product. */
  steps?: readonly string[];
  /** Support component of SAP for tickets, where the cure does not help. */
  component?: string;
  retryable: boolean;
  fixableBy: 'user' | 'operator' | 'us';
}
