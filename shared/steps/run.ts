// The head of a run: where it stands, what it has read, what came of it. One small value in the store; all
// that is large hangs on it as blobs. Every change is a compare-and-set.

import type { SourceSystem, Workspace } from '../core/model.ts';
import type { Choice } from '../core/plan/narrow.ts';
import type { Change, PlanTally } from '../core/plan/plan.ts';
import type { Problem, Report } from '../core/report.ts';
import { LandbridgeError } from '../errors.ts';
import type { StepName } from '../queue/queue.ts';
import type { RecordsRef } from '../store/blobs.ts';
import { listJson, readJson, writeJson } from '../store/json.ts';
import { flowKey, runKey, runsRange } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import { trusted } from './trusted.ts';

/** `planned`: a run that was only to plan came to its end. */
export type RunState = 'running' | 'done' | 'partial' | 'failed' | 'refused' | 'planned';

/**
 * `plan` writes nothing; `apply` writes a plan that it was given, without reading the sources; `decide` does the
 * same for the items that a person decided on, as they were read last, and is no night.
 */
export type RunKind = 'sync' | 'plan' | 'apply' | 'decide';

/** How far the pull of one source has come. */
export interface Pull {
  state: 'reading' | 'complete' | 'partial';
  offset: number;
  count: number;
  /** Its items, page behind page; absent before the first. */
  items?: RecordsRef;
  /** ISO 8601, when it ended. */
  endedAt?: string;
  problem?: Problem;
}

/** The stored plan: what may be long as blobs, the rest in the head. */
export interface PlanHead {
  hash: string;
  /** Version of the rules it was made with; no other may apply it. */
  rulesVersion: string;
  madeAt: string;
  /** Changes that make a batch: cut the same way in every burst. */
  batchSize: number;
  /** How often the plan is gone through, for changes that need what others make; absent: once. */
  waves?: number;
  changes: RecordsRef;
  /** What was held and decided when it was made; what is decided since is for the next. */
  basis?: { heldHash: string; decisionsHash: string };
  /** The items that were skipped; absent on a quiet night, where `lookedAt` names the run that looked at them. */
  skips?: RecordsRef;
  lookedAt?: string;
  byOp: Readonly<Record<Change['op'], number>>;
  tally: PlanTally;
  conflicts: RecordsRef;
  notes: readonly string[];
}

/** The stored report; its failures and conflicts may be many. */
export interface ReportHead extends Omit<Report, 'failures' | 'conflicts'> {
  failures: RecordsRef;
  conflicts: RecordsRef;
  /** How many items of the flow wait for a person. */
  waiting?: number;
}

export interface Run {
  id: string;
  flow: string;
  /** What its sources are; absent in runs of an older version, which knew Cloud ALM alone. */
  system?: SourceSystem;
  kind: RunKind;
  state: RunState;
  step: StepName;
  /** The last step whose message is known to be on its way; behind `step` when that may have been lost. */
  handedOn?: StepName;
  startedAt: string;
  endedAt?: string;
  /** How long the run and what belongs to it are kept after its last step. */
  retentionMs: number;
  workspace?: Workspace;
  pulls: Readonly<Record<string, Pull>>;
  /** The part of its plan that a person chose. */
  choice?: Choice;
  /** Hash of the plan that a person approved: guards let it pass. */
  approved?: string;
  /** Workspace that a given plan was made for. */
  givenFor?: string;
  /** The run that made the plan that this one was given. */
  plannedBy?: string;
  /** Keys of the items that were decided on, and the run whose snapshot tells of them. */
  decided?: { items: RecordsRef; readBy: string };
  /** The run that this one takes back. */
  undoes?: string;
  /** What it takes back was itself taking back: its items are let go again. */
  releases?: boolean;
  /** All that guards said against the plan. */
  guards?: readonly Problem[];
  plan?: PlanHead;
  requests: Readonly<Record<string, { requests: number; bytes: number }>>;
  report?: ReportHead;
  /** Why it failed or was refused. */
  problem?: Problem;
}

const dayMs = 24 * 60 * 60 * 1000;
/** A plan that was made longer ago is not applied any more, and a run that stopped then not taken up again. */
export const planLifeMs = dayMs;

/** Runs and what belongs to them are kept this long after their last step; links and decisions for good. */
export const defaultRetentionDays = 90;

export function ownerOf(runId: string): string {
  return `run/${runId}`;
}

export async function readRun(store: Store, id: string): Promise<Run | undefined> {
  return (await readJson(store, runKey(id), trusted<Run>))?.value;
}

/** Changes the head of a run; repeats when another writer came between. */
export async function updateRun(store: Store, id: string, change: (run: Run) => Run): Promise<Run> {
  for (;;) {
    const found = await readJson(store, runKey(id), trusted<Run>);
    if (found === undefined) throw new LandbridgeError('STORE_BLOB_MISSING', { run: id });
    const next = change(found.value);
    const options = { ifVersion: found.version, ttlMs: next.retentionMs };
    if ((await writeJson(store, runKey(id), next, options)) !== undefined) return next;
  }
}

/**
 * Changes the head of a run from within one of its steps.
 * @throws STORE_LEASE_LOST when the run has left that step: whoever took it over is further
 */
export async function advanceRun(store: Store, from: Run, change: (run: Run) => Run): Promise<Run> {
  return updateRun(store, from.id, (current) => {
    if (current.state !== 'running' || current.step !== from.step) {
      throw new LandbridgeError('STORE_LEASE_LOST', { run: from.id });
    }
    return change(current);
  });
}

/** The message of the run's step is on its way: whoever comes late need not send it again. */
export async function noteHandedOn(store: Store, id: string, step: StepName): Promise<void> {
  await updateRun(store, id, (run) => (run.step === step ? { ...run, handedOn: step } : run));
}

export async function createRun(store: Store, run: Run): Promise<void> {
  await writeJson(store, runKey(run.id), run, { ifAbsent: true, ttlMs: run.retentionMs });
  await writeJson(store, flowKey(run.flow), { lastRun: run.id });
}

/** The latest run of a flow, whatever became of it. */
export async function readLastRun(store: Store, flow: string): Promise<Run | undefined> {
  const head = await readJson(store, flowKey(flow), trusted<{ lastRun: string }>);
  return head && readRun(store, head.value.lastRun);
}

/** How many objects the run has pulled so far, over all its sources. */
export function countPulled(run: Run): number {
  return Object.values(run.pulls).reduce((sum, pull) => sum + pull.count, 0);
}

/** Adds what was counted since the last time to the run's requests. */
export function addRequests(run: Run, counted: Run['requests']): Run['requests'] {
  const sum = { ...run.requests };
  for (const [system, { requests, bytes }] of Object.entries(counted)) {
    const before = sum[system] ?? { requests: 0, bytes: 0 };
    sum[system] = { requests: before.requests + requests, bytes: before.bytes + bytes };
  }
  return sum;
}

/** All runs the store still keeps, the latest first. */
export async function listRuns(store: Store): Promise<Run[]> {
  const runs: Run[] = [];
  for await (const { value } of listJson(store, runsRange, trusted<Run>)) runs.push(value);
  // Their ids tell the second only.
  return runs.sort((left, right) => (left.startedAt < right.startedAt ? 1 : -1));
}
