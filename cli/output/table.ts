// Plain aligned columns, numbers to the right; no borders, so that they can be read by tools too.
import Table from 'cli-table3';

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

export function table(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 0;
  const isNumeric = (column: number) => rows.every((row) => /^\d*$/.test(row[column] ?? ''));
  const built = new Table({
    chars: noBorders,
    style: { 'padding-left': 2, 'padding-right': 0, head: [], border: [] },
    colAligns: Array.from({ length: columns }, (_, column) => (isNumeric(column) ? 'right' : 'left')),
  });
  built.push(...rows.map((row) => [...row]));
  return built
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
