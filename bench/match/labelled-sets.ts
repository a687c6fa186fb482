// Public sets of names with the pairs that belong together, where they are at hand. Names alone are compared.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../../shared/core/model.ts';
import { benchFactSheet, benchItem, type MatchSet } from './match-set.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'matching');

interface Layout {
  sources: string;
  targets: string;
  truth: string;
  separator: string;
}

const layouts = {
  'abt-buy': { sources: 'abt.csv', targets: 'buy.csv', truth: 'gt.csv', separator: '|' },
  'dblp-acm': { sources: 'dblp.csv', targets: 'acm.csv', truth: 'gt.csv', separator: '%' },
  'sap-renames': {
    sources: 'earlier-names.csv',
    targets: 'current-names.csv',
    truth: 'truth.csv',
    separator: ',',
  },
} as const satisfies Readonly<Record<string, Layout>>;

export type LabelledName = keyof typeof layouts;
export const labelledNames = Object.keys(layouts) as LabelledName[];

/** @throws Error where the set is not there */
export function readLabelled(name: LabelledName): MatchSet {
  const { sources, targets, truth, separator } = layouts[name];
  const read = (file: string) => rowsOf(join(folder, name, file), separator);
  const items = new Map(read(sources).map(([id = '', text = '']) => [id, itemCalled(id, text)]));
  const pairs = new Map<string, Set<string>>();
  for (const [source = '', target = ''] of read(truth)) {
    const key = items.get(source)?.key;
    if (key === undefined) throw new Error(`${name}: no source has the id ${source}`);
    pairs.set(key, new Set([...(pairs.get(key) ?? []), target]));
  }
  return {
    items: [...items.values()],
    factSheets: read(targets).map(([id = '', text = '']) => benchFactSheet(id, text)),
    truth: pairs,
  };
}

function itemCalled(id: string, name: string): Item {
  return benchItem({ kind: 'CloudService', nativeId: id, name, attributes: { role: 'PROD' } });
}

/** Without the first line, which names the columns. Only commas come with quotes. */
function rowsOf(file: string, separator: string): string[][] {
  if (!existsSync(file)) throw new Error('its data is not at hand');
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).slice(1);
  return lines.filter(Boolean).map((line) => (separator === ',' ? cellsOf(line) : line.split(separator)));
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );
}
