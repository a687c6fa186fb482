// Three nights of one size: a first run, one that finds nothing changed, one with a day's drift. Requests against
// the least possible, answers 429, seconds, peak memory.
import { minimumRequests } from '../cli/output/minimum-requests.ts';
import type { Size } from './arguments.ts';
import { floorMs, wallMs } from './floor.ts';
import { type MeasuredRun, openWorld } from './measure-sync.ts';
import type { Part } from './part.ts';
import { type Row, row } from './rows.ts';

const nights = ['first run', 'nothing changed', '5 % drift'] as const;
type Night = (typeof nights)[number];

/** Budgets for these sizes alone. */
const floorSize = '1000x2000';
const fullSize = '10000x20000';
const fullSizeFactSheets = 20_000;
const largeSize = '100000x100000';
const largeSizeFactSheets = 100_000;
const wallOverFloor = 1.3;
const fullSizeSeconds = 16;
const peakMiB: Readonly<Record<Night, number>> = {
  'first run': 256,
  'nothing changed': 128,
  '5 % drift': 256,
};
const kibPerFactSheet = 1.5;
/** Above it the newest changes of a run that has just ended do not fit into the page that shows nothing new. */
const mostAtOnce = 500;

/** Peak memory of earlier sizes, in MiB, to tell what a further fact sheet costs. */
export type Peaks = Map<string, Readonly<Record<Night, number>>>;

export function syncPart(size: Size, latencyMs: number, peaks: Peaks): Part {
  const title = `${size.objects}x${size.factSheets}`;
  const named = (figure: string, night: Night) => `${title}: ${figure}, ${night}`;
  const seconds = (night: Night) => named('seconds', night);
  const overFloor = `${title}: wall / floor, first run`;
  const perFactSheet = (night: Night) => named('KiB per further fact sheet', night);
  const throttled = `${title}: answers 429`;

  return {
    rows: [
      ...nights.flatMap((night) => [named('requests', night), named('least requests', night)]),
      ...nights.map((night) => named('writes', night)),
      throttled,
      ...nights.map(seconds),
      ...(title === floorSize ? [overFloor] : []),
      ...nights.map((night) => named('MiB', night)),
      ...(title === largeSize ? nights.map(perFactSheet) : []),
    ],
    async measure() {
      const runs = await runNights(size, latencyMs);
      const { 'first run': first } = runs;
      const peaksHere = eachNight((night) => runs[night].peakMiB);
      peaks.set(title, peaksHere);
      const before = title === largeSize ? peaks.get(fullSize) : undefined;
      return [
        ...nights.flatMap((night) => requestRows(runs[night], night, named)),
        ...nights.map((night) =>
          row(named('writes', night), writesOf(runs[night]), night === 'nothing changed' ? 0 : null),
        ),
        row(
          throttled,
          nights.reduce((sum, night) => sum + throttledOf(runs[night]), 0),
          0,
        ),
        ...nights.map((night) =>
          row(
            seconds(night),
            secondsOf(runs[night]),
            title === fullSize && night === 'first run' ? fullSizeSeconds : null,
          ),
        ),
        ...(title === floorSize
          ? [row(overFloor, wallMs(first.calls) / floorMs(first.calls, latencyMs), wallOverFloor)]
          : []),
        ...nights.map((night) => row(named('MiB', night), peaksHere[night], memoryBudgetMiB(size, night))),
        ...(before === undefined
          ? []
          : nights.map((night) =>
              row(perFactSheet(night), kibBetween(before[night], peaksHere[night]), kibPerFactSheet),
            )),
      ];
    },
  };
}

async function runNights(size: Size, latencyMs: number): Promise<Record<Night, MeasuredRun>> {
  const world = await openWorld(size, latencyMs);
  try {
    const first = await world.sync();
    if (size.objects > mostAtOnce) await world.advance(0);
    const steady = await world.sync();
    await world.advance(1);
    return { 'first run': first, 'nothing changed': steady, '5 % drift': await world.sync() };
  } finally {
    await world.close();
  }
}

/** Section 9: what nothing changed needs is the minimum; the others may be a tenth or two requests above it. */
function requestRows(run: MeasuredRun, night: Night, named: (figure: string, night: Night) => string): Row[] {
  const least = minimumRequests({ ...run, isFirst: night === 'first run' });
  const budget = night === 'nothing changed' ? least : Math.max(Math.floor(1.1 * least), least + 2);
  return [
    row(named('requests', night), run.calls.length, budget),
    row(named('least requests', night), least),
  ];
}

function writesOf({ json: { counts, retired } }: MeasuredRun): number {
  return counts.created + counts.updated + counts.linked + retired;
}

function throttledOf({ calls }: MeasuredRun): number {
  return calls.filter(({ status }) => status === 429).length;
}

function secondsOf({ calls }: MeasuredRun): number {
  const began = Math.min(...calls.map(({ t }) => t));
  return (Math.max(...calls.map(({ answeredAt }) => answeredAt)) - began) / 1000;
}

function kibBetween(fewMiB: number, manyMiB: number): number {
  return ((manyMiB - fewMiB) * 1024) / (largeSizeFactSheets - fullSizeFactSheets);
}

/** What a further fact sheet may cost begins where the budget ends: at 20,000. */
function memoryBudgetMiB({ factSheets }: Size, night: Night): number {
  const further = Math.max(0, factSheets - fullSizeFactSheets);
  return Math.floor(peakMiB[night] + (further * kibPerFactSheet) / 1024);
}

function eachNight<Value>(of: (night: Night) => Value): Record<Night, Value> {
  return {
    'first run': of('first run'),
    'nothing changed': of('nothing changed'),
    '5 % drift': of('5 % drift'),
  };
}
