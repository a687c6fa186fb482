// The ledger of the simulator: one entry for every call that is not control, in the order of arrival.
// It is what tests and benchmarks count requests and bytes by.

export interface LedgerEntry {
  /** Real milliseconds since 1970 at arrival. */
  t: number;
  system: System;
  method: string;
  /** Without the query string. */
  path: string;
  /** For GraphQL the names of the root fields, comma-separated, repeated ones repeated; else empty. */
  operation: string;
  /** 0 while under way, and for good when the connection was destroyed without an answer. */
  status: number;
  /** Bytes of the answer's body. */
  bytes: number;
}

export type System = 'cloud-alm' | 'leanix' | 'unknown';

export interface Ledger {
  /** The entry stays open: status and bytes are filled in with the answer. */
  open(entry: Omit<LedgerEntry, 'status' | 'bytes'>): LedgerEntry;
  entries(): LedgerEntry[];
  /** The answer left, or the connection was destroyed. */
  close(entry: LedgerEntry, t: number): void;
  /** For each entry when it was closed, in real milliseconds since 1970; 0 while under way. */
  closings(): number[];
}

export function createLedger(): Ledger {
  const kept: LedgerEntry[] = [];
  const closed = new Map<LedgerEntry, number>();
  return {
    open(arrival) {
      const entry = { ...arrival, status: 0, bytes: 0 };
      kept.push(entry);
      return entry;
    },
    entries: () => kept.map((entry) => ({ ...entry })),
    close: (entry, t) => void closed.set(entry, t),
    closings: () => kept.map((entry) => closed.get(entry) ?? 0),
  };
}
