// How well and how fast names are matched: on labelled sets and on landscapes with a known truth, with and without
// the file of renames, beside what there is to match names with besides. One part a set, so that a set that is not
// at hand costs its own rows only.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Size } from './arguments.ts';
import type { Job, JobResult } from './match/job.ts';
import { type LabelledName, labelledNames } from './match/labelled-sets.ts';
import { type Noise, noises } from './match/made-landscape.ts';
import { peerNames } from './match/peers.ts';
import type { Part } from './part.ts';
import { type Row, row, shareRow } from './rows.ts';

const sizes: readonly Size[] = [
  { objects: 100, factSheets: 200 },
  { objects: 1_000, factSheets: 2_000 },
  { objects: 10_000, factSheets: 20_000 },
];
/** Above it peers take minutes and more. */
const mostObjectsOfPeers = 1_000;

const leastF1: Partial<Record<LabelledName, number>> = { 'abt-buy': 0.92, 'dblp-acm': 0.97 };
const leastTop1: Partial<Record<LabelledName, number>> = { 'sap-renames': 0.85 };
const leastRecallAt95: Partial<Record<LabelledName, number>> = { 'sap-renames': 0.6 };
const fullSizeObjects = 10_000;
const fullSizeSeconds = 5;
const fullSizeMiB = 200;

const run = promisify(execFile);

interface Measured extends JobResult {
  peakMiB: number;
}

export function matchParts(quick: boolean): Part[] {
  const noisy = Object.keys(noises) as Noise[];
  const landscapes = sizes.flatMap((size) => noisy.map((noise) => ({ size, noise })));
  const ours = [
    ...labelledNames.map((name) => part(`match ${name}`, { set: name, by: 'landbridge' })),
    ...landscapes.map((set) => part(`match ${titleOf(set)}`, { set, by: 'landbridge' })),
  ];
  if (quick) return ours;
  const peers = peerNames.flatMap((by) => [
    ...labelledNames.map((name) => part(`match ${name}, ${by}`, { set: name, by })),
    ...landscapes
      .filter(({ size }) => size.objects <= mostObjectsOfPeers)
      .map((set) => part(`match ${titleOf(set)}, ${by}`, { set, by })),
  ]);
  const unaware = part('match sap-renames, without renames', { set: 'sap-renames', by: 'landbridge' }, false);
  return [...ours, unaware, ...peers];
}

function titleOf({ size, noise }: { size: Size; noise: Noise }): string {
  return `${size.objects}x${size.factSheets}, ${noise} noise`;
}

function part(title: string, job: Job, knowsRenames = true): Part {
  const named = (figure: string) => `${title}: ${figure}`;
  const figures = [
    ...['top-1', 'F1', 'precision', 'recall', 'recall at precision .95', 'false automatic links'],
    ...['right automatic links', 'pairs/s', 'seconds', 'MiB'],
  ];
  const isOurs = job.by === 'landbridge' && knowsRenames;
  return {
    rows: figures.map(named),
    measure: async () => rowsOf(named, await measureAlone(job, knowsRenames), job, isOurs),
  };
}

function rowsOf(named: (figure: string) => string, measured: Measured, { set }: Job, isOurs: boolean): Row[] {
  const least = (budgets: Partial<Record<LabelledName, number>>) =>
    (isOurs && typeof set === 'string' ? budgets[set] : undefined) ?? null;
  const isFullSize = isOurs && typeof set !== 'string' && set.size.objects === fullSizeObjects;
  const isMade = isOurs && typeof set !== 'string';
  const { top1, f1, precision, recall, recallAt95, pairs, seconds } = measured;
  return [
    shareRow(named('top-1'), top1, least(leastTop1)),
    shareRow(named('F1'), f1, least(leastF1)),
    shareRow(named('precision'), precision),
    shareRow(named('recall'), recall),
    shareRow(named('recall at precision .95'), recallAt95, least(leastRecallAt95)),
    row(named('false automatic links'), measured.falseAutomatic, isMade ? 0 : null),
    row(named('right automatic links'), measured.automatic),
    row(named('pairs/s'), Math.round(pairs / seconds)),
    row(named('seconds'), seconds, isFullSize ? fullSizeSeconds : null),
    row(named('MiB'), measured.peakMiB, isFullSize ? fullSizeMiB : null),
  ];
}

/** In a process of its own, as the command runs: for little memory. */
async function measureAlone(job: Job, knowsRenames: boolean): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-bench-'));
  const memory = join(folder, 'memory');
  const preloads = ['peak-memory.mjs', ...(knowsRenames ? [] : ['match/without-renames.mjs'])];
  try {
    const { stdout } = await run(
      process.execPath,
      [
        '--optimize-for-size',
        ...preloads.flatMap((file) => ['--import', join(import.meta.dirname, file)]),
        join(import.meta.dirname, 'match', 'job.ts'),
        JSON.stringify(job),
      ],
      { env: { ...process.env, LANDBRIDGE_BENCH_MEMORY: memory } },
    );
    return { ...(JSON.parse(stdout) as JobResult), peakMiB: Number(await readFile(memory, 'utf8')) };
  } catch (thrown) {
    throw new Error(reasonOf(thrown), { cause: thrown });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the process said at its end, without the code it stood in. */
function reasonOf(thrown: unknown): string {
  const { stderr = '', message = '' } = thrown as { stderr?: string; message?: string };
  return /Error: (.*)/.exec(stderr)?.[1] ?? message;
}
