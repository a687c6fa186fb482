// What the search index still believes: rows as they were before the latest writes, kept as long as the index
// lags. Without a lag nothing is kept.
import type { FactSheet } from './fact-sheet.ts';

export interface RowHistory {
  /** A row is about to change; undefined when it is new. */
  note(id: string, before: FactSheet | undefined, now: number): void;
  /** Rows changed within the lag, as they were before it; undefined for those that were not there. */
  stale(now: number): ReadonlyMap<string, FactSheet | undefined>;
  /** The index has seen everything. */
  catchUp(): void;
}

interface Note {
  id: string;
  before: FactSheet | undefined;
  at: number;
}

export function createRowHistory(lagMs: number): RowHistory {
  let notes: Note[] = [];

  function forget(now: number): void {
    const first = notes.findIndex(({ at }) => at > now - lagMs);
    notes = first < 0 ? [] : notes.slice(first);
  }

  return {
    note(id, before, now) {
      if (lagMs > 0) notes.push({ id, before, at: now });
    },
    stale(now) {
      forget(now);
      const rows = new Map<string, FactSheet | undefined>();
      // The latest note first, so that the earliest one of a row wins.
      for (const { id, before } of notes.toReversed()) rows.set(id, before);
      return rows;
    },
    catchUp() {
      notes = [];
    },
  };
}
