// What is known of an error by its code alone.

export interface ErrorEntry {
  /** A static sentence without a full stop; the facts of the case are printed behind it. */
  what: string;
  why: string;
  cure: string;
  retryable: boolean;
  fixableBy: 'user' | 'operator' | 'us';
}
