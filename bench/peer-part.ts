// Ours and the peer on the same work, in turn: 500 changes to the same landscape and workspace, each in a world
// of its own.
import { type MeasuredCall, openWorld, type SimulatedWorld } from './measure-sync.ts';
import type { Part } from './part.ts';
import { runOneByOne } from './peer-one-by-one.ts';
import { median, row } from './rows.ts';

/** The size at which our first run makes as many changes, no more and no less. */
const size = { objects: 1_103, factSheets: 2_206 } as const;
const changes = 500;

const names = {
  ourCalls: `${changes} changes: calls`,
  peerCalls: `${changes} changes: calls, one by one`,
  callRatio: `${changes} changes: calls, one by one / ours`,
  ourSeconds: `${changes} changes: seconds`,
  peerSeconds: `${changes} changes: seconds, one by one`,
  secondsRatio: `${changes} changes: seconds, one by one / ours`,
} as const;

interface Turn {
  calls: number;
  seconds: number;
}

export function peerPart(latencyMs: number, rounds: number): Part {
  return {
    rows: Object.values(names),
    async measure() {
      const ours: Turn[] = [];
      const peers: Turn[] = [];
      for (let round = 0; round < rounds; round += 1) {
        ours.push(await inWorld(latencyMs, runOurs));
        peers.push(await inWorld(latencyMs, runPeer));
      }
      const of = (turns: readonly Turn[], figure: keyof Turn) => median(turns.map((turn) => turn[figure]));
      return [
        row(names.ourCalls, of(ours, 'calls')),
        row(names.peerCalls, of(peers, 'calls')),
        row(names.callRatio, of(peers, 'calls') / of(ours, 'calls')),
        row(names.ourSeconds, of(ours, 'seconds')),
        row(names.peerSeconds, of(peers, 'seconds')),
        row(names.secondsRatio, of(peers, 'seconds') / of(ours, 'seconds')),
      ];
    },
  };
}

async function inWorld(latencyMs: number, run: (world: SimulatedWorld) => Promise<Turn>): Promise<Turn> {
  const world = await openWorld(size, latencyMs);
  try {
    return await run(world);
  } finally {
    await world.close();
  }
}

async function runOurs(world: SimulatedWorld): Promise<Turn> {
  const { json, calls } = await world.sync();
  return turnOf(calls, json.counts.created + json.counts.linked);
}

async function runPeer(world: SimulatedWorld): Promise<Turn> {
  const made = await runOneByOne(world.bindings, changes);
  return turnOf(await world.newCalls(), made);
}

function turnOf(calls: readonly MeasuredCall[], made: number): Turn {
  if (made !== changes) throw new Error(`${made} changes instead of ${changes}`);
  const began = Math.min(...calls.map(({ t }) => t));
  const ended = Math.max(...calls.map(({ answeredAt }) => answeredAt));
  return { calls: calls.length, seconds: (ended - began) / 1000 };
}
