// Measures whole runs of the command against the simulator, each in a process of its own: requests by the
// simulator's ledger, wall time from the first request to the last, peak memory of the command.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunJson } from '../cli/output/run-json.ts';

const launcher = join(import.meta.dirname, '..', 'cli', 'landbridge.mjs');

interface LedgerEntry {
  t: number;
  system: string;
  operation: string;
}

export interface MeasuredRun {
  json: RunJson;
  requests: number;
  throttled: number;
  /** From the first request sent to the last, in milliseconds. */
  wallMs: number;
  peakMiB: number;
  /** Fact sheets of the target type before the run. */
  factSheets: number;
}

export interface Bench {
  /** One sync with the state of those before. */
  sync(): Promise<MeasuredRun>;
  advance(change: number): Promise<void>;
  close(): Promise<void>;
}

export async function openBench({ size, latencyMs }: { size: number; latencyMs: number }): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-bench-'));
  const bindings = join(folder, 'default-env.json');
  const state = join(folder, 'state.sqlite');
  const simulator = spawn(
    process.execPath,
    [
      launcher,
      'simulate',
      '--port',
      '0',
      '--size',
      `${size}`,
      '--latency',
      `${latencyMs}`,
      '--bindings',
      bindings,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await firstLine(simulator);
  const origin = await originOf(bindings);
  let seen = 0;

  async function get<Body>(path: string): Promise<Body> {
    const answer = await fetch(`${origin}${path}`);
    return (await answer.json()) as Body;
  }

  return {
    async sync() {
      const truth = await get<{ factSheets: { byType: Record<string, number> } }>('/__truth');
      const memory = join(folder, 'memory');
      const child = spawn(
        process.execPath,
        [
          '--import',
          join(import.meta.dirname, 'peak-memory.mjs'),
          launcher,
          'sync',
          'landscape',
          '--bindings',
          bindings,
          '--state',
          state,
          '--json',
        ],
        { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LANDBRIDGE_BENCH_MEMORY: memory } },
      );
      const output = await readAll(child);
      const ledger = (await get<(LedgerEntry & { status: number })[]>('/__ledger')).slice(seen);
      seen += ledger.length;
      const times = ledger.map(({ t }) => t);
      return {
        json: JSON.parse(output) as RunJson,
        requests: ledger.length,
        throttled: ledger.filter(({ status }) => status === 429).length,
        wallMs: Math.max(...times) - Math.min(...times),
        peakMiB: Number(await readFile(memory, 'utf8')),
        factSheets: truth.factSheets.byType.Application ?? 0,
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

async function firstLine(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('The simulator has no output');
  await once(createInterface({ input: child.stdout }), 'line');
}

async function originOf(bindings: string): Promise<string> {
  const { VCAP_SERVICES: services } = JSON.parse(await readFile(bindings, 'utf8'));
  return services['user-provided'][0].credentials.host;
}

async function readAll(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await once(child, 'close');
  return text;
}
