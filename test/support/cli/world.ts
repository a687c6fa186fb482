// A tenant and a workspace, simulated in this process, and a folder with bindings and state for the command
// that is run against them.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunJson } from '../../../cli/output/run-json.ts';
import {
  type Intercept,
  type LedgerEntry,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../../simulator/simulator.ts';
import { makeWorkFolder } from '../work-folder.ts';
import { readApplications, type SheetSeen } from './fact-sheets.ts';
import { type End, landbridge, type RunningCommand, startLandbridge } from './landbridge.ts';

export interface SyncEnd extends End {
  json: RunJson;
}

export interface World {
  simulator: Simulator;
  folder: string;
  bindings: string;
  state: string;
  /** Stands in front of all that the command asks for, but not in front of what a test reads itself. */
  intercept(by: Intercept): void;
  /** `sync landscape --json`, with more arguments, started and not waited for. */
  start(...more: string[]): RunningCommand;
  /** `sync landscape --json`, with more arguments, to its end. */
  sync(...more: string[]): Promise<SyncEnd>;
  /** Any verb, to its end. */
  run(...args: string[]): Promise<End>;
  /** What the simulator was asked by the command, and by nobody else. */
  ledger(): readonly LedgerEntry[];
  /** Takes the faults away, for they would strike the reading too. */
  applications(): Promise<SheetSeen[]>;
}

export async function withWorld<Result>(
  options: Partial<SimulatorOptions>,
  test: (world: World) => Promise<Result>,
): Promise<Result> {
  let intercept: Intercept = (_, carryOut) => carryOut();
  let readsItself = false;
  const ownEntries = new Set<number>();
  const simulator = await startSimulator({
    size: 60,
    seed: 7,
    ...options,
    intercept: (entry, carryOut) => (readsItself ? carryOut() : intercept(entry, carryOut)),
  });
  const folder = makeWorkFolder('cli');
  const bindings = join(folder, 'bindings.json');
  const state = join(folder, 'state.sqlite');
  const running = new Set<RunningCommand>();
  const args = ['sync', 'landscape', '--bindings', bindings, '--state', state, '--json'];

  const start = (...more: string[]): RunningCommand => {
    const command = startLandbridge([...args, ...more], { cwd: folder });
    running.add(command);
    void command.ended.then(() => running.delete(command));
    return command;
  };
  try {
    await writeFile(bindings, JSON.stringify(simulator.bindings));
    return await test({
      simulator,
      folder,
      bindings,
      state,
      intercept: (by) => {
        intercept = by;
      },
      start,
      sync: async (...more) => {
        const end = await start(...more).ended;
        return { ...end, json: readJson(end) };
      },
      run: (...others) => landbridge(others, { cwd: folder }),
      ledger: () => simulator.ledger().filter((_, index) => !ownEntries.has(index)),
      applications: async () => {
        const before = simulator.ledger().length;
        readsItself = true;
        simulator.setFaults([]);
        try {
          return await readApplications(simulator);
        } finally {
          readsItself = false;
          for (let own = before; own < simulator.ledger().length; own += 1) ownEntries.add(own);
        }
      },
    });
  } finally {
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all([...running].map(({ ended }) => ended));
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The one JSON object on stdout; whatever else stands there fails the test. */
export function readJson({ stdout, stderr }: End): RunJson {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`No JSON object on stdout: ${stdout}\n${stderr}`);
  }
}

export function isMutation({ operation }: Pick<LedgerEntry, 'operation'>): boolean {
  return /^(create|update)FactSheet/.test(operation);
}

/** How many of the requests each system was asked, as `requests` of the JSON object counts them. */
export function countBySystem(ledger: readonly LedgerEntry[]): Record<string, number> {
  const of = (system: string) => ledger.filter((entry) => entry.system === system).length;
  return { 'cloud-alm': of('cloud-alm'), leanix: of('leanix') };
}

interface UndisturbedRun {
  applications: SheetSeen[];
  ledger: readonly LedgerEntry[];
  json: RunJson;
}

const undisturbedRuns = new Map<string, Promise<UndisturbedRun>>();

/** What one undisturbed run comes to on the same seed; made once in a test file. */
export function undisturbed(options: Partial<SimulatorOptions>): Promise<UndisturbedRun> {
  const key = JSON.stringify(options);
  const known = undisturbedRuns.get(key);
  if (known !== undefined) return known;
  const made = withWorld(options, async (world) => {
    const { json } = await world.sync();
    return { ledger: world.ledger(), applications: await world.applications(), json };
  });
  undisturbedRuns.set(key, made);
  return made;
}
