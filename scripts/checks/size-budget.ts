// What a function may weigh: its bytes are read, parsed and compiled at every cold start. Pure.
import type { FunctionParts } from '../bundle/function-parts.ts';

export const startBudgetBytes = 500 * 1024;
export const totalBudgetBytes = 1200 * 1024;

export function findOverweight(parts: readonly FunctionParts[]): string[] {
  return parts.flatMap(({ name, startBytes, totalBytes }) => [
    ...(startBytes > startBudgetBytes
      ? [`functions/${name}.ts loads ${kib(startBytes)} at start, more than ${kib(startBudgetBytes)}`]
      : []),
    ...(totalBytes > totalBudgetBytes
      ? [`functions/${name}.ts has ${kib(totalBytes)} in all, more than ${kib(totalBudgetBytes)}`]
      : []),
  ]);
}

export function renderSizes(parts: readonly FunctionParts[]): string[] {
  const width = Math.max(8, ...parts.map(({ name }) => name.length));
  const row = (name: string, ...cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(10))].join(' ');
  return [
    row('function', 'at start', 'with lazy', 'AWS SDK'),
    ...parts.map(({ name, startBytes, totalBytes, sdkBytes }) =>
      row(name, kib(startBytes), kib(totalBytes), kib(sdkBytes)),
    ),
  ];
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KB`;
}
