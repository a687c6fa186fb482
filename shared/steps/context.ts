// What a step is given: the store, the connections, time and chance. Steps are the only place that joins
// connectors, core, flows, store and queue.
import type { Meter } from '../connectors/http/meter.ts';
import type { LeanIx } from '../connectors/leanix/connect-leanix.ts';
import type { Source, SourceSystem } from '../core/model.ts';
import type { FlowRules } from '../core/rules.ts';
import type { StepName } from '../queue/queue.ts';
import type { ProcessMark } from '../store/lease.ts';
import type { Store } from '../store/store.ts';

export interface Time {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Lets timers and answers have their turn. */
  giveWay(): Promise<void>;
  every(ms: number, call: () => void): () => void;
}

export interface Progress {
  run: string;
  step: StepName;
  /** What is read. */
  system?: SourceSystem;
  done: number;
  /** Unknown for a list whose end is not known before it is reached. */
  total?: number;
}

export interface WritingPace {
  /** Batches sent at the same time. */
  writesUnderWay: number;
  /** Changes in one batch. */
  changesPerRequest: number;
}

/** LeanIX advises to start with 50 mutations a request (leanix-api 2.8). */
export const defaultPace: WritingPace = { writesUnderWay: 4, changesPerRequest: 50 };

export interface StepContext {
  store: Store;
  /** The rules of the flow, as they are configured. */
  rules: FlowRules;
  time: Time;
  /** A fresh id that sorts by time. */
  newId(): string;
  /** All of the one system that the flow reads. */
  sources: readonly Source[];
  leanIx: LeanIx;
  /** The one workspace that the configuration is meant for. */
  pinnedWorkspace?: string;
  /** How the plan is written; slower where others need the workspace too. */
  pace: WritingPace;
  /** Days for which a run that is begun now is kept. */
  retentionDays: number;
  meter: Meter;
  /** On a laptop: who this is and whether another is gone, so that a dead process's run is taken over at once. */
  process?: { mark: ProcessMark; isGone(mark: ProcessMark): boolean };
  progress(event: Progress): void;
  /** How long a burst may last before it hands on to the next, in milliseconds. */
  burstMs: number;
  /** The process was told to end: a burst saves and hands on at once. */
  isStopping?(): boolean;
}

/** What a step gets besides its run: the burst it works in. */
export interface Burst {
  /** The time is nearly out: save and hand on. */
  isOver(): boolean;
  /** @throws STORE_LEASE_LOST when another process has taken the run over. */
  ensureHeld(): void;
  /** Asks the store: a process that was suspended may not know yet that another has taken the run over. */
  isStillHeld(): Promise<boolean>;
}
