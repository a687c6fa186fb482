// The wall-clock floor of a run: no client can be faster with this latency, this rate and so many writes in
// flight. Computed from the stages that the run really had, as the simulator's ledger shows them. Pure.
import type { MeasuredCall } from './measure-sync.ts';

export type Call = Pick<MeasuredCall, 'system' | 'path' | 'operation' | 't' | 'answeredAt'>;

/** What the product allows itself of the 30 that LeanIX grants a user. */
const leanIxPerSecond = 25;
const writesInFlight = 4;

const stages = ['tokens', 'landscape', 'data model', 'fact sheets', 'writes'] as const;
export type Stage = (typeof stages)[number];

/**
 * Calls that may be in flight together. The two tokens do not depend on each other; a page is asked for when the
 * one before has shown that there is another, or where it begins.
 */
const inFlight: Readonly<Record<Stage, number>> = {
  tokens: 2,
  landscape: 1,
  'data model': 1,
  'fact sheets': 1,
  writes: writesInFlight,
};

export function stageOf({ path, operation }: Pick<Call, 'path' | 'operation'>): Stage {
  if (path.endsWith('/token')) return 'tokens';
  if (path.endsWith('/landscapeObjects')) return 'landscape';
  if (path.endsWith('/dataModel')) return 'data model';
  return /^(create|update)FactSheet/.test(operation) ? 'writes' : 'fact sheets';
}

/** `max(calls to LeanIX / rate, sum over the stages of ceil(calls / in flight) x latency)`, in milliseconds. */
export function floorMs(calls: readonly Call[], latencyMs: number): number {
  const count = (stage: Stage) => calls.filter((call) => stageOf(call) === stage).length;
  const byLatency = stages.reduce((sum, stage) => sum + Math.ceil(count(stage) / inFlight[stage]), 0);
  const toLeanIx = calls.filter(({ system }) => system === 'leanix').length;
  return Math.max((toLeanIx / leanIxPerSecond) * 1000, byLatency * latencyMs);
}

/**
 * From the first request sent to the last answer, without the time in which the plan is made: between the last
 * answer that was read and the first write.
 */
export function wallMs(calls: readonly Call[]): number {
  const began = Math.min(...calls.map(({ t }) => t));
  const ended = Math.max(...calls.map(({ answeredAt }) => answeredAt));
  const firstWrite = calls.find((call) => stageOf(call) === 'writes')?.t;
  if (firstWrite === undefined) return ended - began;
  const reads = calls.filter((call) => stageOf(call) !== 'writes' && call.t < firstWrite);
  const lastRead = Math.max(...reads.map(({ answeredAt }) => answeredAt));
  return ended - began - (firstWrite - lastRead);
}
