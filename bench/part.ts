// A part of the bench: what it is to measure, and how. What it fails to measure is left out and named.
import type { Row } from './rows.ts';

export interface Part {
  /** Names of its rows, known before anything is measured. */
  rows: readonly string[];
  measure(): Promise<Row[]>;
}

export interface Measured {
  rows: Row[];
  /** Names of rows that could not be measured, with the reason. */
  leftOut: { name: string; reason: string }[];
}

export async function measurePart(part: Part): Promise<Measured> {
  const { rows, reason } = await part
    .measure()
    .then((measured) => ({ rows: measured, reason: 'not measured' }))
    .catch((thrown: unknown) => ({
      rows: [],
      reason: String(thrown instanceof Error ? thrown.message : thrown),
    }));
  const found = new Set(rows.map(({ name }) => name));
  return {
    rows,
    leftOut: part.rows.filter((name) => !found.has(name)).map((name) => ({ name, reason })),
  };
}
