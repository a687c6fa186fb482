// `npm run bench`: every figure that has a budget, measured. Numbers only; no test depends on them. The rows go
// to stdout, what happens on the way and what is left out to stderr; a budget that does not hold is no failure.
import { type Arguments, allSizes, type PartName, readArguments, usage } from './arguments.ts';
import { crashPart } from './crash-part.ts';
import { functionsPart } from './functions-part.ts';
import { iflowsPart } from './iflows-part.ts';
import { matchParts } from './match-part.ts';
import { type Measured, measurePart, type Part } from './part.ts';
import { peerPart } from './peer-part.ts';
import { type Row, rowsText } from './rows.ts';
import { type Peaks, syncPart } from './sync-part.ts';

const peerRounds = 3;

const asked = readLine();
if (asked !== undefined) await bench(asked);

function readLine(): Arguments | undefined {
  try {
    return readArguments(process.argv.slice(2));
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : thrown}\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

async function bench(args: Arguments): Promise<void> {
  const measured: Measured[] = [];
  const makers = partMakers(args);
  // The peer waits nearly all of its time: in a hurry the others are measured meanwhile.
  const isBeside = (name: PartName) => args.quick && name === 'peer' && args.parts.length > 1;
  const beside = args.parts.filter(isBeside).flatMap((name) => makers[name]().map(measureAloud));
  for (const name of args.parts.filter((part) => !isBeside(part))) {
    for (const part of makers[name]()) measured.push(await measureAloud(part));
  }
  measured.push(...(await Promise.all(beside)));

  for (const { name, reason } of [...measured.flatMap(({ leftOut }) => leftOut), ...leftOutInAHurry(args)]) {
    console.error(`left out: ${name} (${reason})`);
  }
  print(
    measured.flatMap(({ rows }) => rows),
    args,
  );
}

function partMakers({ sizes, latencyMs, quick }: Arguments): Record<PartName, () => Part[]> {
  return {
    sync: () => {
      const peaks: Peaks = new Map();
      return sizes.map((size) => syncPart(size, latencyMs, peaks));
    },
    iflows: () => [iflowsPart(quick)],
    match: () => matchParts(quick),
    functions: () => [functionsPart()],
    crash: () => [crashPart(quick)],
    peer: () => [peerPart(latencyMs, quick ? 1 : peerRounds)],
  };
}

async function measureAloud(part: Part): Promise<Measured> {
  const [first = ''] = part.rows;
  console.error(`measuring: ${first}, and so on`);
  return measurePart(part);
}

function leftOutInAHurry({ quick, parts, sizes, latencyMs }: Arguments): Measured['leftOut'] {
  if (!quick) return [];
  const iflows = parts.includes('iflows') ? iflowsPart(false).rows : [];
  const isMeasured = ({ objects }: { objects: number }) => sizes.some((size) => size.objects === objects);
  const larger = parts.includes('sync') ? allSizes.filter((size) => !isMeasured(size)) : [];
  const rows = larger.flatMap((size) => syncPart(size, latencyMs, new Map()).rows);
  const rowsOfMatch = (isQuick: boolean) => matchParts(isQuick).flatMap((part) => part.rows);
  const quickMatches = new Set(rowsOfMatch(true));
  const matches = parts.includes('match') ? rowsOfMatch(false).filter((name) => !quickMatches.has(name)) : [];
  return [...rows, ...iflows, ...matches].map((name) => ({
    name,
    reason: 'takes longer than --quick allows',
  }));
}

function print(rows: readonly Row[], { json }: Arguments): void {
  console.log(json ? JSON.stringify({ rows }) : rowsText(rows));
}
