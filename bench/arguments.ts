// The command line of the bench. Pure.
import { parseArgs } from 'node:util';

export interface Size {
  objects: number;
  factSheets: number;
}

export const partNames = ['sync', 'iflows', 'match', 'functions', 'crash', 'peer'] as const;
export type PartName = (typeof partNames)[number];

export interface Arguments {
  parts: readonly PartName[];
  sizes: readonly Size[];
  latencyMs: number;
  /** Only what fits into 50 s: matching has them to itself. */
  quick: boolean;
  json: boolean;
}

export const quickSizes: readonly Size[] = [
  { objects: 300, factSheets: 600 },
  { objects: 1_000, factSheets: 2_000 },
];
export const allSizes: readonly Size[] = [
  ...quickSizes,
  { objects: 10_000, factSheets: 20_000 },
  { objects: 100_000, factSheets: 100_000 },
];

export const usage = `npm run bench -- [${partNames.join('] [')}] [--quick] [--json] [--size N|NxM]… [--latency MS]`;

/** @throws Error that says what is wrong with the line */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      size: { type: 'string', multiple: true },
      latency: { type: 'string', default: '50' },
    },
  });
  const { json, quick, size } = values;
  const named = positionals.map(readPart);
  const all = quick ? partNames.filter((part) => part !== 'match') : partNames;
  // A size of one's own is about syncs.
  const unnamed: readonly PartName[] = size === undefined ? all : ['sync'];
  return {
    parts: named.length > 0 ? named : unnamed,
    sizes: size?.map(readSize) ?? (quick ? quickSizes : allSizes),
    latencyMs: readNumber(values.latency, 'latency'),
    quick,
    json,
  };
}

function readPart(text: string): PartName {
  const part = partNames.find((name) => name === text);
  if (part === undefined) throw new Error(`There is no part ${text}; there are ${partNames.join(', ')}.`);
  return part;
}

/** As in `10000x20000`; without the second number twice as many fact sheets as objects. */
function readSize(text: string): Size {
  const [objects = '', factSheets, ...more] = text.split('x');
  if (more.length > 0) throw new Error(`--size ${text} is not of the form N or NxM.`);
  const count = readNumber(objects, 'size');
  return {
    objects: count,
    factSheets: factSheets === undefined ? 2 * count : readNumber(factSheets, 'size'),
  };
}

function readNumber(text: string, option: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Error(`--${option} takes whole numbers, not ${text}.`);
  return Number(text);
}
