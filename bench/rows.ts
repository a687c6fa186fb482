// A figure held against its budget, and how figures are printed. Pure.
import { table } from '../cli/output/table.ts';

export interface Row {
  name: string;
  value: number;
  /** The most it may be, of a share the least; null where nothing is demanded. */
  budget: number | null;
  holds: boolean;
}

/** Judged by what is printed: two digits behind the point. */
export function row(name: string, value: number, budget: number | null = null): Row {
  const shown = Math.round(value * 100) / 100;
  return { name, value: shown, budget, holds: budget === null || shown <= budget };
}

/** A share of what could be, judged by what is printed: three digits behind the point. */
export function shareRow(name: string, value: number, least: number | null = null): Row {
  const shown = Math.round(value * 1000) / 1000;
  return { name, value: shown, budget: least, holds: least === null || shown >= least };
}

export function rowsText(rows: readonly Row[]): string {
  return table([['figure', 'value', 'budget', 'holds'], ...rows.map(textOf)]);
}

function textOf({ name, value, budget, holds }: Row): string[] {
  if (budget === null) return [name, String(value), '', ''];
  return [name, String(value), String(budget), holds ? 'yes' : 'NO'];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
