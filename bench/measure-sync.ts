// Measures whole runs of the command against the simulator, each in a process of its own: its requests by the
// simulator's ledger, its peak memory, what it says.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { RunJson } from '../cli/output/run-json.ts';
import type { LedgerEntry, Truth } from '../simulator/simulator.ts';
import type { Size } from './arguments.ts';

const launcher = join(import.meta.dirname, '..', 'cli', 'landbridge.mjs');
/** Without what the launcher does to keep memory low: a slow simulator must not be what is measured. */
const simulate = `
const { main } = await import(${JSON.stringify(join(import.meta.dirname, '..', 'cli', 'main.ts'))});
process.exitCode = await main(['simulate', ...process.argv.slice(1)]);`;
const memoryProbe = join(import.meta.dirname, 'peak-memory.mjs');

/** A request with the moment its answer left. */
export interface MeasuredCall extends LedgerEntry {
  answeredAt: number;
}

export interface MeasuredRun {
  json: RunJson;
  calls: readonly MeasuredCall[];
  peakMiB: number;
  /** Active fact sheets of the target type before the run: the archived ones ride in the same documents. */
  factSheets: number;
}

export interface SimulatedWorld {
  origin: string;
  /** File with the bindings. */
  bindings: string;
  /** One sync with the state of those before. */
  sync(): Promise<MeasuredRun>;
  /** What the simulator was asked since this was called last. */
  newCalls(): Promise<MeasuredCall[]>;
  /** Lets a night pass; with 0 only the clock moves. */
  advance(change: number): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(size: Size, latencyMs: number): Promise<SimulatedWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-bench-'));
  const bindings = join(folder, 'default-env.json');
  const simulator = startProcess([
    ...['--input-type=module', '-e', simulate, '--'],
    ...['--port', '0', '--size', `${size.objects}`, '--fact-sheets', `${size.factSheets}`],
    ...['--latency', `${latencyMs}`, '--bindings', bindings],
  ]);
  await firstLine(simulator);
  const origin = await originOf(bindings);
  let seen = 0;

  async function get<Body>(path: string): Promise<Body> {
    const answer = await fetch(`${origin}${path}`);
    return (await answer.json()) as Body;
  }

  async function newCalls(): Promise<MeasuredCall[]> {
    const [all, closings] = await Promise.all([
      get<LedgerEntry[]>('/__ledger'),
      get<number[]>('/__closings'),
    ]);
    const since = all
      .slice(seen)
      .map((entry, index) => ({ ...entry, answeredAt: closings[seen + index] ?? 0 }));
    seen = all.length;
    return since;
  }

  return {
    origin,
    bindings,
    newCalls,
    async sync() {
      const truth = await get<Truth>('/__truth');
      const memory = join(folder, 'memory');
      const files = ['--bindings', bindings, '--state', join(folder, 'state.sqlite')];
      const command = startProcess(
        ['--import', memoryProbe, launcher, 'sync', 'landscape', ...files, '--json'],
        { LANDBRIDGE_BENCH_MEMORY: memory },
      );
      const [output] = await Promise.all([readAll(command), once(command, 'close')]);
      return {
        json: JSON.parse(output) as RunJson,
        calls: await newCalls(),
        peakMiB: Number(await readFile(memory, 'utf8')),
        // The simulator archives no other type.
        factSheets: (truth.factSheets.byType.Application ?? 0) - truth.factSheets.archived,
      };
    },
    async advance(change) {
      await fetch(`${origin}/__advance`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ change }),
      });
    },
    async close() {
      simulator.kill('SIGTERM');
      await once(simulator, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  return spawn(process.execPath, args, { stdio: [...stdio], env: { ...process.env, ...env } });
}

async function firstLine({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error('The simulator has no output');
  await once(createInterface({ input: stdout }), 'line');
}

async function originOf(bindings: string): Promise<string> {
  const { VCAP_SERVICES: services } = JSON.parse(await readFile(bindings, 'utf8'));
  return services['user-provided'][0].credentials.host;
}

async function readAll({ stdout }: ChildProcess): Promise<string> {
  return stdout === null ? '' : text(stdout);
}
