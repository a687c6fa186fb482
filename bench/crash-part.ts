// A first run killed at a request and resumed, at one request after the other: whether it ends as if nobody had
// killed it, whether anything was made twice, and how much was sent again.
import { duplicatesAmong, type SheetSeen } from '../test/support/cli/fact-sheets.ts';
import type { RunningCommand } from '../test/support/cli/landbridge.ts';
import { isMutation, type World, withWorld } from '../test/support/cli/world.ts';
import type { Part } from './part.ts';
import { row } from './rows.ts';

const world = { size: 1_000, seed: 1, latencyMs: 20 } as const;
const writesInFlight = 4;
/** A resumed run mostly waits until what was sent has settled. */
const pointsAtOnce = 4;

interface Point {
  /** The request that is its last one, counted from 1. */
  number: number;
  carriedOut: boolean;
}

interface End {
  applications: readonly SheetSeen[];
  writes: number;
}

const names = {
  points: 'killed and resumed: requests tried',
  differing: 'killed and resumed: end states that differ',
  duplicates: 'killed and resumed: duplicates',
  repeated: 'killed and resumed: writes repeated at most',
} as const;

/** @param isQuick some requests instead of all */
export function crashPart(isQuick: boolean): Part {
  return {
    rows: Object.values(names),
    async measure() {
      const { whole, points } = await undisturbed();
      const tried = isQuick ? someOf(points) : points;
      const ends = await tryAll(tried);
      const expected = JSON.stringify(whole.applications);
      const differing = ends.filter(({ applications }) => JSON.stringify(applications) !== expected);
      return [
        row(names.points, tried.length),
        row(names.differing, differing.length, 0),
        row(names.duplicates, Math.max(...ends.map((end) => duplicatesAmong(end.applications).length)), 0),
        row(names.repeated, Math.max(...ends.map(({ writes }) => writes - whole.writes)), writesInFlight),
      ];
    },
  };
}

/** Every request of a run that nobody disturbs; a write is tried twice, before it is carried out and after. */
async function undisturbed(): Promise<{ whole: End; points: Point[] }> {
  return withWorld(world, async (tenant) => {
    await tenant.sync();
    const points = tenant.ledger().flatMap((entry, index): Point[] => {
      const before = { number: index + 1, carriedOut: false };
      return isMutation(entry) ? [before, { ...before, carriedOut: true }] : [before];
    });
    return { whole: await endOf(tenant), points };
  });
}

/** Of every eight one, of the reads and of both kinds of writes. */
function someOf(points: readonly Point[]): Point[] {
  return points.filter((_, index) => index % 8 === 4);
}

async function tryAll(points: readonly Point[]): Promise<End[]> {
  const ends: End[] = [];
  const waiting = points.values();
  const work = async () => {
    for (const point of waiting) ends.push(await killAndResume(point));
  };
  await Promise.all(Array.from({ length: pointsAtOnce }, work));
  return ends;
}

async function killAndResume({ number, carriedOut }: Point): Promise<End> {
  return withWorld(world, async (tenant) => {
    let command: RunningCommand | undefined;
    let arrived = 0;
    tenant.intercept(async (_, carryOut) => {
      arrived += 1;
      if (arrived !== number) return carryOut();
      if (carriedOut) await carryOut();
      command?.child.kill('SIGKILL');
      await command?.ended;
      return undefined;
    });
    command = tenant.start();
    await command.ended;
    const { json } = await tenant.sync();
    if (json.run.state !== 'done') throw new Error(`killed at request ${number} it ended ${json.run.state}`);
    return endOf(tenant);
  });
}

async function endOf(tenant: World): Promise<End> {
  const writes = tenant.ledger().filter(isMutation).length;
  return { writes, applications: await tenant.applications() };
}
